"""How loud each of two channels is, every 20 ms: enough to see whether each has a voice of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from media.decoder.messages import LEVEL_MS, STEREO, LevelsMade
from media.decoder.placing import Block, Placed, place
from media.decoder.source import open_source

FULL_SCALE = 128
"""What 0 dBFS is written as; a level of −128 dB and less is 0."""
QUIETEST = 1e-13


def make_levels(file: BinaryIO, target: BinaryIO, report: Callable[[int], None]) -> LevelsMade:
    """Write a byte a channel for each whole `LEVEL_MS`: 128 + dBFS of its mean power; nothing for one channel.

    :param report: called with the milliseconds done.
    """
    made = 0
    with open_source(file) as source:
        placed = place(source)
        if placed.layout == "mono":
            return LevelsMade(0)
        for part in _parts(placed):
            target.write(_level(part).tobytes())
            made += 1
            report(made * LEVEL_MS)
    target.flush()
    return LevelsMade(made)


def _parts(placed: Placed) -> Iterator[Block]:
    """Yield `LEVEL_MS` of sound at a time; where that is no whole number of samples, none are lost."""
    waiting = np.zeros((STEREO, 0), np.float32)
    passed = number = 0
    for block in placed.blocks:
        waiting = np.concatenate([waiting, block], axis=1)
        while (length := placed.rate_hz * LEVEL_MS * (number + 1) // 1000 - passed) <= waiting.shape[1]:
            yield waiting[:, :length]
            waiting = waiting[:, length:]
            passed, number = passed + length, number + 1


def _level(part: Block) -> NDArray[np.uint8]:
    power = (part.astype(np.float64) ** 2).mean(axis=1)
    return np.asarray(np.clip(np.round(10 * np.log10(power + QUIETEST)) + FULL_SCALE, 0, 255), np.uint8)
