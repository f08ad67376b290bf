"""What people decided, as bounds on what the machine may choose."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from media.records import Span
from transcribe.linking.windows import Window
from transcribe.records import Standing


def bounded(evidence: NDArray[np.float64], standing: Standing, windows: Sequence[Window]) -> NDArray[np.float64]:
    """Return the evidence of one claim as a person's decisions leave it, shape (windows,).

    Where places were fixed, only the window that fits one of them best may be chosen, so that the claims around it keep
    their order by it; where it was found that nothing bears the claim out, none may.
    """
    if standing.no_support:
        return np.full_like(evidence, -np.inf)
    free = np.where(_are_rejected(standing, windows), -np.inf, evidence)
    if not standing.fixed:
        return free
    fits = np.array([max(_fit(window.span, span) for span in standing.fixed) for window in windows])
    return np.where(fits == fits.max(), np.abs(evidence).max() + 1, -np.inf)


def allowed(probability: NDArray[np.float64], standing: Standing, windows: Sequence[Window]) -> NDArray[np.float64]:
    """Return the probabilities without those of windows that a person rejected, shape (windows,)."""
    return np.where(_are_rejected(standing, windows), 0.0, probability)


def _fit(span: Span, other: Span) -> float:
    """Return which share of the time of either is that of both."""
    both = span.overlap_ms(other)
    return both / max(1, span.duration_ms + other.duration_ms - both)


def _are_rejected(standing: Standing, windows: Sequence[Window]) -> NDArray[np.bool_]:
    """Return which windows lie by more than half in what was rejected."""
    return np.array([any(window.span.repeats(span) for span in standing.rejected) for window in windows], bool)
