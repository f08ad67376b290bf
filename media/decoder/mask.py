"""Cover spans of a sound by one constant tone. Of what was said in them nothing is used, not even how loud it was.

In the source the spans are silent, so that no filter, and no measure of loudness, hears them; behind the filters the
tone is put in their place, and only then the sound is encoded. What is public therefore depends on no covered sample.
"""

from __future__ import annotations

import os
import warnings
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

from media.decoder.messages import GUARD_MS, TONE_HZ
from media.decoder.placing import Block, Placed
from media.decoder.voice import Voice
from media.records import Span

TONE_DBFS = -20.0
RATE_HZ = 48_000
"""Of a public sound."""


def tone_period() -> NDArray[np.float32]:
    """Return one period of the tone, shape (n,), −1…1, at `RATE_HZ`. By pydub, which has to be imported for it."""
    # It looks for an ffmpeg where PATH says, and warns that there is none, for which it has no use; and of Python's own
    # audioop.
    os.environ.setdefault("PATH", "")
    with warnings.catch_warnings(action="ignore"):
        from pydub.generators import Sine  # noqa: PLC0415 (slow to import, and few sounds are masked)

    made = Sine(TONE_HZ, sample_rate=RATE_HZ, bit_depth=16).to_audio_segment(duration=1000, volume=TONE_DBFS)
    samples = np.array(made.get_array_of_samples(), np.float32) / np.float32(1 << 15)
    return samples[: RATE_HZ // TONE_HZ]


class Mask:
    """What is covered, and by what. The same spans give the same mask, in whatever order and however they overlap."""

    def __init__(self, spans: Iterable[Span], period: NDArray[np.float32], voice: Voice | None = None) -> None:
        """:param period: `tone_period`, made before the process gave up the right to import.

        :param voice: what of the rest is said by another voice.
        """
        self._period = period
        self._voice = voice
        self.spans = _guarded(spans)

    def source(self, placed: Placed) -> Placed:
        """Return what may be heard of a source: another voice is made of what is not covered alone."""
        silenced = self.silenced(placed)
        return self._voice.changed(silenced) if self._voice else silenced

    def silenced(self, placed: Placed) -> Placed:
        """Return a sound with nothing in the spans, at whatever rate it has."""
        return replace(placed, blocks=self._covered(placed.blocks, placed.rate_hz, self._silence))

    def toned(self, placed: Placed) -> Placed:
        """Return a sound of `RATE_HZ` with the tone in the spans."""
        return replace(placed, blocks=self._covered(placed.blocks, RATE_HZ, self._tone))

    def toned_frames(self, frames: Iterable[Any]) -> Iterator[Any]:
        """Yield frames of `RATE_HZ` (fltp) that follow one another from the first sample on, with the tone in them."""
        at, edges = 0, self._edges(RATE_HZ)
        for frame in frames:
            start, at = at, at + frame.samples
            if not any(_pieces(edges, start, at)):
                yield frame
                continue
            covered = av.AudioFrame.from_ndarray(
                self._filled(frame.to_ndarray(), start, edges, self._tone), "fltp", frame.layout.name
            )
            covered.sample_rate, covered.pts, covered.time_base = RATE_HZ, frame.pts, frame.time_base
            yield covered

    def _covered(self, blocks: Iterable[Block], rate_hz: int, fill: Any) -> Iterator[Block]:
        at, edges = 0, self._edges(rate_hz)
        for block in blocks:
            yield self._filled(block, at, edges, fill)
            at += block.shape[1]

    @staticmethod
    def _filled(block: Block, start: int, edges: Edges, fill: Any) -> Block:
        filled = block
        for first, end in _pieces(edges, start, start + block.shape[1]):
            if filled is block:
                filled = block.copy()
            filled[:, first - start : end - start] = fill(first, end)
        return filled

    def _edges(self, rate_hz: int) -> Edges:
        """Return in samples where spans begin and end; a sample that is only partly in a span is covered."""
        return (
            [span.start_ms * rate_hz // 1000 for span in self.spans],
            [-(-span.end_ms * rate_hz // 1000) for span in self.spans],
        )

    @staticmethod
    def _silence(_first: int, _end: int) -> NDArray[np.float32]:
        return np.zeros(1, np.float32)

    def _tone(self, first: int, end: int) -> NDArray[np.float32]:
        """Return the tone by the time of the whole sound, so that pieces of it join without a seam."""
        covered: NDArray[np.float32] = self._period[np.arange(first, end) % len(self._period)]
        return covered


Edges = tuple[Sequence[int], Sequence[int]]


def _guarded(spans: Iterable[Span]) -> tuple[Span, ...]:
    merged: list[Span] = []
    for span in sorted(spans):
        wide = Span(max(0, span.start_ms - GUARD_MS), span.end_ms + GUARD_MS)
        if merged and wide.start_ms <= merged[-1].end_ms:
            wide = Span(merged[-1].start_ms, max(merged.pop().end_ms, wide.end_ms))
        merged.append(wide)
    return tuple(merged)


def _pieces(edges: Edges, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield what of [start, end) is covered, ascending."""
    starts, ends = edges
    place = bisect_right(ends, start)
    while place < len(starts) and starts[place] < end:
        yield max(starts[place], start), min(ends[place], end)
        place += 1
