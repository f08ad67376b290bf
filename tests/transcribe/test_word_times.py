"""Recognised words are where they are spoken: against voices whose word times are known, and clips at known places."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from media.decoder.messages import PcmMade, Task
from media.records import Span
from media.sandbox import decode
from media.sound import SAMPLES_PER_MS, read_samples, sound_duration_ms
from tests.media.sounds import KINDS, write
from tests.transcribe.recognised import transcribed, words_in
from tests.transcribe.spoken.passages import PASSAGES, Passage, SpokenWord, words_of
from transcribe.engines.supervisor import EngineProcess
from transcribe.records import HeardSegment, Hypothesis, Word
from transcribe.scoring.score import compare, time_error
from transcribe.word_times import settle

BY_NAME = {passage.name: passage for passage in PASSAGES}
HOURS_MS = 3 * 3_600_000


def samples_of(passage: Passage, directory: Path) -> npt.NDArray[np.float32]:
    """Return its sound: (n,) float32, 16 kHz."""
    target = decoded_to(passage.sound, directory / f"{passage.name}.s16")
    return read_samples(target, Span(0, sound_duration_ms(target)))


def decoded_to(source: Path, target: Path) -> Path:
    decode(Task.PCM, source, (target,), PcmMade, file_name=source.name)
    return target


def errors(truth: Sequence[SpokenWord], heard: Sequence[Word], language: str) -> tuple[float, float, int]:
    """Return the median, 95 % and number of word times, of words heard right."""
    comparison = compare([word.text for word in truth], [word.text for word in heard], language)
    times = time_error(comparison, [span(word) for word in truth], [span(word) for word in heard])
    assert times
    return times.median_ms, times.within_95_ms, times.words


def span(word: Word | SpokenWord) -> Span:
    return Span(word.start_ms, word.end_ms)


def assert_in_order(words: Sequence[Word], sound: Span) -> None:
    edges = [edge for word in words for edge in (word.start_ms, word.end_ms)]
    assert edges == sorted(edges)
    assert not edges or (sound.start_ms <= edges[0] and edges[-1] <= sound.end_ms)


@pytest.mark.parametrize(("name", "least_words"), [("river", 35), ("market", 25), ("snow", 15)])
def test_words_are_where_the_voice_says_them(
    name: str, least_words: int, recogniser: EngineProcess, tmp_path: Path
) -> None:
    passage = BY_NAME[name]
    sound = decoded_to(passage.sound, tmp_path / "sound.s16")
    words = words_in(transcribed(sound, recogniser, passage.language))
    assert_in_order(words, Span(0, sound_duration_ms(sound)))
    median_ms, within_95_ms, count = errors(words_of(passage), words, passage.language)
    assert count >= least_words
    assert median_ms <= 60
    assert within_95_ms <= 250


CLIPS = [("en_jfk.flac", "en"), ("kk_commands_example_2.wav", "kk"), ("ru_pisets_test_sound_ru.wav", "ru")]


@pytest.mark.parametrize(("name", "language"), CLIPS)
def test_a_clip_in_silence_has_its_words_where_it_sounds(
    name: str, language: str, decoded: Callable[[str], Path], recogniser: EngineProcess, tmp_path: Path
) -> None:
    clip = read_samples(decoded(name), Span(0, 30_000))
    at_ms = 17_350
    placed = Span(at_ms, at_ms + len(clip) // SAMPLES_PER_MS)
    sound = put(tmp_path / "sound.s16", 60_000, [(at_ms, clip)])
    words = words_in(transcribed(sound, recogniser, language))
    assert words
    assert_in_order(words, placed)
    loud = np.flatnonzero(np.abs(clip) > 0.1 * np.abs(clip).max())
    assert words[0].start_ms == pytest.approx(at_ms + loud[0] / SAMPLES_PER_MS, abs=150)


def test_a_damaged_stretch_shifts_no_word_behind_it(recogniser: EngineProcess, tmp_path: Path) -> None:
    passage = BY_NAME["river"]
    kind = KINDS["flac"]
    spoken = np.repeat(samples_of(passage, tmp_path), kind.rate_hz // (SAMPLES_PER_MS * 1000))
    source = write(tmp_path / "damaged.flac", kind, spoken, lost=(4, 7))
    sound = decoded_to(source, tmp_path / "sound.s16")
    words = [word for word in words_in(transcribed(sound, recogniser, "en")) if word.start_ms >= 7_500]
    median_ms, within_95_ms, count = errors(words_of(passage), words, "en")
    assert count >= 20
    assert median_ms <= 60
    assert within_95_ms <= 250


@pytest.mark.release
def test_no_word_has_drifted_after_three_hours(recogniser: EngineProcess, tmp_path: Path) -> None:
    marks_ms = [0, 1_800_000, 5_400_000, 9_000_000, HOURS_MS - 40_000]
    passage = BY_NAME["market"]
    samples = samples_of(passage, tmp_path)
    kind = KINDS["flac"]
    long = read_samples(put(tmp_path / "long.s16", HOURS_MS, [(at, samples) for at in marks_ms]), Span(0, HOURS_MS))
    source = write(tmp_path / "long.flac", kind, np.repeat(long, kind.rate_hz // (SAMPLES_PER_MS * 1000)))
    sound = decoded_to(source, tmp_path / "decoded.s16")
    words = words_in(transcribed(sound, recogniser, "en"))
    assert_in_order(words, Span(0, HOURS_MS))
    for at_ms in marks_ms:
        here = [word for word in words if at_ms - 5_000 < word.start_ms < at_ms + 60_000]
        truth = [SpokenWord(w.text, w.start_ms + at_ms, w.end_ms + at_ms) for w in words_of(passage)]
        median_ms, within_95_ms, count = errors(truth, here, "en")
        assert count >= 25
        assert median_ms <= 60
        assert within_95_ms <= 250


def put(path: Path, duration_ms: int, clips: Sequence[tuple[int, npt.NDArray[np.float32]]]) -> Path:
    """Write a decoded sound (16 kHz, s16) that is silent but for clips at these places; on the disk it is sparse."""
    with path.open("wb") as target:
        target.truncate(duration_ms * SAMPLES_PER_MS * 2)
        for at_ms, samples in clips:
            target.seek(at_ms * SAMPLES_PER_MS * 2)
            target.write((samples * 32_767).astype("<i2").tobytes())
    return path


@given(
    st.lists(st.tuples(st.integers(-900, 9_000), st.integers(-900, 9_000)), max_size=12),
    st.integers(0, 8_000),
    st.integers(-100, 200),
    st.integers(0, 3),
)
def test_whatever_the_engine_says_words_ascend_in_their_chunk(
    times: list[tuple[int, int]], length_ms: int, lead_ms: int, bursts: int
) -> None:
    samples = np.zeros(length_ms * SAMPLES_PER_MS, np.float32)
    for part in np.array_split(samples, 2 * bursts + 1)[1::2]:
        part[:] = np.sin(np.arange(len(part)) / 5)
    words = tuple(Word(str(number), start, end, 0.5) for number, (start, end) in enumerate(times))
    heard = [HeardSegment(0, 1, words[:5], -0.1, 0.0, 1.0), HeardSegment(1, 2, words[5:], -0.1, 0.0, 1.0)]
    settled = settle(samples, Hypothesis("en", 1.0, tuple(heard)), lead_ms)
    assert [len(segment.words) for segment in settled.segments] == [len(segment.words) for segment in heard]
    assert_in_order([word for segment in settled.segments for word in segment.words], Span(0, length_ms))


def test_words_that_attention_runs_ahead_of_begin_with_their_sound() -> None:
    samples = np.zeros(3_000 * SAMPLES_PER_MS, np.float32)
    for start_ms, end_ms in ((500, 1_000), (1_400, 2_500)):
        samples[start_ms * 16 : end_ms * 16] = np.sin(np.arange((end_ms - start_ms) * 16) / 5) * 0.3
    words = (Word("one", 300, 1_150, 0.9), Word("two", 1_150, 1_900, 0.9), Word("three", 1_900, 2_800, 0.9))
    settled = settle(samples, Hypothesis("en", 1.0, (HeardSegment(0, 3_000, words, -0.1, 0.0, 1.0),)), 50)
    times = [(word.start_ms, word.end_ms) for word in settled.segments[0].words]
    assert times == [(500, 1_000), (1_400, 1_950), (1_950, 2_500)]
    assert all(before[1] <= after[0] for before, after in pairwise(times))
