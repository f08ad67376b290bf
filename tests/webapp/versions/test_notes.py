"""The note on a correction: asked for where readers relied on what changes, told wherever versions are told."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from sqlite_utils import Database

from media.catalogue import set_facts
from tests.webapp.desk import Desk, make_desk
from tests.webapp.editions import approved, linking, programme_text
from tests.webapp.published import NOTE, REELS, public_client, published_once
from transcribe.linking.store import store_linking
from webapp.audit import verify
from webapp.edition.layout import Layout, read_document
from webapp.edition.note import MOST_CHARACTERS, REMOVED, clean_note
from webapp.edition.publish import publish, withdraw
from webapp.edition.records import EditionDocument
from webapp.edition.store import add_version, edition_writer
from webapp.errors import BadNote, NoteNeeded
from webapp.review import approve, content, review

HOSTILE = "</p><script>alert(1)</script> \u202e%(parts)s {{ 7 * 7 }}\r\nSet-Cookie: x=1"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return make_desk(tmp_path_factory.mktemp("notes"))


@pytest.fixture
def db(desk: Desk) -> Iterator[Database]:
    db = desk.open()
    yield db
    db.close()


def test_a_correction_needs_a_note_and_nothing_is_written_without(desk: Desk, db: Database) -> None:
    pid = desk.programme_id
    approve(db, pid, "approver", "a test")
    assert publish(desk.archive, db, desk.edition, pid, "approver").note is None
    set_facts(db, pid, {"author": "Somebody else"})
    approve(db, pid, "approver", "a test")
    before = sorted(desk.edition.rglob("*"))
    for note in (None, "  \n"):
        with pytest.raises(NoteNeeded, match="facts"):
            publish(desk.archive, db, desk.edition, pid, "approver", note)
    for note in ("x" * (MOST_CHARACTERS + 1), "seen\x00unseen", "turned \u202e round"):
        with pytest.raises(BadNote):
            publish(desk.archive, db, desk.edition, pid, "approver", note)
    assert sorted(desk.edition.rglob("*")) == before
    assert review(db, content(db, pid)).state == "approved"
    document = publish(desk.archive, db, desk.edition, pid, "approver", " The author\n was wrong. ")
    assert (document.version, document.note) == (2, "The author was wrong.")
    assert review(db, content(db, pid)).events[0].reason == "The author was wrong."
    assert publish(desk.archive, db, desk.edition, pid, "approver").version == 2, "once more changes nothing"
    assert list(verify(db)) == []


def test_links_alone_need_none_and_what_comes_back_has_nothing_to_be_compared_with(desk: Desk, db: Database) -> None:
    pid = desk.programme_id
    now = content(db, pid)
    assert now.text
    assert now.summary
    first = now.summary.text.partition(". ")[0] + "."
    store_linking(db, linking(now.text, now.summary, first, now.text.segments[0].span))
    approve(db, pid, "approver", "a test")
    before = publish(desk.archive, db, desk.edition, pid, "approver", "A link was added.")
    assert [str(each) for each in before.changes] == ["links"]
    withdraw(desk.archive, db, desk.edition, pid, "approver", "a mistake")
    set_facts(db, pid, {"author": "A third"})
    approve(db, pid, "approver", "a test")
    assert publish(desk.archive, db, desk.edition, pid, "approver").changes == ()


def test_a_file_from_before_notes_is_read(tmp_path: Path) -> None:
    layout = Layout(tmp_path)
    with edition_writer(layout):
        add_version(layout, approved(), None)
    path = next(layout.document_paths())
    old = json.loads(path.read_bytes())
    del old["note"]
    assert msgspec.json.decode(json.dumps(old), type=EditionDocument) == read_document(path)


def test_it_is_told_wherever_versions_are_told(tmp_path_factory: pytest.TempPathFactory) -> None:
    client = public_client(published_once(tmp_path_factory).root)
    for place in ("", "/versions", "/versions/2/changes", "/metadata.jsonld", "/metadata.pbcore.xml"):
        answer = client.get(f"/programmes/{REELS}{place}")
        assert answer.status_code == 200, place
        assert NOTE in answer.text, place
    assert client.get(f"/api/v1/programmes/{REELS}").get_json()["corrections"][0]["note"] == NOTE
    versions = client.get(f"/api/v1/programmes/{REELS}/versions").get_json()["versions"]
    assert [each["note"] for each in versions] == [NOTE, None]


@pytest.mark.parametrize("language", ["en", "kk", "ru"])
def test_what_must_not_say_more_is_in_the_readers_language(tmp_path: Path, language: str) -> None:
    said = {"en": REMOVED, "kk": "алып тасталды", "ru": "удален"}
    client = public_client(corrected(tmp_path, REMOVED).root)
    for place in ("", "/versions", "/versions/2/changes"):
        assert said[language] in client.get(f"/programmes/p1{place}", headers={"Accept-Language": language}).text


def test_a_note_is_text_and_nothing_more(tmp_path: Path) -> None:
    client = public_client(corrected(tmp_path, " ".join(HOSTILE.split())).root)
    for place in ("", "/versions", "/versions/2/changes"):
        page = client.get(f"/programmes/p1{place}").text
        assert "&lt;script&gt;alert(1)" in page
        assert not re.search(r"<script>\s*alert", page)
        assert "{{ 7 * 7 }}" in page
    assert clean_note("line\r\nbreak") == "line break"


def corrected(tmp_path: Path, note: str) -> Layout:
    layout = Layout(tmp_path / "edition")
    first = approved()
    with edition_writer(layout):
        add_version(layout, first, None)
        add_version(layout, dataclasses.replace(first, text=programme_text("p1", "Басқа сөз")), None, note=note)
    return layout
