"""English sentences find the Kazakh words that they translate, through errors of recognition and in any order (T2)."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import pytest

from transcribe.bench_link.answers import answers
from transcribe.bench_link.asked import ask
from transcribe.bench_link.parallel import Programme, case_of, doubtful_case, read_programmes
from transcribe.bench_link.retrieval import hits_of, scorer_of
from transcribe.bench_link.train import ACROSS, SEED
from transcribe.bench_link.verdicts import calibration_of, is_right
from transcribe.linking.embeddings import Embedder
from transcribe.records import Verdict


def programmes(shared_data: Path, count: int | None = None) -> list[Programme]:
    path = shared_data / "linking" / "kk_ntrex128_docs.jsonl.gz"
    return list(islice(read_programmes(path, SEED), count))


def test_names_and_numbers_alone_find_half_of_them(shared_data: Path) -> None:
    asked = list(ask([case_of(programme, 0.0) for programme in programmes(shared_data, 4)], None))
    assert hits_of(asked, scorer_of(ACROSS[0])).first.mean() >= 0.5


@pytest.mark.release
@pytest.mark.timeout(3600)
@pytest.mark.parametrize(("damage", "target"), [(0, 0.95), (0.25, 0.85), (0.5, 0.65)])
def test_all_programmes_reach_the_target(damage: float, target: float, shared_data: Path, embedder: Embedder) -> None:
    asked = list(ask([case_of(programme, damage) for programme in programmes(shared_data)], embedder))
    assert hits_of(asked, scorer_of(ACROSS[-1])).first.mean() >= target


@pytest.mark.release
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("damage", [0, 0.25])
def test_what_is_linked_is_right_and_another_programmes_news_is_nowhere(
    damage: float, shared_data: Path, embedder: Embedder
) -> None:
    found = list(answers([doubtful_case(programme, damage) for programme in programmes(shared_data)], embedder))
    linked = [each for each in found if each.link.spans]
    assert sum(map(is_right, linked)) >= 0.9 * len(linked)
    foreign = [each.link.verdict for each in found if not each.query.gold]
    assert foreign.count(Verdict.NOT_FOUND) >= 0.9 * len(foreign)
    assert calibration_of(found).precision_at_half >= 0.9
