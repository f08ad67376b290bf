"""Every state that the words of a programme have had: machine runs, edits, and what was approved and published."""

from __future__ import annotations

import enum
from collections.abc import Iterator
from dataclasses import dataclass

from sqlite_utils import Database

from transcribe.errors import UnknownRevision, UnknownRun
from transcribe.records import Segment
from transcribe.restore import text_at
from transcribe.revise import text_of_run
from transcribe.worked_on import standing_run
from webapp.errors import UnknownState


class StateKind(enum.StrEnum):
    RUN = "run"
    EDIT = "edit"
    APPROVED = "approved"
    PUBLISHED = "published"


@dataclass(frozen=True, slots=True)
class State:
    """The words at one time."""

    kind: StateKind
    number: int
    """Of the run, of the edit, or of the review event."""
    at: str
    who: str | None
    """``None`` for a machine."""

    @property
    def key(self) -> str:
        return f"{self.kind}-{self.number}"


def states_of(db: Database, programme_id: str) -> tuple[State, ...]:
    """Return all states of a programme's words, the newest first."""
    return tuple(sorted(_states(db, programme_id), key=lambda state: (state.at, state.number), reverse=True))


def words_in(db: Database, programme_id: str, key: str) -> tuple[Segment, ...]:
    """Return the words of a state.

    :param key: `State.key`.
    :raises UnknownState: the programme has none of this key.
    :raises NoText: it has no words.
    """
    kind, _, digits = key.partition("-")
    if kind not in set(StateKind) or not (digits.isdecimal() and digits.isascii()):
        raise UnknownState(f"There is no state “{key}” of these words; load the page again.")
    number = int(digits)
    try:
        if kind == StateKind.EDIT:
            return text_at(db, programme_id, number)
        if kind == StateKind.RUN:
            return text_of_run(db, programme_id, number).segments
        return _words_at_event(db, programme_id, number)
    except (UnknownRevision, UnknownRun) as error:
        raise UnknownState(f"There is no state “{key}” of these words; load the page again.") from error


def _states(db: Database, programme_id: str) -> Iterator[State]:
    for row in db.query("SELECT number, created_at FROM transcript WHERE programme_id = ?", [programme_id]):
        yield State(StateKind.RUN, row["number"], row["created_at"], None)
    for row in db.query("SELECT number, created_at, author FROM revision WHERE programme_id = ?", [programme_id]):
        yield State(StateKind.EDIT, row["number"], row["created_at"], row["author"])
    events = db.query(
        "SELECT review_event_id, kind, created_at, user_name FROM review_event "
        "WHERE programme_id = ? AND kind IN ('approved', 'published')",
        [programme_id],
    )
    for row in events:
        yield State(StateKind(row["kind"]), row["review_event_id"], row["created_at"], row["user_name"])


def _words_at_event(db: Database, programme_id: str, event_id: int) -> tuple[Segment, ...]:
    """Return the words as they stood when something was decided: what the audit has before the decision."""
    place = f"review {event_id}"
    found = db.execute("SELECT number FROM audit WHERE programme_id = ? AND subject = ?", [programme_id, place])
    row = found.fetchone()
    if row is None:
        raise UnknownState(f"There is no decision {event_id} about this programme; load the page again.")
    edit = _newest(db, "revision", "revision_id", programme_id, row[0])
    if edit is not None:
        return text_at(db, programme_id, edit)
    newest = _newest(db, "transcript", "transcript_id", programme_id, row[0])
    run = standing_run(db, programme_id, newest) if newest is not None else None
    return text_of_run(db, programme_id, int(run["number"])).segments if run else ()


def _newest(db: Database, table: str, key: str, programme_id: str, before: int) -> int | None:
    """Return the highest number of a table's rows that the audit has before one of its own.

    What is not in it came in with the programme from another archive, before all that was done here.
    """
    found = db.execute(
        f"SELECT max({table}.number) FROM {table} LEFT JOIN audit ON audit.subject = {table}.{key} "  # noqa: S608 our own words
        f"WHERE {table}.programme_id = ? AND (audit.number IS NULL OR audit.number < ?)",
        [programme_id, before],
    )
    number = found.fetchone()[0]
    return None if number is None else int(number)
