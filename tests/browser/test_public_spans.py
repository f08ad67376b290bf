"""Moments and spans: from addresses, repeated, and where a programme was left."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.playing import (
    PAUSED,
    audio_s,
    more,
    open_programme,
    play,
    slow_down,
    wait_until_near,
    wait_until_paused,
)
from tests.webapp.published import REELS, SAXAUL

SAXAUL_MS = 130_000


MOMENTS = {
    "t=60": (60_000, None),
    "t=60.25": (60_250, None),
    "t=npt:1:00": (60_000, None),
    "t=0:01:00": (60_000, None),
    "s60000": (60_000, None),
    "t=60,61.2": (60_000, 61_200),
    "t=60%2C61.2": (60_000, 61_200),
    "t=npt%3A1:00,0:01:01.2": (60_000, 61_200),
    "t=,7": (0, 7000),
    "words=1&t=5,6&more": (5000, 6000),
    "t=5,2": (5000, None),
    "t=5,5": (5000, None),
    "t=-5": None,
    "t=abc": None,
    "t=": None,
    "t=,": None,
    "t=1:2:3:4": None,
    "t=NaN,Infinity": None,
    "t=1e3": None,
    "s": None,
    "s12x": None,
    "about": None,
    "%E0%A4%A": None,
    "": None,
}


def test_moments_that_addresses_name(page: Page, site: str) -> None:
    page.goto(f"{site}/programmes/{SAXAUL}")
    read = page.evaluate(
        """async hashes => {
            const own = document.querySelector('script[src$="programme.js"]').src;
            const { parseSpan } = await import(own.replace('programme.js', 'moment.js'));
            return hashes.map(hash => parseSpan(hash)).map(span => span && [span.startMs, span.endMs]);
        }""",
        [f"#{each}" if each else "" for each in MOMENTS],
    )
    assert [each and tuple(each) for each in read] == list(MOMENTS.values())


@pytest.mark.parametrize("moment", ["t=60", "s60000"])
def test_address_with_a_moment_opens_there(page: Page, site: str, moment: str) -> None:
    open_programme(page, site, rest=f"#{moment}")
    wait_until_near(page, 60)
    assert page.evaluate(PAUSED), "nobody asked for sound yet"
    expect(page.locator(".segment.now")).to_be_in_viewport()
    expect(page.locator(".controls > .clock")).to_contain_text("1:00")


def test_segments_id_opens_at_its_time(page: Page, site: str) -> None:
    open_programme(page, site)
    segment = page.locator(".segment[id]").nth(5)
    start_ms = int(segment.get_attribute("data-m") or 0)
    page.evaluate("name => { location.hash = `#${name}`; }", segment.get_attribute("id"))
    wait_until_near(page, start_ms / 1000)


def test_span_of_the_address_is_played_to_its_end(page: Page, site: str) -> None:
    open_programme(page, site, rest="#t=60%2C61.2")
    expect(page.locator(".region")).to_be_visible()
    slow_down(page)
    play(page)
    wait_until_paused(page)
    assert 61.2 <= audio_s(page) < 61.4
    expect(page.locator(".region")).to_be_hidden()
    page.keyboard.press("k")
    page.wait_for_function("() => document.querySelector('#sound').currentTime > 61.8")


def test_moment_beyond_the_end_goes_to_the_end_and_says_so(page: Page, site: str) -> None:
    open_programme(page, site, rest="#t=9999,10000")
    expect(page.locator(".player [role=status]")).to_contain_text("its end, 2:10")
    wait_until_near(page, 130)


def test_moments_that_are_none_do_no_harm(page: Page, site: str) -> None:
    open_programme(page, site, rest="#%E0%A4%A")
    play(page)
    page.evaluate("location.hash = '#t=abc'")
    page.wait_for_timeout(300)
    assert 0 < audio_s(page) < 5
    assert not page.evaluate(PAUSED)


def test_moment_may_change_in_the_address(page: Page, site: str) -> None:
    open_programme(page, site)
    page.evaluate("location.hash = '#t=100'")
    wait_until_near(page, 100)
    page.evaluate("location.hash = '#about'")
    wait_until_near(page, 100)


def test_selected_words_are_repeated_until_it_is_turned_off(page: Page, site: str) -> None:
    open_programme(page, site, REELS)
    page.evaluate("""() => {
        const text = document.createTreeWalker(
            document.querySelector('.segment p'), NodeFilter.SHOW_TEXT).nextNode();
        getSelection().setBaseAndExtent(text, 4, text, 11);  // within “are listening”
    }""")
    page.get_by_role("button", name="Repeat", exact=True).click()
    expect(page.get_by_role("button", name="Repeat", exact=True)).to_have_attribute("aria-pressed", "true")
    expect(page.locator("[data-part=repeating]")).to_contain_text("Repeats 0:00–0:0")
    expect(page.locator(".region.is-repeated")).to_be_visible()
    page.evaluate("""() => {
        window.returns = 0; window.furthest = 0;
        const audio = document.querySelector('#sound');
        audio.playbackRate = 0.25;
        audio.addEventListener('seeked', () => { window.returns += 1; });
        audio.addEventListener('timeupdate', () => { window.furthest = Math.max(window.furthest, audio.currentTime); });
        audio.play();
    }""")
    page.wait_for_function("() => window.returns >= 2")
    assert page.evaluate("window.furthest") < 1.6
    page.get_by_role("button", name="Stop repeating").click()
    expect(page.get_by_role("button", name="Pause")).to_be_focused()
    expect(page.locator("[data-part=repeating]")).to_be_hidden()
    page.evaluate("document.querySelector('#sound').playbackRate = 1")
    page.wait_for_function("() => document.querySelector('#sound').currentTime > 2")


def test_chosen_sentence_else_the_passage_is_repeated(page: Page, site: str) -> None:
    open_programme(page, site)
    sentence = page.locator(".sentence", has_text="By burying a small vessel")
    start_ms, end_ms = map(int, (sentence.get_attribute("data-spans") or "").split()[0].split("-"))
    sentence.locator("p").first.click()
    wait_until_near(page, start_ms / 1000)
    page.keyboard.press("r")
    region = page.locator(".region.is-repeated")
    assert width_in_ms(region, SAXAUL_MS) == pytest.approx(end_ms - start_ms, abs=300)
    page.keyboard.press("r")
    expect(region).to_be_hidden()
    page.evaluate("document.querySelector('#sound').pause()")  # Else it would be past that passage by and by.
    page.evaluate("location.hash = '#t=100'")
    wait_until_near(page, 100)
    expect(page.locator(".segment.now")).to_have_count(1)
    passage_ms = int(page.locator(".segment.now").get_attribute("data-d") or 0)
    page.keyboard.press("r")
    assert width_in_ms(region, SAXAUL_MS) == pytest.approx(passage_ms, abs=300)


def test_from_here_to_there_is_repeated(page: Page, site: str) -> None:
    open_programme(page, site, rest="#t=20")
    wait_until_near(page, 20)
    page.keyboard.press("a")
    expect(page.locator(".player [role=status]")).to_contain_text("Repeats from 0:20")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("b")
    expect(page.locator("[data-part=repeated]")).to_have_text("Repeats 0:20–0:25")
    page.keyboard.press("r")
    panel = more(page)
    panel.get_by_role("button", name="Repeat from here").click()
    page.keyboard.press("l")
    panel.get_by_role("button", name="Up to here").click()
    expect(page.locator("[data-part=repeated]")).to_contain_text("Repeats 0:20–0:35")


def width_in_ms(region: Locator, duration_ms: int) -> float:
    expect(region).to_be_visible()
    return float(region.evaluate("each => parseFloat(each.style.width)")) * duration_ms / 100


def test_place_is_offered_and_never_gone_to_unasked(page: Page, site: str) -> None:
    open_programme(page, site, rest="#t=75")
    wait_until_near(page, 75)
    play(page)
    page.keyboard.press("k")
    wait_until_paused(page)
    page.goto(f"{site}/programmes/{REELS}")
    page.wait_for_selector(".player.has-wave")
    expect(page.locator("[data-part=offer]")).to_be_hidden()
    open_programme(page, site)
    offer = page.get_by_role("button", name="Go on at 1:15")
    expect(offer).to_be_visible()
    assert audio_s(page) == 0
    offer.click()
    wait_until_near(page, 75)
    wait_until_paused(page, is_paused=False)
    expect(offer).to_be_hidden()
    expect(page.get_by_role("button", name="Pause")).to_be_focused()


def test_address_that_names_a_moment_gets_no_offer_and_the_end_is_forgotten(page: Page, site: str) -> None:
    open_programme(page, site, rest="#t=75")
    play(page)
    page.keyboard.press("k")
    wait_until_paused(page)
    page.goto("about:blank")
    open_programme(page, site, rest="#t=127")
    expect(page.locator("[data-part=offer]")).to_be_hidden()
    play(page)
    page.wait_for_function("() => document.querySelector('#sound').ended")
    page.goto("about:blank")
    open_programme(page, site)
    expect(page.locator("[data-part=offer]")).to_be_hidden()


@pytest.mark.parametrize("kept", ["no JSON", '[["saxaul", "soon"], 1, null]'])
def test_what_others_kept_under_our_name_does_no_harm(page: Page, site: str, kept: str) -> None:
    page.goto(site)
    page.evaluate("kept => localStorage.setItem('muragat-places', kept)", kept)
    open_programme(page, site)
    play(page)
    page.keyboard.press("k")
    expect(page.get_by_role("button", name="Play")).to_be_visible()


def test_browser_that_keeps_nothing_plays_all_the_same(page: Page, site: str) -> None:
    page.add_init_script("Object.defineProperty(window, 'localStorage', { get() { throw new Error('off'); } })")
    open_programme(page, site, rest="#t=60")
    play(page)
    page.get_by_label("Speed").select_option("2")
    page.keyboard.press("k")
    wait_until_paused(page)
