"""What a search shows and checks of one version: its words folded and as they stand, beside the version's file.

The index of the whole edition holds no text, only which word is in which programme. A reader opens these files for
the few programmes on a page.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from enum import StrEnum
from itertools import groupby
from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt

from webapp.edition.fold import fold_words
from webapp.edition.records import EditionDocument, EditionSummary, EditionTranscript

FORMAT = "muragat-passages/1"
NO_TIME = -1
PART_END = "\n"
"""Ends each part in the folded text: a phrase does not go on from one part into the next."""


class PartKind(StrEnum):
    """Where words come from."""

    FACTS = "facts"
    SUMMARY = "summary"
    TRANSCRIPT = "transcript"
    TRANSLATION = "translation"


class Part(msgspec.Struct, frozen=True, array_like=True):
    """Words that belong together: a fact, the summary, what one speaker says, what a machine made of all of it."""

    kind: PartKind
    first_word: int
    speaker: str | None = None


class Passages(msgspec.Struct, frozen=True, array_like=True):
    """All words of a version."""

    format: str
    folded: str
    """The folded words: a space after each, ``PART_END`` in its place after the last of a part."""
    shown: list[str]
    """The words as they stand."""
    starts: bytes
    """Where each begins in ``folded``: shape (words,), uint32, code points."""
    times: bytes
    """When each begins and ends: shape (words, 2), int32, ms; `NO_TIME` where it has no place in the sound."""
    parts: list[Part]
    """Ascending by their first word."""

    def word_starts(self) -> npt.NDArray[np.uint32]:
        """Return shape (words,)."""
        return np.frombuffer(self.starts, "<u4")

    def word_times(self) -> npt.NDArray[np.int32]:
        """Return shape (words, 2)."""
        return np.frombuffer(self.times, "<i4").reshape(-1, 2)

    def part_of(self, word: int) -> int:
        """Return the number of the part that has a word."""
        return bisect_right(self.parts, word, key=lambda part: part.first_word) - 1

    def words(self) -> set[str]:
        """Return each folded word once."""
        return set(self.folded.split())


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(Passages)

Words = list[tuple[str, int, int]]
"""Text, start_ms, end_ms of each."""


def passages_of(document: EditionDocument) -> Passages:
    """Return the words of a version, for a search."""
    shown: list[str] = []
    times: list[tuple[int, int]] = []
    starts: list[int] = []
    parts: list[Part] = []
    folded_parts: list[str] = []
    length = 0
    for kind, speaker, words in _parts(document):
        folded = fold_words(text for text, _, _ in words)
        if not folded.text:
            continue
        parts.append(Part(kind, len(shown), speaker))
        folded_parts.append(folded.text)
        shown += [text for text, _, _ in words]
        starts += [length + start for start in folded.starts]
        times += [(start_ms, end_ms) for _, start_ms, end_ms in words]
        length += len(folded.text) + len(PART_END)
    return Passages(
        format=FORMAT,
        folded="".join(part + PART_END for part in folded_parts),
        shown=shown,
        starts=np.array(starts, "<u4").tobytes(),
        times=np.array(times, "<i4").tobytes(),
        parts=parts,
    )


def encode_passages(passages: Passages) -> bytes:
    return _encoder.encode(passages)


def decode_passages(encoded: bytes) -> Passages:
    """:raises msgspec.DecodeError: it is something else."""
    return _decoder.decode(encoded)


def read_passages(path: Path) -> Passages:
    """:raises FileNotFoundError: the version was withdrawn, or is no longer the newest."""
    return decode_passages(path.read_bytes())


def _parts(document: EditionDocument) -> Iterator[tuple[PartKind, str | None, Words]]:
    facts = document.facts
    named = (facts.title, facts.series, facts.author, facts.publisher, facts.broadcaster, facts.service)
    for fact in (*named, facts.broadcast, *facts.people, *facts.places, *facts.topics):
        if fact:
            yield PartKind.FACTS, None, [(word, NO_TIME, NO_TIME) for word in fact.split()]
    if document.summary:
        yield PartKind.SUMMARY, None, _summary_words(document.summary)
    if document.transcript:
        yield from _transcript_parts(document.transcript)
    for translation in document.translations:
        words = [(word, each.start_ms, each.end_ms) for each in translation.segments for word in each.text.split()]
        yield PartKind.TRANSLATION, None, words


def _summary_words(summary: EditionSummary) -> Words:
    words: Words = []
    for sentence in summary.sentences:
        span = sentence.spans[0] if sentence.spans else None
        start_ms, end_ms = (span.start_ms, span.end_ms) if span else (NO_TIME, NO_TIME)
        words += [(word, start_ms, end_ms) for word in sentence.text.split()]
    return words


def _transcript_parts(transcript: EditionTranscript) -> Iterator[tuple[PartKind, str | None, Words]]:
    for speaker, segments in groupby(transcript.segments, key=lambda segment: segment.speaker):
        words = [(word.text, word.start_ms, word.end_ms) for segment in segments for word in segment.words]
        yield PartKind.TRANSCRIPT, speaker, words
