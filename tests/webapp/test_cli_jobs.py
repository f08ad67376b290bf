"""The commands that look after the queue, as a user starts them."""

from __future__ import annotations

import json

from sqlite_utils import Database

from media.archive import Archive
from media.catalogue import add_programme
from tests.transcribe.texts import add_sound
from tests.webapp.command_line import Muragat
from transcribe import jobs, lease
from transcribe.owner import this_process
from transcribe.records import JobState, Priority
from webapp.cli.jobs import job_line, on_screen
from webapp.cli.progress import standing


def test_work_is_left_to_the_queue_and_can_be_made_urgent(archive: Archive, db: Database) -> None:
    muragat = Muragat(archive.root)
    first, second = (add_sound(db).programme_id for _ in range(2))
    asked = muragat.done("transcribe", first, second, "--queue", "normal").split()
    assert [jobs.get_job(db, job_id).programme_id for job_id in asked] == [first, second]
    muragat.done("priority", asked[1], "urgent")
    listed = muragat.done("jobs").splitlines()
    assert [line.endswith("urgent") for line in listed] == [True, False]
    taken = lease.claim(db, None, this_process())
    assert taken is not None
    assert taken.job_id == asked[1]
    muragat.done("cancel", asked[0])
    refused = muragat("priority", asked[0], "urgent")
    assert (refused.returncode, refused.stderr.count("\n")) == (1, 1)
    assert "cancelled already" in refused.stderr
    told = {job["job_id"]: job["priority"] for job in json.loads(muragat.done("jobs", "--json"))}
    assert told == {asked[0]: Priority.NORMAL, asked[1]: Priority.URGENT}


def test_a_running_job_tells_how_far_how_fast_and_how_long_yet(db: Database) -> None:
    programme_id = add_programme(db, {"title": "А", "language": "kk"}).programme_id
    held = lease.claim(db, jobs.enqueue(db, "transcribe", programme_id, {}).job_id, this_process())
    assert held is not None
    assert standing(held) == "", "nothing is known yet"
    noted = lease.progress(db, held, 900_000, 3_600_000, 18.04)
    assert job_line(noted).split("  ", 3)[-1].endswith("25 %, 18.0 × real time, 0:02:30 left")
    assert "left" not in job_line(lease.succeed(db, noted, None))
    assert jobs.get_job(db, held.job_id).state is JobState.SUCCEEDED


def test_a_terminal_shows_first_what_is_at_work(db: Database) -> None:
    programme_id = add_programme(db, {"title": "А", "language": "kk"}).programme_id
    held = lease.claim(db, jobs.enqueue(db, "transcribe", programme_id, {}).job_id, this_process())
    waiting = jobs.enqueue(db, "link", programme_id, {})
    for kind in ("align", "translate"):
        jobs.cancel(db, jobs.enqueue(db, kind, programme_id, {}).job_id)
    assert held is not None
    shown = on_screen(jobs.list_jobs(db), 40, 5)
    assert [line.split()[0] for line in shown[:2]] == [held.job_id, waiting.job_id]
    assert "translate" in shown[2]
    assert shown[3:] == ["… and 1 more: muragat jobs"]
    assert max(map(len, shown)) <= 40


def test_the_speed_of_work_that_is_no_sound_is_not_told(db: Database) -> None:
    programme_id = add_programme(db, {"title": "А", "language": "kk"}).programme_id
    held = lease.claim(db, jobs.enqueue(db, "link", programme_id, {}).job_id, this_process())
    assert held is not None
    assert standing(lease.progress(db, held, 50, 200, 0.005)) == "25 %, 0:00:30 left"
