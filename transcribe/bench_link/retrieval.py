"""T1 and T2: is the right place among the best?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from transcribe.bench_link.asked import BEST, Asked, Floats
from transcribe.bench_link.bootstrap import interval
from transcribe.bench_link.learn import rank_scores
from transcribe.linking.features import Channel
from transcribe.linking.fuse import fusion_of
from transcribe.linking.place import best_apart

OURS, BM25, E5, NAMES = "muragat", "bm25", "e5", "anchors"
Scorer = Callable[[Asked], Floats]
"""A figure for each window, the best highest, shape (windows,)."""


@dataclass(frozen=True, slots=True)
class Retrieval:
    """How often one method was right."""

    sentences: int
    hit_at_1: float
    hit_at_5: float
    low: float
    high: float
    """95 % interval of hit@1."""
    unit_f1: float | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """Ours less another's, on the same sentences."""

    to: str
    hit_at_1: tuple[float, float, float]
    hit_at_5: tuple[float, float, float]
    """Mean, low and high of the paired 95 % interval."""


@dataclass(frozen=True, slots=True)
class Hits:
    """Of one method, a row a sentence."""

    groups: tuple[str, ...]
    first: Floats
    any: Floats


def scorer_of(channels: Sequence[Channel]) -> Scorer:
    rank = fusion_of(channels).rank
    return lambda asked: rank_scores(asked, rank)


def hits_of(asked: Iterable[Asked], score: Scorer) -> Hits:
    groups, first, some = [], [], []
    for each in asked:
        places = best_apart(score(each), each.windows, BEST)
        groups.append(each.group)
        first.append(bool(each.right[places[0]]))
        some.append(bool(each.right[places].any()))
    return Hits(tuple(groups), np.array(first, float), np.array(some, float))


def retrieval_of(hits: Hits, unit_f1: float | None = None) -> Retrieval:
    low, high = interval(hits.groups, hits.first)
    return Retrieval(
        sentences=len(hits.groups),
        hit_at_1=round(float(hits.first.mean()), 4),
        hit_at_5=round(float(hits.any.mean()), 4),
        low=round(low, 4),
        high=round(high, 4),
        unit_f1=unit_f1,
    )


def differences_of(by_method: Mapping[str, Hits]) -> list[Difference]:
    """Return ours less each of the other methods'."""
    ours = by_method[OURS]
    return [
        Difference(name, _paired(ours.groups, ours.first - hits.first), _paired(ours.groups, ours.any - hits.any))
        for name, hits in by_method.items()
        if name != OURS
    ]


def _paired(groups: Sequence[str], apart: Floats) -> tuple[float, float, float]:
    low, high = interval(groups, apart)
    return round(float(apart.mean()), 4), round(low, 4), round(high, 4)
