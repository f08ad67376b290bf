"""A model that cannot do what is asked is refused when it is asked for: no job is made of it, nothing is decoded."""

from __future__ import annotations

from http import HTTPStatus
from pathlib import Path

import pytest
from sqlite_utils import Database

from media.archive import Archive
from media.catalogue import add_programme
from tests.transcribe import checkpoints
from tests.transcribe.kazakh.phrases import GIGAAM, NEMO, TDT
from tests.transcribe.translation.sentences import NLLB, OPUS
from tests.webapp.command_line import Muragat
from tests.webapp.desk import make_desk
from tests.webapp.test_bad_input import one_sentence
from transcribe.errors import CannotTranslate, WeightsMissing, WrongModel
from transcribe.jobs import enqueue, list_jobs
from transcribe.models import Model, find_model, models_here
from transcribe.pipeline import do_job
from transcribe.translation.text_model import find_text_model
from transcribe.weights.add import Wish, add_model
from transcribe.weights.model_record import TRANSLATION, are_of_a_transducer


@pytest.mark.parametrize(("place", "is_one"), [(TDT, True), (GIGAAM, False), (NEMO, False)])
def test_a_transducer_is_known_by_its_files(place: Path, is_one: bool) -> None:
    assert are_of_a_transducer(path.name for path in place.iterdir()) == is_one
    assert not are_of_a_transducer(["decoder.txt", "vocab.txt"])


@pytest.mark.parametrize("kind", ["align", "retime"])
def test_a_transducer_is_not_asked_to_place_known_words(archive: Archive, db: Database, kind: str) -> None:
    programme_id = make(db)
    with pytest.raises(WrongModel, match="is a transducer, which cannot place known words; leave the choice"):
        do_job(archive, db, kind, programme_id, {"model": str(TDT)})
    assert list_jobs(db) == []


def test_a_model_that_was_cut_down_is_not_asked_to_translate(
    archive: Archive, db: Database, base_model: Model, tmp_path: Path
) -> None:
    turbo = checkpoints.write_ctranslate2(
        tmp_path / "turbo", checkpoints.hugging_face(decoder_layers=1), base_model.path
    )
    with pytest.raises(CannotTranslate, match="was not trained to translate"):
        do_job(archive, db, "translate", make(db), {"model": str(turbo)})
    assert list_jobs(db) == []


def test_a_model_that_hears_is_not_asked_to_translate_text(archive: Archive, db: Database, base_model: Model) -> None:
    programme_id = make(db)
    for name in (str(base_model.path), str(TDT), "base"):
        with pytest.raises(WeightsMissing, match="no translation model"):
            do_job(archive, db, "translate", programme_id, {"translate": name})
    assert list_jobs(db) == []


@pytest.mark.parametrize("kind", ["transcribe", "align", "retime", "translate"])
@pytest.mark.parametrize("place", [OPUS, NLLB])
def test_a_model_that_translates_text_is_not_asked_to_hear(
    archive: Archive, db: Database, kind: str, place: Path
) -> None:
    with pytest.raises(WrongModel, match="translates text and cannot hear"):
        do_job(archive, db, kind, make(db), {"model": str(place)})
    assert list_jobs(db) == []


def test_a_model_that_translates_is_added_with_licence_and_origin(tmp_path: Path) -> None:
    models = tmp_path / "models"
    wish = Wish(str(NLLB), name="nllb", licence="CC-BY-NC-4.0", origin="a stick")
    added = add_model(wish, models, lambda *_: None)
    assert added.untried == ""
    record = added.record
    assert (record.form, record.engines, record.licence, record.origin) == (TRANSLATION, (), "CC-BY-NC-4.0", "a stick")
    assert record.abilities.translates
    assert {"kk", "ru"} <= set(record.abilities.languages)
    assert find_text_model("nllb", models).sha256 == record.sha256
    assert "nllb" in [each.name for each in models_here(models)]
    with pytest.raises(WrongModel, match="translates text and cannot hear"):
        find_model("faster-whisper", "nllb", models)


def test_what_is_no_whole_translation_model_is_not_added(tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    broken.mkdir()
    for file in OPUS.iterdir():
        (broken / file.name).write_bytes(file.read_bytes()[: 2_000 if file.name == "model.bin" else None])
    muragat = Muragat(tmp_path / "archive")
    assert "cannot be used" in one_sentence(muragat("models", "add", broken))
    (broken / "model.bin").write_bytes((OPUS / "model.bin").read_bytes())
    (broken / "shared_vocabulary.json").unlink()
    assert "There is no vocabulary in" in one_sentence(muragat("models", "add", broken))
    assert [path.name for path in (tmp_path / "archive" / "models").iterdir()] == []


def test_the_command_line_lists_what_a_model_is_for(tmp_path: Path) -> None:
    muragat = Muragat(tmp_path / "archive")
    added = muragat.done("models", "add", OPUS, "--name", "steppe-en", "--licence", "CC-BY-4.0", "--origin", "OPUS")
    assert added.startswith("steppe-en: for --translate; ")
    assert "translates to English; licence CC-BY-4.0; from OPUS" in added
    listed = muragat.done("models", "list")
    assert added in listed
    assert "“steppe-en” is whole" in muragat("doctor").stdout


def test_a_queue_gets_no_job_that_cannot_be_done(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    muragat = Muragat(desk.archive.root)
    queued = ("--queue", "normal")
    assert "cannot hear" in one_sentence(muragat("transcribe", desk.programme_id, "--model", OPUS, *queued))
    assert "no translation model" in one_sentence(muragat("translate", desk.programme_id, "--translate", "x", *queued))
    db = desk.open()
    assert [job.kind for job in list_jobs(db)] == ["voices"]
    asked = enqueue(db, "transcribe", desk.programme_id, {"model": str(OPUS)})
    answer = desk.visitor("journalist").post(f"{desk.address}/jobs", {"kind": "transcribe"})
    assert answer.status_code == HTTPStatus.CONFLICT
    assert "The model that was chosen before cannot do this" in answer.text
    assert list_jobs(db)[0].job_id == asked.job_id
    db.close()


def make(db: Database) -> str:
    return add_programme(db, {"title": "Қар", "language": "kk"}).programme_id
