"""From heard words to segments: every word of the script once, those not heard where they are missing."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from transcribe.alignment.evidence import Evidence
from transcribe.alignment.runs import DOUBT_NATS
from transcribe.alignment.script import ScriptWord
from transcribe.records import Doubt, Segment, Word, make_segment_id

LONGEST_MS = 12_000
LONGEST_PAUSE_MS = 2_000
"""A sentence with a longer pause in it becomes two segments: no caption should stand through it."""
UNSURE = 0.5
"""Words less probable than this get `Doubt.LOW_PROBABILITY`."""
UNSURE_SHARE = 0.5
"""A segment with more unsure words than this is doubted as a whole."""


@dataclass(frozen=True, slots=True)
class TimedWord:
    """A word of the script and where it was heard, or where it is missing."""

    script: ScriptWord
    start_ms: int
    end_ms: int
    probability: float
    """That it was said here; 0 where it was not heard."""
    heard: bool


def time_script(script: Sequence[ScriptWord], heard: Evidence) -> tuple[TimedWord, ...]:
    """Return every word of the script: those heard with their times, the others at the end of the word before.

    Times ascend and do not overlap.
    """
    found = {int(place): number for number, place in enumerate(heard.places)}
    timed: list[TimedWord] = []
    now_ms = 0
    for place, word in enumerate(script):
        number = found.get(place)
        if number is None:
            timed.append(TimedWord(word, now_ms, now_ms, 0.0, heard=False))
            continue
        start_ms = max(now_ms, int(heard.start_ms[number]))
        now_ms = max(start_ms, int(heard.end_ms[number]))
        if number + 1 < len(heard):
            now_ms = max(start_ms, min(now_ms, int(heard.start_ms[number + 1])))
        timed.append(TimedWord(word, start_ms, now_ms, _probability(heard, number), heard=True))
    return tuple(timed)


def compose(timed: Sequence[TimedWord], foreign: Sequence[Segment], *, sound_sha256: str) -> tuple[Segment, ...]:
    """Return the segments of the script and, between them, those of speech that the script does not have."""
    breaks_ms = [segment.start_ms for segment in foreign]
    pieces = [piece for sentence in _sentences(timed) for piece in _pieces(sentence, breaks_ms)]
    ordered = sorted([*(_segment(piece, sound_sha256) for piece in pieces), *foreign], key=lambda s: s.start_ms)
    return tuple(_with_own_ids(ordered, sound_sha256))


def _sentences(timed: Iterable[TimedWord]) -> Iterator[list[TimedWord]]:
    for _, words in groupby(timed, key=lambda word: word.script.sentence):
        yield list(words)


def _pieces(words: list[TimedWord], breaks_ms: Sequence[int]) -> Iterator[list[TimedWord]]:
    """Cut a sentence where other speech or a long pause comes between its words, and where it is too long."""
    piece = [words[0]]
    for before, word in pairwise(words):
        interrupted = any(before.end_ms <= at_ms < word.start_ms for at_ms in breaks_ms)
        if interrupted or word.start_ms - before.end_ms > LONGEST_PAUSE_MS:
            yield from _short_pieces(piece)
            piece = []
        piece.append(word)
    yield from _short_pieces(piece)


def _short_pieces(words: list[TimedWord]) -> Iterator[list[TimedWord]]:
    """Halve at the best place while a piece is too long: after a comma or a pause, near the middle."""
    length_ms = words[-1].end_ms - words[0].start_ms
    if length_ms <= LONGEST_MS or len(words) == 1:
        yield words
        return

    def fitness(place: int) -> float:
        before, word = words[place - 1], words[place]
        off_centre = abs((before.end_ms + word.start_ms) / 2 - words[0].start_ms - length_ms / 2) / length_ms
        comma = not before.script.tokens[-1][-1].isalnum()
        return (word.start_ms - before.end_ms) / 1000 + comma - 2 * off_centre

    place = max(range(1, len(words)), key=fitness)
    yield from _short_pieces(words[:place])
    yield from _short_pieces(words[place:])


def _segment(piece: Sequence[TimedWord], sound_sha256: str) -> Segment:
    words = tuple(word for timed in piece for word in _words(timed))
    text = " ".join(word.text for word in words)
    start_ms = piece[0].start_ms
    return Segment(
        segment_id=make_segment_id(sound_sha256, start_ms, text),
        start_ms=start_ms,
        end_ms=piece[-1].end_ms,
        words=words,
        language=piece[0].script.language,
        doubts=tuple(_doubts(piece)),
    )


def _words(timed: TimedWord) -> Iterator[Word]:
    """Return a script's word; dashes that stand free before or after it take no time."""
    doubt = None if timed.heard else Doubt.NOT_SPOKEN
    if timed.heard and timed.probability < UNSURE:
        doubt = Doubt.LOW_PROBABILITY
    for number, token in enumerate(timed.script.tokens):
        start_ms = timed.start_ms if number <= timed.script.main else timed.end_ms
        end_ms = timed.end_ms if number >= timed.script.main else timed.start_ms
        yield Word(token, start_ms, end_ms, timed.probability, doubt)


def _probability(heard: Evidence, number: int) -> float:
    """Return how likely a word was said: by what the sound says for it, at even odds before listening, or by the model.

    The sound says nothing for words that the model foresees; those it finds as probable as it finds them.
    """
    by_sound = 1 / (1 + math.exp(DOUBT_NATS - float(heard.nats[number])))
    return round(max(by_sound, float(heard.probability[number])), 4)


def _doubts(piece: Sequence[TimedWord]) -> Iterator[Doubt]:
    if not all(word.heard for word in piece):
        yield Doubt.NOT_SPOKEN
    unsure = sum(word.heard and word.probability < UNSURE for word in piece)
    if unsure > UNSURE_SHARE * len(piece):
        yield Doubt.LOW_PROBABILITY


def _with_own_ids(segments: Iterable[Segment], sound_sha256: str) -> Iterator[Segment]:
    """Give the second of two equal ids another: sentences that are missing at the same place may be the same."""
    seen: dict[str, int] = {}
    for segment in segments:
        again = seen[segment.segment_id] = seen.get(segment.segment_id, 0) + 1
        if again == 1:
            yield segment
        else:
            text = f"{segment.text}\n{again}"
            yield replace(segment, segment_id=make_segment_id(sound_sha256, segment.start_ms, text))
