"""The measurement runs every competitor on the same sound and tells what its figures mean."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from media.errors import UnreadableSound
from transcribe.bench_asr.bench import AsrBench, Figures, NoJudge, Turn, bench_asr
from transcribe.bench_asr.errors import Difference, paired_difference, word_errors
from transcribe.engines.connection import SETTINGS
from transcribe.models import Model

NAMES = [
    "muragat",
    "faster-whisper",
    "faster-whisper batched 8",
    "faster-whisper batched 16",
    "whisper.cpp",
    "openai-whisper",
]
WHISPER_CPP_IS_HERE = find_spec("pywhispercpp") is not None


@pytest.mark.parametrize("name", NAMES[:3])
def test_a_turn_tells_words_seconds_and_memory(name: str, decoded: Callable[[str], Path], base_model: Model) -> None:
    sound = decoded("ru_pisets_test_sound_ru.wav")
    child = subprocess.run(
        [sys.executable, "-m", "transcribe.bench_asr.peer", name, base_model.path, "2", sound],
        check=True,
        capture_output=True,
        env=os.environ | SETTINGS,
    )
    turn = msgspec.json.decode(child.stdout.splitlines()[-1], type=Turn)
    assert turn.language == "ru"
    assert turn.text.casefold().rstrip(".").endswith("хорошо")
    assert 0 < turn.seconds < 300
    assert 100_000 < turn.peak_rss_kb < 4_000_000


@pytest.mark.release
def test_every_competitor_has_its_turn(shared_data: Path, models_dir: Path) -> None:
    said: list[str] = []
    sound = shared_data / "audio" / "ru_pisets_test_sound_ru.wav"
    bench = bench_asr([sound], 1, models_dir, said.append, reference="нейронные сети это хорошо")
    assert [each.name for each in bench.engines] == [n for n in NAMES if n != "whisper.cpp" or WHISPER_CPP_IS_HERE]
    assert len(said) == len(NAMES), "one without whisper.cpp says so instead"
    assert WHISPER_CPP_IS_HERE or "pip install pywhispercpp" in said[0]
    for each in bench.engines:
        assert 0 < each.seconds_min <= each.seconds_median <= each.seconds_max
        assert 100 < each.peak_rss_mb < 4_000
        assert each.wer <= 0.25  # some hear “нейронной”
    record = json.loads(msgspec.json.encode(bench))
    assert list(record["engines"][0]) == [
        "name",
        "seconds_median",
        "seconds_min",
        "seconds_max",
        "times_real",
        "peak_rss_mb",
        "wer",
        "ours_worse",
        "word_times_ms",
    ]


@pytest.mark.release
def test_one_peer_alone_is_measured_against_the_words_that_are_given(shared_data: Path, models_dir: Path) -> None:
    sound, said = shared_data / "audio" / "ru_pisets_test_sound_ru.wav", list[str]()
    words = "нейронные сети это хорошо"
    bench = bench_asr([sound], 1, models_dir, said.append, reference=words, beside=[NAMES[2]])
    assert [each.name for each in bench.engines] == [NAMES[0], NAMES[2]]
    assert [each.word_times_ms for each in bench.engines] == [None, None], "these are told by openai-whisper only"
    assert bench.reference_words == 4
    assert len(said) == 2
    with pytest.raises(NoJudge, match="--reference"):
        bench_asr([sound], 1, models_dir, said.append, reference=None, beside=[NAMES[2]])


def test_errors_are_counted_word_by_word() -> None:
    assert word_errors("The sea went away.", "the see went", "en").tolist() == [0, 1, 0, 1]
    assert word_errors("The sea went.", "The the sea went away now", "en").tolist() == [1, 0, 2]
    assert word_errors("", "two words", "en").tolist() == [2]


@given(st.lists(st.integers(0, 2), min_size=1, max_size=200))
def test_equal_errors_are_no_difference_and_more_errors_are_one(errors: list[int]) -> None:
    theirs = np.array(errors)
    assert paired_difference(theirs, theirs) == Difference(0, 0, 0)
    assert paired_difference(theirs + 1, theirs) == Difference(1, 1, 1)
    assert paired_difference(theirs, theirs + 1) == Difference(-1, -1, -1)


def test_a_difference_is_as_sure_as_its_words_are_many() -> None:
    chance = np.random.default_rng(1)
    few, many = (chance.integers(0, 2, (2, words)) for words in (400, 40_000))
    wide, narrow = (paired_difference(*errors) for errors in (few, many))
    assert wide.low < wide.mean < wide.high
    assert (narrow.high - narrow.low) * 5 < wide.high - wide.low  # by the root of their number


def test_the_table_says_what_was_measured() -> None:
    figures = Figures("muragat", 20.0, 19.0, 22.0, 15.32, 612.4, 0.0312, Difference(0.004, -0.002, 0.0101), 41.0)
    table = AsrBench((figures,), 306.4, 3, 2, "openai-whisper", 1_200).table()
    assert "| muragat | 20.0 (19.0–22.0) | 15.32 | 612 | 0.0312 | +0.0040 (-0.0020 … +0.0101) | 41 |" in table
    assert "306.4 s of sound" in table
    assert "WER against openai-whisper, 1200 words" in table


def test_what_is_no_sound_is_refused(tmp_path: Path, models_dir: Path) -> None:
    (tmp_path / "notes.mp3").write_text("not sound")
    with pytest.raises(UnreadableSound):
        bench_asr([tmp_path / "notes.mp3"], 1, models_dir, print, reference=None)
