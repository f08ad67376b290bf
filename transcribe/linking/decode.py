"""Which window bears out which claim: a summary mostly keeps the order of its programme, so jumps back cost."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from transcribe.linking.features import Scores
from transcribe.linking.weights import BACK_COST, SLACK_MS
from transcribe.linking.windows import Window


def decode(evidence: Scores, windows: Sequence[Window]) -> tuple[int | None, ...]:
    """Return the window of each claim, ``None`` for a claim that is better left without.

    Maximises the sum of evidence, less `BACK_COST` for each claim heard more than `SLACK_MS` before the one above it.
    A claim without a window adds 0 and leaves the place where the telling stands. Time and memory grow with claims ×
    windows, not with windows².

    :param evidence: log odds that a window bears a claim out, shape (claims, windows); −∞ where a person has said that
        it does not.
    :param windows: in order of their start.
    """
    starts = np.array([window.span.start_ms for window in windows])
    # The last window that a claim at each window may follow without a jump back, shifted by one for “none yet”.
    follows = np.searchsorted(starts, starts + SLACK_MS, side="right")
    best = np.full(len(windows) + 1, -np.inf)
    best[0] = 0.0  # before the first window
    came_from: list[np.ndarray] = []
    for row in evidence:
        leading = _leading(best)
        forward, anywhere = leading[follows], int(np.argmax(best))
        back = best[anywhere] - BACK_COST
        linked = np.concatenate(([-np.inf], row + np.maximum(best[forward], back)))
        origin = np.concatenate(([0], np.where(best[forward] >= back, forward, anywhere)))
        is_linked = linked > best
        came_from.append(np.where(is_linked, origin, -1))
        best = np.where(is_linked, linked, best)
    return _trace(came_from, int(np.argmax(best)))


def _leading(best: np.ndarray) -> np.ndarray:
    """Return for each place the best place up to it."""
    is_new = best > np.concatenate(([-np.inf], np.maximum.accumulate(best)[:-1]))
    return np.maximum.accumulate(np.where(is_new, np.arange(len(best)), 0))


def _trace(came_from: Sequence[np.ndarray], place: int) -> tuple[int | None, ...]:
    chosen: list[int | None] = []
    for origin in reversed(came_from):
        if origin[place] < 0:
            chosen.append(None)
        else:
            chosen.append(place - 1)
            place = int(origin[place])
    return tuple(reversed(chosen))
