"""The machine's work in a real Chromium: bars and words move while somebody looks, by keyboard and on a phone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from sqlite_utils import Database

from media.catalogue import add_programme
from tests.browser.test_newsroom_desk import PHONE, address, at_the_desk
from tests.transcribe.texts import segment
from tests.webapp.desk import Desk, make_desk
from transcribe import jobs, lease, unfinished
from transcribe.owner import this_process
from transcribe.records import Job, Priority
from webapp.people.assignments import assign

__all__ = ["address"]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return make_desk(tmp_path)


@pytest.fixture
def db(desk: Desk) -> Iterator[Database]:
    db = desk.open()
    yield db
    db.close()


@pytest.fixture
def running(db: Database) -> Job:
    """A recognition that has heard one batch of a long programme."""
    programme_id = add_programme(db, {"title": "Ұзақ хабар", "language": "kk"}).programme_id
    assign(db, programme_id, "journalist", "admin")
    held = lease.claim(db, jobs.enqueue(db, "transcribe", programme_id, {}).job_id, this_process())
    assert held is not None
    unfinished.note(db, held, 0, 30_000, (segment("s1", "Қайырлы таң"),))
    return lease.progress(db, held, 30_000, 3_600_000, 10.0)


def test_words_and_bars_move_without_loading_the_page(
    chromium: Browser, desk: Desk, db: Database, address: str, running: Job
) -> None:
    with at_the_desk(chromium, address, "journalist") as page:
        page.goto(f"{address}/programmes/{running.programme_id}")
        page.evaluate("window.isSamePage = true")
        expect(page.locator(".heard .segment")).to_have_count(1)
        unfinished.note(db, running, 30_000, 60_000, (segment("s2", "ағайын", start_ms=31_000),))
        lease.progress(db, running, 1_800_000, 3_600_000, 10.0)
        expect(page.locator(".heard .segment").last).to_contain_text("ағайын")
        expect(page.locator("[data-told]")).to_have_text("50 %, 10 × real time, about 3 min left")
        expect(page.locator(".jobs progress")).to_have_js_property("value", 50)
        assert page.evaluate("window.isSamePage")
        lease.fail(db, running, "It failed.")
        expect(page.get_by_role("button", name="Try again"), "the page shows that it has ended").to_be_visible()


def test_a_phone_and_a_keyboard_order_the_queue(
    chromium: Browser, desk: Desk, db: Database, address: str, running: Job
) -> None:
    with at_the_desk(chromium, address, "journalist", viewport=PHONE) as page:
        page.get_by_role("link", name="The machine’s work").click()
        expect(page.locator(".work li")).to_have_count(2)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        page.get_by_role("button", name="Do this first").focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("button", name="Not urgent")).to_be_visible()
    assert jobs.get_job(db, desk.job_id).priority is Priority.URGENT
