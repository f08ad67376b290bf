"""Numbers that stay the same when a sound is encoded, cut, made louder or a little noisy: 32 bits a moment.

After J. Haitsma and T. Kalker, “A Highly Robust Audio Fingerprinting System” (ISMIR 2002): a bit says whether the
difference of the energies of two neighbouring bands has grown since a moment before. How loud a sound is does not
count, nor what lies beyond the bands, which encoders cut off first. Two things are otherwise than in the paper. The
energies are averaged over half a second before they are compared, since speech, unlike music, changes too fast for the
two sides to be looked at in exactly the same moment; and so a moment every half second is enough to be kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from media.sound import SAMPLE_BYTES, SAMPLE_RATE_HZ

STEP_SAMPLES = 512
STEP_MS = STEP_SAMPLES * 1000 // SAMPLE_RATE_HZ
"""32 ms: from one moment to the next."""
WINDOW_SAMPLES = 4096
KEPT_STEPS = 16
"""Every so many moments one is kept: 512 ms, 28 kB an hour."""
SMOOTH_STEPS = 16
"""Over which energies are averaged."""
BACK_STEPS = 16
"""How long before lies what they are compared with."""
BITS = 32
LOWEST_HZ, HIGHEST_HZ = 300, 3_000
BLOCK_STEPS = 1024
"""Read at once: half a minute of sound, a megabyte."""
QUIET = 0.01
"""Of the loud tenth's energy: below it nobody speaks, and the bits are the noise of the encoder."""
LOUD_QUANTILE = 0.9

Bits = NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class Heard:
    """A whole sound, moment by moment."""

    bits: Bits
    """Shape (moments,), one every `STEP_MS`, from the first in which all that it needs is there."""
    sounds: NDArray[np.bool_]
    """Shape (moments,): whether there is anything to be heard."""

    @property
    def kept(self) -> Bits:
        """Return what is kept of it: shape (moments // `KEPT_STEPS`,), 0 where nothing is to be heard."""
        return np.where(self.sounds, self.bits, np.uint32(0))[::KEPT_STEPS]


def fingerprint(path: Path, check: Callable[[], None] = lambda: None) -> Heard:
    """Return what a sound sounds like.

    :param path: of `media.sound.decoded_sound`; read block by block.
    :param check: called several times a second; what it raises ends it.
    """
    bits, loud = [np.zeros(0, np.uint32)], [np.zeros(0, np.float32)]
    energies = np.zeros((0, BITS + 1), np.float32)
    for block in _energies(path):
        check()
        energies = np.concatenate([energies, block])
        sums = np.cumsum(np.concatenate([np.zeros((1, BITS + 1)), energies]), axis=0)
        smooth = sums[SMOOTH_STEPS:] - sums[:-SMOOTH_STEPS]
        steps = smooth[:, :-1] - smooth[:, 1:]
        grown = steps[BACK_STEPS:] > steps[:-BACK_STEPS]
        if len(grown):
            bits.append(np.packbits(grown, axis=1, bitorder="little").view("<u4")[:, 0])
            totals = smooth.sum(axis=1)
            loud.append((totals[BACK_STEPS:] + totals[:-BACK_STEPS]).astype(np.float32))
        energies = energies[-(SMOOTH_STEPS + BACK_STEPS - 1) :]
    louder = np.concatenate(loud)
    floor = QUIET * float(np.quantile(louder, LOUD_QUANTILE)) if len(louder) else 0.0
    return Heard(np.concatenate(bits), louder > floor)


def _energies(path: Path) -> Iterator[NDArray[np.float32]]:
    """Yield the energies of the bands, shape (moments, `BITS` + 1), moment after moment."""
    window = np.hanning(WINDOW_SAMPLES).astype(np.float32)
    edges = np.round(np.geomspace(LOWEST_HZ, HIGHEST_HZ, BITS + 2) * WINDOW_SAMPLES / SAMPLE_RATE_HZ).astype(int)
    rest = np.zeros(0, np.float32)
    with path.open("rb") as file:
        while data := file.read(BLOCK_STEPS * STEP_SAMPLES * SAMPLE_BYTES):
            whole = data[: len(data) // SAMPLE_BYTES * SAMPLE_BYTES]
            samples = np.concatenate([rest, np.frombuffer(whole, "<i2").astype(np.float32)])
            moments = (len(samples) - WINDOW_SAMPLES) // STEP_SAMPLES + 1
            if moments < 1:
                rest = samples
                continue
            frames = np.lib.stride_tricks.sliding_window_view(samples, WINDOW_SAMPLES)[::STEP_SAMPLES]
            spectrum: NDArray[Any] = np.fft.rfft(frames * window, axis=1)
            power = spectrum.real**2 + spectrum.imag**2
            yield np.add.reduceat(power, edges, axis=1)[:, :-1].astype(np.float32)
            rest = samples[moments * STEP_SAMPLES :]
