"""What the gate stops, and what it says: where, and never what."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database

from media.records import Span
from tests.webapp.desk import Desk
from tests.webapp.gate.guest import NAMES, approved, checked, guest_desk, keep_guest_back
from transcribe.jobs import list_jobs
from transcribe.records import JobState
from webapp.edition.layout import Layout
from webapp.edition.publish import publish
from webapp.errors import NotAllowed, NotChecked, ProtectedNameFound, Unheard
from webapp.gate.require import let_out_unheard
from webapp.gate.store import newest_check
from webapp.redaction.store import add_span
from webapp.review import content

LATE_MS = -3_000
"""By which the words' times are wrong, so that the masks lie beside the name."""


@pytest.fixture(scope="module")
def late(tmp_path_factory: pytest.TempPathFactory, models_dir: Path) -> Iterator[tuple[Desk, Database]]:
    desk = guest_desk(tmp_path_factory.mktemp("late"), models_dir, late_ms=LATE_MS)
    with closing(desk.open()) as db:
        keep_guest_back(desk, db)
        approved(desk, db)
        yield desk, db


def test_a_name_that_is_still_heard_stops_a_publication(late: tuple[Desk, Database]) -> None:
    desk, db = late
    with pytest.raises(ProtectedNameFound, match=r"the sound (beside a mask )?at 0:00:0[345]") as stopped:
        checked(desk, db)
    assert not any(part in str(stopped.value) for name in NAMES for part in name.split())
    (job,) = [job for job in list_jobs(db, desk.programme_id) if job.kind == "check"]
    assert (job.state, job.error) == (JobState.FAILED, str(stopped.value))
    found = newest_check(db, desk.programme_id, content(db, desk.programme_id).sha256)
    assert found
    assert not found.has_passed
    with pytest.raises(ProtectedNameFound, match="at 0:00:0"):
        publish(desk.archive, db, desk.edition, desk.programme_id, "approver")
    assert not list(Layout(desk.edition).document_paths())


def test_where_no_machine_can_listen_somebody_must_say_why_it_goes_out(
    late: tuple[Desk, Database], monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, db = late
    assert "Publish without a machine’s listening" not in desk.visitor("approver").get(desk.address).text
    monkeypatch.setattr("transcribe.engines.registry.find_spec", lambda _name: None)
    with pytest.raises(Unheard, match="--without-hearing REASON"):
        checked(desk, db)
    assert "Publish without a machine’s listening" in desk.visitor("approver").get(desk.address).text
    with pytest.raises(NotAllowed):
        let_out_unheard(db, desk.programme_id, "journalist", "nobody can listen here")
    let_out_unheard(db, desk.programme_id, "approver", "nobody can listen here")
    checked(desk, db)
    found = newest_check(db, desk.programme_id, content(db, desk.programme_id).sha256)
    assert found
    assert found.has_passed
    assert found.heard_by is None
    noted = list(db.query("SELECT user_name FROM audit WHERE action = 'published unheard'"))
    assert noted == [{"user_name": "approver"}]
    assert publish(desk.archive, db, desk.edition, desk.programme_id, "approver").version == 1


def test_a_change_voids_what_was_checked(late: tuple[Desk, Database]) -> None:
    desk, db = late
    add_span(db, desk.programme_id, Span(1_000, 1_500), "journalist", reason="a test")
    approved(desk, db)
    with pytest.raises(NotChecked):
        publish(desk.archive, db, desk.edition, desk.programme_id, "approver", "Corrected.")
