"""English sentences find the Kazakh words that they translate, through errors of recognition and swapped order (T2)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.transcribe.linking.kazakh import SUMMARY_SENTENCES, documents, hits_at_1, link_queries, make_programme
from transcribe.linking.embeddings import Embedder
from transcribe.records import Verdict


def test_names_and_numbers_alone_find_half_of_them(shared_data: Path) -> None:
    docs = documents(shared_data)
    programmes = [make_programme(docs, first, 10, damage=0) for first in (70, 80, 90, 100)]
    hits = sum(hits_at_1(programme, link_queries(programme, None)) for programme in programmes)
    assert hits >= 0.5 * SUMMARY_SENTENCES * len(programmes)


def test_meaning_finds_nearly_all_and_news_from_elsewhere_nowhere(shared_data: Path, embedder: Embedder) -> None:
    programme = make_programme(documents(shared_data), 80, 3, damage=0.25)
    links = link_queries(programme, embedder)
    assert hits_at_1(programme, links) >= 9
    foreign = links[SUMMARY_SENTENCES:]
    assert [link.verdict for link in foreign] == [Verdict.NOT_FOUND] * len(programme.foreign)


@pytest.mark.release
@pytest.mark.timeout(3600)
@pytest.mark.parametrize(("damage", "target"), [(0, 0.9), (0.25, 0.8), (0.5, 0.65)])
def test_full_programmes_reach_their_target(
    damage: float, target: float, shared_data: Path, embedder: Embedder
) -> None:
    docs = documents(shared_data)
    hits, taken, right, foreign = 0, 0, 0, []
    programmes = [make_programme(docs, first, 8, damage) for first in (60, 70, 80, 90, 100, 110)]
    for programme in programmes:
        links = link_queries(programme, embedder)
        hits += hits_at_1(programme, links)
        foreign += [link.verdict for link in links[SUMMARY_SENTENCES:]]
        for query, link in zip(programme.queries, links, strict=False):
            taken += bool(link.spans)
            right += any(query.gold.overlap_ms(span) for span in link.spans)
    assert hits >= target * SUMMARY_SENTENCES * len(programmes)
    assert right >= 0.9 * taken
    assert foreign.count(Verdict.NOT_FOUND) >= 0.9 * len(foreign)
