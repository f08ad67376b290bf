"""Sound as the voice network hears it: mel power spectra of 40 bands, not their logarithm.

Frames of 25 ms every 10 ms under a Hann window; bands after Slaney's Auditory Toolbox (1998): linear up to 1 kHz,
logarithmic above, each triangle of the same area.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from media.sound import SAMPLE_RATE_HZ

BANDS = 40
FRAME_MS = 10
FRAME_SAMPLES = SAMPLE_RATE_HZ * FRAME_MS // 1000
WINDOW_SAMPLES = SAMPLE_RATE_HZ * 25 // 1000
HIGHEST_HZ = SAMPLE_RATE_HZ / 2
KNEE_HZ, HZ_A_MEL = 1_000.0, 200 / 3
KNEE_MEL = KNEE_HZ / HZ_A_MEL
LOG_STEP = np.log(6.4) / 27

Mels = NDArray[np.float32]
"""Shape (frames, `BANDS`), one each `FRAME_MS`, power, from 0 on."""


def mels(samples: NDArray[np.float32]) -> Mels:
    """Return one frame for each 10 ms, its window centred on the first sample of them.

    :param samples: shape (n,), 16 kHz, −1…1.
    """
    frames = len(samples) // FRAME_SAMPLES
    padded = np.pad(samples, WINDOW_SAMPLES // 2)
    windows = sliding_window_view(padded, WINDOW_SAMPLES)[::FRAME_SAMPLES][:frames]
    power = np.abs(np.fft.rfft(windows * _hann())) ** 2
    return np.asarray(power @ _triangles(), np.float32)


@cache
def _hann() -> NDArray[np.float32]:
    return np.hanning(WINDOW_SAMPLES + 1)[:-1].astype(np.float32)


@cache
def _triangles() -> NDArray[np.float32]:
    """Return what each frequency adds to each band: shape (201, `BANDS`)."""
    frequencies = np.linspace(0, HIGHEST_HZ, WINDOW_SAMPLES // 2 + 1)
    edges = _hz(np.linspace(0, _mel(HIGHEST_HZ), BANDS + 2))
    rising = (frequencies[:, None] - edges[:-2]) / (edges[1:-1] - edges[:-2])
    falling = (edges[2:] - frequencies[:, None]) / (edges[2:] - edges[1:-1])
    triangles = np.maximum(0, np.minimum(rising, falling)) * 2 / (edges[2:] - edges[:-2])
    return triangles.astype(np.float32)


def _mel(hz: float) -> float:
    return hz / HZ_A_MEL if hz < KNEE_HZ else KNEE_MEL + float(np.log(hz / KNEE_HZ)) / LOG_STEP


def _hz(mel: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.where(mel < KNEE_MEL, mel * HZ_A_MEL, KNEE_HZ * np.exp(LOG_STEP * (mel - KNEE_MEL)))
