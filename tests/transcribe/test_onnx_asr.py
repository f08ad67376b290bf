"""The engine onnx-asr on small models that were trained to be right on five phrases (`tests.transcribe.kazakh`)."""

from __future__ import annotations

from pathlib import Path
from statistics import median

import numpy as np
import pytest

from tests.transcribe.kazakh.phrases import GIGAAM, NEMO, PHRASES, TDT, SpokenWord, sound_of, words_of
from transcribe.engines.onnx_asr_engine import CtcEngine, TransducerEngine, load
from transcribe.engines.protocol import Aligner, Samples
from transcribe.engines.supervisor import EngineProcess
from transcribe.errors import EngineFailed
from transcribe.models import Model
from transcribe.records import Hypothesis, Word

RATE_HZ = 16_000
FORMS = {"gigaam": (GIGAAM, 40), "nemo": (NEMO, 80), "tdt": (TDT, 80)}
SENTENCE = ("теңіз", "қайтпаса", "да", "ауыл", "қалсын", "деймін")


@pytest.fixture(scope="session", params=FORMS)
def loaded(request: pytest.FixtureRequest) -> tuple[TransducerEngine, int]:
    """An engine and how long its frames are, in ms."""
    directory, frame_ms = FORMS[request.param]
    return load(directory, 1), frame_ms


@pytest.fixture(scope="session", params=["gigaam", "nemo"])
def ctc(request: pytest.FixtureRequest) -> CtcEngine:
    engine = load(FORMS[request.param][0], 1)
    assert isinstance(engine, CtcEngine)
    return engine


