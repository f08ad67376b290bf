"""T3 and T4: is a true sentence told from a false one, and is a probability what it says?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from transcribe.bench_link.answers import Answer
from transcribe.bench_link.asked import Asked
from transcribe.bench_link.learn import candidates, chances, learn_curve
from transcribe.linking.anchors import AROUND
from transcribe.linking.features import Channel
from transcribe.linking.fuse import fusion_of
from transcribe.records import Verdict

BORNE_OUT = frozenset((Verdict.SUPPORTED, Verdict.LIKELY))
BINS = 10
FOLDS = 5
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
    part_accepted: tuple[float, float] | None = None
    part_balanced_accuracy: float | None = None
    """The same of the verdict of the number or name itself that was swapped."""


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
    true, untrue = (_share([each.link.verdict in BORNE_OUT for each in these]) for these in (true_ones, false_ones))
    return Told(false, (len(true_ones), len(false_ones)), (true, untrue), _balanced(true, untrue))


def told_by_parts(told: Told, true_ones: Sequence[Answer], false_ones: Sequence[Answer]) -> Told:
    """Return the same with the verdicts of what was swapped. :param false_ones: as many, in the same order."""
    pairs = [(true, untrue, *_swapped(true, untrue)) for true, untrue in zip(true_ones, false_ones, strict=True)]
    right = _share([_accepts(true, old) for true, _, old, _ in pairs])
    wrong = _share([_accepts(untrue, new) for _, untrue, _, new in pairs])
    return replace(told, part_accepted=(right, wrong), part_balanced_accuracy=_balanced(right, wrong))


def _swapped(true: Answer, untrue: Answer) -> tuple[str, str]:
    """Return the word that was swapped, before and after."""
    pairs = zip(true.query.text.split(), untrue.query.text.split(), strict=True)
    old, new = next((one, other) for one, other in pairs if one != other)
    return old.strip(AROUND), new.strip(AROUND)


def _accepts(answer: Answer, word: str) -> bool:
    """Return whether the number or name that has a word was heard where the sentence was found."""
    named = [part for part in answer.link.parts if word in part.text.split()]
    return bool(named) and all(part.verdict is Verdict.SUPPORTED for part in named)


def _share(values: Sequence[bool]) -> float:
    return round(float(np.mean(values)), 4)


def _balanced(true: float, untrue: float) -> float:
    return round((true + 1 - untrue) / 2, 4)


def is_right(answer: Answer) -> bool:
    """Return whether one of a link's places touches one that bears the sentence out."""
    return any(span.overlap_ms(gold) > 0 for span in answer.link.spans for gold in answer.query.gold)


def calibration_of(answers: Sequence[Answer]) -> Calibration:
    """Return how the scores of links stand to how often they are right; what has no link is not in the ECE."""
    linked = [each for each in answers if each.link.spans]
    return _calibration(
        [each.group for each in linked],
        np.array([each.link.score for each in linked], float),
        np.array([is_right(each) for each in linked], float),
        len(answers),
    )


def cross_fitted(asked: Sequence[Asked], channels: Sequence[Channel]) -> Calibration:
    """Return the same of the best window of each sentence, by curves that were fitted without its group.

    For data from which the shipped curve was fitted. Groups that differ in the last letter only stay together.
    """
    fusion = fusion_of(channels)
    teams = sorted({each.group[:-1] for each in asked})
    fold_of = {team: number % FOLDS for number, team in enumerate(teams)}
    groups: list[str] = []
    scores: list[float] = []
    right: list[float] = []
    for fold in range(FOLDS):
        inside = [each for each in asked if fold_of[each.group[:-1]] == fold]
        outside = [each for each in asked if fold_of[each.group[:-1]] != fold]
        if not inside or not outside:
            continue
        curve = learn_curve(*candidates(outside, fusion.rank), fusion.trust)
        for each in inside:
            given, hit = candidates([each], fusion.rank)
            scores.append(float(curve.at(chances(given[:1], fusion.trust))[0]))
            right.append(float(hit[0]))
            groups.append(each.group)
    return _calibration(groups, np.array(scores), np.array(right), len(scores))


def _calibration(groups: Sequence[str], scores: np.ndarray, right: np.ndarray, sentences: int) -> Calibration:
    if not len(scores):
        return Calibration(sentences, None, None, None, precision_at_half=0.0, coverage_at_90=0.0)
    low, high = _ece_interval(groups, scores, right)
    order = np.argsort(-scores, kind="stable")
    precision = np.cumsum(right[order]) / (np.arange(len(order)) + 1)
    enough = np.flatnonzero(precision >= TRUSTED)
    half = max(1, sentences // 2)
    return Calibration(
        sentences=sentences,
        ece=round(expected_error(scores, right), 4),
        low=round(low, 4),
        high=round(high, 4),
        precision_at_half=round(float(right[order[:half]].sum() / half), 4),
        coverage_at_90=round(float(enough[-1] + 1) / sentences, 4) if len(enough) else 0.0,
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
