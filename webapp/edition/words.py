"""Which word is in which programme: one file that a process reads as it lies on disk, without a word of context.

All distinct folded words stand in order, one a line, in the bytes of `webapp.edition.alphabet`. Beside each stand the
numbers of the programmes that have it. A word by which a programme is named (its title, its people …) stands here
once more, with `NAMED` before it.

The file is never changed: a programme that comes or goes makes a new one from the old, and nothing of a word that
nobody says any more is left in it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, BinaryIO, overload

import numpy as np
import numpy.typing as npt

from webapp.edition.signatures import SIGNATURE_BYTES, Signatures, signatures_of

MAGIC = b"muragat-words/2\n"
HEAD_BYTES = 5 * 8
LINE = b"\n"
NAMED = b"\x03"
NARROW = 1 << 16
"""Programme numbers below it take two bytes each."""

Numbers = npt.NDArray[np.unsignedinteger[Any]]


@dataclass(frozen=True)
class Words:
    """The words of an edition."""

    vocabulary: npt.NDArray[np.uint8]
    """A line feed, then each word with a line feed after it; ascending by bytes, each once."""
    starts: npt.NDArray[np.uint32]
    """Where each word begins in it: shape (words + 1,), the last where the next would."""
    posting_starts: npt.NDArray[np.uint32]
    """Where each word's programmes begin in ``postings``: shape (words + 1,)."""
    postings: Numbers
    """Programme numbers, in no order, each once a word: shape (pairs of word and programme,), uint16 or uint32."""
    read_signatures: Signatures | None = None
    """As they stand in a file."""

    @cached_property
    def signatures(self) -> Signatures:
        """Made when they are asked for: of words that come between two others they never are."""
        if self.read_signatures is not None:
            return self.read_signatures
        return signatures_of(self.vocabulary, self.starts)

    def __len__(self) -> int:
        return len(self.starts) - 1

    def word(self, index: int) -> bytes:
        return self.vocabulary[self.starts[index] : self.starts[index + 1] - len(LINE)].tobytes()

    def index_of(self, word: bytes) -> int:
        """Return where a word stands, or would stand."""
        return bisect_left(_Lines(self), word)

    def beginning(self, head: bytes) -> range:
        """Return where the words stand that begin with some letters."""
        shortened = head.rstrip(b"\xff")
        behind = shortened[:-1] + bytes([shortened[-1] + 1]) if shortened else None
        return range(self.index_of(head), len(self) if behind is None else self.index_of(behind))


class _Lines(Sequence[bytes]):
    """The words as a sequence, to bisect."""

    def __init__(self, words: Words) -> None:
        self._words = words

    def __len__(self) -> int:
        return len(self._words)

    @overload
    def __getitem__(self, index: int) -> bytes: ...
    @overload
    def __getitem__(self, index: slice) -> list[bytes]: ...
    def __getitem__(self, index: int | slice) -> bytes | list[bytes]:
        if isinstance(index, slice):
            return [self._words.word(number) for number in range(*index.indices(len(self)))]
        return self._words.word(index)


def no_words() -> Words:
    """Return the words of an empty edition."""
    return _joined(LINE, np.zeros(0, np.int64), np.zeros(0, np.uint16))


def collect(programmes: Iterable[tuple[int, Iterable[bytes]]]) -> Words:
    """Return the words of programmes, each given by its number and its encoded words, each once.

    It holds some 20 bytes a pair of word and programme while it works.
    """
    seen: dict[bytes, int] = {}
    numbers: list[int] = []
    pairs: list[npt.NDArray[np.uint32]] = []
    for number, words in programmes:
        numbers.append(number)
        pairs.append(np.fromiter((seen.setdefault(word, len(seen)) for word in words), np.uint32))
    ordered = sorted(seen)
    rank = np.zeros(len(ordered), np.uint32)
    rank[[seen[word] for word in ordered]] = np.arange(len(ordered), dtype=np.uint32)
    words_of_pairs = rank[np.concatenate(pairs)] if pairs else np.zeros(0, np.uint32)
    wide = _width(max(numbers, default=0))
    programmes_of_pairs = np.repeat(np.array(numbers, wide), [len(each) for each in pairs])
    by_word = np.argsort(words_of_pairs, kind="stable")
    counts = np.bincount(words_of_pairs, minlength=len(ordered))
    return _joined(b"".join([LINE, *(word + LINE for word in ordered)]), counts, programmes_of_pairs[by_word])


