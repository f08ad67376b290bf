"""Jobs that translate, done for real: what is made, what is kept, what turns stale, who is refused."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlite_utils import Database

from media.archive import Archive
from media.catalogue import add_programme, current_recording, get_programme
from media.ingest import ingest_file
from media.records import Span
from media.sound import read_samples
from tests.transcribe import checkpoints
from tests.transcribe.texts import type_words
from tests.transcribe.translation.sentences import OPUS, SENTENCES
from transcribe.engines.supervisor import EngineProcess
from transcribe.errors import AlreadyEnglish, CannotTranslate, EngineUnavailable, NoText, NoTranslation, WeightsMissing
from transcribe.formats.translation import TranslationExport, render_txt
from transcribe.jobs import enqueue, list_jobs
from transcribe.models import Model, find_model
from transcribe.pipeline import do_job
from transcribe.records import Doubt, Provenance, Segment, Word
from transcribe.revise import current_text
from transcribe.transcripts import RECOGNISED, NewRun, store_transcript
from transcribe.translation.records import stale_segments
from transcribe.translation.store import find_translation, get_translation
from transcribe.translation.whisper_model import SpeechModel, choose_speech_model

PROVENANCE = Provenance("faster-whisper", "1.2.1", "base", "ab" * 32, "cd" * 32, "und", {})


@pytest.fixture
def programme(archive: Archive, db: Database, shared_data: Path) -> str:
    """A Russian recording of 3 s, with words in two languages and in English as its transcript."""
    programme_id = add_programme(db, {"title": "Қар", "language": "kk"}).programme_id
    with (shared_data / "audio" / "ru_pisets_test_sound_ru.wav").open("rb") as source:
        ingest_file(archive, db, programme_id, source, "snow.wav")
    write_down(db, programme_id, [(language, text) for language, text, _ in SENTENCES] + [("en", "Good night.")])
    return programme_id


def write_down(db: Database, programme_id: str, said: list[tuple[str, str]], long_ms: int = 300) -> None:
    recording = current_recording(db, programme_id)
    assert recording
    segments = []
    for number, (language, text) in enumerate(said):
        span = Span(number * long_ms, (number + 1) * long_ms)
        words = tuple(Word(word, span.start_ms, span.end_ms, 0.9) for word in text.split())
        segments.append(Segment(f"s{number}", span.start_ms, span.end_ms, words, language=language))
    store_transcript(db, programme_id, NewRun(recording.recording_id, RECOGNISED, PROVENANCE, tuple(segments)))


def test_text_is_translated_sentence_by_sentence_and_english_stays(
    archive: Archive, db: Database, programme: str
) -> None:
    words = current_text(db, programme)
    do_job(archive, db, "translate", programme, {"translate": str(OPUS)})
    made = get_translation(db, programme)
    assert [each.text for each in made.segments] == [*(english for *_, english in SENTENCES), "Good night."]
    assert [each.source_ids for each in made.segments] == [(f"s{n}",) for n in range(10)]
    assert [each.span for each in made.segments] == [each.span for each in words.segments]
    assert [each.is_original for each in made.segments] == [False] * 9 + [True]
    assert (made.made_by.method, made.made_by.model, made.text_sha256) == ("text", "opus", words.sha256)
    assert current_text(db, programme) == words, "nothing of it is among the words"
    assert stale_segments(made, words.segments) == frozenset()


def test_corrected_words_make_their_translation_stale_and_only_theirs_is_asked_anew(
    archive: Archive, db: Database, programme: str
) -> None:
    do_job(archive, db, "translate", programme, {"translate": str(OPUS)})
    first, stored = get_translation(db, programme), db.table("chunk_result").count
    do_job(archive, db, "translate", programme, {"translate": str(OPUS)})
    assert (get_translation(db, programme), db.table("chunk_result").count) == (first, stored), "the same is made once"
    type_words(db, programme, "s8", "Старый учитель.", "aigerim")
    assert stale_segments(first, current_text(db, programme).segments) == {8}
    do_job(archive, db, "translate", programme, {"translate": str(OPUS)})
    second = get_translation(db, programme)
    assert second.segments[:8] == first.segments[:8]
    assert second.segments[8].text != first.segments[8].text
    assert stale_segments(second, current_text(db, programme).segments) == frozenset()
    assert db.table("chunk_result").count == stored + 1, "one batch has other words"


def test_whisper_listens_and_says_it_in_english(archive: Archive, db: Database, programme: str) -> None:
    write_down(db, programme, [("ru", "Нейронные сети это хорошо")], long_ms=3_000)
    do_job(archive, db, "translate", programme, {"model": "base"})
    made = get_translation(db, programme)
    assert (made.made_by.method, made.made_by.model) == ("speech", "base")
    assert "good" in " ".join(each.text for each in made.segments)
    assert all(each.source_ids == ("s0",) and each.source_language == "ru" for each in made.segments)
    assert all(0 <= each.start_ms <= each.end_ms <= 3_234 for each in made.segments)
    assert {Doubt.LOW_PROBABILITY} >= {doubt for each in made.segments for doubt in each.doubts}


def test_german_speech_comes_out_in_english(recogniser: EngineProcess, decoded: Callable[[str], Path]) -> None:
    samples = read_samples(decoded("en_de_fw_multilingual.mp3"), Span(30_640, 59_900))
    [stretches] = recogniser.translate([samples], ["de"])
    text = " ".join(stretch.text for stretch in stretches)
    assert "software" in text
    assert "right" in text
    assert "und" not in text.split()
    assert [stretch.start_ms for stretch in stretches] == sorted(stretch.start_ms for stretch in stretches)
    assert recogniser.translate([samples[:0]], ["de"]) == ((),)


@pytest.mark.release
def test_the_reference_engine_translates_too(models_dir: Path, decoded: Callable[[str], Path]) -> None:
    samples = read_samples(decoded("ru_pisets_test_sound_ru.wav"), Span(0, 3_234))
    with EngineProcess("openai-whisper", find_model("openai-whisper", "base", models_dir)) as process:
        [stretches] = process.translate([samples], ["ru"])
    assert "good" in " ".join(stretch.text for stretch in stretches)


def test_without_words_there_is_nothing_to_translate(archive: Archive, db: Database) -> None:
    programme_id = add_programme(db, {"title": "Қар", "language": "kk"}).programme_id
    with pytest.raises(NoText, match="muragat transcribe"):
        do_job(archive, db, "translate", programme_id, {})
    assert find_translation(db, programme_id) is None
    with pytest.raises(NoTranslation, match="muragat translate"):
        get_translation(db, programme_id)


def test_what_is_all_english_is_not_translated(archive: Archive, db: Database, programme: str) -> None:
    """It was carried over whole, and called a machine's."""
    write_down(db, programme, [("en", "Good night."), ("en-GB", "Good morning.")])
    with pytest.raises(AlreadyEnglish, match="English already; there is nothing to translate"):
        do_job(archive, db, "translate", programme, {"translate": str(OPUS)})
    assert list_jobs(db, programme) == []
    enqueue(db, "transcribe", programme, {})  # Whoever asks while words are made is told by the job.
    with pytest.raises(AlreadyEnglish):
        do_job(archive, db, "translate", programme, {"translate": str(OPUS)})
    assert find_translation(db, programme) is None
    write_down(db, programme, [("en", "Good night."), SENTENCES[0][:2]])
    do_job(archive, db, "translate", programme, {"translate": str(OPUS)})
    told = render_txt(TranslationExport(get_programme(db, programme), get_translation(db, programme), frozenset()))
    assert "# 1 of 2 passages: said in English, not translated" in told
    assert "Good night. (said in English, not translated)" in told


