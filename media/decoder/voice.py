"""Let spans of a sound be said by another voice: a whisper, whose throat is another size. An aid, and no protection.

Of each short frame only the coarse shape of its spectrum is kept, which says what is said, moved to other frequencies;
what carries it is noise. Pitch is gone with the phases; rhythm, words, and how somebody speaks are as they were.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain

import numpy as np
from numpy.fft import irfft, rfft
from numpy.typing import NDArray

from media.decoder.placing import Block, Placed
from media.records import Span

FRAME_S = 0.04
"""Long enough for the shape of a vowel, and shorter than most consonants."""
OVERLAP = 4
SMOOTHED_HZ = 400.0
"""What is nearer than this in a spectrum is made one, so that no pitch of a voice (70–350 Hz) is left in it."""
THROAT = 1.18
"""By how much every formant is higher."""
PHASES = 1 << 14
STRIDE = 7919
"""Prime, so that frames that follow one another begin far from each other in the table of phases."""
AT_ONCE_S = 1


def random_phases() -> NDArray[np.complex64]:
    """Return what the noise is made of, the same each time: no voice is in it, so nothing comes of knowing it."""
    turns = np.random.default_rng(1).random(2 * PHASES)
    phases: NDArray[np.complex64] = np.exp(2j * np.pi * turns).astype(np.complex64)
    return phases


class Voice:
    """Which spans are said by another voice."""

    def __init__(self, spans: Iterable[Span], phases: NDArray[np.complex64]) -> None:
        """:param phases: `random_phases`, made before the process gave up the right to import."""
        self._spans = tuple(spans)
        self._phases = phases

    def changed(self, placed: Placed) -> Placed:
        """Return a sound of the same length, at whatever rate it has."""
        return replace(placed, blocks=self._blocks(placed))

    def _blocks(self, placed: Placed) -> Iterator[Block]:
        size = _frame_samples(placed.rate_hz)
        spans = [_samples(span, placed.rate_hz) for span in self._spans]
        held: Block = np.zeros((placed.channels, 0), np.float32)
        at = done = 0  # Where ``held`` begins, and what has gone out.
        for block in chain(placed.blocks, (None,)):
            held = held if block is None else np.concatenate([held, block], axis=1)
            end = at + held.shape[1] - (0 if block is None else size)
            if end <= done or (block is not None and end - done < AT_ONCE_S * placed.rate_hz):
                continue
            out = held[:, done - at : end - at].copy()
            for first, last in spans:
                start, stop = max(first, done), min(last, end)
                if start < stop:
                    out[:, start - done : stop - done] = self._said(held, at, start, stop, placed.rate_hz)
            yield out
            keep = max(at, end - size)
            held, at, done = held[:, keep - at :], keep, end

    def _said(self, held: Block, at: int, start: int, stop: int, rate_hz: int) -> Block:
        """Return the samples [start, stop) of the whole sound in another voice.

        :param held: the sound from sample ``at`` on, from a frame before ``start`` to a frame behind ``stop``, or as
            far as there is one.
        """
        size = _frame_samples(rate_hz)
        step = size // OVERLAP
        window = np.hanning(size + 1)[:-1].astype(np.float32)
        first, last = -((size - start - 1) // step), (stop - 1) // step
        grid = np.arange(first, last + 1) * step
        heard = np.zeros((held.shape[0], (last - first) * step + size), np.float32)
        have = slice(max(int(grid[0]), at), min(int(grid[-1]) + size, at + held.shape[1]))
        heard[:, have.start - grid[0] : have.stop - grid[0]] = held[:, have.start - at : have.stop - at]
        frames = np.lib.stride_tricks.sliding_window_view(heard, size, axis=1)[:, ::step] * window
        made = self._frames(frames, first, rate_hz) * window
        out = np.zeros_like(heard)
        for number in range(made.shape[1]):
            out[:, number * step : number * step + size] += made[:, number]
        gain = float((window**2).sum()) / step
        return out[:, start - grid[0] : stop - grid[0]] / np.float32(gain)

    def _frames(self, frames: NDArray[np.float32], first: int, rate_hz: int) -> NDArray[np.float32]:
        """:param frames: shape (channels, frames, samples); of which the first is the ``first`` of the whole sound."""
        size = frames.shape[2]
        power = np.abs(rfft(frames, axis=2)) ** 2
        bins = power.shape[2]
        width = max(3, round(SMOOTHED_HZ * size / rate_hz) | 1)
        # Added up once, so that each mean is two look-ups; twice, so that the mean has no edges.
        smooth = _mean(_mean(power, width), width)
        came_from = np.minimum(np.arange(bins) / THROAT, bins - 1)
        shape = np.sqrt(np.maximum(smooth[:, :, np.round(came_from).astype(int)], 0))
        starts = (np.arange(first, first + frames.shape[1]) * STRIDE) % PHASES
        noise = self._phases[starts[:, None] + np.arange(bins)[None, :] % PHASES]
        made = irfft(shape * noise[None], size, axis=2)
        loud = np.sqrt((frames**2).mean(axis=2, keepdims=True))
        level = np.sqrt((made**2).mean(axis=2, keepdims=True))
        scaled: NDArray[np.float32] = (made * (loud / np.maximum(level, 1e-9))).astype(np.float32)
        return scaled


def _mean(power: NDArray[np.float64], width: int) -> NDArray[np.float64]:
    """Return the mean of ``width`` neighbours of each, along the last axis; at the edges of those that there are."""
    half = width // 2
    added = np.concatenate([np.zeros_like(power[..., :1]), np.cumsum(power, axis=-1)], axis=-1)
    places = np.arange(power.shape[-1])
    low, high = np.maximum(places - half, 0), np.minimum(places + half + 1, power.shape[-1])
    mean: NDArray[np.float64] = (added[..., high] - added[..., low]) / (high - low)
    return mean


def _frame_samples(rate_hz: int) -> int:
    return -(-round(FRAME_S * rate_hz) // (2 * OVERLAP)) * 2 * OVERLAP


def _samples(span: Span, rate_hz: int) -> tuple[int, int]:
    return span.start_ms * rate_hz // 1000, -(-span.end_ms * rate_hz // 1000)
