"""Who did what, in the order in which it was done: rows that are only added, each with the hash of the one before.

Triggers write them (`webapp.audit_triggers`). Whoever keeps the hash of the newest row can tell later whether
anything before it was changed, taken out or put in; a row also names the content that it is about by its hash.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from sqlite_utils import Database

from media.database import sha256_of
from webapp.audited import CHECKED, kind_of
from webapp.packing.audited import UNPACKED
from webapp.packing.kept import origin_sha256_of
from webapp.packing.origin import origin_subjects

DELETED = "deleted: "
ERASURE = "erasure: "
ERASED = f"{ERASURE}removed"
"""After which nothing of a programme has to be there: its rows of the audit stay, and tell by hashes what there was."""
CAME_IN = UNPACKED.action.strip("'")
COLUMNS = "number, at, user_name, action, programme_id, subject, content_sha256, sha256"


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the audit."""

    number: int
    at: str
    user_name: str | None
    """``None`` where a machine did it, or the command line without ``--as``."""
    action: str
    programme_id: str | None
    subject: str | None
    """The id of what it is about."""
    content_sha256: str
    sha256: str
    """Of the row before and all of this one."""


class Noted(Protocol):
    """What is needed of an entry of this audit, or of another archive's."""

    @property
    def number(self) -> int: ...
    @property
    def action(self) -> str: ...
    @property
    def content_sha256(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Fault:
    """One place at which the audit or what it is about is not as it was written."""

    number: int
    sentence: str


def entries(
    db: Database,
    programme_id: str | None = None,
    *,
    newest_first: bool = False,
    limit: int = -1,
    offset: int = 0,
    with_kept_back: bool = True,
) -> Sequence[Entry]:
    """Return rows of the audit.

    :param programme_id: only what is about this programme.
    :param limit: at most so many; −1 for all.
    :param with_kept_back: also that something of a programme is kept back.
    """
    where, values = _about(programme_id, with_kept_back=with_kept_back)
    order = "DESC" if newest_first else "ASC"
    rows = db.query(
        f"SELECT {COLUMNS} FROM audit {where} ORDER BY number {order} LIMIT ? OFFSET ?",  # noqa: S608 our own words
        [*values, limit, offset],
    )
    return [Entry(**row) for row in rows]


def count(db: Database, programme_id: str | None = None, *, with_kept_back: bool = True) -> int:
    """Return how many rows `entries` has."""
    where, values = _about(programme_id, with_kept_back=with_kept_back)
    return int(db.execute(f"SELECT count(*) FROM audit {where}", values).fetchone()[0])  # noqa: S608 our own words


def _about(programme_id: str | None, *, with_kept_back: bool) -> tuple[str, list[str]]:
    """Return a condition and its values: all rows where no programme is named."""
    conditions = [] if programme_id is None else ["programme_id = ?"]
    if not with_kept_back:
        conditions.append("action NOT LIKE 'redaction: %' AND action != 'published unheard'")
    return (f"WHERE {' AND '.join(conditions)}" if conditions else "", [programme_id] if programme_id else [])


def newest_sha256(db: Database) -> str:
    """Return the hash that stands for the whole audit up to now."""
    return str(db.execute("SELECT sha256 FROM audit ORDER BY number DESC LIMIT 1").fetchone()[0])


def verify(db: Database, known_sha256: str | None = None) -> Iterator[Fault]:
    """Yield what does not fit.

    :param known_sha256: the hash of some row, kept elsewhere: the audit must still have it.
    """
    with db.atomic():  # One snapshot.
        rows = entries(db)
        yield from _broken_chain(rows)
        if known_sha256 is not None and all(entry.sha256 != known_sha256 for entry in rows):
            yield Fault(len(rows), "The audit has no row of the hash that was given: rows were taken out or changed.")
        yield from _changed_since(db, rows)
        yield from _changed_origins(db)


def _broken_chain(rows: Sequence[Entry]) -> Iterator[Fault]:
    previous, number = "", 0
    for entry in rows:
        if entry.number != number + 1:
            yield Fault(entry.number, f"Rows are missing between row {number} and row {entry.number} of the audit.")
        said = (entry.at, entry.user_name, entry.action, entry.programme_id, entry.subject, entry.content_sha256)
        if entry.sha256 != sha256_of(previous, *said):
            yield Fault(entry.number, f"Row {entry.number} of the audit, or the one before it, was changed.")
        previous, number = entry.sha256, entry.number


class Newest:
    """The newest entries about each thing: of each kind one, since two kinds of rows may be called alike."""

    def __init__(self) -> None:
        self._of: dict[str, dict[str, Noted]] = {}

    def note(self, entry: Noted, subject: str) -> None:
        """Take an entry that came after all others."""
        if entry.action.startswith(DELETED):
            self._of.pop(subject, None)
        else:
            self._of.setdefault(subject, {})[kind_of(entry.action)] = entry

    def take(self, subject: str, kind: str) -> Noted | None:
        """Return the newest entry about something, and forget it."""
        return self._of.get(subject, {}).pop(kind, None)

    def left(self) -> Iterator[tuple[str, Noted]]:
        for subject, kinds in self._of.items():
            yield from ((subject, entry) for entry in kinds.values())


def changed_contents(
    db: Database, newest: Newest, where: Collection[str] | None = None, length: int = 0
) -> Iterator[Fault]:
    """Hold what the audit says last of each thing against what there is.

    :param newest: is emptied of all that is there. :param where: only these tables.
    :param length: of the audit.
    """
    for each in CHECKED:
        if where is not None and each.name not in where:
            continue
        there = db.execute(f"SELECT {each.subject}, {each.action}, {each.content} FROM {each.name} AS new")  # noqa: S608 our own words
        for subject, action, content_sha256 in there.fetchall():
            entry = newest.take(subject, kind_of(action))
            if entry is None:
                yield Fault(length, f"A row of {each.name} ({subject}) is not in the audit.")
            elif entry.content_sha256 != content_sha256:
                yield Fault(entry.number, f"What row {entry.number} of the audit names ({subject}) was changed since.")
    for subject, entry in newest.left():
        yield Fault(entry.number, f"What row {entry.number} of the audit names ({subject}) is not there.")


def _changed_since(db: Database, rows: Sequence[Entry]) -> Iterator[Fault]:
    erased = {entry.programme_id for entry in rows if entry.action == ERASED}
    newest = Newest()
    for entry in rows:
        if not entry.subject or (entry.programme_id in erased and not entry.action.startswith(ERASURE)):
            continue
        newest.note(entry, entry.subject)
        if entry.action == CAME_IN and entry.programme_id:
            # What came with it is noted in the audit of the archive that it came from.
            for subject, said in origin_subjects(db, entry.programme_id):
                newest.note(said, subject)
    yield from changed_contents(db, newest, length=len(rows))


def _changed_origins(db: Database) -> Iterator[Fault]:
    """Hold what is kept of the past of programmes that came in against what it was when they did."""
    for programme_id, origin_sha256 in db.execute("SELECT programme_id, origin_sha256 FROM unpacked").fetchall():
        if origin_sha256_of(db, programme_id) != origin_sha256:
            yield Fault(0, f"What came in with programme {programme_id} of its past was changed since.")
