"""Words that people wrote, put where they are spoken. No word is changed; only times are.

What a person typed has the times of the words that stood there before, shared out (`transcribe.retime`). Here the
words are looked for in the sound, as those of a script are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from media.records import Span
from transcribe.alignment.evidence import Evidence
from transcribe.alignment.script import ScriptWord, read_tokens
from transcribe.records import Doubt, Segment, Word

MOVED_MS = 500
"""A machine's segment beside a person's is timed anew where its words are heard further from their places than this:
the machine had stretched it over what the person wrote."""


def read_segments(segments: Sequence[Segment], language: str) -> tuple[ScriptWord, ...]:
    """Return the words that can be said; `ScriptWord.sentence` is the place of their segment."""
    return tuple(
        word
        for place, segment in enumerate(segments)
        for word in read_tokens([word.text for word in segment.words], place, segment.language or language)
    )


def with_new_times(
    segments: Sequence[Segment], words: Sequence[ScriptWord], heard: Evidence, duration_ms: int
) -> tuple[Segment, ...]:
    """Return those segments whose times change, with the new ones: people's, those of a file that says no times of
    words, and the machine's that give way to them.

    A word that was not heard keeps its time as far as its neighbours leave it. Times ascend within the sound.

    :param words: of `read_segments`.
    """
    places = {int(place): number for number, place in enumerate(heard.places)}
    known: list[list[Span | None]] = [[None] * len(segment.words) for segment in segments]
    for segment_place, spoken in groupby(enumerate(words), key=lambda word: word[1].sentence):
        known[segment_place] = [span for place, word in spoken for span in _of_tokens(word, heard, places.get(place))]
    moves = [_moves(segments, place, known) for place in range(len(segments))]
    changed: list[Segment] = []
    end_ms = 0
    for moving, run in groupby(range(len(segments)), key=moves.__getitem__):
        numbers = list(run)
        if moving:
            after = numbers[-1] + 1
            room = Span(end_ms, max(end_ms, segments[after].start_ms if after < len(segments) else duration_ms))
            changed += _timed([segments[number] for number in numbers], [known[number] for number in numbers], room)
        end_ms = max(end_ms, segments[numbers[-1]].end_ms)
    before = {segment.segment_id: segment for segment in segments}
    return tuple(segment for segment in changed if segment != before[segment.segment_id])


def _of_tokens(word: ScriptWord, heard: Evidence, number: int | None) -> Iterator[Span | None]:
    """Return the time of each token; punctuation that stands free takes none."""
    for token in range(len(word.tokens)):
        if number is None:
            yield None
            continue
        start_ms, end_ms = int(heard.start_ms[number]), int(heard.end_ms[number])
        end_ms = max(start_ms, end_ms)
        yield Span(start_ms if token <= word.main else end_ms, end_ms if token >= word.main else start_ms)


def _moves(segments: Sequence[Segment], place: int, known: Sequence[Sequence[Span | None]]) -> bool:
    if _is_asked(segments[place]):
        return True
    beside = segments[max(0, place - 1) : place + 2]
    if not any(map(_is_asked, beside)):
        return False
    pairs = zip(segments[place].words, known[place], strict=True)
    return any(span is not None and abs(span.start_ms - word.start_ms) > MOVED_MS for word, span in pairs)


def _is_asked(segment: Segment) -> bool:
    """Return whether the times of its words are no more than shared out."""
    return segment.edited_by is not None or Doubt.SHARED_TIMES in segment.doubts


def _timed(segments: Sequence[Segment], known: Sequence[Sequence[Span | None]], room: Span) -> Iterator[Segment]:
    """Yield a run of segments with their words within ``room``."""
    flat = [word for segment in segments for word in segment.words]
    times = iter(_ascending(flat, [span for spans in known for span in spans], room))
    for segment, spans in zip(segments, known, strict=True):
        words = tuple(replace(word, start_ms=span.start_ms, end_ms=span.end_ms) for word, span in _zip(segment, times))
        if words:
            left = Doubt.SHARED_TIMES if None in spans else None
            doubts = tuple(doubt for doubt in segment.doubts if doubt is not Doubt.SHARED_TIMES or doubt is left)
            yield replace(segment, words=words, start_ms=words[0].start_ms, end_ms=words[-1].end_ms, doubts=doubts)


def _zip(segment: Segment, times: Iterator[Span]) -> Iterator[tuple[Word, Span]]:
    for word in segment.words:
        yield word, next(times)


def _ascending(words: Sequence[Word], known: Sequence[Span | None], room: Span) -> list[Span]:
    limits_ms = []
    limit_ms = room.end_ms
    for span in reversed(known):
        limits_ms.append(limit_ms)
        limit_ms = min(limit_ms, span.start_ms) if span else limit_ms
    times = []
    now_ms = room.start_ms
    for word, span, latest_ms in zip(words, known, reversed(limits_ms), strict=True):
        wanted = span or Span(word.start_ms, word.end_ms)
        start_ms = min(max(now_ms, wanted.start_ms), max(now_ms, latest_ms))
        now_ms = max(start_ms, min(wanted.end_ms, max(now_ms, latest_ms)))
        times.append(Span(start_ms, now_ms))
    return times
