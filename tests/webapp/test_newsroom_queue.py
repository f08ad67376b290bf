"""The machine's work as the newsroom sees it: what goes first, what is heard so far, what was missed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlite_utils import Database

from media.catalogue import add_programme
from tests.transcribe.texts import segment
from tests.webapp.desk import Desk, make_desk, store_sound
from tests.webapp.editions import PROVENANCE
from transcribe import jobs, lease, unfinished
from transcribe.owner import this_process
from transcribe.records import Doubt, Job, Priority, Segment
from transcribe.transcripts import RECOGNISED, NewRun, store_transcript
from webapp.accounts import get_user
from webapp.owners import set_owner
from webapp.people.assignments import assign


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return make_desk(tmp_path)


@pytest.fixture
def db(desk: Desk) -> Iterator[Database]:
    db = desk.open()
    yield db
    db.close()


def listed(page: str) -> list[str]:
    return re.findall(r'data-job="(\w+)"', page)


def test_the_queue_shows_what_is_done_next_and_lets_staff_change_it(desk: Desk, db: Database) -> None:
    other = add_programme(db, {"title": "Басқа хабар", "language": "kk"}).programme_id
    set_owner(db, other, get_user(db, "contributor_other"))
    assign(db, other, "journalist", "admin")
    later = jobs.enqueue(db, "transcribe", other, {})
    journalist = desk.visitor("journalist")
    assert listed(journalist.get("/jobs").text) == [desk.job_id, later.job_id]
    answer = journalist.post(f"/jobs/{later.job_id}/priority", {"priority": "urgent", "page": "queue"})
    assert (answer.status_code, answer.location) == (303, "/jobs")
    page = journalist.get("/jobs").text
    assert listed(page) == [later.job_id, desk.job_id]
    assert "Басқа хабар" in page
    assert [told["id"] for told in journalist.get("/jobs/progress").get_json()] == [later.job_id, desk.job_id]
    taken = lease.claim(db, None, this_process())
    assert taken is not None
    assert taken.job_id == later.job_id, "the page shows the order in which it is done"
    assert journalist.post(f"/jobs/{desk.job_id}/priority", {"priority": "at once"}).status_code == 400
    owner = desk.visitor("contributor_owner")
    assert listed(owner.get("/jobs").text) == [desk.job_id], "a contributor sees their own"
    assert "Do this first" not in owner.get("/jobs").text
    assert jobs.get_job(db, desk.job_id).priority is Priority.NORMAL


def test_why_a_job_failed_is_said_in_the_readers_language(desk: Desk, db: Database) -> None:
    held = lease.claim(db, desk.job_id, this_process())
    assert held
    lease.fail(db, held, f"Programme {desk.programme_id} has no summary yet.", "NoSummary")
    journalist = desk.visitor("journalist")
    for address in ("/jobs", desk.address):
        russian = journalist.get(f"{address}?ui=ru").text
        assert '<p class="small problem" lang="ru">Изложения пока нет' in russian
        assert f'<p lang="en">Programme {desk.programme_id} has no summary yet.</p>' in russian
        english = journalist.get(f"{address}?ui=en").text
        assert f'<p class="small problem" lang="en">Programme {desk.programme_id} has no summary yet.</p>' in english
        assert "In the machine’s words" not in english
    db.execute("UPDATE job SET state = 'succeeded', because = 'better model'")
    assert "Модель, созданная для этого языка" in journalist.get("/jobs?ui=ru").text
    db.execute("UPDATE job SET state = 'failed', because = NULL")
    assert '<p class="small problem" lang="en">Programme' in journalist.get("/jobs?ui=kk").text, "of an older archive"


def test_of_all_that_ever_ended_the_newest_are_read(desk: Desk, db: Database) -> None:
    other = add_programme(db, {"title": "Басқа хабар", "language": "kk"}).programme_id
    made = [jobs.enqueue(db, "link", other, {"n": str(number)}).job_id for number in range(4)]
    for number, job_id in enumerate(made):
        db.execute(
            "UPDATE job SET state = 'succeeded', finished_at = ? WHERE job_id = ?", [f"2026-01-0{9 - number}", job_id]
        )
    assert [each.job_id for each in jobs.ended_jobs(db, None, 3)] == made[:3], "the last that ended comes first"
    assert jobs.ended_jobs(db, {desk.programme_id}, 3) == []
    assert [each.job_id for each in jobs.unfinished_jobs(db)] == [desk.job_id]
    plan = db.execute(
        "EXPLAIN QUERY PLAN SELECT * FROM job WHERE state NOT IN ('queued', 'running') "
        "ORDER BY coalesce(finished_at, created_at) DESC, rowid DESC LIMIT 3"
    ).fetchall()
    assert "job_ended" in str(plan), "else the page reads through all jobs of all years"
    assert listed(desk.visitor("contributor_owner").get("/jobs").text) == [desk.job_id]
    assert listed(desk.visitor("approver").get("/jobs").text) == [desk.job_id, *made]


def test_jobs_can_be_stopped_and_tried_again_where_they_are_listed(desk: Desk, db: Database) -> None:
    journalist = desk.visitor("journalist")
    assert journalist.post(f"/jobs/{desk.job_id}/cancel", {"page": "queue"}).location == "/jobs"
    page = journalist.get("/jobs").text
    assert "The machine has nothing to do." in page
    assert f"/jobs/{desk.job_id}/retry" in page
    assert journalist.post(f"/jobs/{desk.job_id}/retry", {"page": "queue"}).location == "/jobs"
    assert f"/jobs/{desk.job_id}/cancel" in journalist.get("/jobs").text


@pytest.fixture
def running(desk: Desk, db: Database) -> Job:
    """A recognition of another programme, which has heard two batches."""
    programme_id = add_programme(db, {"title": "Ұзақ хабар", "language": "kk"}).programme_id
    assign(db, programme_id, "journalist", "admin")
    held = lease.claim(db, jobs.enqueue(db, "transcribe", programme_id, {}).job_id, this_process())
    assert held is not None
    unfinished.begin(db, held, store_sound(desk.archive, db, programme_id).recording_id, PROVENANCE)
    unfinished.note(db, held, 0, 30_000, (segment("s1", "Қайырлы таң", start_ms=0),))
    unfinished.note(db, held, 30_000, 60_000, (gap("s2", 31_000), segment("s3", "ағайын", start_ms=45_000)))
    return held


def gap(segment_id: str, start_ms: int) -> Segment:
    return Segment(segment_id, start_ms, start_ms + 9_000, (), doubts=(Doubt.GAP,))


def test_what_is_heard_can_be_read_before_the_job_ends(desk: Desk, db: Database, running: Job) -> None:
    journalist = desk.visitor("journalist")
    address = f"/programmes/{running.programme_id}"
    page = journalist.get(address).text
    assert "Қайырлы таң" in page
    assert "unfinished: nobody has read them" in page
    assert page.index("Қайырлы таң") < page.index("not recognised") < page.index("ағайын")
    more = journalist.get(f"{address}/unfinished?after=30000").text
    assert "ағайын" in more
    assert "Қайырлы таң" not in more
    assert 'data-end-ms="60000"' in more
    assert journalist.get(f"{address}/unfinished?after=60000").text.strip() == ""
    assert journalist.get(f"{address}/unfinished?after=-1").status_code == 400
    jobs.cancel(db, running.job_id)
    assert "Қайырлы таң" in journalist.get(address).text, "what was stopped is kept"


def test_no_unfinished_word_is_public_or_in_a_draft(desk: Desk, running: Job) -> None:
    address = f"/programmes/{running.programme_id}"
    assert desk.visitor("approver").get(f"{address}/drafts/txt").status_code == 404
    assert not any("Қайырлы" in path.read_text(errors="replace") for path in desk.edition.rglob("*") if path.is_file())


def test_gaps_are_shown_with_their_times_and_tried_again_as_before(desk: Desk, db: Database) -> None:
    held = lease.claim(db, jobs.enqueue(db, "transcribe", desk.programme_id, {"model": "base"}).job_id, this_process())
    assert held is not None
    recording = next(db.query("SELECT recording_id FROM recording"))["recording_id"]
    run = NewRun(recording, RECOGNISED, PROVENANCE, (gap("s1", 31_000), segment("s2", "Қайырлы таң", start_ms=45_000)))
    store_transcript(db, desk.programme_id, run)
    lease.succeed(db, held, "The engine failed on 1 of 2 chunks.")
    journalist = desk.visitor("journalist")
    page = journalist.get(desk.address).text
    assert "failed on 1 passage" in page
    assert '<a class="clock" href="#t=31">0:31–0:40</a>' in page
    assert journalist.post(f"{desk.address}/jobs", {"kind": "transcribe"}).status_code == 303
    again = jobs.list_jobs(db, desk.programme_id)[0]
    assert (again.kind, again.options["model"]) == ("transcribe", "base")
