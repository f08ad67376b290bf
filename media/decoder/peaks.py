"""The waveform as a picture needs it: audiowaveform's ``.dat`` version 2, 8 bit, one channel.

Format: https://github.com/bbc/audiowaveform/blob/master/doc/DataFormat.md
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from media.decoder.placing import Block

SAMPLES_PER_PIXEL = 512
MOST_PIXELS = 1 << 15
"""A picture is a few thousand pixels wide; more would only make the page slow (64 kB at most)."""

_VERSION = 2
_FLAG_8_BIT = 1
_FULL_SCALE = 128


def samples_per_pixel(samples: int) -> int:
    """Return the smallest power of two, from 512 on, that keeps a sound of so many samples within `MOST_PIXELS`."""
    wide = SAMPLES_PER_PIXEL
    while samples > wide * MOST_PIXELS:
        wide *= 2
    return wide


class PeakWriter:
    """Writes the peaks of blocks that pass by."""

    def __init__(self, target: BinaryIO, rate_hz: int, wide: int) -> None:
        self._target = target
        self._rate_hz = rate_hz
        self._wide = wide
        self._rest: NDArray[np.float32] = np.zeros(0, np.float32)
        self._pixels = 0
        target.seek(0)
        target.truncate()
        self._write_header()

    def passing(self, blocks: Iterable[Block]) -> Iterator[Block]:
        """Yield the blocks as they are, and the file is whole when they end."""
        for block in blocks:
            samples = np.concatenate([self._rest, block.mean(axis=0)])
            whole = len(samples) // self._wide * self._wide
            self._write(samples[:whole].reshape(-1, self._wide))
            self._rest = samples[whole:]
            yield block
        if len(self._rest):
            self._write(self._rest[None, :])
        self._target.seek(0)
        self._write_header()
        self._target.flush()

    def _write(self, pixels: NDArray[np.float32]) -> None:
        """:param pixels: shape (pixels, samples of each)."""
        if len(pixels):
            pairs = np.stack([pixels.min(axis=1), pixels.max(axis=1)], axis=1)
            scaled = np.clip(np.round(pairs * _FULL_SCALE), -_FULL_SCALE, _FULL_SCALE - 1)
            self._target.write(scaled.astype(np.int8).tobytes())
            self._pixels += len(pixels)

    def _write_header(self) -> None:
        header = struct.pack("<iIiiII", _VERSION, _FLAG_8_BIT, self._rate_hz, self._wide, self._pixels, 1)
        self._target.write(header)
