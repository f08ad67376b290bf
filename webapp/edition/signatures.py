"""Which letters follow which in each block of a vocabulary, to know what of it need not be looked through.

Blocks are of `BLOCK_WORDS` words. Words stand in order, so that those of a block are of few stems, and most threes of
letters are in few blocks. A signature has a bit for each three of letters, several of which share one: a block whose
bit is not set has no such word, one whose bit is set may have. Letters are those of keys (`webapp.edition.alphabet`),
so that one signature serves a word as it is typed and in other spellings.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from webapp.edition.alphabet import KEY_TABLE

BLOCK_WORDS = 512
SIGNATURE_BITS = 1 << 13
SIGNATURE_BYTES = SIGNATURE_BITS // 8
LETTERS = 3
AT_ONCE = 256
"""Blocks of which signatures are made at once: some 40 MB of working memory."""
_multipliers = (np.uint16(961), np.uint16(31))

Signatures = npt.NDArray[np.uint8]
"""Shape (blocks, `SIGNATURE_BYTES`)."""
_key_letters = np.frombuffer(KEY_TABLE, np.uint8)


def signatures_of(vocabulary: npt.NDArray[np.uint8], starts: npt.NDArray[np.uint32]) -> Signatures:
    """Return the signatures of a vocabulary (`webapp.edition.words.Words`)."""
    edges = np.append(starts[:-1:BLOCK_WORDS], starts[-1]).astype(np.int64)
    blocks = len(edges) - 1
    made = np.zeros((blocks, SIGNATURE_BYTES), np.uint8)
    for first in range(0, blocks, AT_ONCE):
        last = min(first + AT_ONCE, blocks)
        bits = np.zeros(((last - first), SIGNATURE_BITS), np.bool_)
        block = np.repeat(np.arange(last - first), np.diff(edges[first : last + 1]))
        numbers = _numbers(vocabulary[edges[first] : edges[last]])
        # Threes over the edge of two words or blocks do no harm: a bit more is set.
        bits[block[: len(numbers)], numbers] = True
        made[first:last] = np.packbits(bits, axis=1)
    return made


def bits_of(term: bytes) -> list[int]:
    """Return the bits that are set wherever a term stands; nothing for less than `LETTERS` of them.

    :param term: encoded, or its key.
    """
    return sorted(set(_numbers(np.frombuffer(term, np.uint8)).tolist()))


def _numbers(letters: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint16]:
    keyed = _key_letters[letters].astype(np.uint16)
    if len(keyed) < LETTERS:
        return keyed[:0]
    mixed = keyed[:-2] * _multipliers[0] + keyed[1:-1] * _multipliers[1] + keyed[2:]
    return mixed & np.uint16(SIGNATURE_BITS - 1)
