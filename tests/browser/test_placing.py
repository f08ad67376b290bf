"""A sentence's place in a real Chromium: dragged, selected as words, set by arrow keys alone, and without script."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest
from playwright.sync_api import Browser, Page, expect

from media.records import Span
from tests.browser.conftest import listening
from tests.browser.test_checking import PHONE, signed_in
from tests.webapp.checking.asked import SUMMARY, with_something_to_ask
from tests.webapp.desk import Desk, make_desk
from transcribe.linking.claims import split_claims
from transcribe.linking.decided.decisions import decisions_of

SERIK = split_claims(SUMMARY)[1].claim_id


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return with_something_to_ask(make_desk(tmp_path_factory.mktemp("placed")))


@pytest.fixture(scope="module")
def address(desk: Desk) -> Iterator[str]:
    with listening(desk.app) as address:
        yield address


def typed(page: Page) -> list[str]:
    return [page.locator(f"#{name}").input_value() for name in ("start", "end")]


def test_it_is_dragged_and_selected(chromium: Browser, desk: Desk, address: str) -> None:
    with signed_in(chromium, desk, address, "journalist", viewport={"width": 1440, "height": 900}) as page:
        page.goto(f"{address}{desk.address}/links/{SERIK}")
        box = page.locator(".place-wave").bounding_box()
        assert box
        second = box["width"] / 3
        page.mouse.move(box["x"] + second, box["y"] + 20)
        page.mouse.down()
        page.mouse.move(box["x"] + 2 * second, box["y"] + 20, steps=4)
        page.mouse.up()
        assert [round(float(time.removeprefix("0:")), 1) for time in typed(page)] == [1.0, 2.0]
        page.mouse.move(box["x"] + 2 * second, box["y"] + 20)
        page.mouse.down()
        page.mouse.move(box["x"] + 2.5 * second, box["y"] + 20, steps=4)
        page.mouse.up()
        assert [round(float(time.removeprefix("0:")), 1) for time in typed(page)] == [1.0, 2.5]
        first, last = page.get_by_text("облысы", exact=True).first, page.get_by_text("Арал", exact=True).first
        ends = [each.bounding_box() for each in (first, last)]
        assert ends[0]
        assert ends[1]
        page.mouse.move(ends[0]["x"] + 2, ends[0]["y"] + 8)
        page.mouse.down()
        page.mouse.move(ends[1]["x"] + ends[1]["width"] - 2, ends[1]["y"] + 8, steps=4)
        page.mouse.up()
        assert typed(page) == ["0:00.4", "0:01.2"]
        page.get_by_role("button", name="It is heard there").click()
        expect(page.get_by_role("status")).to_have_text("Saved.")
    with closing(desk.open()) as db:
        assert decisions_of(db, desk.programme_id)[-1].spans == (Span(400, 1_200),)


def test_by_arrow_keys_alone(chromium: Browser, desk: Desk, address: str) -> None:
    with signed_in(chromium, desk, address, "journalist") as page:
        page.goto(f"{address}{desk.address}/links/{SERIK}")
        end = page.get_by_label("ends at").first
        end.focus()
        for _ in range(4):
            page.keyboard.press("ArrowRight")
        assert typed(page) == ["0:00.4", "0:01.6"]
        expect(end).to_have_attribute("aria-valuetext", "0:01")
        page.get_by_role("button", name="Move it there").press("Enter")
        expect(page.get_by_role("status")).to_have_text("Saved.")
    with closing(desk.open()) as db:
        assert decisions_of(db, desk.programme_id)[-1].spans == (Span(400, 1_600),)


def test_words_that_cross_leave_no_place_of_before(chromium: Browser, desk: Desk, address: str) -> None:
    with signed_in(chromium, desk, address, "journalist") as page:
        page.goto(f"{address}{desk.address}/links/{SERIK}")
        page.get_by_label("From the word").select_option("0")
        page.get_by_label("To the word").select_option("1200")
        assert typed(page) == ["0:00", "0:01.2"]
        page.get_by_label("From the word").select_option("1600")
        assert typed(page) == ["", ""], "the button would take a place that nobody means any more"
        expect(page.locator(".place-words .is-chosen")).to_have_count(0)
        page.get_by_label("To the word").select_option("2400")
        assert typed(page) == ["0:01.6", "0:02.4"]


def test_without_script_on_a_phone(chromium: Browser, desk: Desk, address: str) -> None:
    options = {"viewport": PHONE, "java_script_enabled": False}
    with signed_in(chromium, desk, address, "journalist", **options) as page:
        page.goto(f"{address}{desk.address}/links/{SERIK}")
        expect(page.locator(".place-wave")).to_be_hidden()
        page.get_by_label("From the word").select_option("800")
        page.get_by_label("To the word").select_option("2000")
        page.get_by_role("button", name="Move it there").click()
        expect(page.get_by_role("status")).to_have_text("Saved.")
        assert page.locator("html").evaluate("root => root.scrollWidth") <= PHONE["width"]
    with closing(desk.open()) as db:
        assert decisions_of(db, desk.programme_id)[-1].spans == (Span(800, 2_000),)


def test_what_was_heard_is_noted_for_who_says_that_nothing_bears_it_out(
    chromium: Browser, desk: Desk, address: str
) -> None:
    with signed_in(chromium, desk, address, "journalist") as page:
        for place in ("links", f"links/{SERIK}"):
            page.goto(f"{address}{desk.address}/{place}")
            box = page.get_by_label("I have listened").first
            expect(box).not_to_be_checked()
            if place == "links":
                page.locator("ol.links li a[data-start]").first.click()
                box = page.locator("ol.links li:has(a[data-start])").first.get_by_label("I have listened")
            else:
                page.locator("#played").evaluate("audio => audio.play()")
            expect(box).to_be_checked()
            assert (box.get_attribute("value") or "").isdecimal()
