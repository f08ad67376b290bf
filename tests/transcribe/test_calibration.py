"""A confidence says how often words of its kind are right."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec
import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from media.records import Span
from media.sound import read_samples
from tests.conftest import REPOSITORY
from transcribe.bench_asr.calibrate import Judged, calibration_error, measure, written
from transcribe.calibration import FITTED, find_calibration, fitted, with_confidence
from transcribe.doubts import doubt_word
from transcribe.engines.supervisor import EngineProcess
from transcribe.isotonic import fit, pool
from transcribe.models import Model
from transcribe.records import Chunk, Doubt, HeardSegment, Hypothesis, Segment, Word
from webapp.cli.main import cli

OURS = ("faster-whisper", "905e5bf8336bcc625ba4e33498d675a4b935504118c594d868c36e91a60c1a57")
"""The engine and weights that are measured."""
weighted = st.lists(st.tuples(st.floats(0, 1), st.integers(1, 50)), min_size=1, max_size=40)


@given(weighted)
def test_pooled_values_ascend_and_keep_their_mean(pairs: list[tuple[float, int]]) -> None:
    values, weights = np.array(pairs, np.float64).T
    pooled = pool(values, weights)
    assert len(pooled) == len(values)
    assert (np.diff(pooled) >= -1e-12).all()
    assert np.average(pooled, weights=weights) == pytest.approx(np.average(values, weights=weights))
    assert pool(pooled, weights) == pytest.approx(pooled), "what ascends stays"


def test_pooling_gives_the_nearest_ascending_values() -> None:
    assert pool(np.array([0.1, 0.6, 0.4, 0.9]), np.ones(4)).tolist() == pytest.approx([0.1, 0.5, 0.5, 0.9])
    assert pool(np.array([0.9, 0.1]), np.array([1.0, 3.0])).tolist() == pytest.approx([0.3, 0.3])


def overconfident(count: int, seed: int) -> Judged:
    """Words of which half as many are right as their probability says."""
    random = np.random.default_rng(seed)
    probabilities = random.uniform(0, 1, count)
    right = random.uniform(0, 1, count) < probabilities / 2
    return Judged(str(seed), tuple(probabilities.tolist()), tuple(right.tolist()))


def test_a_curve_for_other_sounds_mends_probabilities_that_promise_too_much() -> None:
    figures = measure("xx", [overconfident(400, seed) for seed in range(4)])
    assert figures.raw_error == pytest.approx(0.25, abs=0.03)
    assert figures.error_low <= figures.error <= 0.05
    assert measure("xx", [overconfident(400, seed) for seed in range(4)]) == figures


def test_nothing_is_certain_after_twenty_words() -> None:
    curve = fit(np.full(20, 0.99), np.ones(20, np.bool_))
    assert curve.at(np.array([0.0, 1.0])).tolist() == pytest.approx([21 / 22] * 2, abs=1e-3)


def test_the_error_is_what_bins_are_off() -> None:
    assert calibration_error(np.array([0.95, 0.95, 0.15]), np.array([True, False, False])) == pytest.approx(0.35)
    assert calibration_error(np.array([1.0]), np.array([True])) == 0
    assert calibration_error(np.zeros(0), np.zeros(0, np.bool_)) == 0


def test_the_curves_of_the_package_are_as_they_were_written_and_ascend() -> None:
    assert written(tuple(fitted().values())) == FITTED.read_bytes()
    for calibration in fitted().values():
        curve = calibration.curve
        assert list(curve.probabilities) == sorted(curve.probabilities)
        assert list(curve.confidences) == sorted(curve.confidences)
        assert all(0 < confidence < 1 for confidence in curve.confidences)


@pytest.mark.parametrize("language", ["ru", "und", "xx"])
def test_nothing_is_claimed_of_what_was_not_measured(language: str) -> None:
    words = (Word("слово", 0, 100, 0.9),)
    hypothesis = Hypothesis(language, 1.0, (HeardSegment(0, 100, words, -0.1, 0.0, 1.0),))
    assert with_confidence(hypothesis, *OURS) == hypothesis
    assert find_calibration("openai-whisper", OURS[1], "en") is None
    assert find_calibration(OURS[0], "0" * 64, "en") is None


def test_a_probable_word_that_is_seldom_right_is_doubted() -> None:
    chunk = Chunk(0, 0, 1_000, (Span(0, 1_000),))
    heard = HeardSegment(0, 300, (), -0.1, 0.0, 1.0)

    def doubt(probability: float, confidence: float | None) -> Doubt | None:
        word = Word("сөз", 0, 300, probability, confidence=confidence)
        return doubt_word(word, heard, chunk, repeats=False, invented=False).doubt

    assert doubt(0.9, 0.04) is Doubt.LOW_PROBABILITY
    assert doubt(0.3, 0.7) is None
    assert (doubt(0.9, None), doubt(0.3, None)) == (None, Doubt.LOW_PROBABILITY)


def test_a_segments_confidence_is_the_share_of_words_to_be_expected_right() -> None:
    words = (Word("a", 0, 1, 0.9, confidence=0.9), Word("b", 1, 2, 0.5, confidence=0.5))
    assert Segment("s", 0, 2, words).confidence == 0.7
    assert Segment("s", 0, 2, (*words, Word("typed", 2, 3))).confidence is None
    assert Segment("s", 0, 2, ()).confidence is None


def test_words_stored_before_there_was_a_confidence_can_be_read() -> None:
    stored = b'{"text":"su","start_ms":0,"end_ms":9,"probability":0.4,"doubt":"low probability"}'
    assert msgspec.json.decode(stored, type=Word) == Word("su", 0, 9, 0.4, Doubt.LOW_PROBABILITY)


def test_real_words_know_how_sure_they_are(
    recogniser: EngineProcess, base_model: Model, decoded: Callable[[str], Path]
) -> None:
    names = {"en": "en_jfk.flac", "kk": "kk_commands_example_2.wav"}
    sounds = [read_samples(decoded(name), Span(0, 30_000)) for name in names.values()]
    english, kazakh = (
        with_confidence(each, "faster-whisper", base_model.sha256) for each in recogniser.recognise(sounds, list(names))
    )
    sure, unsure = (
        [word.confidence for segment in each.segments for word in segment.words] for each in (english, kazakh)
    )
    assert np.mean([confidence or 0 for confidence in sure]) > 0.8
    assert unsure
    assert all(confidence is not None and confidence < 0.2 for confidence in unsure)


@pytest.mark.release
def test_the_command_writes_the_curves_of_the_package_again(
    shared_data: Path, models_dir: Path, tmp_path: Path
) -> None:
    gather = [sys.executable, "-m", "tests.transcribe.calibration_corpus", str(tmp_path / "corpus")]
    subprocess.run(gather, cwd=REPOSITORY, env={"MURAGAT_TEST_DATA": str(shared_data)}, check=True)
    (tmp_path / "archive").mkdir()
    (tmp_path / "archive" / "models").symlink_to(models_dir)
    command = ["--archive", str(tmp_path / "archive"), "bench", "calibrate", str(tmp_path / "corpus")]
    result = CliRunner().invoke(cli, [*command, "-o", str(tmp_path / "curves.json"), "--json"], catch_exceptions=False)
    told = msgspec.json.decode(result.stdout)
    english = next(each for each in told["languages"] if each["language"] == "en")
    assert english["error"] <= 0.05
    if "bfloat16" in told["engine_version"]:  # Processors without it have slightly other probabilities.
        assert (tmp_path / "curves.json").read_bytes() == FITTED.read_bytes()
