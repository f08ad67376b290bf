"""Checking in a real Chromium: by keyboard alone, without script, and by two people at one item."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.conftest import PATIENCE_MS, Visit, listening
from tests.webapp.checking.asked import with_something_to_ask
from tests.webapp.desk import Desk, fill, make_desk
from transcribe.revise import current_text
from webapp.checking.records import Answer
from webapp.checking.store import newest_decisions

TWICE = """() => {
  const key = { key: "1", code: "Digit1", bubbles: true };
  for (let count = 0; count < 2; count += 1) document.activeElement.dispatchEvent(new KeyboardEvent("keydown", key));
  return document.querySelector('[data-part="unheard"]').textContent;
}"""
PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return make_desk(tmp_path_factory.mktemp("checked"))


@pytest.fixture(scope="module")
def address(newsroom: Desk) -> Iterator[str]:
    with listening(newsroom.app) as address:
        yield address


@pytest.fixture
def desk(newsroom: Desk) -> Desk:
    """The newsroom with a programme that no other test has touched."""
    with closing(newsroom.open()) as db:
        programme_id, segment_id, job_id = fill(newsroom.archive, db, "journalist")
    return with_something_to_ask(replace(newsroom, programme_id=programme_id, segment_id=segment_id, job_id=job_id))


@contextmanager
def signed_in(chromium: Browser, desk: Desk, address: str, name: str, **options: object) -> Iterator[Page]:
    """Yield a page of a person; nothing but refusals, which are what is meant to happen here, may be logged."""
    context = chromium.new_context(locale="en-GB", **options)  # type: ignore[arg-type]
    context.set_default_timeout(PATIENCE_MS)
    context.add_cookies([{"name": "newsroom", "value": desk.cookies[name], "url": address}])
    visit = Visit(context)
    yield visit.page
    context.close()
    assert [fault for fault in visit.faults if "status of 4" not in fault] == []


def asked(page: Page, text: str) -> None:
    """Wait for the item that asks of a text, and for its page's script: a key that comes before it is nobody's."""
    expect(page.locator("#asked")).to_have_text(text)
    page.wait_for_load_state()


def answers(desk: Desk) -> list[tuple[str, Answer, bool]]:
    """Return who answered what, and whether they had heard it."""
    with closing(desk.open()) as db:
        found = newest_decisions(db, desk.programme_id).values()
        return [(each.user_name, each.answer, each.heard_ms is not None) for each in found]


def test_by_keyboard_alone(chromium: Browser, desk: Desk, address: str) -> None:
    with signed_in(chromium, desk, address, "journalist") as page:
        page.goto(f"{address}{desk.address}/check")
        expect(page.get_by_text("0 of 4 checked, 4 must still be")).to_be_visible()
        page.get_by_role("link", name="Begin").press("Enter")
        asked(page, "Serik Omarov")
        page.keyboard.press("2")
        asked(page, "Aral")
        # Nobody has heard it: it is played instead, and whoever presses again while it begins does not stop it.
        assert page.evaluate(TWICE) == "Hear it first, then say that it is heard so."
        expect(page.get_by_label("I have heard it")).to_be_checked()
        asked(page, "Aral")
        page.keyboard.press("1")
        asked(page, "2018")
        expect(page.get_by_text("2 of 4 checked, 2 must still be")).to_be_visible()
        page.keyboard.press("Space")
        expect(page.get_by_label("I have heard it")).to_be_checked()
        page.keyboard.press("4")
        words = page.get_by_label("Words of the transcript", exact=True)
        expect(words).to_be_focused()
        page.keyboard.press("End")
        page.keyboard.type(" 1 2")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        asked(page, "Serik Omarov was not there.")
        page.keyboard.press("3")
        expect(page.get_by_role("heading", name="Found wrong, to be corrected")).to_be_visible()
    assert set(answers(desk)) == {
        ("journalist", Answer.NOT_HEARD, False),
        ("journalist", Answer.HEARD, True),
        ("journalist", Answer.CORRECTED, True),
        ("journalist", Answer.WRONG, False),
    }
    with closing(desk.open()) as db:
        assert current_text(db, desk.programme_id).segments[0].text.endswith(" 1 2")


def test_the_next_item_is_there_before_the_answer_is_stored(chromium: Browser, desk: Desk, address: str) -> None:
    with signed_in(chromium, desk, address, "journalist") as page:
        page.goto(f"{address}{desk.address}/check")
        page.get_by_role("link", name="Begin").click()
        asked(page, "Serik Omarov")
        page.wait_for_load_state("networkidle")
        held: list[Route] = []
        is_held = True
        page.route("**/check/**", lambda route: held.append(route) if is_held else route.continue_())
        page.locator(".check-item").press("5")
        asked(page, "Aral")
        page.wait_for_function("() => document.querySelector('.check-item audio').readyState >= 2")
        assert answers(desk) == [], "it is not stored yet"
        is_held = False
        with page.expect_response(lambda answer: answer.request.method == "POST"):
            for route in held:
                route.continue_()
    assert answers(desk) == [("journalist", Answer.LATER, False)]


def test_an_answer_that_is_refused_is_told(chromium: Browser, desk: Desk, address: str) -> None:
    with (
        signed_in(chromium, desk, address, "journalist") as first,
        signed_in(chromium, desk, address, "approver") as second,
    ):
        for page in (first, second):
            page.goto(f"{address}{desk.address}/check")
            page.get_by_role("link", name="Begin").click()
            asked(page, "Serik Omarov")
            page.wait_for_load_state("networkidle")
        first.locator(".check-item").press("2")
        asked(first, "Aral")
        first.wait_for_load_state("networkidle")
        second.locator(".check-item").press("3")
        asked(second, "Aral")
        told = second.get_by_role("alert").get_by_role("link")
        expect(told).to_have_text("Serik Omarov: 3 It is wrong")
        told.click()
        expect(second.get_by_text("not heard, may stay, journalist")).to_be_attached()
    assert answers(desk) == [("journalist", Answer.NOT_HEARD, False)]


def test_without_script_on_a_phone(chromium: Browser, desk: Desk, address: str) -> None:
    options = {"viewport": PHONE, "java_script_enabled": False}
    with signed_in(chromium, desk, address, "journalist", **options) as page:
        page.goto(f"{address}{desk.address}/check")
        page.get_by_role("link", name="Begin").click()
        page.get_by_role("button", name="Not heard; it may stay").click()
        asked(page, "Aral")
        page.get_by_role("button", name="It is heard so").click()
        expect(page.get_by_role("alert").filter(has_text="Hear it first")).to_be_visible()
        page.get_by_label("I have heard it").check()
        page.get_by_role("button", name="It is heard so").click()
        asked(page, "2018")
        assert page.locator("html").evaluate("root => root.scrollWidth") <= PHONE["width"]
    assert ("journalist", Answer.HEARD, True) in answers(desk)
