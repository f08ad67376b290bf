"""What the gate found, what was let through unheard, and with which redactions versions went out."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

import msgspec
from sqlite_utils import Database

from media.database import immediate, utc_now
from transcribe.records import canonical_json
from webapp.accounts import User
from webapp.gate.records import Check, Finding
from webapp.redaction.records import SealedRow

STEP = 4
"""Raise it when the gate looks for more than before: what passed the old one is then looked at again."""


@dataclass(frozen=True, slots=True)
class WentOut:
    """A version of a programme that became public."""

    version: int
    published_at: str | None
    """As its document says; ``None`` where an older release published it."""


def add_check(db: Database, check: Check) -> None:
    """Keep what was found; rows are only added."""
    row = {
        "programme_id": check.programme_id,
        "content_sha256": check.content_sha256,
        "step": STEP,
        "sound_sha256": check.sound_sha256,
        "findings": canonical_json(check.findings).decode(),
        "heard_by": check.heard_by,
        "created_at": check.created_at,
    }
    with immediate(db):
        db.table("publication_check").insert(row)


def newest_check(db: Database, programme_id: str, content_sha256: str) -> Check | None:
    """Return what this gate found last in this content, ``None`` where it has not looked yet."""
    rows = db.query(
        "SELECT * FROM publication_check WHERE programme_id = ? AND content_sha256 = ? AND step = ? "
        "ORDER BY check_id DESC LIMIT 1",
        [programme_id, content_sha256, STEP],
    )
    return next(map(_check, rows), None)


def let_through_unheard(db: Database, programme_id: str, content_sha256: str, user: User, reason: str) -> None:
    """Keep that somebody lets this content be published where no machine can listen to it, and why."""
    row = {
        "programme_id": programme_id,
        "content_sha256": content_sha256,
        "user_name": user.name,
        "reason": reason,
        "created_at": utc_now(),
    }
    with immediate(db):
        db.table("unheard").insert(row)


def is_let_through_unheard(db: Database, programme_id: str, content_sha256: str) -> bool:
    """Return whether somebody has taken it on themselves."""
    found = db.query(
        "SELECT 1 FROM unheard WHERE programme_id = ? AND content_sha256 = ? LIMIT 1", [programme_id, content_sha256]
    )
    return any(found)


def note_version(
    db: Database, programme_id: str, version: int, published_at: str, redactions: tuple[SealedRow, ...]
) -> None:
    """Keep when a version went out, and with which redactions."""
    row = {
        "programme_id": programme_id,
        "version": version,
        "redactions_sha256": _named(redactions),
        "created_at": utc_now(),
        "published_at": published_at,
    }
    with immediate(db):
        db.table("published_version").insert(row, replace=True)


def newest_version(db: Database, programme_id: str) -> WentOut | None:
    """Return the version that went out last; ``None`` where none did, or an older release published it."""
    found = db.query(
        "SELECT version, published_at FROM published_version WHERE programme_id = ? "
        "ORDER BY created_at DESC, version DESC LIMIT 1",
        [programme_id],
    )
    return next((WentOut(**row) for row in found), None)


def is_of_these(db: Database, programme_id: str, version: int, redactions: tuple[SealedRow, ...]) -> bool:
    """Return whether a version is known to have gone out with these redactions and no others."""
    found = db.query(
        "SELECT 1 FROM published_version WHERE programme_id = ? AND version = ? AND redactions_sha256 = ?",
        [programme_id, version, _named(redactions)],
    )
    return any(found)


def _named(redactions: tuple[SealedRow, ...]) -> str:
    """Name redactions by their rows' ids, which tell nothing of what they say."""
    return hashlib.sha256(canonical_json([row.row_id for row in redactions])).hexdigest()


def _check(row: Mapping[str, object]) -> Check:
    plain = {name: row[name] for name in Check.__slots__}
    findings = msgspec.json.decode(str(row["findings"]), type=tuple[Finding, ...])
    return msgspec.convert({**plain, "findings": msgspec.to_builtins(findings)}, Check)
