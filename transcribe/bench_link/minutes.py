"""T5: which minutes does a summary leave out?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from media.records import Span
from transcribe.bench_link.answers import answer
from transcribe.bench_link.asked import Asked
from transcribe.bench_link.cases import Case
from transcribe.bench_link.retrieval import Scorer
from transcribe.linking.embeddings import Embedder
from transcribe.linking.omitted import told_windows
from transcribe.linking.place import best_apart

MINUTE_MS = 60_000


@dataclass(frozen=True, slots=True)
class Minutes:
    """How well the minutes that annotators linked to nothing are found."""

    minutes: int
    left_out: int
    f1: float
    precision: float
    recall: float


def minutes_of(truth: np.ndarray, said: np.ndarray) -> Minutes:
    """:param truth: which minutes nothing is linked to. :param said: which are called omitted; shape (minutes,)."""
    both = float((truth & said).sum())
    precision, recall = both / max(1, said.sum()), both / max(1, truth.sum())
    return Minutes(
        minutes=len(truth),
        left_out=int(truth.sum()),
        f1=round(2 * both / max(1, said.sum() + truth.sum()), 4),
        precision=round(float(precision), 4),
        recall=round(float(recall), 4),
    )


def truth_of(case: Case) -> np.ndarray:
    """Return which minutes with speech have no gold in them, shape (minutes with speech,)."""
    return ~_touched(case, [span for query in case.queries for span in query.gold])


def said_by_us(case: Case, embedder: Embedder | None) -> np.ndarray:
    """Return which minutes nothing that a sentence tells touches. :raises EngineFailed: the embedder stopped."""
    linked = answer(case, embedder)
    are_told = told_windows(linked.links, linked.told, linked.windows)
    told = [window.span for window, is_told in zip(linked.windows, are_told, strict=True) if is_told]
    return ~_touched(case, [*told, *(span for link in linked.links for span in link.spans)])


def said_by_best(case: Case, asked: Iterable[Asked], score: Scorer) -> np.ndarray:
    """Return which minutes the best window of no sentence touches."""
    best = [each.windows[best_apart(score(each), each.windows, 1)[0]].span for each in asked]
    return ~_touched(case, best)


def _minutes(case: Case) -> list[Span]:
    """Return the minutes in which somebody speaks."""
    spoken = sorted({word.start_ms // MINUTE_MS for word in case.heard.words})
    return [Span(minute * MINUTE_MS, (minute + 1) * MINUTE_MS) for minute in spoken]


def _touched(case: Case, spans: Sequence[Span]) -> np.ndarray:
    return np.array([any(span.overlap_ms(minute) > 0 for span in spans) for minute in _minutes(case)])
