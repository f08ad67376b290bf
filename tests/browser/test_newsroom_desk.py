"""The newsroom in a real Chromium: from a file on a desk to the public, and two people at one sentence."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlite_utils import Database

from media.catalogue import add_document, current_recording, list_programmes, set_facts
from media.records import DATES, FACTS
from tests.browser.conftest import PATIENCE_MS, listening, visiting
from tests.browser.spoken import click_word
from tests.transcribe.texts import type_words
from tests.webapp.desk import PASSWORD, PROVENANCE, Desk, cookie_of, make_desk
from tests.webapp.editions import segments
from tests.webapp.test_newsroom import wav
from transcribe.pipeline import do_job
from transcribe.records import Word
from transcribe.revise import current_text, revisions_of
from transcribe.transcripts import RECOGNISED, NewRun, store_transcript
from webapp.edition.layout import Layout, read_document
from webapp.review import ReviewState, approve, record_withdrawn, state

PHONE = {"width": 390, "height": 844}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return make_desk(tmp_path)


@pytest.fixture
def address(desk: Desk) -> Iterator[str]:
    with listening(desk.app) as address:
        yield address


@contextmanager
def at_the_desk(browser: Browser, address: str, name: str, **options: object) -> Iterator[Page]:
    """Yield the desk of somebody who has signed in."""
    with visiting(browser, **options) as page:
        open_desk(page, address, name)
        yield page


def open_desk(page: Page, address: str, name: str) -> None:
    page.context.add_cookies([{"name": "newsroom", "value": cookie_of(name), "url": address}])
    page.goto(address)
    expect(page.get_by_role("heading", name="Desk", exact=True)).to_be_visible()


def sign_in(page: Page, name: str) -> None:
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def test_from_a_file_to_the_public(chromium: Browser, desk: Desk, address: str, tmp_path: Path) -> None:
    sound = tmp_path / "Ауыл таңы.wav"
    sound.write_bytes(wav()[0].read())
    with visiting(chromium) as page:
        page.goto(address)
        sign_in(page, "journalist")
        page.get_by_role("link", name="Add a programme").first.click()
        page.get_by_label("Title").fill("Ауыл таңы")
        page.get_by_label("Sound file").set_input_files(sound)
        page.get_by_label("Summary", exact=True).fill("A village wakes. It is early.")
        page.get_by_role("button", name="Add", exact=True).click()
        expect(page.get_by_role("heading", name="Ауыл таңы")).to_be_visible()
        expect(page.locator(".jobs li")).to_have_count(3)
        pid = let_the_machine_work(desk)
        expect(page.locator(".segment"), "the page is loaded again when a job ends").to_have_count(1)
        page.get_by_role("link", name="Correct the words at 0:00").click()
        text = page.get_by_label("Words, as the machine has them")
        expect(text).to_be_focused()
        expect(text).to_have_value("Ауыл танғы оянады")
        text.fill("Ауыл таңы атты")
        page.get_by_role("button", name="Save", exact=True).click()
        expect(page.get_by_role("status")).to_have_text("Saved.")
        expect(page.locator(".segment p").first).to_have_text("Ауыл таңы атты")
    with at_the_desk(chromium, address, "approver") as page:
        page.get_by_role("link", name="Ауыл таңы").click()
        page.get_by_label("Why it is approved all the same").fill("Nobody has linked it yet.")
        page.get_by_role("button", name="Approve all the same").click()
        page.get_by_role("button", name="Publish").click()
        expect(page.locator(".opening .state")).to_have_text("public")
    public = [read_document(path) for path in Layout(desk.edition).document_paths()]
    assert [(d.facts.title, d.transcript and d.transcript.segments[0].text) for d in public] == [
        ("Ауыл таңы", "Ауыл таңы атты")
    ]
    with desk_open(desk) as db:
        assert state(db, pid) is ReviewState.PUBLISHED


@contextmanager
def desk_open(desk: Desk) -> Iterator[Database]:
    db = desk.open()
    try:
        yield db
    finally:
        db.close()


def let_the_machine_work(desk: Desk) -> str:
    """Prepare the sound, and say what was heard: a tone has no words of its own."""
    with desk_open(desk) as db:
        pid = list_programmes(db)[0].programme_id
        recording = current_recording(db, pid)
        assert recording
        run = NewRun(recording.recording_id, RECOGNISED, PROVENANCE, segments("Ауыл танғы оянады"))
        store_transcript(db, pid, run)
        do_job(desk.archive, db, "prepare", pid, {})
    return pid


def test_two_at_one_sentence_see_both_texts(chromium: Browser, desk: Desk, address: str) -> None:
    place = f"{address}{desk.address}/segments/{desk.segment_id}"
    with (
        at_the_desk(chromium, address, "journalist") as one,
        second_editor(chromium, address) as two,
    ):
        one.goto(place)
        two.goto(place)
        one.locator("#text").fill("Олардың сөзі")
        one.get_by_role("button", name="Save", exact=True).click()
        expect(one.get_by_role("status")).to_have_text("Saved.")
        two.locator("#text").fill("Менің сөзім")
        two.get_by_role("button", name="Save", exact=True).click()
        expect(two.get_by_role("alert")).to_contain_text("journalist has changed these words")
        expect(two.locator(".theirs")).to_have_text("Олардың сөзі")
        expect(two.locator("#text")).to_have_value("Менің сөзім")
        two.locator("#text").fill("Олардың және менің сөзім")
        two.get_by_role("button", name="Save", exact=True).click()
        expect(two.get_by_role("status")).to_have_text("Saved.")
    with desk_open(desk) as db:
        assert current_text(db, desk.programme_id).segments[0].text == "Олардың және менің сөзім"
        assert len(revisions_of(db, desk.programme_id)) == 2


@contextmanager
def second_editor(browser: Browser, address: str) -> Iterator[Page]:
    """Yield a page of another editor. The browser logs refusals such as 412, which are what is meant to happen here."""
    context = browser.new_context(locale="en-GB")
    context.set_default_timeout(PATIENCE_MS)
    try:
        page = context.new_page()
        open_desk(page, address, "journalist_too")
        yield page
    finally:
        context.close()


def test_what_was_typed_outlives_the_page(chromium: Browser, desk: Desk, address: str) -> None:
    place = f"{address}{desk.address}/segments/{desk.segment_id}"
    with second_editor(chromium, address) as page:
        asked: list[str] = []
        page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
        page.goto(place)
        stored = page.locator("#text").input_value()
        page.locator("#text").fill("Терілді, бірақ сақталмады")
        page.reload()
        assert asked == ["beforeunload"], "whoever leaves unsaved words is asked"
        expect(page.locator("#text")).to_have_value("Терілді, бірақ сақталмады")
        expect(page.locator("form:has(#text) [data-restored]")).to_be_visible()
        page.get_by_role("button", name="Go back to what is stored").click()
        expect(page.locator("#text")).to_have_value(stored)
        page.locator("#text").fill("Терілді және сақталды")
        page.get_by_role("button", name="Save", exact=True).click()
        expect(page.get_by_role("status")).to_have_text("Saved.")
        page.goto(place)
        expect(page.locator("#text")).to_have_value("Терілді және сақталды")
        expect(page.locator("form:has(#text) [data-restored]")).to_be_hidden()
        assert asked == ["beforeunload"]
        page.locator("#text").fill("Осының үстіне терілді")
        with desk_open(desk) as db:
            type_words(db, desk.programme_id, desk.segment_id, "Осы арада басқа біреу", "journalist")
        page.reload()
        expect(page.locator("#text")).to_have_value("Осының үстіне терілді")
        expect(page.locator("form:has(#text) [data-restored]")).to_be_visible()
        page.get_by_role("button", name="Save", exact=True).click()
        expect(page.locator(".theirs")).to_have_text("Осы арада басқа біреу")
        expect(page.locator("#text")).to_have_value("Осының үстіне терілді")
        page.goto(f"{address}{desk.address}/facts")
        page.get_by_label("Author").fill("Айгүл")
        page.reload()
        expect(page.get_by_label("Author")).to_have_value("Айгүл")
        page.get_by_role("button", name="Save", exact=True).click()
        page.goto(f"{address}{desk.address}/facts")
        expect(page.get_by_label("Author")).to_have_value("Айгүл")
        expect(page.locator("[data-restored]")).to_be_hidden()


def test_words_outlive_a_session_that_ended(chromium: Browser, desk: Desk, address: str) -> None:
    place = f"{address}{desk.address}/segments/{desk.segment_id}"
    with second_editor(chromium, address) as page:
        page.goto(place)
        page.locator("#text").fill("Ұзақ терілген сөз")
        with desk_open(desk) as db:
            db.table("session").delete_where()
        page.get_by_role("button", name="Save", exact=True).click()
        expect(page.get_by_label("What you typed; copy it before you leave this page")).to_have_value(
            "Ұзақ терілген сөз"
        )
        page.get_by_role("link", name="Sign in").click()
        sign_in(page, "journalist_too")
        expect(page.locator("#text")).to_have_value("Ұзақ терілген сөз")
        page.get_by_role("button", name="Save", exact=True).click()
        expect(page.get_by_role("status")).to_have_text("Saved.")


def test_words_move_with_the_sound(chromium: Browser, desk: Desk, address: str) -> None:
    with at_the_desk(chromium, address, "journalist", viewport=PHONE) as page:
        failures: list[str] = []
        page.on("pageerror", lambda error: failures.append(str(error)))
        page.goto(address + desk.address)
        page.mouse.wheel(0, 100)
        click_word(page, "ауданы")
        expect(page.locator(".segment.now")).to_have_count(1)
        assert page.evaluate("document.querySelector('#played').currentTime") >= 1.2
        page.mouse.wheel(0, -100)
        assert failures == []
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_everything_is_reached_without_script_and_by_name(chromium: Browser, desk: Desk, address: str) -> None:
    with at_the_desk(chromium, address, "approver", java_script_enabled=False) as page:
        page.goto(address + desk.address)
        expect(page.get_by_role("link", name="Load the page again to see how far it is")).to_be_visible()
        page.get_by_role("link", name="Correct the words at 0:00").click()
        page.get_by_label("Words, as the machine has them").fill("Скриптсіз түзету")
        page.get_by_role("button", name="Save and go on").click()
        expect(page.get_by_role("heading", name=re.compile("Words from 0:03"))).to_be_visible()
        page.get_by_role("link", name="Сексеуіл").click()
        page.get_by_label("Why it is approved all the same").fill("alone tonight")
        page.get_by_role("button", name="Approve all the same").click()
        expect(page.get_by_role("button", name="Publish")).to_be_visible()


PAGES = (
    *("/", "/programmes", "{desk}", "{desk}/facts", "{desk}/summary", "{desk}/segments/{segment}"),
    *("{desk}/comments", "{desk}/coverage", "{desk}/history", "/audit"),
)


def test_every_control_has_a_name_and_every_page_fits_a_phone(chromium: Browser, desk: Desk, address: str) -> None:
    with at_the_desk(chromium, address, "admin", viewport=PHONE) as page:
        for path in (*PAGES, "/add"):
            page.goto(address + path.format(desk=desk.address, segment=desk.segment_id))
            assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], path
            assert page.evaluate(NAMELESS) == [], path
            assert page.evaluate(DOUBLE_IDS) == [], path
            expect(page.get_by_role("heading", level=1), path).to_have_count(1)


PAYLOADS = (
    "<script>window.harmed = 1</script>",
    '"><img src=x onerror="window.harmed = 1">',
    "</textarea></title></style><svg onload=alert(1)>",
    "{{ 7 * 7 }} ${7 * 7} <%= 7 * 7 %>",
    "javascript:alert(1)//' onfocus=alert(1) autofocus x='",
    "\u202etxet\u2066 \ufeff&lt;b&gt;",
)


def test_texts_stay_texts(chromium: Browser, desk: Desk, address: str) -> None:
    """THREATS 22: nothing that people or files bring becomes markup or runs, on any page of the newsroom."""
    payload = " ".join(PAYLOADS)
    with desk_open(desk) as db:
        pid = desk.programme_id
        set_facts(db, pid, {name: payload for name in FACTS if name not in {"language", *DATES}})
        add_document(db, pid, "summary", payload, language="en", author=payload)
        db.execute("UPDATE recording SET file_name = ?", [payload])
        db.execute("UPDATE job SET state = 'failed', error = ?", [payload])
        db.execute("UPDATE user SET name = ? WHERE name_key = 'journalist'", [payload[:64]])
        db.execute("UPDATE user SET name = ? WHERE name_key = 'approver'", [f"{payload[:60]} too"])
        # Written as a machine would: what a person types may hold no control characters.
        segment = dataclasses.replace(
            segments("x")[0], words=(Word(payload, 0, 400),), edited_by=payload, speaker=payload
        )
        recording = current_recording(db, pid)
        assert recording
        store_transcript(db, pid, NewRun(recording.recording_id, RECOGNISED, PROVENANCE, (segment,)))
        approve(db, pid, "approver", payload)
        record_withdrawn(db, pid, "approver", payload)
    with at_the_desk(chromium, address, "admin") as page:
        for path in PAGES:
            page.goto(address + path.format(desk=desk.address, segment=segment.segment_id))
            expect(page.locator("main"), path).to_contain_text("window.harmed = 1")
            assert page.evaluate("window.harmed") is None, path
            assert page.locator("svg[onload], img[onerror], [onfocus], main script").count() == 0, path
            assert "49" not in page.locator("main").inner_text().split(), path


NAMELESS = """() => [...document.querySelectorAll('input:not([type=hidden]), select, textarea, button, audio, a')]
    .filter((e) => !(e.labels?.length || e.ariaLabel || e.textContent.trim())).map((e) => e.outerHTML)"""
DOUBLE_IDS = """() => [...document.querySelectorAll('[id]')].map((e) => e.id)
    .filter((id, index, all) => all.indexOf(id) < index)"""
