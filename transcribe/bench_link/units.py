"""T1's unit F1: of the annotated acts of speech, those that a link claims against those that annotators gave."""

from __future__ import annotations

from collections.abc import Sequence

from media.records import Span
from transcribe.bench_link.answers import Answer
from transcribe.bench_link.asked import Asked
from transcribe.bench_link.cases import Case
from transcribe.bench_link.retrieval import Scorer
from transcribe.linking.place import best_apart


def unit_f1_of_links(answers: Sequence[Answer], cases: Sequence[Case]) -> float:
    """Return the mean F1 of a sentence, 0 where it has no link."""
    queries = [case for case in cases for _ in case.queries]
    return _mean([_f1(each.link.spans, each.query.gold, case) for each, case in zip(answers, queries, strict=True)])


def unit_f1_of_windows(asked: Sequence[Asked], score: Scorer, cases: Sequence[Case]) -> float:
    """Return the same for a method that names one window, the best."""
    queries = [case for case in cases for _ in case.queries]
    found = []
    for each, case in zip(asked, queries, strict=True):
        best = each.windows[best_apart(score(each), each.windows, 1)[0]]
        found.append(_f1([best.span], each.query.gold, case))
    return _mean(found)


def _f1(spans: Sequence[Span], gold: Sequence[Span], case: Case) -> float:
    """Return the F1 over units; a unit is claimed when at least half of it lies in a span."""
    claimed = {unit for unit in case.units if any(2 * span.overlap_ms(unit) >= unit.duration_ms for span in spans)}
    both = len(claimed & set(gold))
    return 2 * both / (len(claimed) + len(gold)) if both else 0.0


def _mean(values: Sequence[float]) -> float:
    return round(sum(values) / max(1, len(values)), 4)
