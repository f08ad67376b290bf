"""What recognition hears: 16 kHz, mono, signed 16 bit."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

import av
import numpy as np
from numpy.typing import NDArray

from media.decoder.messages import PcmMade
from media.decoder.placing import Block, Placed, place
from media.decoder.source import open_source

RATE_HZ = 16_000


def make_pcm(file: BinaryIO, target: BinaryIO, report: Callable[[int], None]) -> PcmMade:
    """Write the sound as raw little-endian samples: exactly ``duration_ms`` × 16 of them.

    :param report: called with the milliseconds done.
    """
    made = heard = 0
    with open_source(file) as source:
        placed = place(source)
        resampler = av.AudioResampler("s16", "mono", RATE_HZ)
        for samples, heard in _resampled(placed, resampler):
            wanted = heard * 1000 // placed.rate_hz * RATE_HZ // 1000
            written = samples[: wanted - made]
            target.write(written.astype("<i2", copy=False).tobytes())
            made += len(written)
            report(made * 1000 // RATE_HZ)
        wanted = heard * 1000 // placed.rate_hz * RATE_HZ // 1000
        target.write(bytes(2 * (wanted - made)))
    target.flush()
    return PcmMade(wanted)


def _resampled(placed: Placed, resampler: Any) -> Iterator[tuple[NDArray[np.int16], int]]:
    """Yield samples of shape (n,), and how many samples of the source have been heard so far."""
    heard = 0
    for block in placed.blocks:
        frame = to_frame(block, placed, heard)
        heard += block.shape[1]
        for part in resampler.resample(frame):
            yield part.to_ndarray()[0], heard
    for part in resampler.resample(None):
        yield part.to_ndarray()[0], heard


def to_frame(block: Block, placed: Placed, at: int) -> Any:
    """Return a block as a frame whose time is ``at`` samples from the start."""
    frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(block), "fltp", placed.layout)
    frame.sample_rate = placed.rate_hz
    frame.pts = at
    return frame
