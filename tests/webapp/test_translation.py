"""A machine translation at the desk: shown beside the words, labelled, and in nothing that is public."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlite_utils import Database

from media.catalogue import set_facts
from tests.transcribe.texts import type_words
from tests.transcribe.translation.sentences import OPUS
from tests.webapp.command_line import Muragat
from tests.webapp.desk import Desk, make_desk, with_a_translation
from transcribe.jobs import list_jobs
from transcribe.translation.records import LABEL

SECRET = "Nobody outside may read this English"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return make_desk(tmp_path)


@pytest.fixture
def db(desk: Desk) -> Iterator[Database]:
    db = desk.open()
    yield db
    db.close()


@pytest.fixture
def translated(desk: Desk) -> str:
    """The programme with a translation of its first passage."""
    return with_a_translation(desk, SECRET).segment_id


def test_it_stands_beside_the_words_with_its_label(desk: Desk, db: Database, translated: str) -> None:
    page = desk.visitor("journalist").get(desk.address).text
    assert SECRET in page
    assert "Machine translation, not checked." in page
    assert "out of date" not in page
    type_words(db, desk.programme_id, translated, "Басқа сөздер", "journalist")
    assert "out of date: the words were corrected since" in desk.visitor("journalist").get(desk.address).text


@pytest.mark.parametrize(
    ("language", "label"), [("kk", "Машиналық аударма, тексерілмеген."), ("ru", "Машинный перевод, не проверен.")]
)
def test_the_label_is_in_the_readers_language(desk: Desk, translated: str, language: str, label: str) -> None:
    page = desk.visitor("journalist").get(desk.address, headers={"Accept-Language": language}).text
    assert label in page


def test_staff_ask_for_it_with_a_button(desk: Desk, db: Database) -> None:
    visitor = desk.visitor("journalist")
    assert visitor.post(f"{desk.address}/jobs", {"kind": "translate"}).status_code == 303
    newest = list_jobs(db, desk.programme_id)[0]
    assert (newest.kind, newest.options) == ("translate", {"translate": "whisper", "model": "auto"})


def test_staff_say_which_languages_are_spoken(desk: Desk, db: Database) -> None:
    visitor = desk.visitor("journalist")
    asked = {"kind": "transcribe", "spoken": ["kk", "ru"]}
    assert visitor.post(f"{desk.address}/jobs", asked).status_code == 303
    assert list_jobs(db, desk.programme_id)[0].options["languages"] == "kk,ru"
    visitor.post(f"{desk.address}/jobs", {"kind": "transcribe"})
    assert list_jobs(db, desk.programme_id)[0].options["languages"] == "kk,ru", "as it was asked for before"
    visitor.post(f"{desk.address}/jobs", {"kind": "transcribe", "spoken": ["ru"]})
    options = list_jobs(db, desk.programme_id)[0].options
    assert (options["language"], options.get("languages")) == ("ru", None)


def test_the_command_line_makes_exports_and_publishes_none_of_it(desk: Desk, db: Database, translated: str) -> None:
    muragat = Muragat(desk.archive.root)
    for name in ("vtt", "srt", "txt", "json"):
        made = muragat.done("export", desk.programme_id, "--translation", "--format", name)
        assert made.index(LABEL) < made.index(SECRET)
    assert SECRET not in muragat.done("export", desk.programme_id, "--format", "json")
    muragat.done("approve", desk.programme_id, "--as", "approver", "--override", "a test")
    published = muragat("publish", desk.programme_id, "--as", "approver")
    assert published.returncode == 0, published.stderr
    edition = desk.archive.root / "edition"
    files = [path for path in edition.rglob("*") if path.is_file()]
    assert files
    assert [path for path in files if SECRET.encode() in path.read_bytes()] == []
    printed = muragat.done("translate", desk.programme_id, "--translate", str(OPUS), "--json")
    assert json.loads(printed)["made_by"]["model"] == "opus"
    both = muragat("export", desk.programme_id, "--translation", "--run", "1")
    assert (both.returncode, "not both" in both.stderr) == (2, True)
    wrong = muragat("translate", desk.programme_id, "--translate", str(OPUS), "--model", "base")
    assert wrong.returncode == 2
    missing = muragat("translate", desk.programme_id, "--translate", "opus-mt")
    assert (missing.returncode, "Traceback" in missing.stderr) == (1, False)


def test_english_is_called_no_translation_of_a_machine(desk: Desk, db: Database, translated: str) -> None:
    """Older releases carried an English programme over, and called all of it a machine's."""
    visitor = desk.visitor("approver")
    assert 'name="translation"' in visitor.get(desk.address).text
    db.execute("UPDATE translation SET segments = json_set(segments, '$[0].is_original', json('true'))")
    page = visitor.get(desk.address).text
    assert "In English, by machine" in page
    assert SECRET not in page
    assert 'name="translation"' not in page
    assert visitor.get(f"{desk.address}/translation/txt").status_code == 404
    db.execute('UPDATE transcript SET segments = replace(segments, \'"language":"kk"\', \'"language":"en"\')')
    set_facts(db, desk.programme_id, {"language": "en"})
    page = visitor.get(desk.address).text
    assert "In English, by machine" not in page
    refused = visitor.post(f"{desk.address}/jobs", {"kind": "translate"})
    assert (refused.status_code, "English already; there is nothing to translate" in refused.text) == (409, True)


@pytest.mark.parametrize("name", ["vtt", "txt"])
def test_the_newsroom_takes_it_as_a_file_that_says_what_it_is(
    desk: Desk, db: Database, translated: str, name: str
) -> None:
    address = f"{desk.address}/translation/{name}"
    assert f'href="{address}"' in desk.visitor("journalist").get(desk.address).text
    answer = desk.visitor("contributor_owner").get(address)
    assert "not-for-publication" in answer.headers["Content-Disposition"]
    assert LABEL in answer.text
    assert "DRAFT, NOT FOR PUBLICATION" in answer.text
    assert SECRET in answer.text
    type_words(db, desk.programme_id, translated, "Басқа", "x")
    assert "out of date" in desk.visitor("journalist").get(f"{desk.address}/translation/txt").text
    assert desk.visitor("contributor_other").get(address).status_code == 404


def test_without_a_translation_there_is_no_file(desk: Desk) -> None:
    assert desk.visitor("journalist").get(f"{desk.address}/translation/txt").status_code == 404
