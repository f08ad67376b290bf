"""To who brought a programme from outside nobody tells that something of it is kept back: no job, no row, no page."""

from __future__ import annotations

from contextlib import closing

import pytest

from tests.webapp.desk import Desk, make_desk
from transcribe.jobs import enqueue
from webapp.accounts import get_user
from webapp.gate.store import let_through_unheard

SAID = "kept back"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> tuple[Desk, str]:
    made = make_desk(tmp_path_factory.mktemp("told"))
    with closing(made.open()) as db:
        job = enqueue(db, "check", made.programme_id, {})
        let_through_unheard(db, made.programme_id, "0" * 64, get_user(db, "approver"), "a reason")
    return made, job.job_id


@pytest.mark.parametrize(
    "address", ["/programmes/{}", "/", "/jobs", "/jobs/progress", "/programmes/{}/progress", "/programmes/{}/history"]
)
def test_pages_are_silent_about_it(desk: tuple[Desk, str], address: str) -> None:
    made, job_id = desk
    place = address.format(made.programme_id)
    brought = made.visitor("contributor_owner").get(place)
    assert brought.status_code == 200
    assert job_id not in brought.text
    assert SAID not in brought.text
    assert "unheard" not in brought.text


def test_the_newsroom_sees_it(desk: tuple[Desk, str]) -> None:
    made, job_id = desk
    assert job_id in made.visitor("approver").get(f"/programmes/{made.programme_id}/progress").text
    assert "published unheard" in made.visitor("approver").get(f"/programmes/{made.programme_id}/history").text


def test_it_can_not_be_stopped_or_asked_for_from_outside(desk: tuple[Desk, str]) -> None:
    made, job_id = desk
    brought = made.visitor("contributor_owner")
    assert brought.post(f"/jobs/{job_id}/cancel").status_code == 404
    assert brought.post(f"/programmes/{made.programme_id}/jobs", {"kind": "check"}).status_code == 400
