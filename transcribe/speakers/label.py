"""Turns → segments that say who speaks: a segment in which the voice changes is cut between two words."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from media.records import Span
from transcribe.linking.tokens import SENTENCE_END
from transcribe.records import Segment, Word, make_segment_id
from transcribe.speakers.labels import machine_label
from transcribe.speakers.turns import Turn

LEAST_MS = 800
"""Of speech within a segment that is a voice of its own: turns are no finer, and words were cut at random before."""
SHIFT_MS = 700
"""From where the voices change: how far a better place is looked for, the end of a sentence or a pause."""


@dataclass(frozen=True, slots=True)
class _Run:
    """Neighbouring words of one voice: places in a segment's words."""

    first: int
    end: int
    speaker: str


def label(segments: Sequence[Segment], turns: Sequence[Turn], sound_sha256: str) -> tuple[Segment, ...]:
    """Return the segments with their speakers, called S1, S2 … in the order in which they first speak.

    Where there is only one voice, nobody is to be told apart, and the segments stay as they are.

    :param segments: ascending in time, without speakers.
    :param turns: ascending, none overlapping another.
    """
    if len({turn.speaker for turn in turns}) < 1 + 1:
        return tuple(segments)
    parts = [part for segment in segments for part in _by_voice(segment, turns, sound_sha256)]
    voices = dict.fromkeys(part.speaker for part in parts if part.speaker)
    if len(voices) < 1 + 1:
        return tuple(segments)
    names = {voice: machine_label(number) for number, voice in enumerate(voices, 1)}
    return tuple(replace(part, speaker=names[part.speaker]) if part.speaker else part for part in parts)


def _by_voice(segment: Segment, turns: Sequence[Turn], sound_sha256: str) -> Iterator[Segment]:
    runs = list(_settled(segment.words, _runs(segment.words, turns)))
    if len(runs) < 1 + 1:
        yield replace(segment, speaker=runs[0].speaker) if runs else segment
        return
    for run in runs:
        words = segment.words[run.first : run.end]
        yield replace(
            segment,
            segment_id=make_segment_id(sound_sha256, words[0].start_ms, " ".join(word.text for word in words)),
            start_ms=words[0].start_ms if run.first else segment.start_ms,
            end_ms=words[-1].end_ms if run.end < len(segment.words) else segment.end_ms,
            words=words,
            speaker=run.speaker,
        )


def _runs(words: Sequence[Word], turns: Sequence[Turn]) -> list[_Run]:
    voices = [_voice(Span(word.start_ms, word.end_ms), turns) for word in words]
    runs: list[_Run] = []
    for speaker, places in groupby(range(len(words)), key=voices.__getitem__):
        first, *others = places
        runs.append(_Run(first, first + 1 + len(others), speaker))
    return runs


def _voice(span: Span, turns: Sequence[Turn]) -> str:
    """Return who speaks for the most of a word; where nobody does, who does next to it."""
    after = bisect_right(turns, span.end_ms, key=lambda turn: turn.span.start_ms)
    before = bisect_right(turns, span.start_ms, key=lambda turn: turn.span.end_ms)
    near = turns[max(0, before - 1) : after + 1] or turns[-1:]
    return max(near, key=lambda turn: (turn.span.overlap_ms(span), -_away_ms(turn.span, span))).speaker


def _away_ms(turn: Span, word: Span) -> int:
    return max(0, turn.start_ms - word.end_ms, word.start_ms - turn.end_ms)


def _settled(words: Sequence[Word], runs: Sequence[_Run]) -> Iterator[_Run]:
    """Give short runs to a neighbour, and move each change to the best place near it."""
    kept = _without_short(words, runs)
    first = 0
    for place, run in enumerate(kept):
        end = _change(words, first, run.end, kept[place + 1].end) if place + 1 < len(kept) else len(words)
        yield _Run(first, end, run.speaker)
        first = end


def _without_short(words: Sequence[Word], runs: Sequence[_Run]) -> list[_Run]:
    """The shortest goes first, to the longer of its neighbours; what then is one voice is one run."""
    kept = list(runs)
    while len(kept) > 1:
        lengths = [words[run.end - 1].end_ms - words[run.first].start_ms for run in kept]
        shortest = lengths.index(min(lengths))
        if lengths[shortest] >= LEAST_MS:
            break
        beside = [place for place in (shortest - 1, shortest + 1) if 0 <= place < len(kept)]
        taker = kept[max(beside, key=lengths.__getitem__)].speaker
        kept[shortest] = replace(kept[shortest], speaker=taker)
        kept = [_whole(list(group)) for _, group in groupby(kept, key=lambda run: run.speaker)]
    return kept


def _whole(runs: Sequence[_Run]) -> _Run:
    return _Run(runs[0].first, runs[-1].end, runs[0].speaker)


def _change(words: Sequence[Word], first: int, seen: int, end: int) -> int:
    """Return the word with which the next voice begins: after a sentence or a pause, near where it was seen.

    No two segments start at the same time, so neither may the words with which they start.
    """
    seen_ms = words[seen].start_ms
    near = [
        place
        for place in range(first + 1, end)
        if abs(words[place].start_ms - seen_ms) <= SHIFT_MS and words[place].start_ms > words[first].start_ms
    ]

    def fitness(place: int) -> float:
        pause_ms = words[place].start_ms - words[place - 1].end_ms
        ends = bool(SENTENCE_END.search(words[place - 1].text))
        return ends + (pause_ms - abs(words[place].start_ms - seen_ms)) / SHIFT_MS

    return max(near, key=fitness, default=seen)
