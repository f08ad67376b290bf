"""What a model is told to expect has no name in it that is kept back of any programme."""

from __future__ import annotations

from contextlib import closing

import pytest
from click.testing import CliRunner
from sqlite_utils import Database

from media.catalogue import add_programme
from tests.webapp.desk import Desk
from tests.webapp.redaction.kept_back import NAME, REASON
from transcribe.glossary import add_terms
from transcribe.jobs import list_jobs
from transcribe.records import JobState
from webapp.cli.main import cli
from webapp.people.assignments import assign
from webapp.redaction.errors import NoRedactionKey
from webapp.redaction.find import quote_of
from webapp.redaction.flows import transcript_flow
from webapp.redaction.protected import told_terms
from webapp.redaction.store import add_person, add_word
from webapp.redaction.vault import KEY_VARIABLE
from webapp.review import approve, content

SERIES = "Ауыл"


@pytest.fixture
def terms(db: Database) -> Database:
    add_terms(db, "", ["Арал", "Айгүл апай"])
    add_terms(db, SERIES, ["Omarova", "сексеуіл", "Айгүн"])
    return db


def test_all_terms_are_told_where_nothing_is_kept_back(terms: Database) -> None:
    assert told_terms(terms, SERIES) == ("Omarova", "сексеуіл", "Айгүн", "Арал", "Айгүл апай")
    assert told_terms(terms, None) == ("Арал", "Айгүл апай")


def test_a_name_of_another_programme_is_not_told(terms: Database, desk: Desk) -> None:
    """What only looks like it is: a model that expects fewer names hears them worse."""
    other = add_programme(terms, {"title": "Another", "language": "kk", "series": "Қала"}).programme_id
    assign(terms, other, "journalist", "admin")
    add_person(terms, other, [NAME], "journalist", reason=REASON)
    assert told_terms(terms, SERIES) == ("сексеуіл", "Айгүн", "Арал")


def test_nor_a_word_that_is_kept_back_at_one_place(terms: Database, desk: Desk) -> None:
    now = content(terms, desk.programme_id)
    assert now.text
    flow = transcript_flow(now.text)
    place = [token.text for token in flow.tokens].index("Аралдан")
    add_word(terms, desk.programme_id, quote_of(flow, place, place + 1), "journalist", reason=REASON)
    add_terms(terms, SERIES, ["көл аралдан"])
    assert "көл аралдан" not in told_terms(terms, SERIES)


def test_nothing_is_told_where_nobody_can_tell(terms: Database, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    add_person(terms, desk.programme_id, [NAME], "journalist", reason=REASON)
    monkeypatch.delenv(KEY_VARIABLE)
    with pytest.raises(NoRedactionKey):
        told_terms(terms, SERIES)
    terms.execute("DELETE FROM glossary_term")
    assert told_terms(terms, SERIES) == ()


def test_a_check_that_failed_is_tried_again_at_the_command_line(db: Database, desk: Desk) -> None:
    """It is a kind of job of its own, which only the newsroom knows."""
    pid = desk.programme_id
    add_person(db, pid, [NAME], "journalist", reason=REASON, confirm=True)
    approve(db, pid, "approver", REASON)
    place = ["--archive", str(desk.archive.root), "--edition", str(desk.edition)]
    refused = CliRunner().invoke(cli, [*place, "publish", pid, "--as", "approver"])
    assert refused.exit_code == 1
    (job,) = [each for each in list_jobs(db, pid) if each.kind == "check"]
    assert job.state is JobState.FAILED
    with closing(desk.open()):
        again = CliRunner().invoke(cli, [*place, "retry", job.job_id])
    assert (again.exit_code, type(again.exception)) == (1, type(refused.exception))
