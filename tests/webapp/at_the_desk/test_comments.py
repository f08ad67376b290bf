"""What people write to each other: every thing that is done is a row, and nothing that was written is lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlite_utils import Database

from tests.webapp.desk import Desk, make_desk
from webapp.accounts import User, disable_user, get_user
from webapp.audit import entries, verify
from webapp.desk.comments import (
    MOST_CHARACTERS,
    About,
    answer,
    delete_comment,
    edit_comment,
    open_threads,
    settle,
    thread_of,
    threads_of,
    write_comment,
)
from webapp.desk.errors import BadComment, UnknownComment
from webapp.desk.mentions import mentioned, mentions_of
from webapp.errors import ChangedSince, NotAllowed
from webapp.review import content


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return make_desk(tmp_path_factory.mktemp("comments"))


@pytest.fixture
def who(db: Database) -> Callable[[str], User]:
    return lambda name: get_user(db, name)


Who = Callable[[str], User]


def test_a_thread_is_answered_resolved_and_opened_by_whoever_has_more_to_say(
    desk: Desk, db: Database, who: Who
) -> None:
    pid = desk.programme_id
    about = About(start_ms=12_000, segment_id=desk.segment_id, quote="сексеуіл")
    thread = write_comment(db, pid, who("journalist"), " Is this the name?\r\nListen. ", about)
    assert (thread.about, thread.comments[0].text) == (about, "Is this the name?\nListen.")
    answer(db, pid, thread.thread_id, who("approver"), "It is.")
    settle(db, pid, thread.thread_id, who("approver"), is_open=False)
    settle(db, pid, thread.thread_id, who("admin"), is_open=False)
    done = thread_of(db, pid, thread.thread_id)
    assert (done.is_open, done.settled_by) == (False, "approver")
    assert thread.thread_id not in [each.thread_id for each in open_threads(db, pid)]
    again = answer(db, pid, thread.thread_id, who("journalist"), "And yet.")
    assert again.is_open
    assert [each.author for each in again.comments] == ["journalist", "approver", "journalist"]


def test_a_comment_that_is_sent_twice_is_one(desk: Desk, db: Database, who: Who) -> None:
    pid, about = desk.programme_id, About(start_ms=1_000)
    thread = write_comment(db, pid, who("journalist"), "Once.", about)
    assert write_comment(db, pid, who("journalist"), " Once.", about).thread_id == thread.thread_id
    for _ in range(2):
        answer(db, pid, thread.thread_id, who("approver"), "Indeed.")
    assert [each.text for each in thread_of(db, pid, thread.thread_id).comments] == ["Once.", "Indeed."]
    others = [
        (who("approver"), "Once.", about),
        (who("journalist"), "Twice.", about),
        (who("journalist"), "Once.", About()),
    ]
    ids = {write_comment(db, pid, *each).thread_id for each in others}
    assert len(ids - {thread.thread_id}) == 3, "somebody else, other words, another place"
    assert write_comment(db, pid, who("journalist"), "Once.", about).thread_id != thread.thread_id, "it was answered"


def test_an_edit_keeps_what_stood_there_and_only_the_author_edits(desk: Desk, db: Database, who: Who) -> None:
    pid, author = desk.programme_id, who("journalist")
    thread = write_comment(db, pid, author, "First", About())
    name, seen = thread.thread_id, thread.comments[0].texts[0].row_id
    with pytest.raises(NotAllowed):
        edit_comment(db, pid, name, name, who("admin"), "Mine", seen)
    edit_comment(db, pid, name, name, author, "Second", seen)
    with pytest.raises(ChangedSince):
        edit_comment(db, pid, name, name, author, "Third", seen)
    edit_comment(db, pid, name, name, author, "Second", seen)
    assert [each.text for each in thread_of(db, pid, name).comments[0].texts] == ["Second", "First"]


def test_a_deleted_comment_stays_a_row_and_a_thread_without_any_is_not_listed(
    desk: Desk, db: Database, who: Who
) -> None:
    pid, author = desk.programme_id, who("journalist")
    name = write_comment(db, pid, author, "Not for eyes", About()).thread_id
    with pytest.raises(NotAllowed):
        delete_comment(db, pid, name, name, who("journalist_too"))
    delete_comment(db, pid, name, name, who("approver"))
    assert thread_of(db, pid, name).comments[0].deleted_by == "approver"
    assert name not in [each.thread_id for each in threads_of(db, pid)]
    assert db.execute("SELECT text FROM comment_row WHERE comment_id = ?", [name]).fetchone() == ("Not for eyes",)
    with pytest.raises(UnknownComment):
        edit_comment(db, pid, name, name, author, "Back", "")


@pytest.mark.parametrize("typed", ["", " \n ", "a\x00b", "a\x1b[31m", "x" * (MOST_CHARACTERS + 1)])
def test_what_cannot_be_kept_is_refused_and_nothing_is_stored(desk: Desk, db: Database, who: Who, typed: str) -> None:
    before = db.table("comment_row").count
    with pytest.raises(BadComment):
        write_comment(db, desk.programme_id, who("journalist"), typed, About())
    assert db.table("comment_row").count == before


def test_another_programmes_thread_is_not_found(desk: Desk, db: Database, who: Who) -> None:
    name = write_comment(db, desk.programme_id, who("journalist"), "Here", About()).thread_id
    for act in (
        lambda: answer(db, "p0", name, who("admin"), "There"),
        lambda: settle(db, "p0", name, who("admin"), is_open=False),
        lambda: delete_comment(db, "p0", name, name, who("admin")),
    ):
        with pytest.raises(UnknownComment):
            act()


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("@approver look", ["approver"]),
        ("Ask @Approver_too, not me", ["approver_too"]),
        ("(@admin) and @journalist.", ["admin", "journalist"]),
        ("@admin @ADMIN", ["admin"]),
        ("mail@admin and @adminx and @nobody", []),
        ("@disabled is gone", []),
    ],
)
def test_names_in_a_text(db: Database, text: str, named: list[str]) -> None:
    assert [user.name for user in mentioned(db, text)] == named


def test_who_is_named_is_told_while_it_stands_and_is_open(desk: Desk, db: Database, who: Who) -> None:
    pid, author, told = desk.programme_id, who("journalist"), who("approver_too")
    before = len(mentions_of(db, told))
    thread = write_comment(db, pid, author, "@approver_too, is it so?", About())
    name = thread.thread_id
    newest = mentions_of(db, told)[0]
    assert (len(mentions_of(db, told)), newest.title, newest.author) == (before + 1, "Сексеуіл", "journalist")
    settle(db, pid, name, author, is_open=False)
    assert len(mentions_of(db, told)) == before
    settle(db, pid, name, author, is_open=True)
    edit_comment(db, pid, name, name, author, "Is it so?", thread.comments[0].texts[0].row_id)
    assert len(mentions_of(db, told)) == before


def test_comments_void_no_approval_and_are_in_the_audit_by_their_hash(desk: Desk, db: Database, who: Who) -> None:
    pid = desk.programme_id
    before = content(db, pid).sha256
    name = write_comment(db, pid, who("journalist"), "Құпия Атау", About()).thread_id
    settle(db, pid, name, who("journalist"), is_open=False)
    assert content(db, pid).sha256 == before
    noted = [(each.user_name, each.action) for each in entries(db, pid, newest_first=True, limit=2)]
    assert noted == [("journalist", "comment: resolved"), ("journalist", "comment: written")]
    assert not db.execute("SELECT count(*) FROM audit WHERE action LIKE '%Құпия%'").fetchone()[0]
    assert list(verify(db)) == []
    db.execute("UPDATE comment_row SET text = 'Another' WHERE comment_id = ? AND kind = 'written'", [name])
    assert ["was changed since" in fault.sentence for fault in verify(db)] == [True]
    db.execute("UPDATE comment_row SET text = 'Құпия Атау' WHERE comment_id = ? AND kind = 'written'", [name])


def test_a_name_of_somebody_who_left_names_nobody(desk: Desk, db: Database, who: Who) -> None:
    assert [user.name for user in mentioned(db, "@contributor_other")] == ["contributor_other"]
    disable_user(db, "contributor_other")
    assert mentioned(db, "@contributor_other") == ()
