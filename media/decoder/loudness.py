"""Loudness and true peak by EBU R128 (ITU-R BS.1770), as FFmpeg's ``ebur128`` measures them."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from media.decoder.graph import filtered
from media.decoder.placing import Placed

ABSOLUTE_GATE_LUFS = -70.0
"""At or below this the measure has heard nothing: silence, or less than one window of 0.4 s."""


@dataclass(frozen=True, slots=True)
class Loudness:
    """``None`` where there is nothing to measure."""

    integrated_lufs: float | None
    true_peak_dbtp: float | None


def measure(placed: Placed, heard: Callable[[int], None]) -> Loudness:
    """Measure a whole sound, using up its blocks.

    :param heard: called with the milliseconds done.
    """
    integrated, peak = _found(placed, "true", heard)
    return Loudness(
        round(integrated, 2) if integrated > ABSOLUTE_GATE_LUFS and peak > 0 else None,
        round(20 * math.log10(peak), 2) if peak > 0 else None,
    )


def integrated_lufs(placed: Placed, heard: Callable[[int], None]) -> float | None:
    """As `measure`, without its peaks: they are most of the work, since they ask for four times as many samples."""
    integrated, _ = _found(placed, "none", heard)
    return round(integrated, 2) if integrated > ABSOLUTE_GATE_LUFS else None


def _found(placed: Placed, peaks: str, heard: Callable[[int], None]) -> tuple[float, float]:
    integrated, peak = ABSOLUTE_GATE_LUFS, 0.0
    for frame in filtered(placed, [("ebur128", f"peak={peaks}:metadata=1")]):
        found = frame.metadata
        integrated = float(found.get("lavfi.r128.I", integrated))
        peak = float(found.get("lavfi.r128.true_peak", peak))
        heard(frame.pts * 1000 // placed.rate_hz)
    return integrated, peak
