"""What recognition hears: 16 kHz, mono, signed 16 bit."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import BinaryIO

from media.decoder.graph import filtered
from media.decoder.messages import PcmMade
from media.decoder.phase import in_phase
from media.decoder.placing import Block, Placed, place
from media.decoder.source import open_source

RATE_HZ = 16_000
SAMPLES_PER_MS = RATE_HZ // 1000
SAMPLE_BYTES = 2
_FILTERS = (
    ("aresample", str(RATE_HZ)),
    ("aformat", f"sample_fmts=s16:sample_rates={RATE_HZ}:channel_layouts=mono"),
)


def make_pcm(file: BinaryIO, target: BinaryIO, report: Callable[[int], None]) -> PcmMade:
    """Write the sound as raw little-endian samples, as many as its whole milliseconds have.

    :param report: called with the milliseconds done.
    """
    made = 0
    with open_source(file) as source:
        placed = place(source)
        counter = _Counter(placed.blocks)
        blocks = in_phase(counter.passing()) if placed.layout == "stereo" else counter.passing()
        counted = Placed(placed.rate_hz, placed.layout, placed.channels, blocks)
        for frame in filtered(counted, _FILTERS):
            samples = frame.to_ndarray()[0].astype("<i2", copy=False)
            target.write(samples.tobytes())
            made += len(samples)
            report(made // SAMPLES_PER_MS)
        # The resampler may give some samples more or less at the end.
        wanted = counter.samples * 1000 // placed.rate_hz * SAMPLES_PER_MS
    target.truncate(wanted * SAMPLE_BYTES)
    target.flush()
    return PcmMade(wanted)


class _Counter:
    """Counts the samples of blocks that pass by."""

    def __init__(self, blocks: Iterator[Block]) -> None:
        self._blocks = blocks
        self.samples = 0

    def passing(self) -> Iterator[Block]:
        for block in self._blocks:
            self.samples += block.shape[1]
            yield block
