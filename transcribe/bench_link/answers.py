"""The links that the whole method makes of cases, as a newsroom would get them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from transcribe.bench_link.cases import Case, Query
from transcribe.linking.embeddings import Embedder
from transcribe.linking.link import Linked, Linker
from transcribe.records import Claim, Link


@dataclass(frozen=True, slots=True)
class Answer:
    group: str
    query: Query
    link: Link


def answer(case: Case, embedder: Embedder | None) -> Linked:
    """:raises EngineFailed: the embedder stopped."""
    linker = Linker(
        heard=case.heard,
        summary_language=case.language,
        embedder=embedder,
        words_are_known=False,
        link_id=str,
    )
    claims = []
    at = 0
    for number, query in enumerate(case.queries):
        claims.append(Claim(f"c{number}", number, query.text, at, at + len(query.text)))
        at += len(query.text) + 1
    return linker.link_in(case.windows, claims, lambda done, total: None)


def answers(cases: Iterable[Case], embedder: Embedder | None) -> Iterator[Answer]:
    """Yield the link of each sentence of the cases. :raises EngineFailed: the embedder stopped."""
    for case in cases:
        for query, link in zip(case.queries, answer(case, embedder).links, strict=True):
            yield Answer(case.group, query, link)
