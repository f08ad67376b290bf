"""A key for tests, and people who are kept back."""

from __future__ import annotations

import base64

from sqlite_utils import Database

from media.database import immediate
from webapp.redaction.records import MASK, RowKind
from webapp.redaction.rows import Said, add_row
from webapp.redaction.vault import Vault

KEY = base64.urlsafe_b64encode(bytes(range(32))).decode()


def keep_person(db: Database, programme_id: str, names: tuple[str, ...], replacement: str = MASK) -> str:
    """Keep somebody back, every place confirmed by nobody yet; return the redaction's id."""
    with immediate(db):
        said = Said(replacement=replacement, reason="a test", names=names)
        return add_row(db, Vault.from_environment(), programme_id, RowKind.PERSON, said, "journalist").redaction_id
