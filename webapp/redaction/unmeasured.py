"""When words are said of which nobody has measured it: somewhere in the stretch that a file gives for all of them.

A file of captions says when a line begins and ends, and a transcript of paragraphs says less. Where in that each word
is said is a guess by letters, wrong by seconds. A mask that trusted it would cover what is said beside a name, and the
name would be heard.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from media.records import Span
from transcribe.editing.piece import origin_of
from transcribe.incoming.place import SLOWEST, WORD_MS
from transcribe.records import Doubt, ProgrammeText, Segment

MINUTE_MS = 60_000


def rooms_of(text: ProgrammeText) -> Mapping[str, Span]:
    """Return, by its id, in which stretch the words of a segment are said whose own times are guesses.

    Who split a segment did so at such a time, and so did who cut a long paragraph into its sentences: the room is that
    of all of them.
    """
    if not any(map(_is_guessed, text.segments)):
        return {}
    brought = dict(_brought(text.transcript.segments))
    now: dict[str, list[Segment]] = {}
    for segment in filter(_is_guessed, text.segments):
        now.setdefault(origin_of(segment.segment_id), []).append(segment)
    rooms: dict[str, Span] = {}
    for origin, pieces in now.items():
        room = _hull(pieces)
        if origin in brought:
            room = Span(min(room.start_ms, brought[origin].start_ms), max(room.end_ms, brought[origin].end_ms))
        rooms.update((piece.segment_id, room) for piece in pieces)
    return rooms


def _brought(segments: Sequence[Segment]) -> Iterator[tuple[str, Span]]:
    """Yield the segments of a run that are guessed with their rooms: those of a paragraph that was cut have one."""
    guessed = [each for each in segments if _is_guessed(each)]
    ends = [place for place, pair in enumerate(pairwise(guessed), 1) if not _is_cut(*pair)]
    for first, end in pairwise((0, *ends, len(guessed))):
        run = guessed[first:end]
        room = _room(run, guessed[end].start_ms if end < len(guessed) else None)
        yield from ((each.segment_id, room) for each in run)


def _is_cut(before: Segment, after: Segment) -> bool:
    """Return whether the time between two segments is a guess, too: on both sides a letter is as long.

    That is so where their words shared one stretch by letters. Of two stretches of a file it is so by chance alone.
    """
    if before.end_ms != after.start_ms or not (before.words and after.words):
        return False
    one, other = _letters(before), _letters(after)
    # Each end was rounded down to the millisecond.
    return abs(before.span.duration_ms * other - after.span.duration_ms * one) <= one + other


def _room(run: Sequence[Segment], later_ms: int | None) -> Span:
    """Return the stretch of some words as they were brought; longer where the file does not say when it ends.

    Then each word has `WORD_MS`, and many take longer. More than `SLOWEST` times that nobody takes: until whole minutes
    from the beginning, so that nobody can count the words by it.

    :param later_ms: when the next ones begin; ``None`` of the last.
    """
    room, words = _hull(run), sum(len(each.words) for each in run)
    if room.duration_ms != WORD_MS * words:
        return room
    end_ms = room.start_ms + -(-SLOWEST * WORD_MS * words // MINUTE_MS) * MINUTE_MS
    return Span(room.start_ms, end_ms if later_ms is None else min(end_ms, max(later_ms, room.end_ms)))


def _letters(segment: Segment) -> int:
    return sum(len(word.text) for word in segment.words)


def _is_guessed(segment: Segment) -> bool:
    return Doubt.SHARED_TIMES in segment.doubts


def _hull(segments: Sequence[Segment]) -> Span:
    return Span(min(each.start_ms for each in segments), max(each.end_ms for each in segments))
