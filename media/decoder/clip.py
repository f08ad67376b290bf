"""A clip of a public sound: the samples of a span and no others, as AAC in .m4a that plays from its first bytes.

Decoded and encoded anew, not copied packet by packet: packets are 21 ms long, and a player that knows nothing of edit
lists would play the ones that a copy has to begin with. What the encoder puts before the first sample (1,024 samples)
is said in an edit list; a player that ignores it is 21 ms late, no more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

import av
import numpy as np

from media.decoder.graph import filtered
from media.decoder.messages import ClipMade, Reason
from media.decoder.placing import Block, Placed
from media.decoder.shared_file import Position, SharedFile
from media.decoder.source import NoUsableSound, Source, open_source
from media.records import Span

BIT_RATE = {"mono": 80_000, "stereo": 144_000}
"""More than the public sound has, so that the second encoding is not heard."""

BEFORE_S = 0.3
"""Decoded before the span: the first frames after a jump are not whole."""

FADE_MS = 4
"""A wave that is cut where it is not zero clicks."""

_AAC_FRAME_SAMPLES = 1024


def make_clip(file: BinaryIO, target: BinaryIO, span: Span | None, report: Callable[[int], None]) -> ClipMade:
    """Write the part of a sound that lies in a span.

    :param report: called with the milliseconds done.
    :raises NoUsableSound: nothing of the sound lies there.
    """
    if span is None or not span.duration_ms:
        raise NoUsableSound(Reason.NOTHING_DECODED)
    written = SharedFile(target.fileno())
    with open_source(file) as source:
        cut = _Cut(source, span)
        with av.open(
            Position(written),
            "w",
            format="ipod",
            container_options={"movflags": "+faststart", "fflags": "+bitexact"},
            io_open=lambda *_: Position(written),  # To move the index before the sound, FFmpeg reads it once more.
        ) as container:
            stream = container.add_stream("aac", rate=cut.rate_hz, layout=cut.layout, options={"flags": "+bitexact"})
            stream.bit_rate = BIT_RATE[cut.layout]
            aac = f"sample_fmts=fltp:sample_rates={cut.rate_hz}:channel_layouts={cut.layout}"
            placed = Placed(cut.rate_hz, cut.layout, cut.channels, cut.blocks())
            for frame in filtered(placed, [("aformat", aac)], _AAC_FRAME_SAMPLES):
                container.mux(stream.encode(frame))
                report(frame.pts * 1000 // cut.rate_hz)
            container.mux(stream.encode(None))
    if not cut.samples:
        raise NoUsableSound(Reason.NOTHING_DECODED)
    return ClipMade(cut.samples)


class _Cut:
    """The samples of a span, by the presentation times of the frames that hold them."""

    def __init__(self, source: Source, span: Span) -> None:
        stream = source.stream
        self.samples = 0
        self._source = source
        self._zero = stream.start_time * stream.time_base if stream.start_time is not None else 0
        first = next(iter(source.container.decode(stream)), None)
        if first is None:
            raise NoUsableSound(Reason.NOTHING_DECODED)
        self.rate_hz: int = first.sample_rate
        self.channels: int = first.layout.nb_channels
        self.layout = "mono" if self.channels == 1 else "stereo"
        self._start, self._end = (round(time_ms * self.rate_hz / 1000) for time_ms in (span.start_ms, span.end_ms))
        from_s = span.start_ms / 1000 - BEFORE_S  # below 0 too: what the encoder put before the first sample counts
        source.container.seek(int((from_s + float(self._zero)) / stream.time_base), stream=stream)

    def blocks(self) -> Iterator[Block]:
        """Yield the samples, their ends faded by `FADE_MS`."""
        converter = av.AudioResampler("fltp", self.layout, self.rate_hz)
        for frame in self._source.container.decode(self._source.stream):
            at = round((frame.pts * frame.time_base - self._zero) * self.rate_hz)
            if at >= self._end:
                return
            frame.pts = None
            for part in converter.resample(frame):
                samples = part.to_ndarray()
                inside = samples[:, max(0, self._start - at) : max(0, self._end - at)]
                first = max(at, self._start)
                at += samples.shape[1]
                if inside.shape[1]:
                    self.samples += inside.shape[1]
                    yield self._faded(inside, first)

    def _faded(self, block: Any, first: int) -> Block:
        fade = self.rate_hz * FADE_MS // 1000
        at = np.arange(first, first + block.shape[1])
        loud = np.clip(np.minimum(at - self._start, self._end - 1 - at) / fade, 0, 1)
        faded: Block = (block * loud).astype(np.float32)
        return faded
