"""Where programmes stand in lists is where they stand, whatever happens to them, and no words are read for it."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import closing

import pytest
from sqlite_utils import Database

from media.catalogue import add_document, current_recording, set_facts
from tests.transcribe.texts import type_words
from tests.webapp.desk import Desk, fill, with_a_translation
from tests.webapp.editions import PROVENANCE, linking, segments
from transcribe.linking.store import store_linking
from transcribe.revise import current_text
from transcribe.transcripts import RECOGNISED, NewRun, store_transcript
from webapp.accounts import get_user
from webapp.desk.asked import ask_for_approval
from webapp.desk.schema import OF_CONTENT
from webapp.desk.standings import Standing, fill_names, standings
from webapp.desk.worklist import worklist
from webapp.english import write_english
from webapp.people.assignments import assign
from webapp.review import (
    ReviewState,
    approve,
    content,
    record_changed,
    record_published,
    record_withdrawn,
    review,
)


def standing(db: Database, programme_id: str) -> Standing:
    return next(each for each in standings(db) if each.programme_id == programme_id)


def edit(db: Database, pid: str, text: str = "Басқа сөздер") -> None:
    now = current_text(db, pid)
    type_words(db, pid, now.segments[0].segment_id, text, "journalist")


def rerun(db: Database, pid: str) -> None:
    recording = current_recording(db, pid)
    assert recording
    store_transcript(db, pid, NewRun(recording.recording_id, RECOGNISED, PROVENANCE, segments("Жаңа сөздер мүлде")))


def relink(db: Database, pid: str) -> None:
    now = content(db, pid)
    assert now.text
    assert now.summary
    first = now.summary.text.partition(". ")[0] + "."
    store_linking(db, linking(now.text, now.summary, first, now.text.segments[0].span))


def english(desk: Desk, db: Database) -> None:
    now = current_text(db, desk.programme_id)
    place = now.segments[1].segment_id
    write_english(db, desk.programme_id, place, "Early.", "journalist", base_id=None, source_sha256="")


CHANGES: dict[str, Callable[[Desk, Database, str], object]] = {
    "facts": lambda _, db, pid: set_facts(db, pid, {"series": "Another"}),
    "embargo": lambda _, db, pid: set_facts(db, pid, {"embargo": "2999-01-01"}),
    "summary": lambda _, db, pid: add_document(db, pid, "summary", "It is late.", language="en"),
    "script": lambda _, db, pid: add_document(db, pid, "script", "Сценарий", language="kk"),
    "words": lambda _, db, pid: edit(db, pid),
    "a machine's run": lambda _, db, pid: rerun(db, pid),
    "links": lambda _, db, pid: relink(db, pid),
    "sound": lambda _, db, __: db.execute("UPDATE recording SET sha256 = ?", ["f" * 64]),
    "translation": lambda desk, _, __: with_a_translation(desk),
    "English": lambda desk, db, _: english(desk, db),
    "a change that is noted": lambda _, db, pid: record_changed(db, pid, "journalist"),
    "withdrawn": lambda _, db, pid: record_withdrawn(db, pid, "approver", "why"),
    "a link deleted": lambda _, db, __: db.execute("DELETE FROM link"),
}


def agrees(db: Database, pid: str) -> ReviewState:
    """Hold the list against what is said of the whole content; return what both say."""
    whole = review(db, content(db, pid))
    listed = standing(db, pid)
    assert (listed.state, listed.public_since) == (whole.state, whole.public_since)
    return whole.state


@pytest.mark.parametrize("name", CHANGES)
def test_every_change_is_seen(desk: Desk, db: Database, name: str) -> None:
    pid = desk.programme_id
    relink(db, pid)
    assert agrees(db, pid) is ReviewState.UNREVIEWED
    approval = approve(db, pid, "approver", "a test")
    assert agrees(db, pid) is ReviewState.APPROVED
    record_published(db, pid, "approver", approval.content_sha256)
    assert agrees(db, pid) is ReviewState.PUBLISHED
    CHANGES[name](desk, db, pid)
    agrees(db, pid)
    edit(db, pid, "Тағы да басқа")
    agrees(db, pid)


def test_nothing_that_content_is_made_of_changes_unseen(desk: Desk, db: Database) -> None:
    """Every table that is read for the name of a content, or for its stale links, takes the name away."""
    pid = desk.programme_id
    relink(db, pid)
    with_a_translation(desk)
    read: set[str] = set()

    def note(action: int, table: str | None, *_: object) -> int:
        if action == sqlite3.SQLITE_READ and table:
            read.add(table)
        return sqlite3.SQLITE_OK

    fill_names(db)
    db.execute("DELETE FROM content_name")
    db.conn.set_authorizer(note)
    now = content(db, pid)
    assert now.sha256
    assert now.translated_sha256
    db.conn.set_authorizer(None)
    watched = {row[0] for row in db.execute("SELECT tbl_name FROM sqlite_master WHERE name LIKE 'content_name_%'")}
    assert {"programme", "transcript", "link", "english"} <= read
    assert read - watched - {"sqlite_master"} == set()
    events = db.execute("SELECT count(*) FROM sqlite_master WHERE name LIKE 'content_name_%'").fetchone()[0]
    assert events == 3 * (len(OF_CONTENT) + 3), "inserted, updated, deleted"


def test_whoever_looks_while_others_write_never_keeps_what_is_no_more(desk: Desk, db: Database) -> None:
    pid = desk.programme_id
    approve(db, pid, "approver")

    def change() -> None:
        with closing(desk.open()) as other:
            for number in range(40):
                set_facts(other, pid, {"series": f"Series {number}"})

    writer = threading.Thread(target=change)
    writer.start()
    while writer.is_alive():
        fill_names(db)
    writer.join()
    kept = db.execute("SELECT sha256 FROM content_name").fetchone()
    assert kept in (None, (content(db, pid).sha256,))
    assert agrees(db, pid) is ReviewState.IN_REVIEW


def test_a_busy_archive_is_listed_all_the_same(desk: Desk, db: Database) -> None:
    approve(db, desk.programme_id, "approver")
    db.conn.execute("PRAGMA busy_timeout = 10")
    other = desk.open()
    other.conn.execute("BEGIN IMMEDIATE")
    assert standing(db, desk.programme_id).state is None, "not known, and not guessed"
    other.conn.execute("ROLLBACK")
    other.close()
    assert standing(db, desk.programme_id).state is ReviewState.APPROVED


def test_at_most_so_many_are_looked_at_at_once(desk: Desk, db: Database) -> None:
    ids = [desk.programme_id, *(fill(desk.archive, db, "journalist")[0] for _ in range(3))]
    for pid in ids:
        approve(db, pid, "approver")
    assert fill_names(db, None, 3) == 3
    assert fill_names(db, frozenset(ids[:1])) in (0, 1)
    assert fill_names(db) in (0, 1)
    assert db.table("content_name").count == 4


def test_who_asked_stands_until_somebody_decides(desk: Desk, db: Database) -> None:
    pid, journalist = desk.programme_id, get_user(db, "journalist")
    assert standing(db, pid).waits_for_review
    ask_for_approval(db, pid, journalist)
    ask_for_approval(db, pid, get_user(db, "journalist_too"))
    edit(db, pid)
    assert (standing(db, pid).waits_for_approval, standing(db, pid).asked_by) == (True, "journalist")
    approve(db, pid, "approver")
    assert standing(db, pid).asked_by is None
    edit(db, pid, "Кейін тағы")
    assert standing(db, pid).waits_for_review
    ask_for_approval(db, pid, journalist)
    assert standing(db, pid).waits_for_approval


def test_who_is_assigned_to_what_is_public_already_has_work(desk: Desk, db: Database) -> None:
    pid = desk.programme_id
    approve(db, pid, "approver")
    record_published(db, pid, "approver", content(db, pid).sha256)
    assert worklist(db, get_user(db, "journalist")).mine == (), "they were assigned before, and it is done"
    assign(db, pid, "journalist_other", "approver", "2026-01-01")
    (work,) = worklist(db, get_user(db, "journalist_other")).mine
    assert (work.standing.programme_id, work.is_overdue) == (pid, True)


def test_stale_links_are_counted(desk: Desk, db: Database) -> None:
    relink(db, desk.programme_id)
    assert standing(db, desk.programme_id).stale_links == 0
    edit(db, desk.programme_id, "Мүлде басқа сөздер тұр енді осы жерде")
    assert standing(db, desk.programme_id).stale_links == 1


def test_a_list_reads_no_words(desk: Desk, db: Database) -> None:
    approve(db, desk.programme_id, "approver", "a test")
    edit(db, desk.programme_id)
    fill_names(db)
    read: set[tuple[str | None, str | None]] = set()

    def note(action: int, table: str | None, column: str | None, *_: object) -> int:
        if action == sqlite3.SQLITE_READ:
            read.add((table, column))
        return sqlite3.SQLITE_OK

    db.conn.set_authorizer(note)
    assert standing(db, desk.programme_id).state is ReviewState.IN_REVIEW
    db.conn.set_authorizer(None)
    assert ("content_name", "sha256") in read
    assert read & {("transcript", "segments"), ("revision_segment", "segment"), ("document", "text")} == set()


@pytest.mark.release
def test_ten_thousand_programmes_are_listed_in_a_moment(desk: Desk, db: Database) -> None:
    with db.atomic():
        for number in range(10_000):
            at = f"2026-{number % 12 + 1:02}-{number % 28 + 1:02}T00:00:00.000Z"
            row = {"programme_id": f"p{number:05}", "title": f"Programme {number}", "language": "kk"}
            db.table("programme").insert(row | {"created_at": at, "updated_at": at})
            event = {"programme_id": row["programme_id"], "kind": "approved", "user_name": "approver", "created_at": at}
            db.table("review_event").insert(event | {"content_sha256": f"{number % 2}" * 64})
            name = {"programme_id": row["programme_id"], "sha256": "0" * 64, "stale_links": number % 3}
            db.table("content_name").insert(name)
    admin = desk.visitor("admin")
    for page in ("/", "/programmes?q=programme+9", "/programmes?page=200"):
        began = time.process_time()
        assert admin.get(page).status_code == 200
        assert time.process_time() - began < 1, page
    assert sum(each.state is ReviewState.APPROVED for each in standings(db)) == 5_000
