"""When words are said of which nobody has measured it: somewhere in the room that they have.

A file of captions says when a line begins and ends, and a transcript of paragraphs says less; whoever types other words
than a machine heard says nothing of when. Where in its room each of these is said is a guess by letters, wrong by
seconds. A mask that trusted it would cover what is said beside a name, and the name would be heard.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from media.records import Span
from transcribe.editing.piece import origin_of
from transcribe.incoming.place import SLOWEST, WORD_MS
from transcribe.records import Doubt, ProgrammeText, Segment, Word

MINUTE_MS = 60_000
SQUEEZED_MS = 200
"""A word that is given less than that is said in what is given to its neighbours, too."""
Where = tuple[int, int]
"""A word: in which segment of the text, and its place there."""


def rooms_of(text: ProgrammeText) -> Mapping[Where, Span]:
    """Return within which stretch each word is said whose own time is a guess.

    Who split a segment did so at such a time, and so did who cut a long paragraph into its sentences: the room is that
    of all of them.
    """
    return dict(_of_cues(text)) | dict(_of_typed(text))


def _of_cues(text: ProgrammeText) -> Iterator[tuple[Where, Span]]:
    """Yield the rooms of words of a file that says none of their times: all that it gives for them together."""
    guessed = [(unit, each) for unit, each in enumerate(text.segments) if _is_guessed(each)]
    if not guessed:
        return
    brought = dict(_brought(text.transcript.segments))
    now: dict[str, list[tuple[int, Segment]]] = {}
    for unit, segment in guessed:
        now.setdefault(origin_of(segment.segment_id), []).append((unit, segment))
    for origin, pieces in now.items():
        room = _hull([segment for _, segment in pieces])
        if origin in brought:
            room = Span(min(room.start_ms, brought[origin].start_ms), max(room.end_ms, brought[origin].end_ms))
        yield from (((unit, place), room) for unit, segment in pieces for place in range(len(segment.words)))


def _brought(segments: Sequence[Segment]) -> Iterator[tuple[str, Span]]:
    """Yield the segments of a run that are guessed with their rooms: those of a paragraph that was cut have one."""
    guessed = [each for each in segments if _is_guessed(each)]
    if not guessed:
        return
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


@dataclass(frozen=True, slots=True)
class _Placed:
    """A word of a passage, and whether its time was measured."""

    where: Where
    word: Word
    is_measured: bool


def _of_typed(text: ProgrammeText) -> Iterator[tuple[Where, Span]]:
    """Yield the rooms of words that people typed over others: between the words beside them that were measured."""
    typed = {each.segment_id for each in text.segments if each.edited_by is not None and not _is_guessed(each)}
    if typed <= text.timed:
        return
    heard = {
        (word.start_ms, word.end_ms)
        for segment in text.transcript.segments
        if not _is_guessed(segment)
        for word in segment.words
    }
    for _, group in groupby(enumerate(text.segments), key=lambda each: origin_of(each[1].segment_id)):
        pieces = [(unit, segment) for unit, segment in group if not _is_guessed(segment)]
        if all(segment.segment_id not in typed - text.timed for _, segment in pieces):
            continue
        words = [
            _Placed((unit, place), word, _is_measured(segment, word, text) or (word.start_ms, word.end_ms) in heard)
            for unit, segment in pieces
            for place, word in enumerate(segment.words)
        ]
        yield from _between(words, _hull([segment for _, segment in pieces]))


def _is_measured(segment: Segment, word: Word, text: ProgrammeText) -> bool:
    """Return whether a machine measured a word: as it heard it, or when it looked for what people typed.

    One that took the place of a single other has its time, which the run tells.
    """
    return word.probability is not None or segment.edited_by is None or segment.segment_id in text.timed


def _between(words: Sequence[_Placed], whole: Span) -> Iterator[tuple[Where, Span]]:
    """Yield the rooms of those that were not measured, among all words of a passage."""
    first = 0
    for is_measured, group in groupby(words, key=lambda each: each.is_measured):
        run = list(group)
        end = first + len(run)
        if not is_measured:
            before, after = words[:first][-1:], words[end : end + 1]
            start_ms = before[0].word.end_ms if before else whole.start_ms
            end_ms = after[0].word.start_ms if after else whole.end_ms
            if end_ms - start_ms < SQUEEZED_MS * len(run):  # A machine has stretched the words beside them over them.
                start_ms = before[0].word.start_ms if before else start_ms
                end_ms = after[0].word.end_ms if after else end_ms
            room = Span(start_ms, max(start_ms, end_ms))
            yield from ((each.where, room) for each in run)
        first = end


def _letters(segment: Segment) -> int:
    return sum(len(word.text) for word in segment.words)


def _is_guessed(segment: Segment) -> bool:
    return Doubt.SHARED_TIMES in segment.doubts


def _hull(segments: Sequence[Segment]) -> Span:
    return Span(min(each.start_ms for each in segments), max(each.end_ms for each in segments))
