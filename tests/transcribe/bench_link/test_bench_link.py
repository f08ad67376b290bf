"""The linking benchmark measures what it says, and its figures can be learnt again to the byte."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from tests.transcribe.bench_link.small import make
from transcribe.bench_link.bootstrap import interval
from transcribe.bench_link.minutes import minutes_of
from transcribe.bench_link.parallel import case_of, falsified_cases, read_programmes
from transcribe.bench_link.verdicts import expected_error
from transcribe.linking.fuse import FILE


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("linking"), documents=20)


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command in a folder, where its archive is too."""
    command = [sys.executable, "-m", "webapp.cli.main", "--archive", "archive", "bench", "link", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.mark.release
def test_every_part_is_measured_beside_its_peers(data: Path, tmp_path: Path) -> None:
    result = run(tmp_path, "--data", str(data), "--sample", "1", "--json")
    assert result.returncode == 0, result.stderr
    measured = json.loads(result.stdout)
    for text in ("recognised", "reference"):
        found = measured["T1"][text]
        assert found["muragat"].keys() == {"sentences", "hit@1", "hit@5", "unit_f1", "low", "high"}
        assert found["muragat"]["hit@1"] == found["bm25"]["hit@1"] == 1  # word for word, it is easy
        assert found["e5"]["sentences"] == 3
        assert {each["to"] for each in found["differences"]} == {"bm25", "e5"}
    assert measured["T2"].keys() == {"0", "25", "50"}
    clean = measured["T2"]["0"]
    assert clean["muragat"]["hit@1"] >= 0.7
    assert clean["muragat"]["hit@5"] >= 0.8
    kinds = {each["false"]: each for each in measured["T3"]["0"]}
    true, false = kinds["a number swapped"]["accepted"]
    assert true > 0.5
    assert false == 0
    assert measured["T4"].keys() == {"kazakh 0 %", "kazakh 25 %", "kazakh 50 %", "meetings, best window"}
    assert measured["T5"].keys() == {"muragat", "bm25"}
    assert measured["T6"] == {"seconds_an_hour": None}  # a sample says nothing of an hour


@pytest.mark.release
def test_the_figures_are_the_same_bytes_each_time(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written = []
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        assert run(tmp_path / name, "--data", str(data), "--train").returncode == 0
        written.append((tmp_path / name / FILE).read_bytes())
    assert written[0] == written[1]


def test_a_folder_without_data_is_refused_in_a_sentence(tmp_path: Path) -> None:
    result = run(tmp_path, "--data", str(tmp_path))
    assert result.returncode == 1
    assert result.stderr.count("\n") == 1
    assert "meetings_*.jsonl.gz" in result.stderr


def test_half_of_the_words_are_misheard_when_half_shall_be(data: Path) -> None:
    (programme, *_) = read_programmes(data / "kk_small_docs.jsonl.gz", 1)
    clean, damaged = (case_of(programme, damage) for damage in (0.0, 0.5))
    said = {word.text for word in clean.heard.words}
    heard = [word.text in said for word in damaged.heard.words]
    assert case_of(programme, 0.5) == damaged  # a draw to repeat
    assert 0.5 < np.mean(heard) < 0.9  # a wrong word may be another of the programme's
    assert [query.text for query in damaged.queries] == [query.text for query in clean.queries]


def test_a_sentence_made_false_differs_in_one_thing(data: Path) -> None:
    (programme, *_) = read_programmes(data / "kk_small_docs.jsonl.gz", 1)
    for true, false in falsified_cases(programme, 0.0):
        for one, other in zip(true.queries, false.queries, strict=True):
            apart = set(one.text.split()) ^ set(other.text.split())
            assert 1 <= len(apart) <= 2
            assert one.gold == other.gold


def test_the_interval_draws_whole_groups() -> None:
    values = np.array([1.0] * 50 + [0.0] * 50)
    wide = interval(["a"] * 50 + ["b"] * 50, values)
    narrow = interval([str(at) for at in range(100)], values)
    assert wide == (0.0, 1.0)
    assert 0.35 < narrow[0] < 0.5 < narrow[1] < 0.65


def test_errors_of_calibration_and_of_minutes_are_counted_as_defined() -> None:
    sure = np.full(100, 0.9)
    assert expected_error(sure, np.array([True] * 90 + [False] * 10, float)[::-1]) < 0.19
    assert expected_error(sure, np.zeros(100)) == pytest.approx(0.9)
    found = minutes_of(np.array([True, True, False, False]), np.array([True, False, True, False]))
    assert (found.precision, found.recall, found.f1) == (0.5, 0.5, 0.5)
