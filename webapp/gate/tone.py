"""Is there nothing but the tone in each mask of a public sound, once it is decoded?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from media.decoder.messages import TONE_HZ
from media.records import Span
from media.sound import SAMPLE_RATE_HZ, read_samples, sound_duration_ms
from webapp.gate.records import Finding, Part

PERIOD = SAMPLE_RATE_HZ // TONE_HZ
BLOCK_MS = 60_000
WINDOW_MS = 20
LOUDEST_REST = 0.1
"""Of what is no tone, beside the tone (RMS) in any window: −20 dB; coding leaves −29 dB at most beside real speech."""
SETTLING_MS = 60
"""At the beginning and the end of the sound, where the encoder has nothing to go on from."""


def broken_masks(pcm: Path, spans: Iterable[Span]) -> Iterator[Finding]:
    """Yield the masks in which there is something else.

    :param pcm: the public sound, decoded (`media.sound.decoded_sound`).
    :param spans: of the recording, without the guard that is covered around them.
    """
    end_ms = sound_duration_ms(pcm) - SETTLING_MS
    for span in spans:
        for start_ms in range(max(span.start_ms, SETTLING_MS), min(span.end_ms, end_ms), BLOCK_MS):
            heard = read_samples(pcm, Span(start_ms, min(start_ms + BLOCK_MS, span.end_ms, end_ms)))
            if not is_tone(heard):
                yield Finding(Part.MASK, start_ms)
                break


def is_tone(heard: NDArray[np.float32]) -> bool:
    """Return whether a sound is one steady tone in each of its windows.

    :param heard: shape (n,), −1…1, at `SAMPLE_RATE_HZ`.
    """
    samples = heard[: len(heard) // PERIOD * PERIOD].astype(np.float64)
    if not len(samples):
        return True
    turns = 2 * np.pi * np.arange(len(samples)) / PERIOD
    parts = np.stack([np.sin(turns), np.cos(turns)], axis=1)
    tone = parts @ (2 / len(samples) * (parts.T @ samples))
    rest = samples - tone
    size = WINDOW_MS * SAMPLE_RATE_HZ // 1000
    windows = rest[: len(rest) // size * size].reshape(-1, size) if len(rest) >= size else rest[None, :]
    loudest = np.sqrt((windows**2).mean(axis=1)).max()
    level = np.sqrt((tone**2).mean())
    return bool(level > 0 and loudest < LOUDEST_REST * level)
