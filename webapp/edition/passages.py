"""What a search shows and checks of one version: its words folded and as they stand, beside the version's file.

The index of the whole edition holds no text, only which word is in which programme. A reader opens these files for
the few programmes on a page.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from enum import StrEnum
from functools import lru_cache
from itertools import accumulate, groupby, pairwise
from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt

from webapp.edition.alphabet import encode
from webapp.edition.catalogue import naming_facts
from webapp.edition.fold import fold
from webapp.edition.records import EditionDocument, EditionSummary, EditionTranscript, Maker
from webapp.edition.words import NAMED

KEPT_WORDS = 1 << 18
"""How many words a process remembers folded: most of what is said is said with few words."""
LENGTH_BYTES = {0xC4: 1, 0xC5: 2, 0xC6: 4}
"""Kinds of bytes in MessagePack (bin 8, 16, 32), and how many bytes their length takes."""
FIRST_BYTES = 1 << 16
NO_TIME = -1
PART_END = b"\n"
"""Ends each part in the folded text: a phrase does not go on from one part into the next."""


class PartKind(StrEnum):
    """Where words come from."""

    FACTS = "facts"
    SUMMARY = "summary"
    TRANSCRIPT = "transcript"
    TRANSLATION = "translation"
    """A machine's."""
    NEWSROOM_TRANSLATION = "newsroom translation"
    """A journalist's."""


class Part(msgspec.Struct, frozen=True, array_like=True):
    """Words that belong together: a fact, the summary, what one speaker says, a translation of all of it."""

    kind: PartKind
    first_word: int
    speaker: str | None = None


class Passages(msgspec.Struct, frozen=True, array_like=True):
    """All words of a version."""

    folded: bytes
    """The folded words (`webapp.edition.alphabet`), a space after each, but ``PART_END`` after the last of a part."""
    starts: bytes
    """Where each word begins in ``folded``: shape (words,), uint32."""
    shown: bytes
    """The words as they stand, in UTF-8, nothing between them."""
    shown_ends: bytes
    """Where each word ends in ``shown``: shape (words,), uint32."""
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

    def __len__(self) -> int:
        return len(self.starts) // 4

    def words(self, first: int, last: int) -> list[str]:
        """Return the words from one on and before another, as they stand."""
        ends = np.frombuffer(self.shown_ends, "<u4")[max(first - 1, 0) : last].tolist()
        starts = [0, *ends] if first == 0 else ends
        return [self.shown[start:end].decode() for start, end in pairwise(starts)]


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(Passages)

Spoken = list[tuple[str, int, int]]
"""Words: text, start_ms, end_ms of each."""


def passages_of(document: EditionDocument) -> Passages:
    """Return the words of a version, for a search."""
    spoken: Spoken = []
    folded: list[bytes] = []
    parts: list[Part] = []
    for kind, speaker, words in _parts(document):
        encoded = [_encoded(text) for text, _, _ in words]
        last = max((number for number, word in enumerate(encoded) if word), default=None)
        if last is None:
            continue
        parts.append(Part(kind, len(spoken), speaker))
        spoken += words
        folded += [word and word + (PART_END if number == last else b" ") for number, word in enumerate(encoded)]
    shown = [text.encode() for text, _, _ in spoken]
    return Passages(
        folded=b"".join(folded),
        starts=_ends(folded, shift=True),
        shown=b"".join(shown),
        shown_ends=_ends(shown),
        times=np.stack([np.array([word[side] for word in spoken], "<i4") for side in (1, 2)], axis=1).tobytes(),
        parts=parts,
    )


@lru_cache(maxsize=KEPT_WORDS)
def _encoded(text: str) -> bytes:
    return encode(fold(text))


def _ends(words: list[bytes], *, shift: bool = False) -> bytes:
    """Return where words end that are joined; where each begins, if they are shifted by one."""
    ends = list(accumulate(map(len, words)))
    return np.array([0, *ends[:-1]] if shift and ends else ends, "<u4").tobytes()


def indexed_words(document: EditionDocument, passages: Passages) -> set[bytes]:
    """Return each word of a version that is looked for, encoded, once."""
    named = {encode(word) for fact in naming_facts(document.facts) for word in fold(fact).split()}
    return set(passages.folded.split()) | {NAMED + word for word in named}


def encode_passages(passages: Passages) -> bytes:
    return _encoder.encode(passages)


def read_passages(path: Path) -> Passages:
    """:raises FileNotFoundError: the version was withdrawn, or is no longer the newest."""
    return _decoder.decode(path.read_bytes())


def read_folded(path: Path) -> bytes:
    """Return only `Passages.folded`, without reading the rest: a phrase may be looked for in hundreds of files.

    :raises FileNotFoundError: as of `read_passages`.
    """
    file = os.open(path, os.O_RDONLY)
    try:
        # MessagePack: a byte for the array, one for the kind of its first field, then that field's length.
        head = os.read(file, FIRST_BYTES)
        wide = LENGTH_BYTES[head[1]]
        begin = 2 + wide
        end = begin + int.from_bytes(head[2:begin], "big")
        rest = os.read(file, end - len(head)) if end > len(head) else b""
    finally:
        os.close(file)
    return head[begin:end] + rest


def _parts(document: EditionDocument) -> Iterator[tuple[PartKind, str | None, Spoken]]:
    for fact in naming_facts(document.facts):
        yield PartKind.FACTS, None, [(word, NO_TIME, NO_TIME) for word in fact.split()]
    if document.summary:
        yield PartKind.SUMMARY, None, _summary_words(document.summary)
    if document.transcript:
        yield from _transcript_parts(document.transcript)
    for translation in document.translations:
        words = [(word, each.start_ms, each.end_ms) for each in translation.segments for word in each.text.split()]
        is_by_machine = translation.maker is Maker.MACHINE
        yield PartKind.TRANSLATION if is_by_machine else PartKind.NEWSROOM_TRANSLATION, None, words


def _summary_words(summary: EditionSummary) -> Spoken:
    words: Spoken = []
    for sentence in summary.sentences:
        span = sentence.spans[0] if sentence.is_heard else None
        start_ms, end_ms = (span.start_ms, span.end_ms) if span else (NO_TIME, NO_TIME)
        words += [(word, start_ms, end_ms) for word in sentence.text.split()]
    return words


def _transcript_parts(transcript: EditionTranscript) -> Iterator[tuple[PartKind, str | None, Spoken]]:
    for speaker, segments in groupby(transcript.segments, key=lambda segment: segment.speaker):
        # A script's word that nobody spoke cannot be heard where it stands: it is found on the programme's page alone.
        words = [(word.text, word.start_ms, word.end_ms) for segment in segments for word in segment.heard_words]
        yield PartKind.TRANSCRIPT, speaker, words
