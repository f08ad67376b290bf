"""What people correct again and again in the programmes of a series, without any name that is kept back."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlite_utils import Database

from media.database import sha256_of
from media.records import Programme
from transcribe.errors import NoText
from transcribe.glossary import EVERY_SERIES, list_terms
from transcribe.revise import current_text
from webapp.redaction.protected import Protected
from webapp.suggesting.pairs import Pair, corrected

AGAIN = 3
"""From so many places on a correction is offered."""
MOST_OFFERED = 50
MOST_SECONDS = 3.0
"""After which what was found by then is offered: a page answers within five seconds."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A correction that was made again and again."""

    series: str
    machine: str
    """As it was written most often."""
    human: str
    places: int
    programmes: int
    is_known: bool
    """Whether recognition is told to expect it already."""

    @property
    def sha256(self) -> str:
        """Names it without a word of it."""
        return pair_sha256(self.series, self.machine, self.human)


def pair_sha256(series: str, machine: str, human: str) -> str:
    """Return the name of a correction, however it is capitalised."""
    return sha256_of(series, machine.casefold(), human)


def suggestions(db: Database, series: str, programmes: Sequence[Programme]) -> tuple[Suggestion, ...]:
    """Return what is offered for a series, the most frequent first.

    :param programmes: those of it that the person may see.
    :raises NoRedactionKey, WrongRedactionKey: names are kept back, and nobody can tell which: nothing is offered.
    """
    protected = Protected(db)
    decided = {row["pair_sha256"] for row in db.query("SELECT pair_sha256 FROM suggestion_decision")}
    known = {term.term.casefold() for term in list_terms(db) if term.series in (EVERY_SERIES, series)}
    found: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for programme_id, (machine, human) in _corrections(db, programmes):
        found[machine.casefold(), human].append((machine, programme_id))
    offered = [
        _suggestion(series, human, made, is_known=human.casefold() in known)
        for (_, human), made in found.items()
        if len(made) >= AGAIN
    ]
    offered.sort(key=lambda each: (-each.places, each.human))
    wanted = (
        each for each in offered if each.sha256 not in decided and not protected.may_be_in(each.machine, each.human)
    )
    return tuple(wanted)[:MOST_OFFERED]


def _corrections(db: Database, programmes: Iterable[Programme]) -> Iterable[tuple[str, Pair]]:
    ends = time.monotonic() + MOST_SECONDS
    edited = {row["programme_id"] for row in db.query("SELECT DISTINCT programme_id FROM revision")}
    for programme in programmes:
        if programme.programme_id in edited and time.monotonic() < ends:
            try:
                text = current_text(db, programme.programme_id)
            except NoText:
                continue
            machine = {segment.segment_id: segment for segment in text.transcript.segments}
            for pair in corrected(machine, text.segments):
                yield programme.programme_id, pair


def _suggestion(series: str, human: str, made: Sequence[tuple[str, str]], *, is_known: bool) -> Suggestion:
    written = [machine for machine, _ in made]
    often = max(sorted(set(written)), key=written.count)
    return Suggestion(series, often, human, len(made), len({programme_id for _, programme_id in made}), is_known)
