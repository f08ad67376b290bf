"""Put decoded samples where their presentation time says.

Damage that is skipped must not shift what comes after it, or every later word would be shown at the wrong time. (Bytes
missing from a stream that keeps no times, such as mp3, cannot be noticed: there the count of frames is the time.)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

from media.decoder.messages import Reason
from media.decoder.source import NoUsableSound, Source

Block = NDArray[np.float32]
"""Shape (channels, n), −1…1, at the rate of the source."""

TOLERANCE_MS = 25
"""Containers round times (ASF and Matroska to milliseconds): smaller deviations are no gap."""

CLOCK_RESET_MS = 3_600_000
"""A jump of more is a clock that was set anew or a false claim, not an hour of lost sound: no silence is made of it."""

MAX_DURATION_MS = 24 * 3_600_000

MAX_READ_ERRORS = 100
"""Consecutive failures to read a packet, after which the rest counts as lost."""


@dataclass(frozen=True, slots=True)
class Placed:
    """The whole sound of a file, in order and without holes."""

    rate_hz: int
    layout: str
    """``mono``, or ``stereo`` for two channels and more."""
    channels: int
    """Of the source."""
    blocks: Iterator[Block]
    """Of about a second each."""


def place(source: Source) -> Placed:
    """Decode a source: gaps become silence, overlaps are cut, broken packets left out.

    :raises NoUsableSound: nothing could be decoded; while blocks are taken: it is longer than `MAX_DURATION_MS`.
    """
    frames = _decoded_frames(source)
    first = next((frame for frame in frames if frame.samples), None)
    if first is None:
        raise NoUsableSound(Reason.NOTHING_DECODED)
    stream = source.stream
    # What the header says of rate and channels may be wrong (HE-AAC says half the rate); a decoded frame is not.
    placer = Placer(first, None if stream.start_time is None else stream.start_time * stream.time_base)
    blocks = _blocks(placer, chain([first], frames))
    return Placed(placer.rate_hz, placer.layout, first.layout.nb_channels, blocks)


def _blocks(placer: Placer, frames: Iterable[Any]) -> Iterator[Block]:
    for frame in frames:
        yield from placer.place(frame)
    yield from placer.rest()


def _decoded_frames(source: Source) -> Iterator[Any]:
    for packet in _packets(source):
        try:
            yield from packet.decode()
        except av.error.MemoryError:
            raise
        except av.error.FFmpegError:
            continue  # Its time is kept: the next frame's pts leaves a gap as long as what was lost.


def _packets(source: Source) -> Iterator[Any]:
    errors = 0
    while errors < MAX_READ_ERRORS:
        try:
            for packet in source.container.demux(source.stream):
                errors = 0
                yield packet
        except av.error.MemoryError:
            raise
        except av.error.FFmpegError:
            errors += 1  # Reading goes on behind the damage.
        else:
            return


class Placer:
    """Takes frames as they are decoded, gives blocks without holes."""

    def __init__(self, first: Any, start_time: Fraction | None) -> None:
        self.rate_hz: int = first.sample_rate
        self.layout = "mono" if first.layout.nb_channels == 1 else "stereo"
        self.end = 0
        """Samples placed so far."""
        self._channels = 1 if self.layout == "mono" else 2
        self._start_time = start_time
        self._zero: Fraction | None = None
        self._waiting: list[Block] = []
        self._waiting_samples = 0
        self._converter: Any = None
        self._converts: object = None

    def place(self, frame: Any) -> Iterator[Block]:
        gap = self._gap(frame)
        samples = self._convert(frame)
        if gap > 0:
            yield from self._silence(gap)
        yield from self._add(samples[:, max(0, -gap) :])

    def rest(self) -> Iterator[Block]:
        if self._waiting_samples:
            yield np.concatenate(self._waiting, axis=1)

    def _gap(self, frame: Any) -> int:
        """Return the samples between the end and where the frame belongs; negative where they overlap."""
        if frame.pts is None:
            return 0
        time = frame.pts * frame.time_base
        if self._zero is None:
            late = self._start_time is not None and 0 < time - self._start_time < Fraction(CLOCK_RESET_MS, 1000)
            self._zero = self._start_time if late and self._start_time is not None else time
        gap = round((time - self._zero) * self.rate_hz) - self.end
        if abs(gap) * 1000 > CLOCK_RESET_MS * self.rate_hz or gap < -self.rate_hz:
            self._zero = time - Fraction(self.end, self.rate_hz)
            return 0
        return gap if abs(gap) * 1000 > TOLERANCE_MS * self.rate_hz else 0

    def _silence(self, samples: int) -> Iterator[Block]:
        while samples > 0:
            part = min(samples, self.rate_hz)
            yield from self._add(np.zeros((self._channels, part), np.float32))
            samples -= part

    def _add(self, samples: Block) -> Iterator[Block]:
        self.end += samples.shape[1]
        if self.end * 1000 > MAX_DURATION_MS * self.rate_hz:
            raise NoUsableSound(Reason.TOO_LONG)
        self._waiting.append(samples)
        self._waiting_samples += samples.shape[1]
        if self._waiting_samples >= self.rate_hz:
            yield np.concatenate(self._waiting, axis=1)
            self._waiting, self._waiting_samples = [], 0

    def _convert(self, frame: Any) -> Block:
        kind = (frame.format.name, frame.layout.name, frame.sample_rate)
        if kind != self._converts:
            # A stream may change in the middle, such as stereo music between mono speech.
            self._converter = av.AudioResampler("fltp", self.layout, self.rate_hz)
            self._converts = kind
        frame.pts = None  # The converter counts samples; times are dealt with here.
        parts = [part.to_ndarray() for part in self._converter.resample(frame)]
        if not parts:
            return np.zeros((self._channels, 0), np.float32)
        return np.concatenate(parts, axis=1) if len(parts) > 1 else parts[0]
