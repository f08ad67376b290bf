"""Times that were shared out among words by their letters: beside a word that is kept back they tell how long it is.

Whoever types other words than a machine heard gets times that nobody measured: each word has a share of the room by its
letters. So the time of the word behind a name tells, to the letter, how long the name is. Such words share anew what
room the masks leave, by their own letters alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from media.records import Span
from transcribe.editing.piece import is_piece
from transcribe.records import Doubt, Segment, Word
from webapp.redaction.flows import Flow, Token
from webapp.redaction.masked_times import MaskedTimes
from webapp.redaction.records import Redaction


@dataclass(frozen=True, slots=True)
class Guessed:
    """Words that follow one another, some of which are kept back, with times that depend on the letters of all."""

    first: int
    end: int
    """Which words of the transcript."""
    room: Span
    """What they share, which was measured."""


def guessed_times(segments: Sequence[Segment], flow: Flow, owners: Sequence[Redaction | None]) -> tuple[Guessed, ...]:
    """Return the stretches of words that share a room with a word that is kept back.

    :param flow: of the segments. :param owners: what keeps each of its words back (`webapp.redaction.cover`).
    """
    made = (_guessed(segments, flow.tokens, *bounds) for bounds in _unmeasured(segments, flow.tokens))
    return tuple(each for each in made if 0 < sum(map(bool, owners[each.first : each.end])) < each.end - each.first)


def shared_anew(
    guessed: Sequence[Guessed], flow: Flow, owners: Sequence[Redaction | None], times: MaskedTimes
) -> dict[int, Span]:
    """Return for each of the words that stay when it is said, as far as the public is told."""
    return {number: span for each in guessed for number, span in _shared(each, flow.tokens, owners, times)}


def split_within(guessed: Sequence[Guessed], flow: Flow) -> Iterator[int]:
    """Yield which segments begin within such a stretch: where somebody split one, at the time of a word."""
    for each in guessed:
        for number in range(each.first + 1, each.end):
            if flow.tokens[number].unit != flow.tokens[number - 1].unit:
                yield flow.tokens[number].unit


def _shared(
    guessed: Guessed, tokens: Sequence[Token], owners: Sequence[Redaction | None], times: MaskedTimes
) -> Iterator[tuple[int, Span]]:
    left_ms, waiting = guessed.room.start_ms, list[int]()
    for number in range(guessed.first, guessed.end):
        if owners[number] is None:
            waiting.append(number)
            continue
        masked = times.whole(_heard(tokens[number]))
        yield from _share(waiting, tokens, Span(left_ms, max(left_ms, masked.start_ms)), times)
        left_ms, waiting = max(left_ms, masked.end_ms), []
    yield from _share(waiting, tokens, Span(left_ms, max(left_ms, guessed.room.end_ms)), times)


def _share(
    numbers: Sequence[int], tokens: Sequence[Token], room: Span, times: MaskedTimes
) -> Iterator[tuple[int, Span]]:
    if room.duration_ms == 0:  # The mask leaves them nothing: they are somewhere beneath it.
        yield from ((number, times.whole(room)) for number in numbers)
        return
    letters, before = sum(len(tokens[number].text) for number in numbers), 0
    for number in numbers:
        start_ms = room.start_ms + room.duration_ms * before // letters
        before += len(tokens[number].text)
        yield number, Span(start_ms, room.start_ms + room.duration_ms * before // letters)


def _unmeasured(segments: Sequence[Segment], tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Yield the longest stretches [first, end) of words whose times may be guessed, with no measured one within."""
    first = 0
    for number, token in enumerate(tokens):
        is_measured = _is_measured(segments[token.unit], token)
        if number and (is_measured or _begins_anew(segments, tokens[number - 1], token)):
            yield first, number
            first = number
        if is_measured:
            first = number + 1
    yield first, len(tokens)


def _guessed(segments: Sequence[Segment], tokens: Sequence[Token], first: int, end: int) -> Guessed:
    start_ms = end_ms = 0
    if first < end:
        before, after = tokens[first - 1 : first], tokens[end : end + 1]
        start_ms, end_ms = segments[tokens[first].unit].start_ms, segments[tokens[end - 1].unit].end_ms
        if before and not _begins_anew(segments, before[0], tokens[first]):
            start_ms = _heard(before[0]).end_ms
        if after and not _begins_anew(segments, tokens[end - 1], after[0]):
            end_ms = _heard(after[0]).start_ms
    return Guessed(first, end, Span(start_ms, max(start_ms, end_ms)))


def _begins_anew(segments: Sequence[Segment], before: Token, token: Token) -> bool:
    """Return whether a segment begins whose own time was measured: not where somebody split it, at a word's time."""
    return before.unit != token.unit and not is_piece(segments[token.unit].segment_id)


def _is_measured(segment: Segment, token: Token) -> bool:
    word: Word = segment.words[token.start]
    return word.probability is not None and word.doubt is None and Doubt.SHARED_TIMES not in segment.doubts


def _heard(token: Token) -> Span:
    return token.span or Span(0, 0)
