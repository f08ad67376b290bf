"""A programme whose words the machine still looks for: the editor says how far it is, and opens by itself."""

from __future__ import annotations

from contextlib import closing

from playwright.sync_api import Browser, Page, expect
from sqlite_utils import Database

from media.catalogue import add_programme
from tests.browser.editor.conftest import field
from tests.transcribe.texts import segment
from tests.webapp.desk import Desk, store_sound
from tests.webapp.editions import PROVENANCE, segments
from transcribe import jobs, lease, unfinished
from transcribe.owner import this_process
from transcribe.records import Job
from transcribe.transcripts import RECOGNISED, NewRun, store_transcript
from webapp.people.assignments import assign


def hearing(desk: Desk, db: Database) -> Job:
    """Let the machine have heard one batch of a new programme."""
    programme_id = add_programme(db, {"title": "Ұзақ хабар", "language": "kk"}).programme_id
    assign(db, programme_id, "journalist", "admin")
    store_sound(desk.archive, db, programme_id)
    held = lease.claim(db, jobs.enqueue(db, "transcribe", programme_id, {}).job_id, this_process())
    assert held is not None
    unfinished.note(db, held, 0, 30_000, (segment("s1", "Қайырлы таң"),))
    return lease.progress(db, held, 900_000, 3_600_000, 10.0)


def opened(chromium: Browser, desk: Desk, address: str, job: Job, *, has_script: bool = True) -> Page:
    page = chromium.new_page(locale="en-GB", java_script_enabled=has_script)
    page.context.add_cookies([{"name": "newsroom", "value": desk.cookies["journalist"], "url": address}])
    page.goto(f"{address}/programmes/{job.programme_id}/edit")
    return page


def store_words(db: Database, job: Job) -> None:
    recording = next(db.query("SELECT recording_id FROM recording WHERE programme_id = ?", [job.programme_id]))
    run = NewRun(recording["recording_id"], RECOGNISED, PROVENANCE, segments("бір екі үш"))
    store_transcript(db, job.programme_id, run)
    lease.succeed(db, job, None)


def test_it_shows_what_is_heard_and_opens_when_the_words_are_there(
    chromium: Browser, newsroom: tuple[Desk, str]
) -> None:
    desk, address = newsroom
    with closing(desk.open()) as db:
        job = hearing(desk, db)
        page = opened(chromium, desk, address, job)
        expect(page.locator("[data-told]")).to_have_text("25 %, 10 × real time, about 5 min left")
        expect(page.locator(".heard .segment")).to_contain_text("Қайырлы таң")
        expect(page.get_by_text("This page opens them by itself.")).to_be_visible()
        expect(page.get_by_role("link", name="Look again")).to_be_hidden()
        unfinished.note(db, job, 30_000, 60_000, (segment("s2", "ағайын", start_ms=31_000),))
        expect(page.locator(".heard .segment").last).to_contain_text("ағайын")
        store_words(db, job)
        expect(field(page)).to_have_value("бір екі үш")
    page.context.close()


def test_without_script_one_looks_again(chromium: Browser, newsroom: tuple[Desk, str]) -> None:
    desk, address = newsroom
    with closing(desk.open()) as db:
        job = hearing(desk, db)
        page = opened(chromium, desk, address, job, has_script=False)
        expect(page.get_by_text("This page opens them by itself.")).to_be_hidden()
        expect(page.get_by_role("link", name="Back to the programme")).to_be_visible()
        store_words(db, job)
        page.get_by_role("link", name="Look again").click()
        expect(page.locator(".words")).to_have_text("бір екі үш")
    page.context.close()
