"""T3 and T4: is a true sentence told from a false one, and is a probability what it says?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from transcribe.bench_link.answers import Answer
from transcribe.records import Verdict

BORNE_OUT = frozenset((Verdict.SUPPORTED, Verdict.LIKELY))
BINS = 10
TRUSTED = 0.9


@dataclass(frozen=True, slots=True)
class Told:
    """How well sentences of one kind of falsehood are told from true ones."""

    false: str
    sentences: tuple[int, int]
    """True and false ones."""
    accepted: tuple[float, float]
    """Share of the true and of the false ones that were called supported."""
    balanced_accuracy: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """Whether links are right as often as their probability says."""

    sentences: int
    ece: float | None
    low: float | None
    high: float | None
    """95 % interval of the expected calibration error; ``None`` where there is no link."""
    precision_at_half: float
    """Of the surer half of the sentences."""
    coverage_at_90: float
    """Largest share of the sentences, the surest first, of which 90 % are right."""


def told_of(false: str, true_ones: Sequence[Answer], false_ones: Sequence[Answer]) -> Told:
    accepted = tuple(
        float(np.mean([each.link.verdict in BORNE_OUT for each in these])) for these in (true_ones, false_ones)
    )
    return Told(
        false=false,
        sentences=(len(true_ones), len(false_ones)),
        accepted=(round(accepted[0], 4), round(accepted[1], 4)),
        balanced_accuracy=round((accepted[0] + 1 - accepted[1]) / 2, 4),
    )


def is_right(answer: Answer) -> bool:
    """Return whether one of a link's places touches one that bears the sentence out."""
    return any(span.overlap_ms(gold) > 0 for span in answer.link.spans for gold in answer.query.gold)


def calibration_of(answers: Sequence[Answer]) -> Calibration:
    """Return how the scores of links stand to how often they are right; what has no link is not counted."""
    linked = [each for each in answers if each.link.spans]
    if not linked:
        return Calibration(len(answers), None, None, None, precision_at_half=0.0, coverage_at_90=0.0)
    scores = np.array([each.link.score for each in linked])
    right = np.array([is_right(each) for each in linked], float)
    groups = [each.group for each in linked]
    low, high = _ece_interval(groups, scores, right)
    order = np.argsort(-scores, kind="stable")
    precision = np.cumsum(right[order]) / (np.arange(len(order)) + 1)
    enough = np.flatnonzero(precision >= TRUSTED)
    half = max(1, len(answers) // 2)
    return Calibration(
        sentences=len(answers),
        ece=round(expected_error(scores, right), 4),
        low=round(low, 4),
        high=round(high, 4),
        precision_at_half=round(float(right[order[:half]].sum() / half), 4),
        coverage_at_90=round(float(enough[-1] + 1) / len(answers), 4) if len(enough) else 0.0,
    )


def expected_error(scores: np.ndarray, right: np.ndarray) -> float:
    """Return the expected calibration error over bins of equal count (Nixon et al. 2019)."""
    bins = np.array_split(np.argsort(scores, kind="stable"), min(BINS, len(scores)))
    gaps = [abs(float(scores[each].mean() - right[each].mean())) * len(each) for each in bins]
    return sum(gaps) / len(scores)


def _ece_interval(groups: Sequence[str], scores: np.ndarray, right: np.ndarray) -> tuple[float, float]:
    names = sorted(set(groups))
    members = {name: np.flatnonzero(np.array(groups) == name) for name in names}
    draw = np.random.default_rng(7)
    drawn = []
    for _ in range(300):
        rows = np.concatenate([members[names[at]] for at in draw.integers(0, len(names), len(names))])
        drawn.append(expected_error(scores[rows], right[rows]))
    low, high = np.percentile(drawn, (2.5, 97.5))
    return float(low), float(high)
