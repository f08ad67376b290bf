"""A machine says that two recordings sound the same; a person says whether they are, and nothing is lost by it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlite_utils import Database

from media.alike.pairs import note_pairs
from media.alike.records import Likeness
from media.catalogue import current_recording, recordings_of, set_facts
from tests.webapp.desk import Desk, fill, make_desk
from transcribe.jobs import list_jobs
from transcribe.records import JobState
from webapp.accounts import get_user
from webapp.alike.decide import decide
from webapp.alike.errors import NotAlike, NotKeptWith
from webapp.alike.found import alike_of, open_pairs, set_aside
from webapp.alike.records import SameAnswer
from webapp.audit import entries, verify
from webapp.cli.main import cli
from webapp.desk.worklist import worklist
from webapp.errors import ApprovalRefused
from webapp.review import approve, record_published

KEPT_TITLE, TITLE = "Балқаш туралы <b>", "Сексеуіл & құм"
REASON = "Nobody else is here today."


@dataclass(frozen=True, slots=True)
class Both:
    """A newsroom with two programmes that sound the same, and one that sounds like none."""

    desk: Desk
    kept_id: str
    """Of an admin's: the contributor who brought the other must not know of it."""
    third_id: str

    @property
    def own_id(self) -> str:
        return self.desk.programme_id


@pytest.fixture
def both(tmp_path: Path) -> Both:
    desk = make_desk(tmp_path)
    with closing(desk.open()) as db:
        kept_id, third_id = fill(desk.archive, db, "admin")[0], fill(desk.archive, db, "admin")[0]
        set_facts(db, kept_id, {"title": KEPT_TITLE})
        set_facts(db, desk.programme_id, {"title": TITLE})
        own, kept = current_recording(db, desk.programme_id), current_recording(db, kept_id)
        assert own
        assert kept
        note_pairs(db, own, (Likeness(kept.sha256, 97, 60_000, -3_000),))
    return Both(desk, kept_id, third_id)


@pytest.fixture
def db(both: Both) -> Iterator[Database]:
    with closing(both.desk.open()) as db:
        yield db


def say(db: Database, both: Both, answer: SameAnswer, name: str = "approver") -> None:
    decide(db, both.own_id, both.kept_id, answer, get_user(db, name))


def test_the_same_is_kept_with_the_other_and_comes_back(both: Both, db: Database) -> None:
    assert not worklist(db, get_user(db, "approver")).alike[0].decision
    say(db, both, SameAnswer.SAME)
    assert set_aside(db) == {both.own_id}
    assert open_pairs(db, None) == ()
    (seen,) = alike_of(db, both.kept_id, None)
    assert seen.has_the_other
    assert seen.decision
    assert seen.decision.user_name == "approver"
    # The machine's work on it is stopped, the words that stand are there, nobody approves them.
    assert {job.state for job in list_jobs(db, both.own_id)} == {JobState.CANCELLED}
    assert recordings_of(db, both.own_id)
    waiting = {each.programme_id for each in worklist(db, get_user(db, "approver")).for_review}
    assert both.own_id not in waiting
    assert both.kept_id in waiting
    with pytest.raises(ApprovalRefused, match="set aside"):
        approve(db, both.own_id, "approver", REASON)
    say(db, both, SameAnswer.OTHER, "admin")
    assert set_aside(db) == frozenset()
    assert open_pairs(db, None) == ()
    assert [each.action for each in entries(db) if "same recording" in each.action] == [
        "same recording: same",
        "same recording: other",
    ]
    assert list(verify(db)) == []


def test_not_the_same_is_never_offered_again_and_said_once(both: Both, db: Database) -> None:
    for _ in range(2):
        say(db, both, SameAnswer.OTHER)
    assert open_pairs(db, None) == ()
    assert db.table("same_sound").count == 1
    assert set_aside(db) == frozenset()


