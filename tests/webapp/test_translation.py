"""A machine translation at the desk: shown beside the words, labelled, and in nothing that is public."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlite_utils import Database

from tests.transcribe.translation.sentences import OPUS
from tests.webapp.command_line import Muragat
from tests.webapp.desk import Desk, make_desk
from transcribe import lease
from transcribe.jobs import enqueue, list_jobs
from transcribe.owner import this_process
from transcribe.revise import current_text, edit_segment
from transcribe.translation.records import LABEL, Translated, TranslatedSegment, sources_sha256
from transcribe.translation.store import store_translation

MADE_BY = Translated("text", "ctranslate2", "4.8", "kk-en", "ab" * 32)
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
def translated(desk: Desk, db: Database) -> str:
    """The programme with a translation of its first passage."""
    text = current_text(db, desk.programme_id)
    first = next(segment for segment in text.segments if segment.words)
    db.execute("UPDATE job SET state = 'succeeded'")  # What waits at the desk comes first.
    held = lease.claim(db, enqueue(db, "translate", desk.programme_id, {}).job_id, this_process())
    assert held
    made = TranslatedSegment(
        first.start_ms, first.end_ms, SECRET, (first.segment_id,), sources_sha256([first]), first.language
    )
    store_translation(db, held, text.sha256, MADE_BY, (made,))
    lease.succeed(db, held, None)
    return first.segment_id


def test_it_stands_beside_the_words_with_its_label(desk: Desk, db: Database, translated: str) -> None:
    page = desk.visitor("journalist").get(desk.address).text
    assert SECRET in page
    assert "Machine translation, not checked." in page
    assert "out of date" not in page
    before = current_text(db, desk.programme_id)
    edit_segment(db, desk.programme_id, translated, "Басқа сөздер", "journalist", base_sha256=before.sha256)
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
