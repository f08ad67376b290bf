"""The evidence for every sentence of a case, with where the right answers are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from media.records import Span
from transcribe.bench_link.cases import Case, Query
from transcribe.linking.embeddings import Embedder
from transcribe.linking.weigh import Told, weigh
from transcribe.linking.windows import Window

Floats = NDArray[np.float64]
BEST = 5


@dataclass(frozen=True, slots=True)
class Asked:
    """One sentence and one programme."""

    group: str
    query: Query
    windows: tuple[Window, ...]
    names: tuple[str, ...]
    """Of the features of all channels that ran."""
    values: Floats
    """Shape (windows, names)."""
    missing: Floats
    """Shape (windows,)."""
    right: NDArray[np.bool_]
    """Which windows touch the gold, shape (windows,)."""

    def columns(self, names: Sequence[str]) -> Floats:
        return self.values[:, [self.names.index(name) for name in names]]


def ask(cases: Iterable[Case], embedder: Embedder | None) -> Iterator[Asked]:
    """Yield the evidence of each sentence of the cases, by all channels.

    :raises EngineFailed: the embedder stopped.
    """
    for case in cases:
        told = Told([query.text for query in case.queries], len(case.queries), case.language)
        weighed = weigh(told, case.heard, case.windows, embedder, None, lambda done, total: None)
        for row, query in enumerate(case.queries):
            yield Asked(
                group=case.group,
                query=query,
                windows=case.windows,
                names=weighed.features.names,
                values=weighed.features.values[row],
                missing=weighed.missing[row],
                right=np.array([_touches(window.span, query.gold) for window in case.windows]),
            )


def _touches(span: Span, gold: Sequence[Span]) -> bool:
    return any(span.overlap_ms(each) > 0 for each in gold)