@pytest.fixture(scope="session")
def programme() -> tuple[Samples, list[SpokenWord]]:
    """Kazakh, Russian, Kazakh, with pauses, on a floor of noise; and the times of its words."""
    parts: list[Samples] = [np.zeros(RATE_HZ // 2, np.float32)]
    words: list[SpokenWord] = []
    now_ms = 500
    for phrase in (PHRASES[0], PHRASES[4], PHRASES[1]):
        words += [SpokenWord(w.text, now_ms + w.start_ms, now_ms + w.end_ms) for w in words_of(phrase)]
        parts += [sound_of(phrase), np.zeros(RATE_HZ * 6 // 10, np.float32)]
        now_ms += len(sound_of(phrase)) // 16 + 600
    sound = np.concatenate(parts)
    noise = np.random.default_rng(7).normal(0, 1e-3, len(sound)).astype(np.float32)
    return sound + noise, words


def words_in(hypothesis: Hypothesis) -> list[Word]:
    return [word for segment in hypothesis.segments for word in segment.words]


def test_what_is_said_is_heard_with_its_times(loaded: tuple[TransducerEngine, int]) -> None:
    engine, frame_ms = loaded
    hypotheses = engine.recognise([sound_of(phrase) for phrase in PHRASES], [each.language for each in PHRASES], ())
    off_ms = []
    for phrase, hypothesis in zip(PHRASES, hypotheses, strict=True):
        heard = words_in(hypothesis)
        assert " ".join(word.text for word in heard) == phrase.text
        assert hypothesis.language == phrase.language
        assert all(0.5 < word.probability <= 1 for word in heard if word.probability)
        off_ms += [abs(w.start_ms - t.start_ms) for w, t in zip(heard, words_of(phrase), strict=True)]
    assert median(off_ms) <= 60
    assert max(off_ms) <= 2 * frame_ms


def test_two_languages_in_one_chunk_come_out_in_both(
    loaded: tuple[TransducerEngine, int], programme: tuple[Samples, list[SpokenWord]]
) -> None:
    engine, frame_ms = loaded
    sound, truth = programme
    [hypothesis] = engine.recognise([sound], ["und"], ())
    heard = words_in(hypothesis)
    assert [word.text for word in heard] == [word.text for word in truth]
    assert max(abs(w.start_ms - t.start_ms) for w, t in zip(heard, truth, strict=True)) <= 2 * frame_ms
    assert (hypothesis.language, hypothesis.language_probability) == ("und", None)
    assert engine.detect_languages([sound]) == ({"und": 1.0},)


def test_noise_silence_and_nothing_give_no_words(loaded: tuple[TransducerEngine, int]) -> None:
    noise = np.random.default_rng(1).normal(0, 0.01, 3 * RATE_HZ).astype(np.float32)
    sounds = [noise, np.zeros(3 * RATE_HZ, np.float32), np.zeros(0, np.float32), noise[:100]]
    assert [each.segments for each in loaded[0].recognise(sounds, ["kk"] * 4, ())] == [()] * 4


def test_a_batch_says_what_each_of_its_sounds_says_alone(loaded: tuple[TransducerEngine, int]) -> None:
    sounds = [sound_of(phrase) for phrase in PHRASES[:3]]
    together = loaded[0].recognise(sounds, ["kk"] * 3, ())
    assert together == tuple(loaded[0].recognise([sound], ["kk"], ())[0] for sound in sounds)


def test_words_in_noise_are_less_sure(ctc: CtcEngine) -> None:
    """The louder the noise, the lower the probability that comes with the words."""
    clean = sound_of(PHRASES[2])
    noise = np.random.default_rng(3).normal(0, 1, len(clean)).astype(np.float32)
    sure = []
    for loudness in (0.0, 0.03, 0.3):
        words = words_in(ctc.recognise([clean + loudness * noise], ["kk"], ())[0])
        sure.append(float(np.mean([word.probability or 0.0 for word in words])) if words else 0.0)
    assert sure[0] > 0.95
    assert sure[0] > sure[1] > sure[2]


def test_known_words_are_placed_where_they_are_spoken(ctc: CtcEngine) -> None:
    [aligned] = ctc.align([sound_of(PHRASES[0])], "kk", ["Теңіз", "қайтпаса", "да,", "ауыл", "қалсын", "деймін."])
    truth = words_of(PHRASES[0])
    assert [word.text for word in aligned] == ["Теңіз", "қайтпаса", "да,", "ауыл", "қалсын", "деймін."]
    off_ms = [abs(w.start_ms - t.start_ms) for w, t in zip(aligned, truth, strict=True)]
    assert median(off_ms) <= 60
    assert max(off_ms) <= 160
    assert all(word.probability > 0.5 and word.log_probability > 0 for word in aligned)


def test_words_that_are_not_spoken_weigh_less_than_nothing(ctc: CtcEngine) -> None:
    [unsaid] = ctc.align([sound_of(PHRASES[0])], "kk", [word.text for word in words_of(PHRASES[2])])
    assert max(word.probability for word in unsaid) < 0.3
    assert np.mean([word.log_probability for word in unsaid]) < -1


def test_silence_says_nothing_for_or_against_a_word(ctc: CtcEngine) -> None:
    for silent in (np.zeros(RATE_HZ, np.float32), np.zeros(30 * RATE_HZ, np.float32)):
        [unheard] = ctc.align([silent], "kk", SENTENCE)
        assert [word.log_probability for word in unheard] == [0.0] * len(SENTENCE)
    assert ctc.align([np.zeros(0, np.float32)], "kk", SENTENCE) == ((),)


def test_only_a_ctc_model_places_known_words(caplog: pytest.LogCaptureFixture) -> None:
    assert isinstance(load(NEMO, 1), Aligner)
    with (
        EngineProcess("onnx-asr", Model("tdt", TDT, "0")) as process,
        pytest.raises(EngineFailed, match="cannot align known words with the model “tdt”; name another model"),
    ):
        process.align([sound_of(PHRASES[0])], "kk", SENTENCE)
    assert "started again" not in caplog.text


def test_a_directory_without_a_model_is_refused_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text('{"model_type": "nemo-conformer-ctc"}')
    with (
        pytest.raises(EngineFailed, match="could not load the model “mine”"),
        EngineProcess("onnx-asr", Model("mine", tmp_path, "0")),
    ):
        pass


def test_a_glossary_changes_nothing_that_is_heard_well(ctc: CtcEngine) -> None:
    [plain] = ctc.recognise([sound_of(PHRASES[1])], ["kk"], ())
    [preferred] = ctc.recognise([sound_of(PHRASES[1])], ["kk"], ["Сүт", "ауыл", "деймін"])
    assert [word.text for word in words_in(preferred)] == [word.text for word in words_in(plain)]
    assert median(abs(a.start_ms - b.start_ms) for a, b in zip(words_in(preferred), words_in(plain), strict=True)) <= 40