def test_a_missing_model_is_missed_in_one_sentence(archive: Archive, db: Database, programme: str) -> None:
    with pytest.raises(WeightsMissing, match="There is no translation model “opus-mt-kk-en”"):
        do_job(archive, db, "translate", programme, {"translate": "opus-mt-kk-en"})


def test_models_that_were_not_trained_to_translate_are_refused(base_model: Model, tmp_path: Path) -> None:
    """By what its weights show: a decoder cut down as turbo's and distil's are."""
    turbo = checkpoints.write_ctranslate2(
        tmp_path / "turbo", checkpoints.hugging_face(decoder_layers=1), base_model.path
    )
    with pytest.raises(CannotTranslate, match="was not trained to translate"):
        choose_speech_model(str(turbo), "kk", tmp_path)
    assert choose_speech_model("base", "kk", tmp_path) == SpeechModel("faster-whisper", "base")
    assert choose_speech_model("auto", "kk", tmp_path) == SpeechModel("faster-whisper", "base")


@pytest.mark.parametrize("name", ["large-v3-turbo", "turbo", "distil-large-v3", "small.en"])
def test_nobody_is_told_to_fetch_a_model_that_does_not_translate(name: str, tmp_path: Path) -> None:
    with pytest.raises(CannotTranslate, match=f"“{name}” was not trained to translate"):
        choose_speech_model(name, "kk", tmp_path)
    with pytest.raises(WeightsMissing, match="muragat models add medium"):
        choose_speech_model("medium", "kk", tmp_path)


def test_an_engine_that_only_transcribes_is_refused(tmp_path: Path) -> None:
    (tmp_path / "gigaam").mkdir()
    (tmp_path / "gigaam" / "model.onnx").write_bytes(b"")
    with pytest.raises((CannotTranslate, EngineUnavailable), match="only transcribes"):
        choose_speech_model(str(tmp_path / "gigaam"), "kk", tmp_path)
    shutil.rmtree(tmp_path / "gigaam")
