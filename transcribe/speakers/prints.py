"""The print of a voice: the mean of what the network hears where somebody speaks.

A print knows a person again for life, as a fingerprint does. It is written down by `transcribe.speakers.known_voices`
alone, where the newsroom has turned that on; everywhere else it is forgotten.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np

from media.records import Span
from transcribe.speakers.mel import FRAME_MS
from transcribe.speakers.network import WINDOW_FRAMES, Array
from transcribe.speakers.voices import voices

STEP_MS = 800
"""From one window to the next: half a window."""
MOST_WINDOWS = 75
"""A minute: more says nothing new of a voice."""
LEAST_WINDOWS = 10
"""Eight seconds; less is no print of a voice but of what was said."""


def voice_prints(
    tensors: Path, sound: Path, spoken: Mapping[str, Sequence[Span]], check: Callable[[], None]
) -> dict[str, Array]:
    """Return the print of each speaker of whom there is enough, shape (`network.WIDTH`,), of length 1.

    :param tensors: of the network (`transcribe.speakers.weights`).
    :param sound: decoded (`media.sound.decoded_sound`).
    :param spoken: where each speaks.
    :param check: raises where the work has to stop.
    :raises EngineFailed: a process died or answered nonsense.
    """
    moments = {speaker: _moments(spans) for speaker, spans in spoken.items()}
    enough = {speaker: those for speaker, those in moments.items() if len(those) >= LEAST_WINDOWS}
    heard = voices(tensors, sound, list(enough.values()), check)
    means = {speaker: found.mean(axis=0) for speaker, found in zip(enough, heard, strict=True)}
    return {speaker: mean / np.linalg.norm(mean) for speaker, mean in means.items() if mean.any()}


def _moments(spans: Sequence[Span]) -> list[int]:
    """Return the middles of windows of the longest spans, each with three quarters of itself within."""
    margin_ms = WINDOW_FRAMES * FRAME_MS // 4
    found: list[int] = []
    for span in sorted(spans, key=lambda span: (-span.duration_ms, span.start_ms)):
        found += range(span.start_ms + margin_ms, span.end_ms - margin_ms + 1, STEP_MS)
    return sorted(found[:MOST_WINDOWS])
