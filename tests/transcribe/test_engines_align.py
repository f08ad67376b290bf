"""Known words find their place in the sound, in any language."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from statistics import median

import numpy as np
import pytest

from media.records import Span
from media.sound import read_samples
from transcribe.engines.supervisor import EngineProcess


def test_known_words_are_where_they_are_recognised(recogniser: EngineProcess, decoded: Callable[[str], Path]) -> None:
    samples = read_samples(decoded("en_jfk.flac"), Span(0, 30_000))
    heard = [word for segment in recogniser.recognise([samples], ["en"])[0].segments for word in segment.words]
    [aligned] = recogniser.align([samples], "en", [word.text for word in heard])
    assert [word.text for word in aligned] == [word.text for word in heard]
    assert median(abs(a.start_ms - h.start_ms) for a, h in zip(aligned, heard, strict=True)) <= 100


@pytest.mark.parametrize("number", [1, 2])
def test_kazakh_words_ascend_through_their_sound(
    recogniser: EngineProcess, decoded: Callable[[str], Path], shared_data: Path, number: int
) -> None:
    text = (shared_data / "audio" / f"kk_commands_example_{number}.txt").read_text(encoding="utf-8")
    samples = read_samples(decoded(f"kk_commands_example_{number}.wav"), Span(0, 30_000))
    [aligned] = recogniser.align([samples], "kk", text.split())
    assert [word.text for word in aligned] == text.split()
    edges = [edge for word in aligned for edge in (word.start_ms, word.end_ms)]
    assert edges == sorted(edges)
    assert 0 <= edges[0] < edges[-1] <= len(samples) / 16
    assert all(word.start_ms < word.end_ms for word in aligned)
    assert all(0 < word.probability <= 1 and word.log_probability < 0 for word in aligned)


def test_spoken_words_are_more_probable_than_others(recogniser: EngineProcess, decoded: Callable[[str], Path]) -> None:
    samples = read_samples(decoded("kk_commands_example_1.wav"), Span(0, 30_000))
    [spoken] = recogniser.align([samples], "kk", ["Алға", "қарай", "бес", "метр", "жүр", "тоқта"])
    [other] = recogniser.align([samples], "kk", ["Кеше", "кешке", "біз", "кітап", "оқыдық", "үйде"])
    assert sum(w.log_probability for w in spoken) > sum(w.log_probability for w in other) + 10


def test_a_sound_is_answered_as_if_it_were_asked_alone(
    recogniser: EngineProcess, decoded: Callable[[str], Path]
) -> None:
    samples = read_samples(decoded("kk_commands_example_1.wav"), Span(0, 30_000))
    words = ["Алға", "қарай", "бес", "метр", "жүр", "тоқта"]
    sounds = [np.zeros(0, np.float32), samples, np.zeros_like(samples)]
    together = recogniser.align(sounds, "kk", words)
    assert together == tuple(recogniser.align([sound], "kk", words)[0] for sound in sounds)
    assert together[0] == ()
    assert together[1] != together[2]


def test_of_more_words_than_the_model_takes_the_first_are_returned(
    recogniser: EngineProcess, decoded: Callable[[str], Path]
) -> None:
    samples = read_samples(decoded("kk_commands_example_1.wav"), Span(0, 30_000))
    words = [f"сөз{number}" for number in range(400)]
    [aligned] = recogniser.align([samples], "kk", words)
    assert 60 < len(aligned) < 200
    assert [word.text for word in aligned] == words[: len(aligned)]


def test_no_words_are_no_work(recogniser: EngineProcess, decoded: Callable[[str], Path]) -> None:
    samples = read_samples(decoded("kk_commands_example_2.wav"), Span(0, 30_000))
    assert recogniser.align([samples], "kk", []) == ((),)


def test_a_tenth_of_a_second_has_a_place_for_every_word(
    recogniser: EngineProcess, decoded: Callable[[str], Path]
) -> None:
    samples = read_samples(decoded("kk_commands_example_2.wav"), Span(0, 100))
    [aligned] = recogniser.align([samples], "kk", ["жарықты", "азайт"])
    assert len(aligned) == 2
    assert all(0 <= word.start_ms <= word.end_ms <= 100 for word in aligned)
