"""From a search to what it has found, in a real browser: it plays, it is seen, and the text follows."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import FLAGS, system_chromium, visiting
from tests.browser.playing import audio_s, open_programme, play, wait_until_near, wait_until_paused
from tests.webapp.published import REELS, SAXAUL

PHONE = {"width": 390, "height": 844}
STATUS = "form.find [role=status]"


def test_hit_of_a_search_plays_from_there(page: Page, site: str) -> None:
    page.goto(f"{site}/search?q=гектар")
    page.locator(".hits a.clock").first.click()
    page.wait_for_url(re.compile("#t="))
    at_s = float(page.url.rpartition("=")[2])
    wait_until_paused(page, is_paused=False)
    page.wait_for_function("at => document.querySelector('#sound').currentTime > at + 0.2", arg=at_s)
    assert audio_s(page) < at_s + 10
    expect(page.locator("[data-part=offer]")).to_be_hidden()
    page.keyboard.press("k")
    page.reload()
    page.wait_for_selector(".player.has-wave")
    page.wait_for_timeout(300)
    wait_until_paused(page)


def test_hit_is_offered_where_the_browser_plays_nothing_unasked(chromium: Browser, site: str) -> None:
    strict = chromium.browser_type.launch(
        executable_path=system_chromium(),
        args=[*FLAGS, "--autoplay-policy=document-user-activation-required"],
    )
    with visiting(strict, viewport=PHONE) as page:
        page.goto(f"{site}/programmes/{SAXAUL}?q=гектар#t=16.41", referer=f"{site}/")
        offer = page.get_by_role("button", name="Play from 0:16")
        expect(offer).to_be_visible()
        expect(page.locator(".player [role=status]")).to_have_text("Play from 0:16")
        wait_until_paused(page)
        offer.click()
        wait_until_near(page, 17)
        wait_until_paused(page, is_paused=False)
        expect(offer).to_be_hidden()
    strict.close()


def test_hit_of_another_programme_takes_over_the_sound(page: Page, site: str) -> None:
    open_programme(page, site, REELS)
    play(page)
    page.evaluate("window.isSame = true")
    field = page.get_by_role("search").get_by_role("searchbox")
    field.fill("гектар")
    field.press("Enter")
    page.locator(".hits a.clock").first.click()
    page.wait_for_url(re.compile(f"/programmes/{SAXAUL}"))
    at_s = float(page.url.rpartition("=")[2])
    page.wait_for_function("at => document.querySelector('#sound').currentTime > at + 0.2", arg=at_s)
    expect(page.locator(".player")).to_have_count(1)
    wait_until_paused(page, is_paused=False)
    page.keyboard.press("k")
    page.wait_for_function("() => [...document.querySelectorAll('audio')].every(each => each.paused)")
    assert page.evaluate("window.isSame"), "the document was left"


def test_what_was_found_in_a_translation_is_seen_there(chromium: Browser, site: str) -> None:
    with visiting(chromium, viewport=PHONE) as page:
        page.goto(f"{site}/search?q=fallen+dry")
        page.locator(".hits li", has_text="Machine English").get_by_role("link").click()
        page.wait_for_selector(".player.has-wave")
        expect(page.locator(".layer mark", has_text="fallen")).to_be_in_viewport()
        expect(page.locator(STATUS)).to_have_text("found: 2")
        # Whoever reads the translation and looks for what was said comes to what was said.
        page.goto(f"{site}/programmes/{SAXAUL}")
        page.get_by_role("link", name="English, by machine").click()
        page.goto(f"{site}/programmes/{SAXAUL}?q=гектар#t=16.41")
        expect(page.locator("mark", has_text="гектар").first).to_be_visible()
        page.goto(f"{site}/programmes/{SAXAUL}")
        expect(page.get_by_text("Six in the morning.", exact=False).last).to_be_visible()


def test_what_was_found_in_the_summary_is_marked_there_and_not_missed_elsewhere(page: Page, site: str) -> None:
    page.goto(f"{site}/programmes/{SAXAUL}?q=shield#summary")
    page.wait_for_selector(".player.has-wave")
    expect(page.locator(".summary mark")).to_have_text(["shield,"])
    expect(page.locator(STATUS)).to_have_text("")
    page.get_by_label("Find in the transcript").press("Enter")
    expect(page.locator(STATUS)).to_have_text("not found")


def test_find_says_where_else_and_leads_there(chromium: Browser, site: str) -> None:
    with visiting(chromium, viewport=PHONE) as page:
        page.goto(f"{site}/programmes/{SAXAUL}?layer=en-machine")
        page.wait_for_selector(".player.has-wave")
        field = page.get_by_label("Find in the transcript")
        field.fill("гектар")
        expect(page.locator(STATUS)).to_have_text("found in “Original”: 1")
        field.press("Enter")
        expect(page.locator(STATUS)).to_have_text("1 of 1")
        expect(page.locator(".segment", has_text="гектар")).to_be_in_viewport()
        field.fill("nursery")
        expect(page.locator(STATUS)).to_have_text(re.compile("found in “English, by machine”"))
        page.get_by_role("button", name="Next place").click()
        expect(page.locator(".layer p", has_text="nursery").first).to_be_in_viewport()


def test_summary_beside_the_text_can_be_scrolled_by_keyboard_and_names_its_times(chromium: Browser, site: str) -> None:
    with visiting(chromium, viewport={"width": 1440, "height": 500}) as page:
        open_programme(page, site)
        column = page.get_by_role("region", name="Summary")
        column.focus()
        before = page.evaluate("scrollY")
        page.keyboard.press("PageDown")
        page.wait_for_function("() => document.querySelector('.summary').scrollTop > 0")
        assert page.evaluate("scrollY") == before
        expect(column.get_by_role("link", name=re.compile(r"^Likely at 0:\d\d$")).first).to_be_attached()


def test_times_on_a_phone_are_high_enough_for_a_finger(chromium: Browser, site: str) -> None:
    with visiting(chromium, viewport=PHONE) as page:
        for rest in ("", "?layer=en-machine"):
            open_programme(page, site, rest=rest)
            heights = page.evaluate(
                """() => [...document.querySelectorAll('article a.clock')].filter((link) => link.checkVisibility())
                    .map((link) => link.getBoundingClientRect().height)"""
            )
            assert len(heights) > 5
            assert min(heights) >= 24


def test_points_between_facts_do_not_end_a_line(chromium: Browser, site: str) -> None:
    with visiting(chromium, viewport={"width": 320, "height": 640}) as page:
        page.goto(f"{site}/programmes/{SAXAUL}")
        facts = page.locator(".opening .facts")
        tops = facts.evaluate("facts => [...facts.children].map(each => each.getBoundingClientRect().top)")
        assert len(set(tops)) > 1, "the line is not broken here, so nothing is shown"
        lefts = facts.evaluate(
            """facts => [...facts.children].map(
                each => each.getBoundingClientRect().left - facts.getBoundingClientRect().left)"""
        )
        first_of_lines = [left for place, left in enumerate(lefts) if place == 0 or tops[place] > tops[place - 1]]
        assert max(first_of_lines) < 1, "the point before it would be seen"
        said = facts.evaluate("facts => [...facts.children].map(each => getComputedStyle(each, '::after').content)")
        assert set(said) == {"none"}


def test_keys_say_what_has_become_of_sound_and_text(page: Page, site: str) -> None:
    open_programme(page, site)
    said = page.locator(".player [role=status]")
    for key, text in (
        ("m", "Sound off"),
        ("m", "Sound on"),
        ("f", "The text no longer follows the sound"),
        ("f", "The text follows the sound"),
    ):
        page.keyboard.press(key)
        expect(said).to_have_text(text)
