"""Somebody is kept back, or erased, with another edition than the one where the programme is public: it is said."""

from __future__ import annotations

import shutil
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from media.catalogue import set_facts
from tests.webapp.desk import Desk, make_desk
from tests.webapp.published import public_client
from webapp.cli.main import cli
from webapp.edition.elsewhere import copies_elsewhere, is_public_elsewhere
from webapp.edition.layout import Layout
from webapp.edition.publish import publish, withdraw
from webapp.edition.records import PublicReason
from webapp.erasing.erase import ask, go_on
from webapp.erasing.manifest import read_pending
from webapp.erasing.records import Obstacle, Pending, Step
from webapp.erasing.store import find_erasure
from webapp.errors import NotPublished, PublishedElsewhere
from webapp.redaction.rows import rows_of
from webapp.review import ReviewState, approve, public_since, state

WORD = "сексеуіл"
REASON = "The family asked."


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Return a newsroom whose programme is public."""
    made = make_desk(tmp_path)
    with closing(made.open()) as db:
        approve(db, made.programme_id, "approver", "test")
        publish(made.archive, db, made.edition, made.programme_id, "approver")
    return made


@pytest.fixture
def other(desk: Desk, tmp_path: Path) -> Desk:
    """Return the same newsroom with another edition, in which nothing was ever published."""
    return replace(desk, edition=tmp_path / "other")


def run(desk: Desk, *arguments: str) -> Result:
    place = ["--archive", str(desk.archive.root), "--edition", str(desk.edition)]
    return CliRunner().invoke(cli, [*place, *arguments])


def is_public(desk: Desk) -> bool:
    return public_client(desk.edition).get(desk.address).status_code == 200


def test_what_is_kept_back_is_stored_and_the_command_fails(desk: Desk, other: Desk) -> None:
    pid = desk.programme_id
    failed = run(other, "redact", pid, "--person", WORD, "--reason", REASON, "--as", "journalist")
    assert (failed.exit_code, type(failed.exception)) == (1, PublishedElsewhere)
    assert "“muragat --edition" in str(failed.exception)
    with closing(desk.open()) as db:
        assert len(rows_of(db, pid)) == 1
        assert public_since(db, pid)
    assert is_public(desk)
    withdrawn = run(desk, "withdraw", pid, "--reason", REASON, "--as", "approver")
    assert withdrawn.exit_code == 0, withdrawn.output
    assert not is_public(desk)
    # Withdrawn where it was public, it is nowhere, and any edition will do.
    assert run(other, "redact", pid, "--span", "0:00", "0:01", "--reason", REASON, "--as", "journalist").exit_code == 0


def test_an_older_version_here_is_blocked_and_does_not_count(desk: Desk, tmp_path: Path) -> None:
    pid = desk.programme_id
    older = replace(desk, edition=tmp_path / "older")
    with closing(desk.open()) as db:
        publish(desk.archive, db, older.edition, pid, "approver")
        set_facts(db, pid, {"title": "Another"})
        approve(db, pid, "approver", "test")
        publish(desk.archive, db, desk.edition, pid, "approver", "A correction.")
        with pytest.raises(PublishedElsewhere):
            withdraw(desk.archive, db, older.edition, pid, "approver", REASON)
        assert not is_public(older)
        assert is_public(desk)
        assert state(db, pid) is ReviewState.PUBLISHED


def test_editions_that_both_have_a_version_of_this_number_are_told_apart(desk: Desk, other: Desk) -> None:
    """It is public as version 1 in both; the archive knows where it went out last."""
    pid = desk.programme_id
    with closing(desk.open()) as db:
        publish(desk.archive, db, other.edition, pid, "approver")
        with pytest.raises(PublishedElsewhere):
            withdraw(desk.archive, db, desk.edition, pid, "approver", REASON)
        assert not is_public(desk), "what lies here is blocked all the same"
        assert is_public(other)
        with pytest.raises(PublishedElsewhere):  # Also where this edition is read by its tombstone.
            withdraw(desk.archive, db, desk.edition, pid, "approver", REASON)
        withdraw(desk.archive, db, other.edition, pid, "approver", REASON)
        assert not is_public(other)
        assert state(db, pid) is ReviewState.WITHDRAWN


def test_each_edition_in_which_it_is_public_is_remembered(desk: Desk, other: Desk) -> None:
    """Whoever keeps somebody back with one of them at hand is told of the other, until it is withdrawn there too."""
    pid, reason = desk.programme_id, ("--reason", REASON)
    with closing(desk.open()) as db:
        publish(desk.archive, db, other.edition, pid, "approver")
    failed = run(other, "redact", pid, "--person", WORD, *reason, "--as", "journalist")
    assert (failed.exit_code, type(failed.exception)) == (1, PublishedElsewhere)
    assert f"({desk.edition})" in str(failed.exception)
    assert (is_public(desk), is_public(other)) == (True, False)
    with closing(desk.open()) as db:
        assert public_since(db, pid), "it is still read there"
    assert run(desk, "withdraw", pid, *reason, "--as", "approver").exit_code == 0
    assert not is_public(desk)
    assert run(other, "redact", pid, "--span", "0:00", "0:01", *reason, "--as", "journalist").exit_code == 0


def test_what_comes_back_in_one_edition_is_still_known_in_the_other(desk: Desk, other: Desk) -> None:
    pid = desk.programme_id
    with closing(desk.open()) as db:
        publish(desk.archive, db, other.edition, pid, "approver")
        for edition in (other.edition, desk.edition, other.edition):
            set_facts(db, pid, {"title": f"As in {edition.name}"})
            approve(db, pid, "approver", "test")
            publish(desk.archive, db, edition, pid, "approver", "A correction.")
        assert [each.place for each in copies_elsewhere(db, Layout(desk.edition), pid)] == [str(other.edition)]
        assert [each.place for each in copies_elsewhere(db, Layout(other.edition), pid)] == [str(desk.edition)]
        with pytest.raises(PublishedElsewhere):
            withdraw(desk.archive, db, desk.edition, pid, "approver", REASON)
        withdraw(desk.archive, db, other.edition, pid, "approver", REASON)
        assert state(db, pid) is ReviewState.WITHDRAWN


def test_an_edition_that_is_lost_is_settled_where_it_lay(desk: Desk, other: Desk) -> None:
    pid = desk.programme_id
    with closing(desk.open()) as db:
        publish(desk.archive, db, other.edition, pid, "approver")
        shutil.rmtree(desk.edition)
        with pytest.raises(PublishedElsewhere):  # In the other, which is the only one now.
            withdraw(desk.archive, db, desk.edition, pid, "approver", REASON)
        assert not is_public_elsewhere(db, Layout(other.edition), pid)
        shutil.rmtree(other.edition)
        withdraw(desk.archive, db, other.edition, pid, "approver", REASON)
        assert state(db, pid) is ReviewState.WITHDRAWN
        with pytest.raises(NotPublished):
            withdraw(desk.archive, db, other.edition.with_name("none"), pid, "approver", REASON)


def test_an_edition_that_was_moved_is_known_again(desk: Desk, other: Desk) -> None:
    pid = desk.programme_id
    shutil.move(desk.edition, other.edition)
    with closing(desk.open()) as db:
        assert not is_public_elsewhere(db, Layout(other.edition), pid)
        assert is_public_elsewhere(db, Layout(desk.edition.with_name("third")), pid)
        withdraw(desk.archive, db, other.edition, pid, "approver", REASON)
        assert state(db, pid) is ReviewState.WITHDRAWN


def test_what_an_older_release_published_stays_known_when_it_goes_out_elsewhere(desk: Desk, other: Desk) -> None:
    pid = desk.programme_id
    with closing(desk.open()) as db:
        db.execute("DELETE FROM public_copy")
        db.conn.commit()
        publish(desk.archive, db, other.edition, pid, "approver")
        assert is_public_elsewhere(db, Layout(other.edition), pid)
        with pytest.raises(PublishedElsewhere):
            withdraw(desk.archive, db, other.edition, pid, "approver", REASON)
        withdraw(desk.archive, db, desk.edition, pid, "approver", REASON)
        assert state(db, pid) is ReviewState.WITHDRAWN


def test_what_an_older_release_published_is_told_is_told_by_its_number(desk: Desk) -> None:
    pid = desk.programme_id
    with closing(desk.open()) as db:
        db.execute("DELETE FROM public_copy")
        for change in ("UPDATE published_version SET published_at = NULL", "DELETE FROM published_version"):
            db.execute(change)
            db.conn.commit()
            assert not is_public_elsewhere(db, Layout(desk.edition), pid)
            assert is_public_elsewhere(db, Layout(desk.edition.with_name("other")), pid)


def test_withdrawing_refuses_and_remembers_a_consent(desk: Desk, other: Desk) -> None:
    pid = desk.programme_id
    failed = run(other, "withdraw", pid, "--reason", REASON, "--as", "approver")
    assert (failed.exit_code, type(failed.exception)) == (1, PublishedElsewhere)
    with closing(desk.open()) as db:
        with pytest.raises(PublishedElsewhere):
            withdraw(desk.archive, db, other.edition, pid, "approver", REASON, PublicReason.CONSENT)
        assert db.table("consent_withdrawn").count == 1
        assert state(db, pid) is ReviewState.PUBLISHED


def test_an_erasure_waits_for_the_right_edition(desk: Desk, other: Desk) -> None:
    pid = desk.programme_id
    pending = run(other, "erase", pid, "--as", "admin", "--reason", REASON, "--yes")
    assert pending.exit_code == 1
    assert pending.stderr.startswith("Pending: It is public in another edition")
    with closing(desk.open()) as db:
        assert read_pending(desk.archive, pid) == (Pending(Obstacle.PUBLIC_ELSEWHERE),)
        erasure = find_erasure(db, pid)
        assert erasure
        assert erasure.step is Step.ASKED
        assert is_public(desk)
        ask(desk.archive, db, desk.edition, pid, "admin", REASON)
        assert go_on(desk.archive, db, desk.edition, pid, "admin") == ()
    assert not is_public(desk)
    assert public_client(desk.edition).get(desk.address).status_code == 410
