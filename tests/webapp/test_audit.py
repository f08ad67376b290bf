"""Everything that people and machines do is noted, and nothing that was noted can be changed unseen."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from media.catalogue import add_document, add_programme, set_facts
from media.database import connect, sha256_of, utc_now
from tests.transcribe.texts import type_words
from tests.webapp.command_line import Muragat
from tests.webapp.desk import Desk, make_desk, with_a_translation
from transcribe.glossary import add_terms, remove_terms
from transcribe.revise import current_text
from transcribe.schema import SCHEMAS as TRANSCRIBE_SCHEMAS
from webapp.accounts import add_user, disable_user, set_password
from webapp.audit import Entry, entries, newest_sha256, verify
from webapp.edition.publish import publish, withdraw
from webapp.review import approve, record_changed
from webapp.schema import SCHEMAS


@pytest.fixture
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return make_desk(tmp_path_factory.mktemp("desk"))


@pytest.fixture
def db(desk: Desk) -> Iterator[Database]:
    with closing(desk.open()) as db:
        yield db


def edit(db: Database, programme_id: str, text: str) -> None:
    now = current_text(db, programme_id)
    type_words(db, programme_id, now.segments[0].segment_id, text, "journalist")


def new_entries(db: Database, act: Callable[[], object]) -> list[Entry]:
    before = len(entries(db))
    act()
    return list(entries(db))[before:]


def test_what_people_do_is_noted_with_who_did_it(desk: Desk, db: Database) -> None:
    pid = desk.programme_id
    for act, said in (
        (lambda: edit(db, pid, "Жаңа сөз"), [("journalist", "words"), ("journalist", "words of a segment")]),
        (lambda: set_facts(db, pid, {"topics": "Trees"}), [(None, "facts")]),
        (lambda: set_facts(db, pid, {"embargo": "2000-01-01"}), [(None, "embargo: 2000-01-01")]),
        (lambda: record_changed(db, pid, "journalist"), [("journalist", "review: in_review")]),
        (lambda: approve(db, pid, "approver"), [("approver", "review: approved")]),
        (lambda: publish(desk.archive, db, desk.edition, pid, "approver"), [("approver", "review: published")]),
        (
            lambda: withdraw(desk.archive, db, desk.edition, pid, "approver", "a mistake"),
            [("approver", "review: withdrawn")],
        ),
    ):
        assert [(each.user_name, each.action) for each in new_entries(db, act)] == said
    made = new_entries(db, lambda: add_user(db, "aigul", "journalist", "three words of mine"))
    assert [(each.user_name, each.action) for each in made] == [(None, "account made: aigul, journalist")]
    ended = new_entries(db, lambda: (set_password(db, "aigul", "another three of mine"), disable_user(db, "aigul")))
    said = [(None, "password changed: aigul"), (None, "account ended: aigul")]
    assert [(each.user_name, each.action) for each in ended] == said, "it was somebody else who did that"
    terms = new_entries(db, lambda: (add_terms(db, "", ["Сағатова"]), remove_terms(db, "", ["Сағатова"])))
    assert [(each.action, each.subject) for each in terms] == [("term added", None), ("term removed", None)]
    assert "Сағатова" not in json.dumps([each.action for each in terms], ensure_ascii=False)
    added, removed = (each.content_sha256 for each in terms)
    assert added == removed, "of one that is removed it can be said when it was added"
    assert added != sha256_of("", "Сағатова"), "a short name is guessed from its plain hash"
    assert list(verify(db)) == []


def test_machines_are_noted_too(desk: Desk, db: Database) -> None:
    said = [each.action for each in entries(db, desk.programme_id)]
    assert {"facts", "sound", "summary", "machine run"} <= set(said)
    made = new_entries(db, lambda: with_a_translation(desk))
    assert "machine translation" in [each.action for each in made]


def test_what_is_undone_leaves_no_row(db: Database) -> None:
    before = newest_sha256(db)

    def fail() -> None:
        with db.atomic():
            add_programme(db, {"title": "Half", "language": "kk"})
            raise RuntimeError("the power is gone")

    with pytest.raises(RuntimeError):
        fail()
    assert newest_sha256(db) == before


@pytest.mark.parametrize("statement", ["UPDATE audit SET user_name = 'x'", "DELETE FROM audit"])
def test_rows_are_only_added(db: Database, statement: str) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="only added"):
        db.conn.execute(statement)


TAMPERING = {
    "a row changed": "UPDATE audit SET user_name = 'nobody' WHERE number = 3",
    "a row taken out": "DELETE FROM audit WHERE number = 3",
    "the last row taken out": "DELETE FROM audit WHERE number = (SELECT max(number) FROM audit)",
    "words changed": "UPDATE revision_segment SET segment = replace(segment, 'Жаңа', 'Ескі')",
    "a run changed": "UPDATE transcript SET segments = replace(segments, '0', '1')",
    "summary changed": "UPDATE document SET text = text || ' Not so.'",
    "a reason changed": "UPDATE review_event SET reason = 'other' WHERE kind = 'approved'",
    "an approval invented": (
        "INSERT INTO review_event (programme_id, kind, user_name, created_at)"
        " SELECT programme_id, 'approved', 'approver', created_at FROM review_event LIMIT 1"
    ),
    "a decision taken out": "DELETE FROM review_event WHERE kind = 'approved'",
}


@pytest.mark.parametrize("name", TAMPERING)
def test_whatever_is_changed_behind_its_back_is_found(desk: Desk, db: Database, name: str) -> None:
    edit(db, desk.programme_id, "Жаңа сөз")
    approve(db, desk.programme_id, "approver")
    kept = newest_sha256(db)
    assert list(verify(db, kept)) == []
    connection = sqlite3.connect(desk.archive.database_path)  # As somebody with the file and a tool would.
    for (trigger,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
        connection.execute(f"DROP TRIGGER {trigger}")
    connection.execute(TAMPERING[name])
    connection.commit()
    connection.close()
    assert list(verify(db, kept)) != []


def test_whoever_writes_the_chain_anew_does_not_have_the_hash_that_was_kept(desk: Desk, db: Database) -> None:
    kept = newest_sha256(db)
    assert "has no row" in next(verify(db, "0" * 64)).sentence
    edit(db, desk.programme_id, "Жаңа сөз")
    assert list(verify(db, kept)) == []


def test_archive_from_before_the_audit_is_noted_as_it_was(tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("old") / "archive.db"
    with closing(connect(path, TRANSCRIBE_SCHEMAS)) as db:
        first = add_programme(db, {"title": "Old", "language": "kk"}).programme_id
        add_document(db, first, "summary", "It is early.", language="en")
    with closing(connect(path, SCHEMAS)) as db:
        assert [each.action for each in entries(db)] == ["facts", "summary", "the audit begins"]
        assert list(verify(db)) == []
        set_facts(db, first, {"title": "Older"})
        assert [each.action for each in entries(db)][-1] == "facts"
        assert list(verify(db)) == []


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30), max_size=4))
def test_any_text_keeps_the_chain_whole(db: Database, texts: list[str]) -> None:
    for text in texts:
        add_programme(db, {"title": f"x{text}", "language": "kk"})
    assert list(verify(db)) == []


def test_pages_show_it_to_whom_it_concerns(desk: Desk, db: Database) -> None:
    edit(db, desk.programme_id, "Жаңа сөз")
    page = desk.visitor("journalist").get(f"{desk.address}/history").text
    assert "Words corrected" in page
    assert desk.visitor("approver").get("/audit").status_code == 403
    admin = desk.visitor("admin")
    assert newest_sha256(db) in admin.get("/audit").text
    rows = list(csv.DictReader(io.StringIO(admin.get("/audit.csv").get_data(as_text=True).removeprefix("\ufeff"))))
    assert [row["sha256"] for row in rows] == [each.sha256 for each in entries(db)]


def test_command_prints_and_checks(desk: Desk, db: Database) -> None:
    muragat = Muragat(desk.archive.root)
    edit(db, desk.programme_id, "Жаңа сөз")
    lines = muragat("audit", desk.programme_id).stdout.splitlines()
    assert "journalist  words" in lines[-2]
    (record, *_) = map(json.loads, muragat("audit", "--json").stdout.splitlines())
    assert record["number"] == 1
    done = muragat("audit", "--verify", "--known", newest_sha256(db))
    assert (done.returncode, newest_sha256(db) in done.stdout) == (0, True)
    done = muragat("audit", "--verify", "--known", "0" * 64)
    assert (done.returncode, "has no row" in done.stderr) == (1, True)


def test_rows_of_two_kinds_that_are_called_alike_are_told_apart(desk: Desk, db: Database) -> None:
    """A passage and an item that were both checked, a refused approval, a link that was listened to."""
    pid, now = desk.programme_id, utc_now()
    by = {"programme_id": pid, "user_name": "journalist", "created_at": now}
    for table, row in (
        ("segment_check", by | {"segment_id": "s", "kind": "checked", "tag": "t"}),
        ("check_decision", by | {"item_key": "n", "answer": "right", "words_sha256": "", "segment_ids": "[]"}),
        ("approval_asked", by),
        ("approval_refused", by | {"approval_asked_id": 1, "reason": "not yet"}),
        ("link_decision", by | {"decision_id": "k1", "claim_id": "c", "kind": "reject", "spans": "[]"}),
        ("link_listened", {"decision_id": "k1", "programme_id": pid, "heard_ms": 5}),
    ):
        db.table(table).insert(row)
    assert list(verify(db)) == []
    for table, column, value in (
        ("segment_check", "tag", "u"),
        ("check_decision", "answer", "wrong"),
        ("approval_refused", "reason", "never"),
        ("link_listened", "heard_ms", 6),
    ):
        (before,) = db.execute(f"SELECT {column} FROM {table}").fetchone()  # noqa: S608 our own words
        change = f"UPDATE {table} SET {column} = ?"  # noqa: S608 our own words
        db.execute(change, [value])
        assert len(list(verify(db))) == 1, table
        db.execute(change, [before])
    assert list(verify(db)) == []
