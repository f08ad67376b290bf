"""A key for tests, and people who are kept back."""

from __future__ import annotations

import base64

from sqlite_utils import Database

from media.database import immediate, utc_now
from tests.webapp.desk import Desk
from webapp.edition.gather import approved_of
from webapp.edition.layout import Layout
from webapp.edition.store import add_version, edition_writer
from webapp.redaction.opened import opened
from webapp.redaction.records import MASK, RowKind
from webapp.redaction.rows import Said, add_row
from webapp.redaction.vault import Vault
from webapp.review import content

KEY = base64.urlsafe_b64encode(bytes(range(32))).decode()


def publish_words(desk: Desk, db: Database, programme_id: str) -> None:
    """Make what render may see of a programme public, without its sound: the gate listens to that elsewhere."""
    now = content(db, programme_id)
    approved = approved_of(db, now, now.sha256, utc_now(), None, opened(now.redactions))
    layout = Layout(desk.edition)
    with edition_writer(layout):
        add_version(layout, approved, None)


def keep_person(db: Database, programme_id: str, names: tuple[str, ...], replacement: str = MASK) -> str:
    """Keep somebody back, every place confirmed by nobody yet; return the redaction's id."""
    with immediate(db):
        said = Said(replacement=replacement, reason="a test", names=names)
        return add_row(db, Vault.from_environment(), programme_id, RowKind.PERSON, said, "journalist").redaction_id