def without(words: Words, number: int) -> Words:
    """Return the words without those of one programme."""
    places = np.flatnonzero(words.postings == number)
    losing = np.searchsorted(words.posting_starts, places, side="right") - 1
    counts = np.diff(words.posting_starts)
    counts[losing] -= 1
    gone = losing[counts[losing] == 0]
    pieces, position = [], 0
    for index in gone.tolist():
        pieces.append(words.vocabulary[position : words.starts[index]].data)
        position = int(words.starts[index + 1])
    vocabulary = b"".join([*pieces, words.vocabulary[position:].data])
    return _joined(vocabulary, np.delete(counts, gone), np.delete(words.postings, places))


def with_programme(words: Words, number: int, added: Iterable[bytes]) -> Words:
    """Return the words with those of one more programme.

    :param number: none of them has it yet.
    :param added: its encoded words, each once.
    """
    encoded = sorted(added)
    places = [words.index_of(word) for word in encoded]
    known = [place < len(words) and words.word(place) == word for place, word in zip(places, encoded, strict=True)]
    counts = np.diff(words.posting_starts)
    counts[[place for place, is_known in zip(places, known, strict=True) if is_known]] += 1
    new = [place for place, is_known in zip(places, known, strict=True) if not is_known]
    counts = np.insert(counts, new, 1)
    # A known word's programme goes behind those it has, a new word's before those of the next word.
    at = [words.posting_starts[place + is_known] for place, is_known in zip(places, known, strict=True)]
    postings = words.postings.astype(max(words.postings.dtype, np.dtype(_width(number))), copy=False)
    pieces: list[bytes | memoryview] = []
    position = 0
    for place, word, is_known in zip(places, encoded, known, strict=True):
        if not is_known:
            start = int(words.starts[place])
            pieces += [words.vocabulary[position:start].data, word, LINE]
            position = start
    vocabulary = b"".join([*pieces, words.vocabulary[position:].data])
    return _joined(vocabulary, counts, np.insert(postings, np.array(at, np.int64), number))


def write_words(path: Path, words: Words) -> None:
    """Write the file.

    Its head: magic, then bytes of the vocabulary, words, pairs, bytes a programme number, signatures (uint64).
    """
    with path.open("wb") as file:
        sizes = (
            len(words.vocabulary),
            len(words),
            len(words.postings),
            words.postings.itemsize,
            len(words.signatures),
        )
        file.write(MAGIC)
        file.write(np.array(sizes, "<u8").tobytes())
        for array in (words.starts, words.posting_starts, words.postings, words.vocabulary, words.signatures):
            file.write(np.ascontiguousarray(array).reshape(-1).view(np.uint8).data)


def read_words(path: Path) -> Words:
    """Return the words; they stay on disk until they are looked at.

    :raises FileNotFoundError: a newer index has taken its place.
    :raises ValueError: it is something else, or cut short.
    """
    with path.open("rb") as file:
        return _read(file)


def _read(file: BinaryIO) -> Words:
    if file.read(len(MAGIC)) != MAGIC:
        raise ValueError("This is not a file of words.")
    head = np.frombuffer(file.read(HEAD_BYTES), "<u8")
    if len(head) * head.itemsize != HEAD_BYTES:
        raise ValueError("This file of words is cut short.")
    vocabulary_bytes, count, pairs, wide, blocks = (int(size) for size in head)
    place = len(MAGIC) + HEAD_BYTES
    starts, place = _mapped(file, np.dtype("<u4"), count + 1, place)
    posting_starts, place = _mapped(file, np.dtype("<u4"), count + 1, place)
    postings, place = _mapped(file, np.dtype(f"<u{wide}"), pairs, place)
    vocabulary, place = _mapped(file, np.dtype("u1"), vocabulary_bytes, place)
    signatures, _ = _mapped(file, np.dtype("u1"), blocks * SIGNATURE_BYTES, place)
    return Words(vocabulary, starts, posting_starts, postings, signatures.reshape(blocks, SIGNATURE_BYTES))


def _mapped(file: BinaryIO, dtype: np.dtype[Any], length: int, place: int) -> tuple[npt.NDArray[Any], int]:
    """Return an array as it lies in the file, and the place behind it."""
    if not length:  # A map of no bytes cannot be made.
        return np.zeros(0, dtype), place
    # A plain array over the map: numpy's own class makes every small step slower.
    return np.asarray(np.memmap(file, dtype, "r", place, (length,))), place + length * dtype.itemsize


def _width(largest: int) -> type[np.uint16 | np.uint32]:
    return np.uint16 if largest < NARROW else np.uint32


def _joined(joined: bytes, counts: npt.NDArray[Any], postings: Numbers) -> Words:
    vocabulary = np.frombuffer(joined, np.uint8)
    starts = (np.flatnonzero(vocabulary == LINE[0]) + 1).astype(np.uint32)
    posting_starts = np.concatenate([np.zeros(1, np.uint32), np.cumsum(counts, dtype=np.uint32)])
    return Words(vocabulary, starts, posting_starts, postings)
