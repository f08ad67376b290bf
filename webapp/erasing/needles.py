"""Pieces of a programme's words by which its bytes are told in any file; of the words nothing is kept but hashes.

A piece is the beginning of a word: of 16 bytes, which may go on into the next words, and of 8 bytes where the word
itself is no longer. All offsets of a file are looked at, 8 at once: about 50 MB a second.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

SHORT_BYTES, LONG_BYTES = 8, 16
LETTER = rb"(?:[A-Za-z]|[\xc2-\xf4][\x80-\xbf]+)"
WORD = re.compile(rb"(?<![0-9A-Za-z_])" + LETTER + rb"{2,}+(?![0-9_])")
"""Letters in UTF-8 that no digit touches: an id or a hash is no word, and the audit keeps these."""
BLOB_STEP = 64
"""Of what is no text, a piece every so many bytes."""
FILTER_BITS = 20
BLOCK_BYTES = 1 << 22
_SHORT = np.uint64(0x9E3779B97F4A7C15)
_LONG = (np.uint64(0xC2B2AE3D27D4EB4F), np.uint64(0x165667B19E3779F9))

Hashes = NDArray[np.uint64]
"""Sorted, each once."""


@dataclass(frozen=True, slots=True)
class Needles:
    """Hashes of pieces."""

    short: Hashes
    long: Hashes

    def __len__(self) -> int:
        return len(self.short) + len(self.long)


@dataclass(frozen=True, slots=True)
class _Table:
    """Which beginnings of a hash there are: nearly all of a file is told by it not to be looked for."""

    hashes: Hashes
    there: NDArray[np.bool_]

    @classmethod
    def of(cls, hashes: Hashes) -> _Table:
        there = np.zeros(1 << FILTER_BITS, np.bool_)
        there[_beginnings(hashes)] = True
        return cls(hashes, there)

    def find(self, asked: Hashes) -> Hashes:
        likely = asked[self.there[_beginnings(asked)]]
        if not len(likely) or not len(self.hashes):
            return likely[:0]
        place = np.minimum(np.searchsorted(self.hashes, likely), len(self.hashes) - 1)
        return np.unique(likely[self.hashes[place] == likely])


def needles_of(cells: Sequence[str | bytes]) -> Needles:
    """Return what the cells of a database are told by."""
    short, long = bytearray(), bytearray()
    for text in _texts(cells):
        for match in WORD.finditer(text):
            start = match.start()
            if len(text) - start >= LONG_BYTES:
                long += text[start : start + LONG_BYTES]
            if SHORT_BYTES <= len(match.group()) < LONG_BYTES:
                short += text[start : start + SHORT_BYTES]
    for cell in cells:
        if isinstance(cell, bytes):
            for start in range(0, len(cell) - LONG_BYTES + 1, BLOB_STEP):
                long += cell[start : start + LONG_BYTES]
    return Needles(np.unique(_short(short)), np.unique(_long(long)[::2]))


def found_in(needles: Needles, blocks: Iterable[bytes]) -> Needles:
    """Return which of the pieces are in some bytes.

    :param blocks: of one file in their order; a piece over the edge of two is found too.
    """
    short, long = _Table.of(needles.short), _Table.of(needles.long)
    found_short: list[Hashes] = []
    found_long: list[Hashes] = []
    before = b""
    for block in blocks:
        data = before + block
        for shift in range(min(SHORT_BYTES, len(data))):
            part = data[shift : len(data) - (len(data) - shift) % SHORT_BYTES]
            found_short.append(short.find(_short(part)))
            found_long.append(long.find(_long(part)))
        before = data[-(LONG_BYTES - 1) :]
    return Needles(_joined(found_short), _joined(found_long))


def without(needles: Needles, explained: Needles) -> Needles:
    """Return the pieces that are not among the others."""
    return Needles(
        np.setdiff1d(needles.short, explained.short, assume_unique=True),
        np.setdiff1d(needles.long, explained.long, assume_unique=True),
    )


def blocks_of(cells: Iterable[str | bytes]) -> Iterator[bytes]:
    """Yield cells as bytes, with enough between two that no piece goes from one to the next."""
    waiting = bytearray()
    for cell in cells:
        waiting += cell.encode(errors="surrogatepass") if isinstance(cell, str) else cell
        waiting += bytes(LONG_BYTES)
        if len(waiting) > BLOCK_BYTES:
            yield bytes(waiting)
            waiting.clear()
    yield bytes(waiting)


def _texts(cells: Iterable[str | bytes]) -> Iterator[bytes]:
    """Yield the texts in the cells: of JSON its values, since its keys are in every programme."""
    for cell in cells:
        if isinstance(cell, str):
            if cell[:1] in ("{", "["):
                yield from (text.encode(errors="surrogatepass") for text in _values(cell))
            else:
                yield cell.encode(errors="surrogatepass")


def _values(cell: str) -> Iterator[str]:
    try:
        waiting: list[Any] = [msgspec.json.decode(cell)]
    except msgspec.DecodeError:
        yield cell
        return
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value


def _short(data: bytes | bytearray) -> Hashes:
    return _numbers(data) * _SHORT


def _long(data: bytes | bytearray) -> Hashes:
    """Return the hash of the 16 bytes at each eighth byte but the last."""
    words = _numbers(data)
    return words[:-1] * _LONG[0] + words[1:] * _LONG[1] if len(words) > 1 else words[:0]


def _numbers(data: bytes | bytearray) -> Hashes:
    count = len(data) // SHORT_BYTES
    return np.frombuffer(data, "<u8", count).astype(np.uint64) if count else np.zeros(0, np.uint64)


def _beginnings(hashes: Hashes) -> NDArray[np.uint64]:
    return hashes >> np.uint64(64 - FILTER_BITS)


def _joined(parts: list[Hashes]) -> Hashes:
    return np.unique(np.concatenate(parts)) if parts else np.zeros(0, np.uint64)
