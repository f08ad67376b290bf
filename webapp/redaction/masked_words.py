"""The segments of a transcript without the words that are kept back."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from media.records import Span
from transcribe.records import Doubt, MaskedWord, ProgrammeText, Segment, Word
from webapp.redaction.cover import cover
from webapp.redaction.flows import Token, transcript_flow
from webapp.redaction.guessed_times import guessed_times, shared_anew, split_within
from webapp.redaction.masked_times import MaskedTimes
from webapp.redaction.records import Place, Redactions
from webapp.redaction.text import Run, runs


def mask_segments(
    text: ProgrammeText, places: Collection[Place], redactions: Redactions, times: MaskedTimes
) -> tuple[Segment, ...]:
    """Return the segments with one word for each run of words that is kept back, at the beginning of the run.

    A segment of which nothing is left is left out: else one could count them.
    """
    segments, flow = text.segments, transcript_flow(text)
    owners = cover(flow, places, redactions)
    guessed = guessed_times(segments, flow, owners)
    anew = shared_anew(guessed, flow, owners, times)
    words: list[list[Word]] = [[] for _ in segments]
    starting = {run.first: run for run in runs(owners)}
    for number, token in enumerate(flow.tokens):
        if owners[number] is None:
            word = segments[token.unit].words[token.start]
            words[token.unit].append(_beside(word, anew.get(number) or _said(word), times))
        elif run := starting.get(number):
            words[token.unit].append(_masked(run, flow.tokens, times))
    touched = {token.unit for token, owner in zip(flow.tokens, owners, strict=True) if owner}
    split = set(split_within(guessed, flow))
    return tuple(_at_words(each, unit, split) for unit, each in _segments(segments, words, touched, times))


def _masked(run: Run, tokens: Sequence[Token], times: MaskedTimes) -> MaskedWord:
    heard = [token.span for token in tokens[run.first : run.end] if token.span]
    at = times.whole(Span(min(each.start_ms for each in heard), max(each.end_ms for each in heard)))
    return MaskedWord(run.shown(tokens), at.start_ms, at.end_ms)


def _said(word: Word) -> Span:
    return Span(word.start_ms, max(word.start_ms, word.end_ms))


def _beside(word: Word, span: Span, times: MaskedTimes) -> Word:
    at = times.beside(span)
    return word if at == _said(word) else replace(word, start_ms=at.start_ms, end_ms=at.end_ms)


def _segments(
    segments: Sequence[Segment], words: Sequence[Sequence[Word]], touched: set[int], times: MaskedTimes
) -> Iterator[tuple[int, Segment]]:
    for unit, segment in enumerate(segments):
        if unit in touched and not words[unit]:
            continue
        span = Span(segment.start_ms, max(segment.start_ms, segment.end_ms))
        at = times.outward(span)
        is_gone = all(isinstance(word, MaskedWord) for word in words[unit]) and unit in touched
        left = replace(
            segment,
            start_ms=at.start_ms,
            end_ms=at.end_ms if at != span else segment.end_ms,
            words=tuple(_in_order(words[unit]) if _is_ordered(segment) else words[unit]),
            # Of what is left nothing is told that was told of the words that went.
            language=None if is_gone else segment.language,
            doubts=() if is_gone else _doubts_left(segment.doubts) if unit in touched else segment.doubts,
        )
        yield unit, left


def _at_words(segment: Segment, unit: int, split: Collection[int]) -> Segment:
    """Return a segment that begins and ends with its words where somebody has split it at a time that is a guess."""
    start_ms = segment.words[0].start_ms if unit in split and segment.words else segment.start_ms
    end_ms = segment.words[-1].end_ms if unit + 1 in split and segment.words else segment.end_ms
    return replace(segment, start_ms=start_ms, end_ms=max(start_ms, end_ms))


def _doubts_left(doubts: Sequence[Doubt]) -> tuple[Doubt, ...]:
    """Return what a machine doubts of a passage, but not that some of it is in other letters: it may be the name."""
    return tuple(each for each in doubts if each not in (Doubt.OTHER_LANGUAGE, Doubt.OTHER_SCRIPT))


def _in_order(words: Sequence[Word]) -> Iterator[Word]:
    """Yield words so that none begins before the one before it."""
    latest_ms = 0
    for word in words:
        latest_ms = max(latest_ms, word.start_ms)
        if word.start_ms < latest_ms:
            yield replace(word, start_ms=latest_ms, end_ms=max(latest_ms, word.end_ms))
        else:
            yield word


def _is_ordered(segment: Segment) -> bool:
    return all(one.start_ms <= other.start_ms for one, other in pairwise(segment.words))
