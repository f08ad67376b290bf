"""What is said on one tier, and its words on another: together where they agree."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from media.records import Span
from transcribe.formats.tiers import NOBODY
from transcribe.incoming.grouping import grouped
from transcribe.incoming.matching import with_times_of
from transcribe.incoming.records import FoundSegment, FoundWord
from transcribe.retime import folded

SPOKEN = frozenset((
    "tx", "txt", "text", "tr", "trs", "transcription", "transcript", "utterance", "utterances", "utt", "phrase",
    "phrases", "sentence", "sentences", "segment", "segments", "orthography", "orth", "speech", "spch", "turn", "turns",
))  # fmt: skip
"""What people call the tier of what is said."""
NO_SPEAKERS = SPOKEN | {NOBODY, "default", "ref", "tier"}
"""Names of tiers that name nobody."""
OF_WORDS = frozenset(("word", "words", "wd", "wds", "token", "tokens", "слово", "слова", "сөз", "сөздер"))
UNSPOKEN = frozenset((
    "gesture", "gestures", "gest", "gaze", "posture", "hand", "hands", "head", "note", "notes", "comment", "comments",
    "remark", "remarks", "translation", "translations", "gloss", "glosses", "noise", "noises", "pause", "pauses",
    "silence", "silences", "laughter", "topic", "topics", "code", "codes",
))  # fmt: skip
"""Of what is not said; where there is nothing else, such a tier is read all the same."""


MOST_COMPARED = 10_000
"""Words of one annotation: more are not said in one go, and would take long to compare."""


@dataclass(frozen=True, slots=True)
class Said:
    """One annotation of a tier."""

    span: Span
    text: str
    language: str | None = None
    is_timed: bool = True
    """False where the file has no time for it, only for its neighbours."""


class WordTier:
    """Finds the words of a stretch."""

    def __init__(self, words: Sequence[Said]) -> None:
        self._words = sorted((word for word in words if word.text.strip()), key=_middle)
        self._middles = [_middle(word) for word in self._words]

    def within(self, span: Span) -> tuple[FoundWord, ...]:
        """Return the words of which the middle lies in a span."""
        first, end = bisect_left(self._middles, 2 * span.start_ms), bisect_left(self._middles, 2 * span.end_ms)
        return tuple(found for word in self._words[first:end] for found in _found(word))

    def grouped(self, speaker: str | None) -> tuple[FoundSegment, ...]:
        """Return all of them as sentences."""
        return grouped((found for word in self._words for found in _found(word)), speaker)


def segment_of(said: Said, words: WordTier | None, speaker: str | None) -> FoundSegment:
    """Return an annotation as a segment; its words have times where another tier has them in its span.

    What is said counts, since it is where people correct; the other tier may lack marks and capitals.
    """
    timed = words.within(said.span) if words else ()
    if timed and " ".join(word.text for word in timed) == " ".join(said.text.split()):
        return FoundSegment(timed, said.span, speaker, said.language)
    tokens = said.text.split()
    comparable = timed if max(len(tokens), len(timed)) <= MOST_COMPARED else ()
    return FoundSegment(with_times_of(tokens, comparable), said.span, speaker, said.language)


def share_alike(said: Sequence[Said], words: WordTier) -> float:
    """Return in which share of some annotations the words of a tier are those that are said."""
    spoken = [each for each in said if each.text.strip()]
    alike = sum(
        [folded(token) for token in each.text.split()] == [folded(word.text) for word in words.within(each.span)]
        for each in spoken
    )
    return alike / len(spoken) if spoken else 0


def disagreements(segments: Sequence[FoundSegment]) -> Iterator[str]:
    """Yield a sentence where words on a tier of their own are others than what is said."""
    if any(word.span for segment in segments for word in segment.words):
        lost = sum(any(word.span is None for word in segment.words) for segment in segments)
        if lost:
            yield f"In {lost} of {len(segments)} segments the tier of the words lacks some; these have no times."


def names_of(name: str) -> frozenset[str]:
    """Return the words of a tier's name: “W-Spch” has two."""
    return frozenset(re.split(r"[\W_]+", name.casefold()))


def _middle(word: Said) -> int:
    """Return twice the middle, which is a whole number."""
    return word.span.start_ms + word.span.end_ms


def _found(word: Said) -> Iterator[FoundWord]:
    texts = word.text.split()
    span = word.span if word.is_timed and len(texts) == 1 else None
    return (FoundWord(text, span) for text in texts)


def in_time(segments: Sequence[FoundSegment]) -> tuple[FoundSegment, ...]:
    """Return segments of several tiers in the order in which they begin."""
    return tuple(sorted(segments, key=_start_ms))


def _start_ms(segment: FoundSegment) -> int:
    spans = (segment.span, *(word.span for word in segment.words))
    return next((span.start_ms for span in spans if span), 0)
