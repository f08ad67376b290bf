"""A part of a recording's peaks, read from their file without the rest."""

from __future__ import annotations

import struct
from itertools import pairwise
from pathlib import Path

from media.records import Span

HEADER = struct.Struct("<iIiiIi")
"""Version, flags, sample rate, samples a pixel, pixels, channels of audiowaveform's ``.dat``, version 2."""
IS_8_BIT = 1
LOUDEST = 128


def heights(path: Path, span: Span, count: int) -> tuple[int, ...]:
    """Return how loud the parts of a span are, 0…100, as many as are asked for; none beyond the end of the sound.

    :param path: of peaks as `media.decoder` writes them: 8 bit, one channel, a pair of lowest and highest a pixel.
    """
    with path.open("rb") as file:
        _, flags, rate_hz, pixel_samples, pixels, channels = HEADER.unpack(file.read(HEADER.size))
        if not flags & IS_8_BIT or channels != 1:
            return ()
        first, last = (time_ms * rate_hz // (1000 * pixel_samples) for time_ms in (span.start_ms, span.end_ms))
        file.seek(HEADER.size + 2 * min(first, pixels))
        pairs = file.read(2 * (min(last, pixels) - min(first, pixels)))
    loud = [abs(value - 256 if value >= LOUDEST else value) for value in pairs]
    width = max(1, last - first)
    edges = [2 * (number * width // count) for number in range(count + 1)]
    parts = (loud[start : max(start + 2, end)] for start, end in pairwise(edges))
    return tuple(100 * max(part) // LOUDEST if part else 0 for part in parts)
