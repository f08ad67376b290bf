"""Where words begin and end, to the ear: the model's attention runs ahead of the sound and does not see pauses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from media.records import Span
from media.sound import SAMPLE_RATE_HZ
from transcribe.alignment.evidence import Evidence

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

Times = npt.NDArray[np.int64]


def find_edges(samples: npt.NDArray[np.float32], span: Span, heard: Evidence, lead_ms: int) -> Evidence:
    """Return the words with their edges moved to the pauses beside them.

    :param samples: the sound of ``span``, shape (n,), −1…1, 16 kHz.
    :param lead_ms: how long before a word begins the engine says so.
    """
    start_ms, end_ms = move_edges(samples, span, heard.start_ms, heard.end_ms, lead_ms)
    return replace(heard, start_ms=start_ms, end_ms=end_ms)


def move_edges(
    samples: npt.NDArray[np.float32], span: Span, starts_ms: Times, ends_ms: Times, lead_ms: int
) -> tuple[Times, Times]:
    """Return when words begin and end to the ear, (words,) each.

    :param samples: as for `find_edges`.
    :param starts_ms: of the words as an engine gives them, (words,), in recording time like ``ends_ms``.
    :param lead_ms: how long before a word begins the engine says so.
    """
    start_ms = np.clip(starts_ms + lead_ms, span.start_ms, span.end_ms)
    end_ms = np.clip(ends_ms + lead_ms, span.start_ms, span.end_ms)
    if not len(start_ms):
        return start_ms, end_ms
    gaps = _gaps(start_ms.tolist(), end_ms.tolist())
    for gap, pause in _pauses_of_gaps(find_pauses(samples, span), gaps):
        if gap.before is not None and pause.start_ms - start_ms[gap.before] >= LEAST_WORD_MS:
            end_ms[gap.before] = pause.start_ms if gap.after is not None else min(pause.start_ms, gap.end_ms)
        if gap.after is not None and end_ms[gap.after] - pause.end_ms >= LEAST_WORD_MS:
            start_ms[gap.after] = pause.end_ms
    return start_ms, np.maximum(end_ms, start_ms)


@dataclass(frozen=True, slots=True)
class _Gap:
    """A place where a pause may be: before the first word, between two, after the last."""

    start_ms: int
    end_ms: int
    before: int | None
    """The word that ends here."""
    after: int | None
    """The word that begins here."""


def _gaps(start_ms: Sequence[int], end_ms: Sequence[int]) -> list[_Gap]:
    """Return the gaps; where other speech lies between two words, each has one of its own."""
    gaps = [_Gap(start_ms[0], start_ms[0], None, 0)]
    for number, (end, start) in enumerate(zip(end_ms, start_ms[1:], strict=False)):
        if start - end <= REACH_MS:
            gaps.append(_Gap(end, start, number, number + 1))
        else:
            gaps += [_Gap(end, end, number, None), _Gap(start, start, None, number + 1)]
    return [*gaps, _Gap(end_ms[-1], end_ms[-1], len(end_ms) - 1, None)]


def _pauses_of_gaps(pauses: Sequence[Span], gaps: Sequence[_Gap]) -> list[tuple[_Gap, Span]]:
    """Return for gaps the longest pause to which no other gap is nearer, within `REACH_MS`."""
    chosen: dict[_Gap, Span] = {}
    for pause in sorted(pauses, key=lambda p: p.duration_ms):
        away_ms = [max(0, gap.start_ms - pause.end_ms, pause.start_ms - gap.end_ms) for gap in gaps]
        if min(away_ms) <= REACH_MS:
            chosen[gaps[away_ms.index(min(away_ms))]] = pause
    return list(chosen.items())


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
