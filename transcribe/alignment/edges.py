"""Where words begin and end, to the ear: the model's attention runs ahead of the sound and does not see pauses."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from media.records import Span
from media.sound import SAMPLE_RATE_HZ
from transcribe.alignment.evidence import Evidence

LEAD_MS = 100
"""The attention goes to a word this long before it begins: the median of voices whose word times are known."""
FRAME_MS = 10
FRAME_SAMPLES = SAMPLE_RATE_HZ * FRAME_MS // 1000
PAUSE_MS = 150
"""Shorter silence is inside words: the closure of a k, p or t."""
REACH_MS = 300
"""How far a word's edge may lie from the pause that it belongs to."""
LEAST_WORD_MS = 40
BELOW_SPEECH_DB = 30.0
"""A frame is quiet when it is so far below the loud ones …"""
ABOVE_NOISE_DB = 6.0
"""… or not further than this above the noise …"""
LEAST_RANGE_DB = 14.0
"""… in sound where the two differ by more than this; under music nothing is quiet."""
NOISE_PERCENT, SPEECH_PERCENT = 5, 95
SILENT = 1e-5


def find_edges(samples: npt.NDArray[np.float32], span: Span, heard: Evidence) -> Evidence:
    """Return the words with their edges moved to the pauses beside them.

    :param samples: the sound of ``span``, shape (n,), −1…1, 16 kHz.
    """
    if not len(heard):
        return heard
    start_ms = np.clip(heard.start_ms + LEAD_MS, span.start_ms, span.end_ms)
    end_ms = np.clip(heard.end_ms + LEAD_MS, span.start_ms, span.end_ms)
    pauses = find_pauses(samples, span)
    for number in range(len(heard) + 1):
        before = int(end_ms[number - 1]) if number else int(start_ms[0])
        after = int(start_ms[number]) if number < len(heard) else int(end_ms[-1])
        pause = _nearest(pauses, before, after)
        if pause is None:
            continue
        if number and pause.start_ms - start_ms[number - 1] >= LEAST_WORD_MS:
            end_ms[number - 1] = min(pause.start_ms, after) if number == len(heard) else pause.start_ms
        if number < len(heard) and end_ms[number] - pause.end_ms >= LEAST_WORD_MS:
            start_ms[number] = pause.end_ms
    return replace(heard, start_ms=start_ms, end_ms=np.maximum(end_ms, start_ms))


def _nearest(pauses: list[Span], before_ms: int, after_ms: int) -> Span | None:
    """Return the longest pause that touches an edge, or the gap between two, within `REACH_MS`."""
    reach = Span(max(0, min(before_ms, after_ms) - REACH_MS), max(before_ms, after_ms) + REACH_MS)
    near = [pause for pause in pauses if pause.overlap_ms(reach)]
    return max(near, key=lambda pause: pause.duration_ms, default=None)


def find_pauses(samples: npt.NDArray[np.float32], span: Span) -> list[Span]:
    """Return the pauses in a sound, in recording time. :param samples: as for `find_edges`."""
    frames = samples[: len(samples) // FRAME_SAMPLES * FRAME_SAMPLES].reshape(-1, FRAME_SAMPLES)
    if not len(frames):
        return []
    level_db = 20 * np.log10(np.maximum(SILENT, np.sqrt((frames**2).mean(axis=1))))
    noise_db, speech_db = np.percentile(level_db, (NOISE_PERCENT, SPEECH_PERCENT))
    limit_db = max(speech_db - BELOW_SPEECH_DB, noise_db + ABOVE_NOISE_DB)
    if limit_db > speech_db - LEAST_RANGE_DB:
        return []
    quiet = np.concatenate([[False], level_db < limit_db, [False]])
    edges = np.flatnonzero(quiet[1:] != quiet[:-1]).reshape(-1, 2) * FRAME_MS + span.start_ms
    return [Span(int(start), int(end)) for start, end in edges if end - start >= PAUSE_MS]
