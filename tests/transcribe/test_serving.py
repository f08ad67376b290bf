"""Which engine and model serve a language on this machine, and jobs that run with what is chosen."""

from __future__ import annotations

import wave
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from statistics import median

import numpy as np
import pytest
from sqlite_utils import Database

from media.archive import Archive
from media.catalogue import add_document, add_programme
from media.ingest import ingest_file
from tests.transcribe.kazakh.phrases import GIGAAM, PHRASES, TDT, SpokenWord, sound_of, words_of
from transcribe.bench_asr.corpus import NoCorpus, bench_corpus
from transcribe.engines.registry import engines
from transcribe.errors import EngineUnavailable, WeightsMissing, WrongModel
from transcribe.pipeline import do_job
from transcribe.records import JobState
from transcribe.serving import SERVING, better_for, choose
from transcribe.transcripts import get_transcript
from transcribe.weights.add import Wish, add_model
from webapp.schema import SCHEMAS

DOCUMENTED = (Path(__file__).resolve().parents[2] / "docs" / "engines.md").read_text()
PAUSE_MS = 700


def _bring(name: str, directory: Path, models: Path) -> None:
    add_model(Wish(str(directory), name=name, licence="MIT", origin="a stick"), models, lambda *_: None)


@pytest.fixture(scope="module")
def steppe(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """An archive whose only model besides the installed one is called as the model for Kazakh is."""
    archive = Archive(tmp_path_factory.mktemp("steppe") / "archive")
    archive.create()
    _bring("gigaam-multilingual-ctc", GIGAAM, archive.models)
    return archive


@pytest.fixture
def steppe_db(steppe: Archive) -> Iterator[Database]:
    db = steppe.open(SCHEMAS)
    yield db
    db.close()


@pytest.fixture(scope="module")
def spoken(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[SpokenWord]]:
    """A sound file of three phrases, and the times of its words."""
    words: list[SpokenWord] = []
    pause = np.zeros(16 * PAUSE_MS, np.float32)
    parts, now_ms = [pause], PAUSE_MS
    for phrase in PHRASES[:3]:
        words += [SpokenWord(w.text, now_ms + w.start_ms, now_ms + w.end_ms) for w in words_of(phrase)]
        parts += [sound_of(phrase), pause]
        now_ms += len(sound_of(phrase)) // 16 + PAUSE_MS
    target = tmp_path_factory.mktemp("spoken") / "steppe.wav"
    with wave.open(str(target), "wb") as file:
        file.setparams((1, 2, 16_000, 0, "NONE", ""))
        file.writeframes((np.concatenate(parts) * 32_000).astype("<i2").tobytes())
    return target, words


def _add(archive: Archive, db: Database, sound: Path) -> str:
    programme_id = add_programme(db, {"title": "Теңіз", "language": "kk"}).programme_id
    with sound.open("rb") as source:
        ingest_file(archive, db, programme_id, source, sound.name)
    return programme_id


@pytest.fixture(scope="module")
def programme_id(steppe: Archive, spoken: tuple[Path, list[SpokenWord]]) -> str:
    with closing(steppe.open(SCHEMAS)) as db:
        return _add(steppe, db, spoken[0])


def test_the_table_is_the_documented_one() -> None:
    rows = [line for line in DOCUMENTED.splitlines() if line.startswith("| ") and not line.startswith("| model")]
    documented = {(name.strip(), row.split("|")[2].strip()) for row in rows for name in row.split("|")[1].split(",")}
    assert {(row.model, row.engine) for row in SERVING} == documented
    assert {row.engine for row in SERVING} <= set(engines())


def test_auto_takes_the_best_that_is_here_and_says_what_would_be_better(steppe: Archive, tmp_path: Path) -> None:
    poor = choose("auto", "auto", "kk", tmp_path)
    assert (poor.engine, poor.model) == ("faster-whisper", "base")
    assert poor.better
    assert "For Kazakh" in poor.better
    assert "“muragat models add gigaam-multilingual-ctc”" in poor.better
    for tag in ("kk", "kk-KZ", "ru", "ky", "uz"):
        rich = choose("auto", "auto", tag, steppe.models)
        assert (rich.engine, rich.model, rich.better) == ("onnx-asr", "gigaam-multilingual-ctc", None)
    for tag in ("en", "und"):
        assert choose("auto", "auto", tag, steppe.models) == choose("auto", "auto", tag, tmp_path)
        assert better_for(tag, tmp_path) is None


def test_what_is_asked_for_is_taken(steppe: Archive) -> None:
    assert choose("openai-whisper", "auto", "kk", steppe.models).model == "base"
    assert choose("onnx-asr", "auto", "kk", steppe.models).model == "gigaam-multilingual-ctc"
    assert choose("auto", "gigaam-multilingual-ctc", "en", steppe.models).engine == "onnx-asr"
    assert choose("auto", str(TDT), "kk", steppe.models).engine == "onnx-asr"
    assert choose("auto", "base", "kk", steppe.models).engine == "faster-whisper"
    assert choose("auto", "no-such-model", "kk", steppe.models).engine == "faster-whisper"
    assert choose("faster-whisper", "base", "kk", steppe.models).better is None
    with pytest.raises(EngineUnavailable, match="choose faster-whisper or onnx-asr or openai-whisper"):
        choose("whispering", "auto", "kk", steppe.models)
    with pytest.raises(WeightsMissing, match="no model of the engine onnx-asr for English; name one with --model"):
        choose("onnx-asr", "auto", "en", steppe.models)


def test_a_kazakh_programme_is_heard_by_the_model_for_kazakh(
    steppe: Archive, steppe_db: Database, programme_id: str, spoken: tuple[Path, list[SpokenWord]]
) -> None:
    _, truth = spoken
    job = do_job(steppe, steppe_db, "transcribe", programme_id, {})
    assert (job.state, job.error) == (JobState.SUCCEEDED, None)
    run = get_transcript(steppe_db, programme_id)
    words = [word for segment in run.segments for word in segment.words]
    assert [word.text for word in words] == [word.text for word in truth]
    assert median(abs(w.start_ms - t.start_ms) for w, t in zip(words, truth, strict=True)) <= 60
    assert all(word.probability and word.probability > 0.5 for word in words)
    provenance = run.provenance
    assert (provenance.engine, provenance.model) == ("onnx-asr", "gigaam-multilingual-ctc")
    assert provenance.options["decoding"] == "best path"
    assert {segment.language for segment in run.segments} == {"kk"}


def test_a_known_script_is_placed_by_posteriors_and_what_was_not_said_is_marked(
    steppe: Archive, steppe_db: Database, programme_id: str, spoken: tuple[Path, list[SpokenWord]]
) -> None:
    _, truth = spoken
    script = ". ".join(
        [PHRASES[0].text, "Қызылорда облысы Арал ауданы таңғы сағат алты", *(p.text for p in PHRASES[1:3])]
    )
    add_document(steppe_db, programme_id, "script", script, language="kk")
    job = do_job(steppe, steppe_db, "align", programme_id, {})
    assert job.state is JobState.SUCCEEDED
    run = get_transcript(steppe_db, programme_id)
    assert (run.provenance.engine, run.provenance.model) == ("onnx-asr", "gigaam-multilingual-ctc")
    words = [word for segment in run.segments for word in segment.words]
    said = [word for word in words if word.doubt is None]
    assert [word.text.strip(".") for word in said] == [word.text for word in truth]
    assert len(words) - len(said) == 7
    assert median(abs(w.start_ms - t.start_ms) for w, t in zip(said, truth, strict=True)) <= 60


def test_a_model_that_cannot_align_is_refused_before_any_work(
    steppe: Archive, steppe_db: Database, programme_id: str, tmp_path: Path
) -> None:
    checkpoint = tmp_path / "mine.pt"
    checkpoint.write_bytes(b"?")
    assert choose("auto", str(checkpoint), "kk", steppe.models).engine == "openai-whisper"
    assert choose("auto", "base", "kk", steppe.models, aligning=True).engine == "faster-whisper"
    with pytest.raises(WrongModel, match="is a transducer, which cannot place known words"):
        choose("auto", str(TDT), "kk", steppe.models, aligning=True)
    add_document(steppe_db, programme_id, "script", PHRASES[0].text, language="kk")
    with pytest.raises(EngineUnavailable, match=r"mine\.pt” can align known words; leave the choice"):
        do_job(steppe, steppe_db, "align", programme_id, {"model": str(checkpoint)})


def test_a_folder_of_sounds_with_their_words_is_measured(
    steppe: Archive, spoken: tuple[Path, list[SpokenWord]], tmp_path: Path
) -> None:
    sound, truth = spoken
    for name, words in (("right", truth), ("[wrong]*", truth[:-1])):
        (tmp_path / f"{name}.wav").write_bytes(sound.read_bytes())
        (tmp_path / f"{name}.txt").write_text("# of the sea\n" + " ".join(word.text.title() for word in words))
    (tmp_path / "without-words.wav").write_bytes(sound.read_bytes())
    result = bench_corpus(tmp_path, "auto", "auto", "kk", steppe.models, pytest.fail)
    errors = {each.name: (each.word_errors, each.reference_words) for each in result.sounds}
    assert errors == {"right.wav": (0, len(truth)), "[wrong]*.wav": (1, len(truth) - 1)}
    assert result.wer == pytest.approx(1 / (2 * len(truth) - 1))
    assert 0 < result.cer < 0.05
    assert result.times_real > 0
    assert "onnx-asr 0.12.0" in result.table()
    with pytest.raises(NoCorpus, match=r"put x\.txt beside x\.wav"):
        bench_corpus(tmp_path.parent, "auto", "auto", "kk", steppe.models, pytest.fail)


def test_a_job_says_what_would_serve_its_language_better(archive: Archive, db: Database, shared_data: Path) -> None:
    """The sentence is shown where the job is: on the command line and on the newsroom's page."""
    programme_id = _add(archive, db, shared_data / "audio" / "kk_commands_example_2.wav")
    job = do_job(archive, db, "transcribe", programme_id, {})
    assert job.state is JobState.SUCCEEDED
    assert job.error == better_for("kk", archive.models)
