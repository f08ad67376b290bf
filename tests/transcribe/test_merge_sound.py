"""Heard twice by the real engine: what a person wrote in between stays, what the second run knows better comes in."""

from __future__ import annotations

import shutil
import wave
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import numpy as np
from sqlite_utils import Database

from media.archive import Archive
from media.catalogue import add_programme
from media.ingest import ingest_file
from tests.transcribe.texts import type_words
from transcribe.errors import NothingChanged
from transcribe.merge import Kind
from transcribe.models import Model
from transcribe.newer_run import accept_unedited, bring_back, compare, set_difference_aside
from transcribe.normalise import spoken_words
from transcribe.pipeline import do_job
from transcribe.revise import current_text
from transcribe.transcripts import get_transcript
from transcribe.weights.ctranslate2_format import read_weights, write_weights
from transcribe.weights.forms import REVISION
from transcribe.weights.model_record import CTRANSLATE2_FILE

RATE_HZ = 16_000
PAUSE_S = 3
NOISE = 0.3
"""Of a weight, in the worse model: it drops words and punctuation, and still says what is heard."""


def test_a_second_run_in_another_language_keeps_what_a_person_wrote(
    archive: Archive, db: Database, decoded: Callable[[str], Path], tmp_path: Path
) -> None:
    """English is spoken, then Russian; the first run takes all for English, the second all for Russian."""
    sound = tmp_path / "both.wav"
    with wave.open(str(sound), "wb") as file:
        file.setparams((1, 2, RATE_HZ, 0, "NONE", ""))
        file.writeframes(decoded("en_jfk.flac").read_bytes() + bytes(2 * RATE_HZ * PAUSE_S))
        file.writeframes(decoded("ru_pisets_test_sound_ru.wav").read_bytes())
    programme_id = add_programme(db, {"title": "Both", "language": "en"}).programme_id
    with sound.open("rb") as source:
        ingest_file(archive, db, programme_id, source, sound.name)

    do_job(archive, db, "transcribe", programme_id, {})
    first = current_text(db, programme_id)
    english = first.segments[0]
    typed = english.text.replace("fellow Americans", "dear fellow Americans")
    assert typed != english.text
    type_words(db, programme_id, english.segment_id, typed, "Айгүл")
    do_job(archive, db, "transcribe", programme_id, {"language": "ru"})
    assert current_text(db, programme_id).segments[0].text == typed

    comparison = compare(db, programme_id)
    assert {each.kind for each in comparison.differences if each.offered.start_ms < 11_000} == {Kind.HUMAN}
    assert {each.kind for each in comparison.differences if each.offered.start_ms > 11_000} == {Kind.MACHINE}
    accept_unedited(db, comparison, "Болат")

    text = current_text(db, programme_id)
    assert text.segments[0].text == typed
    assert text.editors == ("Айгүл",)
    run = get_transcript(db, programme_id, 2)
    russian = [word for each in run.segments for word in each.words if word.start_ms > 11_000]
    assert [word for each in text.segments[1:] for word in each.words] == russian
    assert {each.run for each in text.segments[1:]} == {2}
    assert {each.kind for each in compare(db, programme_id).differences} == {Kind.HUMAN}


def make_worse(base: Path, place: Path) -> str:
    """Make weights that hear a little worse: the installed ones with noise in the decoder; return their path."""
    place.mkdir()
    for file in base.iterdir():
        if file.name != CTRANSLATE2_FILE:
            shutil.copy(file, place)
    weights, dice = read_weights(base / CTRANSLATE2_FILE), np.random.default_rng(0)
    noisy = {
        name: (array * (1 + NOISE * dice.standard_normal(array.shape, np.float32))).astype(array.dtype)
        if "decoder/layer" in name and array.ndim > 1
        else array
        for name, array in weights.variables.items()
    }
    write_weights(place / CTRANSLATE2_FILE, weights.specification, REVISION, noisy, {})
    return str(place)


def test_a_run_of_another_model_keeps_what_a_person_wrote(
    archive: Archive, db: Database, shared_data: Path, base_model: Model, tmp_path: Path
) -> None:
    """Three ways: a person corrected some words of a worse model's run, then a better one hears all of it anew."""
    programme_id = add_programme(db, {"title": "Talk", "language": "en"}).programme_id
    sound = shared_data / "audio" / "en_picovoice_diarization_test.wav"
    with sound.open("rb") as source:
        ingest_file(archive, db, programme_id, source, sound.name)
    worse = {"model": make_worse(base_model.path, tmp_path / "worse"), "speakers": "off"}
    do_job(archive, db, "transcribe", programme_id, worse)
    first = current_text(db, programme_id)
    begun = next(each for each in first.segments if "crocodile" in each.text)
    assert "turbulence" not in " ".join(each.text for each in first.segments)
    typed = begun.text.replace("crocodile", "Nile crocodile")
    type_words(db, programme_id, begun.segment_id, typed, "Айгүл")

    do_job(archive, db, "transcribe", programme_id, {"model": "base", "speakers": "off"})
    better = get_transcript(db, programme_id, 2)
    assert better.provenance.model_sha256 != first.transcript.provenance.model_sha256
    page = compare(db, programme_id)
    (place,) = (each for each in page.differences if "turbulence" in each.offered.text)
    segment_id = place.offered.segment_id
    assert segment_id != begun.segment_id
    set_difference_aside(db, page, segment_id, "Болат", seen_sha256=place.sha256)
    with suppress(NothingChanged):
        accept_unedited(db, compare(db, programme_id), "Болат")
    assert "turbulence" not in " ".join(each.text for each in current_text(db, programme_id).segments)

    bring_back(db, compare(db, programme_id), segment_id, seen_sha256=place.sha256)
    accept_unedited(db, compare(db, programme_id), "Болат")
    text = current_text(db, programme_id)
    assert next(each for each in text.segments if each.segment_id == begun.segment_id).text == typed
    said = [word for each in text.segments for word in spoken_words(each.text, "en") if word != "nile"]
    assert said == [word for each in better.segments for word in spoken_words(each.text, "en")]
    assert [each for each in compare(db, programme_id).differences if each.kind is Kind.MACHINE] == []