def test_what_is_public_or_has_a_third_is_not_kept_with_another(both: Both, db: Database) -> None:
    third, own = current_recording(db, both.third_id), current_recording(db, both.own_id)
    assert third
    assert own
    note_pairs(db, third, (Likeness(own.sha256, 90, 60_000, 0),))
    say(db, both, SameAnswer.SAME)
    # What is set aside takes no third one, and what has another with it is not set aside itself.
    for programme_id, other_id in ((both.third_id, both.own_id), (both.kept_id, both.own_id)):
        with pytest.raises(NotKeptWith) as refused:
            decide(db, programme_id, other_id, SameAnswer.SAME, get_user(db, "admin"))
        assert not refused.value.is_public
    say(db, both, SameAnswer.OTHER)
    record_published(db, both.own_id, "approver", "ab" * 32)
    with pytest.raises(NotKeptWith) as refused:
        say(db, both, SameAnswer.SAME)
    assert refused.value.is_public


def test_nobody_learns_of_a_programme_that_is_not_theirs(both: Both, db: Database) -> None:
    for name in ("contributor_owner", "journalist"):
        page = both.desk.visitor(name).get(both.desk.address).text
        assert both.kept_id not in page
        assert "Балқаш" not in page
        assert 'id="alike"' not in page
        assert both.kept_id not in both.desk.visitor(name).get("/").text
        with pytest.raises(NotAlike):
            say(db, both, SameAnswer.SAME, name)
        for other_id in (both.kept_id, both.third_id, "p0"):
            sent = both.desk.visitor(name).post(f"{both.desk.address}/alike/{other_id}", {"answer": "same"})
            assert sent.status_code == HTTPStatus.NOT_FOUND
    assert db.table("same_sound").count == 0
    # What others decided is told to them without the other programme.
    say(db, both, SameAnswer.SAME)
    page = both.desk.visitor("contributor_owner").get(both.desk.address).text
    assert "This programme is set aside" in page
    assert both.kept_id not in page
    assert "Балқаш" not in page


def test_the_pages_offer_it_and_take_the_answer(both: Both, db: Database) -> None:
    visitor = both.desk.visitor("approver")
    assert "Балқаш туралы &lt;b&gt;" in visitor.get("/").text
    page = visitor.get(both.desk.address).text
    assert "97 % of the shorter recording" in page
    assert "Балқаш туралы &lt;b&gt;</a>" in page
    assert "Сексеуіл &amp; құм</a>" in visitor.get(f"/programmes/{both.kept_id}").text
    address = f"{both.desk.address}/alike/{both.kept_id}"
    assert visitor.post(address, {"answer": "perhaps"}).status_code == HTTPStatus.BAD_REQUEST
    assert visitor.post(address, {"answer": "same"}).status_code == HTTPStatus.SEE_OTHER
    assert "Kept as another recording of “<a" in visitor.get(both.desk.address).text
    assert "Another recording of this programme: tone.wav" in visitor.get(f"/programmes/{both.kept_id}").text
    refused = visitor.post(f"/programmes/{both.kept_id}/alike/{both.own_id}", {"answer": "same"}, follow_redirects=True)
    assert "It cannot be kept there" in refused.text
    assert visitor.post(address, {"answer": "other"}).status_code == HTTPStatus.SEE_OTHER
    assert "is not the same recording" in visitor.get(both.desk.address).text
    assert set_aside(db) == frozenset()


def test_the_command_lists_decides_and_shows(both: Both) -> None:
    def muragat(*words: str) -> Result:
        return CliRunner().invoke(cli, ["--archive", str(both.desk.archive.root), *words])

    listed = json.loads(muragat("alike", "--json").stdout)
    assert (listed["programme_id"], listed["other_id"], listed["percent"]) == (both.own_id, both.kept_id, 97)
    unsaid = muragat("alike", both.own_id, both.kept_id, "--same")
    assert unsaid.exit_code == 2
    assert "Name both programmes, and who says so" in unsaid.stderr
    done = muragat("alike", both.own_id, both.kept_id, "--same", "--as", "approver")
    assert done.exit_code == 0, done.stderr
    assert "the same (approver)" in done.stdout
    (other,) = json.loads(muragat("show", both.kept_id, "--json").stdout)["other_recordings"]
    assert (other["programme_id"], other["file_name"]) == (both.own_id, "tone.wav")
    assert muragat("alike").stdout == ""
