"""What anchors alone can do on translated news: find the line, and see a changed number or name at its place."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

from tests.transcribe.linking.anchor_trials import (
    HELD_OUT,
    SEEN,
    Line,
    Trial,
    balanced_accuracy,
    documents,
    first_ranks,
    make_programme,
    name_trials,
    number_trials,
)
from transcribe.linking.anchors import anchors_of
from transcribe.linking.hits import find_hits

JOINED = 10


def test_anchors_find_most_lines_of_a_programme(shared_data: Path) -> None:
    docs = documents(shared_data)
    found = [first for start in (60, 70) for first in first_ranks(make_programme(docs[start : start + JOINED], 0))]
    assert sum(found) >= 0.6 * len(found)


def test_a_changed_number_is_seen_and_a_true_one_heard(shared_data: Path) -> None:
    trials = number_trials(documents(shared_data)[60:75])
    assert len(trials) > 100
    assert balanced_accuracy(trials) >= 0.9


def test_a_changed_name_is_seen_and_a_true_one_mostly_heard(shared_data: Path) -> None:
    docs = documents(shared_data)[60:63]
    assert balanced_accuracy(name_trials(docs, places=False)) >= 0.75
    assert balanced_accuracy(name_trials(docs, places=True)) >= 0.85


@pytest.mark.release
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("documents_of", [SEEN, HELD_OUT], ids=["seen", "held-out"])
def test_all_documents(documents_of: range, shared_data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    docs = [documents(shared_data)[index] for index in documents_of]
    trials = {
        "numbers": number_trials(docs),
        "names": name_trials(docs, places=False),
        "places": name_trials(docs, places=True),
    }
    lines = [f"{name:8} {_figures(found)}" for name, found in trials.items()]
    ranks = {damage: _share_first(docs, damage) for damage in (0, 0.25, 0.5)}
    lines.append("first    " + "  ".join(f"{damage:.0%} damage {share:.3f}" for damage, share in ranks.items()))
    with capsys.disabled():
        sys.stdout.write("\n".join(["", *lines, ""]))
    assert balanced_accuracy(trials["numbers"]) >= 0.9
    assert balanced_accuracy(trials["names"]) >= 0.85
    assert balanced_accuracy(trials["places"]) >= 0.9
    assert ranks[0] >= 0.6
    assert ranks[0.25] >= 0.5


def _figures(trials: list[Trial]) -> str:
    true = [trial.was_heard for trial in trials if trial.is_true]
    changed = [not trial.was_heard for trial in trials if not trial.is_true]
    return (
        f"balanced accuracy {balanced_accuracy(trials):.3f}, true heard {sum(true)}/{len(true)}, "
        f"changed seen {sum(changed)}/{len(changed)}"
    )


def _share_first(docs: list[list[Line]], damage: float) -> float:
    starts = range(0, len(docs) - JOINED + 1, JOINED)
    first = [hit for start in starts for hit in first_ranks(make_programme(docs[start : start + JOINED], damage))]
    return sum(first) / len(first)


def test_an_hour_of_speech_and_fifteen_sentences_take_three_seconds(shared_data: Path) -> None:
    docs = documents(shared_data)
    programme = make_programme(docs[:40], 0.25)
    assert len(programme.heard.words) > 9_000
    started = time.process_time()
    anchors = [anchor for line in docs[50][:15] for anchor in anchors_of(line["en"], "en")]
    find_hits(anchors, programme.heard)
    assert time.process_time() - started <= 3
