"""A programme whose words the machine still looks for: the editor says how far it is, and opens by itself."""

from __future__ import annotations

from contextlib import closing

from playwright.sync_api import Browser, Page, expect
from sqlite_utils import Database

from media.catalogue import add_programme
from media.database import immediate
from tests.browser.editor.conftest import field, saved, type_at_end
from tests.transcribe.texts import segment
from tests.webapp.desk import Desk, store_sound
from tests.webapp.editions import PROVENANCE
from transcribe import jobs, lease, unfinished
from transcribe.early.carry import carry
from transcribe.owner import this_process
from transcribe.records import Job, Segment
from transcribe.revise import current_text
from transcribe.transcripts import RECOGNISED, NewRun, store_transcript
from webapp.people.assignments import assign


def hearing(desk: Desk, db: Database) -> Job:
    """Let the machine listen to a new programme."""
    programme_id = add_programme(db, {"title": "Ұзақ хабар", "language": "kk"}).programme_id
    assign(db, programme_id, "journalist", "admin")
    recording = store_sound(desk.archive, db, programme_id)
    held = lease.claim(db, jobs.enqueue(db, "transcribe", programme_id, {}).job_id, this_process())
    assert held is not None
    unfinished.begin(db, held, recording.recording_id, PROVENANCE)
    return lease.progress(db, held, 900_000, 3_600_000, 10.0)


def opened(chromium: Browser, desk: Desk, address: str, job: Job, *, has_script: bool = True) -> Page:
    page = chromium.new_page(locale="en-GB", java_script_enabled=has_script)
    page.context.add_cookies([{"name": "newsroom", "value": desk.cookies["journalist"], "url": address}])
    page.goto(f"{address}/programmes/{job.programme_id}/edit")
    return page


def store_words(db: Database, job: Job, *told: Segment) -> None:
    recording = next(db.query("SELECT recording_id FROM recording WHERE programme_id = ?", [job.programme_id]))
    with immediate(db):
        carry(
            db, store_transcript(db, job.programme_id, NewRun(recording["recording_id"], RECOGNISED, PROVENANCE, told))
        )
        unfinished.forget(db, job.job_id)
        lease.succeed(db, job, None)


def test_what_is_heard_is_corrected_at_once_and_the_rest_comes_by_itself(
    chromium: Browser, newsroom: tuple[Desk, str]
) -> None:
    desk, address = newsroom
    one, two, three = (
        segment(f"s{n}", text, start_ms=31_000 * n) for n, text in enumerate(("Қайырлы таң", "ағайын", "рақмет"))
    )
    with closing(desk.open()) as db:
        job = hearing(desk, db)
        page = opened(chromium, desk, address, job)
        expect(page.locator("[data-told]")).to_have_text("25 %, 10 × real time, about 5 min left")
        expect(page.get_by_text("This page opens them by itself.")).to_be_visible()
        expect(page.get_by_role("link", name="Look again")).to_be_hidden()
        unfinished.note(db, job, 0, 30_000, (one,))
        expect(field(page)).to_have_value("Қайырлы таң")
        expect(page.get_by_text("The machine still listens")).to_be_visible()
        type_at_end(page, " достар")
        saved(page)
        unfinished.note(db, job, 30_000, 60_000, (two,))
        expect(field(page, 1)).to_have_value("ағайын")
        type_at_end(page, "лар", 1)
        store_words(db, job, one, two, three)
        expect(page.get_by_text("The machine has heard everything.")).to_be_visible()
        page.keyboard.type("!")  # Nobody is torn away from what they type.
        saved(page)
        page.wait_for_timeout(7_000)
        page.evaluate("dispatchEvent(new Event('focus'))")
        expect(field(page, 2)).to_have_value("рақмет")
        expect(field(page, 1)).to_be_focused()
        expect(page.get_by_text("The machine still listens")).to_be_hidden()
        assert [each.text for each in current_text(db, job.programme_id).segments] == [
            "Қайырлы таң достар",
            "ағайынлар!",
            "рақмет",
        ]
    page.context.close()


def test_what_was_typed_where_a_passage_went_is_shown_at_its_time(
    chromium: Browser, newsroom: tuple[Desk, str]
) -> None:
    desk, address = newsroom
    one, two = segment("s1", "Қайырлы таң"), segment("s2", "ағайын", start_ms=31_000)
    with closing(desk.open()) as db:
        job = hearing(desk, db)
        unfinished.note(db, job, 0, 60_000, (one, two))
        page = opened(chromium, desk, address, job)
        type_at_end(page, " достар")
        saved(page)
        page.route("**/words", lambda route: route.abort())
        type_at_end(page, "лар", 1)
        store_words(db, job, one, segment("s9", "ағайындар", start_ms=31_000))
        page.unroute("**/words")
        page.reload()
        gone = page.locator(".conflict")
        expect(gone).to_contain_text("ағайынлар")
        expect(gone).to_contain_text("ағайындар")
        expect(gone.get_by_role("button", name="Bring")).to_be_visible()
    page.context.close()


def test_without_script_one_looks_again(chromium: Browser, newsroom: tuple[Desk, str]) -> None:
    desk, address = newsroom
    with closing(desk.open()) as db:
        job = hearing(desk, db)
        page = opened(chromium, desk, address, job, has_script=False)
        expect(page.get_by_text("This page opens them by itself.")).to_be_hidden()
        expect(page.get_by_role("link", name="Back to the programme")).to_be_visible()
        unfinished.note(db, job, 0, 30_000, (segment("s1", "Қайырлы таң"),))
        page.get_by_role("link", name="Look again").click()
        expect(page.locator(".words")).to_have_text("Қайырлы таң")
        page.locator(".passage .clock").click()
        page.get_by_label("Words", exact=False).first.fill("Қайырлы кеш")
        page.get_by_role("button", name="Save").first.click()
        assert [each.text for each in current_text(db, job.programme_id).segments] == ["Қайырлы кеш"]
    page.context.close()
