"""How much of a programme's words people have read, and what a machine doubts of the rest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlite_utils import Database

from transcribe.records import Doubt, Segment
from webapp.editor.checks import Check, checks_of

if TYPE_CHECKING:
    from webapp.review import Content

MACHINE_DOUBTS = frozenset(
    {
        Doubt.LOW_PROBABILITY,
        Doubt.LOOP,
        Doubt.INVENTED,
        Doubt.NO_SPEECH,
        Doubt.MUSIC,
        Doubt.OTHER_SCRIPT,
        Doubt.OTHER_LANGUAGE,
    }
)
"""Doubts that a person settles by reading the passage."""
WITHOUT_WORDS = frozenset({Doubt.GAP, Doubt.PASSED_OVER})


@dataclass(frozen=True, slots=True)
class Reading:
    passages: int
    read: int
    """Passages whose words a person has written or corrected, or vouches for after hearing them."""
    words: int
    doubtful: int
    """Words that a machine doubts in passages that nobody has read."""
    first_doubtful: Segment | None
    gaps: tuple[Segment, ...]
    """In which somebody speaks and there are no words, and nobody has said that this is right."""


def reading_of(db: Database, content: Content) -> Reading:
    """Return how far people have read a programme as it stands."""
    segments = content.text.segments if content.text else ()
    checks = checks_of(db, content.programme.programme_id)
    unread = [each for each in segments if not _is_read(each, checks.get(each.segment_id))]
    counts = [(_doubted(segment), segment) for segment in unread]
    return Reading(
        passages=len(segments),
        read=len(segments) - len(unread),
        words=sum(len(segment.words) for segment in segments),
        doubtful=sum(count for count, _ in counts),
        first_doubtful=next((segment for count, segment in counts if count), None),
        gaps=tuple(each for each in unread if WITHOUT_WORDS.intersection(each.doubts)),
    )


def _is_read(segment: Segment, newest: Check | None) -> bool:
    return segment.edited_by is not None or (newest is not None and newest.holds_for(segment))


def _doubted(segment: Segment) -> int:
    if MACHINE_DOUBTS.intersection(segment.doubts):
        return len(segment.words)
    return sum(word.doubt in MACHINE_DOUBTS for word in segment.words)
