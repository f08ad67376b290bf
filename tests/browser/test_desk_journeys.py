"""From a comment to a correction: without script, and by the keyboard alone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest
from playwright.sync_api import Browser, expect

from media.catalogue import set_facts
from tests.browser.conftest import listening, visiting
from tests.browser.test_newsroom_desk import at_the_desk, sign_in
from tests.webapp.desk import Desk, make_desk
from webapp.review import ReviewState, state


@pytest.fixture
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return make_desk(tmp_path_factory.mktemp("journeys"))


@pytest.fixture
def address(desk: Desk) -> Iterator[str]:
    with listening(desk.app) as address:
        yield address


def test_who_signs_in_sees_that_the_password_is_checked(chromium: Browser, address: str) -> None:
    with visiting(chromium) as page:
        page.goto(f"{address}/sign-in")
        page.evaluate("addEventListener('submit', (event) => event.preventDefault())")  # It takes for ever.
        sign_in(page, "journalist")
        expect(page.get_by_role("button", name="Checking…")).to_be_visible()
        expect(page.get_by_role("status")).to_have_text("Checking…")
        page.evaluate("dispatchEvent(new Event('pageshow'))")  # As where somebody comes back to it.
        expect(page.get_by_role("button", name="Sign in")).to_be_visible()


def test_a_programme_is_talked_over_approved_published_and_corrected_without_script(
    chromium: Browser, desk: Desk, address: str
) -> None:
    with at_the_desk(chromium, address, "journalist", java_script_enabled=False) as page:
        page.goto(address)
        page.get_by_role("link", name="Сексеуіл").first.click()
        page.get_by_role("link", name="Comments", exact=True).click()
        page.get_by_label("At which moment, if it is about one").fill("0:01")
        page.get_by_label("Comment", exact=True).fill("Is the name right, @approver?")
        page.get_by_role("button", name="Send").first.click()
        expect(page.get_by_role("link", name="Hear it at 0:01")).to_be_visible()
        page.get_by_role("link", name="Сексеуіл").click()
        page.get_by_role("button", name="Ask for an approval").click()
        expect(page.get_by_text("Approvers see now that this programme waits for them.")).to_be_visible()
    with at_the_desk(chromium, address, "approver", java_script_enabled=False) as page:
        page.goto(address)
        expect(page.get_by_role("region", name="Waiting for approval").get_by_text("by journalist")).to_be_visible()
        page.get_by_role("region", name="Comments that name you").get_by_role("link").click()
        page.get_by_text("Answer", exact=True).click()
        page.get_by_label("Your answer").fill("It is.")
        page.get_by_role("button", name="Send").last.click()
        page.goto(address + desk.address)
        expect(page.get_by_text("Comments that nobody has resolved: 1.")).to_be_visible()
        page.get_by_label("Why it is approved all the same").fill("The answer is there.")
        page.get_by_role("button", name="Approve all the same").click()
        page.get_by_role("button", name="Publish").click()
        page.get_by_text("What was decided before").click()
        expect(page.get_by_text("“The answer is there.”")).to_be_visible()
        with closing(desk.open()) as db:
            set_facts(db, desk.programme_id, {"author": "Another"})
        page.reload()
        page.get_by_label("Why it is approved all the same").fill("Only the author.")
        page.get_by_role("button", name="Approve all the same").click()
        page.get_by_label("Why it is corrected, in one sentence for readers").fill("The author was not named.")
        page.get_by_role("button", name="Publish").click()
        expect(page.get_by_text("Published. The public can read and hear it now.")).to_be_visible()
        page.get_by_text("Somebody who is heard takes their consent back").click()
        page.get_by_role("button", name="Consent is taken back").click()
        expect(page.get_by_text("Readers are told that somebody who is heard no longer consents.")).to_be_visible()
    with closing(desk.open()) as db:
        assert state(db, desk.programme_id) is ReviewState.WITHDRAWN


def test_a_title_is_found_and_commented_on_by_the_keyboard(chromium: Browser, desk: Desk, address: str) -> None:
    with at_the_desk(chromium, address, "admin", viewport={"width": 1440, "height": 900}) as page:
        page.goto(address)
        page.get_by_role("searchbox").focus()
        page.keyboard.type("сексеуіл")
        page.keyboard.press("Enter")
        page.wait_for_url("**/programmes?q=*")
        page.get_by_role("link", name="Сексеуіл").focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**/programmes/p*")
        page.wait_for_function("() => document.querySelector('#played').readyState > 0")
        page.evaluate("document.querySelector('#played').currentTime = 2.3")
        page.get_by_role("link", name="Comment on this moment").focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**/comments?at=*")
        expect(page.get_by_label("At which moment, if it is about one")).to_have_value("00:00:02")
        page.get_by_label("At which moment, if it is about one").focus()
        page.keyboard.press("Tab")
        page.keyboard.type("Typed blind")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.wait_for_url("**/comments#*")
        expect(page.locator(".threads")).to_contain_text("Typed blind")
        expect(page.get_by_role("link", name="Hear it at 0:02")).to_be_visible()
        page.get_by_role("button", name="Resolve").focus()
        page.keyboard.press("Enter")
        expect(page.get_by_text("resolved by admin")).to_be_visible()
        assert page.get_by_label("Comment", exact=True).input_value() == "", (
            "what was sent is kept no longer as a draft"
        )
