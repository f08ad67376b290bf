"""Many editors at once, a database that is locked, a disk that is full: no edit is lost, none is said to be saved."""

from __future__ import annotations

import io
import sqlite3
import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlite_utils import Database

from media.catalogue import list_programmes
from tests.webapp.desk import ASSIGNED, Desk, fill, hidden, make_desk
from tests.webapp.test_newsroom import wav
from transcribe.revise import current_text, revisions_of
from webapp.people.assignments import assign

EDITORS, EDITS_EACH, SEGMENTS = 20, 5, 40


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return make_desk(tmp_path)


@pytest.fixture
def db(desk: Desk) -> Iterator[Database]:
    db = desk.open()
    yield db
    db.close()


@pytest.mark.parametrize(
    ("editors", "edits_each", "segments"),
    [
        (EDITORS, EDITS_EACH, SEGMENTS),
        pytest.param(20, 50, 10_000, marks=[pytest.mark.release, pytest.mark.timeout(3600)]),
    ],
)
def test_no_edit_of_many_editors_is_lost(
    desk: Desk, db: Database, editors: int, edits_each: int, segments: int
) -> None:
    """Every edit is stored for good, or its editor is shown the conflict: THREATS 24."""
    programme_id, _, _ = fill(desk.archive, db, "contributor_owner", words="сөз " * 8 * segments)
    for name in ASSIGNED:
        assign(db, programme_id, name, "admin")
    ids = [segment.segment_id for segment in current_text(db, programme_id).segments]
    assert len(ids) == segments
    answers: list[tuple[str, str, int]] = []

    def edit(editor: int) -> None:
        visitor = desk.visitor(("journalist", "journalist_too", "approver", "admin")[editor % 4])
        token = visitor.csrf()
        for number in range(edits_each):
            # Half of the places are everybody's, half this editor's own.
            place = number % 3 if number % 2 else (editor * edits_each + number) % segments
            address = f"/programmes/{programme_id}/segments/{ids[place]}"
            text, base = f"түзету {editor} {number}", hidden(visitor.get(address).text, "base")
            answer = visitor.client.post(address, data={"csrf_token": token, "base": base, "text": text})
            answers.append((ids[place], text, answer.status_code))

    threads = [threading.Thread(target=edit, args=(editor,)) for editor in range(editors)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    counted = Counter(code for _, _, code in answers)
    assert sum(counted.values()) == editors * edits_each
    assert set(counted) <= {303, 412, 503}
    stored = Counter((r.changes[0].segment_id, r.changes[0].text) for r in revisions_of(db, programme_id))
    assert stored == Counter((place, text) for place, text, code in answers if code == 303)
    newest: dict[str, str] = {}
    for revision in revisions_of(db, programme_id):
        newest.setdefault(revision.changes[0].segment_id, revision.changes[0].text)
    text = {segment.segment_id: segment.text for segment in current_text(db, programme_id).segments}
    assert {place: text[place] for place in newest} == newest


def test_a_locked_database_gives_the_words_back(desk: Desk, db: Database) -> None:
    journalist = desk.visitor("journalist")
    address = f"{desk.address}/segments/{desk.segment_id}"
    form = {
        "base": hidden(journalist.get(address).text, "base"),
        "text": "Терілген сөз",
        "csrf_token": journalist.csrf(),
    }
    lock = sqlite3.connect(desk.archive.database_path, isolation_level=None)
    lock.execute("BEGIN IMMEDIATE")
    try:
        refused = journalist.client.post(address, data=form)
        assert journalist.get(desk.address).status_code == 200, "reading waits for nobody"
    finally:
        lock.execute("ROLLBACK")
        lock.close()
    assert refused.status_code == 503
    assert refused.headers["Retry-After"] == "5"
    assert "Терілген сөз</textarea>" in refused.text
    assert revisions_of(db, desk.programme_id) == []
    assert journalist.client.post(address, data=form).status_code == 303


def test_a_full_database_is_said_and_forgotten(desk: Desk, db: Database) -> None:
    """The page limit is the disk's: SQLite answers SQLITE_FULL to both."""

    @desk.app.get("/fill")
    def fill_up() -> str:
        connection = sqlite3.connect(desk.archive.root / "small.db")
        try:
            connection.execute("PRAGMA max_page_count = 2")
            connection.execute("CREATE TABLE t (b)")
            connection.execute("INSERT INTO t VALUES (zeroblob(100000))")
        finally:
            connection.close()
        return "never"

    answer = desk.visitor("journalist").get("/fill")
    assert answer.status_code == 507
    assert "The disk is full; nothing was stored." in answer.text


def test_a_full_disk_is_said(desk: Desk) -> None:
    @desk.app.get("/fill")
    def fill_up() -> str:
        with Path("/dev/full").open("wb", buffering=0) as full:
            full.write(b"x")
        return "never"

    answer = desk.visitor("journalist").get("/fill")
    assert answer.status_code == 507
    assert "The disk is full; nothing was stored." in answer.text


def test_an_upload_that_is_too_large_is_refused(desk: Desk, db: Database) -> None:
    before = len(list_programmes(db))
    desk.app.config["MAX_UPLOAD_BYTES"] = 10_000
    answer = desk.visitor("journalist").post("/add", {"title": "Long", "language": "kk", "sound": wav()})
    assert answer.status_code == 413
    assert "a recording may have 2 GB" in answer.text
    assert len(list_programmes(db)) == before


@pytest.mark.parametrize("address", ["/summary", "/segments/s0", "/sound", "/facts"])
def test_a_form_that_is_too_large_is_refused_before_it_is_read(desk: Desk, address: str) -> None:
    """A form without files is held in memory, so only uploads may be large."""
    answer = desk.visitor("journalist").post(desk.address + address, {"summary": "x" * (17 << 20)})
    assert answer.status_code == 413


def test_the_longest_summary_in_cyrillic_is_stored(desk: Desk, db: Database) -> None:
    journalist = desk.visitor("journalist")
    form = {"summary": "қ" * (1 << 20), "base": hidden(journalist.get(f"{desk.address}/summary").text, "base")}
    assert journalist.post(f"{desk.address}/summary", form).status_code == 303


def test_nobody_sends_much_to_the_sign_in(desk: Desk) -> None:
    anonymous = desk.visitor("anonymous")
    desk.app.config["MAX_CONTENT_LENGTH"] = 100_000
    for field in ({"name": "x" * 200_000}, {"sound": (io.BytesIO(bytes(200_000)), "x.wav")}):
        assert anonymous.post("/sign-in", field).status_code == 413


def test_nobody_uploads_before_we_know_who_they_are(desk: Desk) -> None:
    anonymous = desk.visitor("anonymous")
    form = {"title": "x", "language": "kk", "sound": wav(), "csrf_token": anonymous.csrf()}
    desk.app.config["MAX_CONTENT_LENGTH"] = 10
    assert anonymous.client.post("/add", data=form).status_code == 401, "the form was not even looked at"
