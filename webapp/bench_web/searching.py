"""Search: how long a reader waits for an answer, by what is asked."""

from __future__ import annotations

from dataclasses import dataclass

from webapp.bench_web.asking import ask_each, query_path
from webapp.bench_web.queries import Asker, Words
from webapp.bench_web.site import public_site
from webapp.bench_web.timing import Spread, spread
from webapp.edition.layout import Layout

WARMING = 5
BUDGET_S = 60.0
"""For each kind of question: slow answers are then fewer, and the figures say how many."""
FOUND = b"<mark"
"""What only an answer with words around its hits has."""


@dataclass(frozen=True, slots=True)
class SearchFigures:
    """By kind of question; ``None`` where none was answered in time."""

    two_words: Spread | None
    facets: Spread | None
    """Two words, narrowed down by one facet, all facets counted."""
    phrases: Spread | None
    prefixes: Spread | None
    inside_words: Spread | None
    exclusions: Spread | None
    answered: float
    """Share of the two-word questions whose answer shows words that were found."""


def measure_search(layout: Layout, words: Words, count: int) -> SearchFigures:
    """Ask questions of each kind, each question once, one after another.

    :param count: of each kind.

    :raises BenchFailed: an answer is not 200.
    """
    asker = Asker(words)
    two_words = [query_path(q=q) for q in asker.two_words(count)]
    with public_site(layout) as site:

        def times(paths: list[str]) -> Spread | None:
            return spread([answer.duration_ms for answer in ask_each(site, paths, BUDGET_S)])

        ask_each(site, [query_path(q=q) for q in asker.two_words(WARMING)], BUDGET_S)
        answers = ask_each(site, two_words, BUDGET_S)
        facets = zip(asker.two_words(count), asker.languages(count), strict=True)
        return SearchFigures(
            two_words=spread([answer.duration_ms for answer in answers]),
            facets=times([query_path(q=f"{q} language:{language}") for q, language in facets]),
            phrases=times([query_path(q=q) for q in asker.phrases(count)]),
            prefixes=times([query_path(q=q) for q in asker.prefixes(count)]),
            inside_words=times([query_path(q=q) for q in asker.insides(count)]),
            exclusions=times([query_path(q=q) for q in asker.exclusions(count)]),
            answered=round(sum(FOUND in answer.body for answer in answers) / max(1, len(answers)), 3),
        )
