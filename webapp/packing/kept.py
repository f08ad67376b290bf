"""What is kept of a programme's past in other archives, read from the tables of `webapp.packing.schema`."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

import msgspec
from sqlite_utils import Database


@dataclass(frozen=True, slots=True)
class Locked:
    """A row of a redaction whose key is not here."""

    row_id: str
    line: str
    """The row as it is packed, without what it says."""
    key_id: str
    sealed: bytes


@dataclass(frozen=True, slots=True)
class DecidedThere:
    """A decision of another newsroom: history here, which nothing is decided by."""

    kind: str
    user_name: str
    created_at: str
    reason: str | None


@dataclass(frozen=True, slots=True)
class Unpacked:
    """That a programme came in a bag, and from where."""

    user_name: str
    """Who brought it in, of this newsroom."""
    packed_by: str
    packed_on: str
    """A date."""
    created_at: str
    is_locked: bool
    """Whether something of it is kept back and sealed with a key that is not here."""
    decided: tuple[DecidedThere, ...]
    """What was approved, published and withdrawn there, the newest last."""

    @property
    def withdrawn(self) -> DecidedThere | None:
        """The last decision on what the public had there, if that was to withdraw it."""
        shown = [each for each in self.decided if each.kind in ("published", "withdrawn")]
        return shown[-1] if shown and shown[-1].kind == "withdrawn" else None


class _Row(msgspec.Struct):
    kind: str
    user_name: str
    created_at: str
    reason: str | None = None


def unpacked_of(db: Database, programme_id: str) -> Unpacked | None:
    """Return how a programme came in, ``None`` where it was made here."""
    for row in db.query("SELECT * FROM unpacked WHERE programme_id = ?", [programme_id]):
        rows = (msgspec.json.decode(each, type=_Row) for each in history_of(db, programme_id, "review_event"))
        return Unpacked(
            user_name=row["user_name"],
            packed_by=row["packed_by"],
            packed_on=row["packed_on"],
            created_at=row["created_at"],
            is_locked=is_locked(db, programme_id),
            decided=tuple(
                DecidedThere(each.kind, each.user_name, each.created_at, each.reason)
                for each in rows
                if each.kind != "in_review"
            ),
        )
    return None


def brought_by(db: Database, programme_id: str) -> tuple[str, str] | None:
    """Return who brought a programme in from another archive, and when; ``None`` where it was made here."""
    row = db.execute("SELECT user_name, created_at FROM unpacked WHERE programme_id = ?", [programme_id]).fetchone()
    return (str(row[0]), str(row[1])) if row else None


def came_with(db: Database, programme_id: str) -> str | None:
    """Return the hash of the past with which a programme came in, ``None`` where it was made here."""
    row = db.execute("SELECT origin_sha256 FROM unpacked WHERE programme_id = ?", [programme_id]).fetchone()
    return str(row[0]) if row else None


def is_locked(db: Database, programme_id: str) -> bool:
    """Return whether something of it is kept back of which nobody here knows what."""
    found = db.execute("SELECT 1 FROM locked_redaction WHERE programme_id = ? LIMIT 1", [programme_id]).fetchone()
    return found is not None


def locked_of(db: Database, programme_id: str) -> Iterator[Locked]:
    rows = db.query(
        "SELECT row_id, line, key_id, sealed FROM locked_redaction WHERE programme_id = ? ORDER BY position",
        [programme_id],
    )
    return (Locked(**row) for row in rows)


def history_of(db: Database, programme_id: str, table: str) -> Iterator[bytes]:
    """Yield what a table of other archives had of a programme, a line of JSON a row, as it came."""
    rows = db.execute(
        "SELECT line FROM history_row WHERE programme_id = ? AND table_name = ? ORDER BY position",
        [programme_id, table],
    )
    return (_packed(line) for (line,) in rows)


def archives_of(db: Database, programme_id: str) -> int:
    """Return how many archives a programme was in before this one."""
    row = db.execute("SELECT max(archive) FROM origin_entry WHERE programme_id = ?", [programme_id]).fetchone()
    return int(row[0] or 0)


def origin_of(db: Database, programme_id: str, archive: int) -> Iterator[bytes]:
    """Yield the audit of the nth archive that a programme was in, a line an entry, as it came."""
    rows = db.execute(
        "SELECT line FROM origin_entry WHERE programme_id = ? AND archive = ? ORDER BY position",
        [programme_id, archive],
    )
    return (_packed(line) for (line,) in rows)


def origin_sha256_of(db: Database, programme_id: str) -> str:
    """Name all that is kept of a programme's past by one hash."""
    lines = (
        db.execute("SELECT line FROM origin_entry WHERE programme_id = ? ORDER BY archive, position", [programme_id]),
        db.execute("SELECT line FROM history_row WHERE programme_id = ? ORDER BY table_name, position", [programme_id]),
    )
    digest = hashlib.sha256()
    for rows in lines:
        for (line,) in rows:
            digest.update(_packed(line))
    return digest.hexdigest()


def _packed(line: str) -> bytes:
    return line.encode() + b"\n"
