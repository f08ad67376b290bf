"""The programme page in a real browser: sound, words and summary move together."""

from __future__ import annotations

from itertools import pairwise

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import visiting
from tests.browser.spoken import click_word, marked, wait_until_marked
from tests.webapp.published import REELS, SAXAUL, SUMMARY_AND_SOUND, WORDS_ONLY

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1440, "height": 900}
NARROW = {"width": 320, "height": 640}


def audio_s(page: Page) -> float:
    return float(page.evaluate("document.querySelector('#sound').currentTime"))


def open_programme(page: Page, site: str, name: str = SAXAUL, rest: str = "") -> None:
    page.goto(f"{site}/programmes/{name}{rest}")
    page.wait_for_selector(".player.has-wave")


def wait_until_near(page: Page, seconds: float) -> None:
    page.wait_for_function(
        "wanted => Math.abs(document.querySelector('#sound').currentTime - wanted) < 1.5", arg=seconds
    )


def test_without_script_there_are_words_links_and_the_browsers_own_player(chromium: Browser, site: str) -> None:
    with visiting(chromium, java_script_enabled=False, viewport=PHONE) as page:
        page.goto(f"{site}/programmes/{SAXAUL}")
        expect(page.get_by_text("Қызылорда облысы, Арал ауданы.")).to_be_visible()
        expect(page.locator("audio")).to_be_visible()
        expect(page.locator(".controls")).to_be_hidden()
        expect(page.locator(".keys")).to_be_hidden()
        link = page.locator(".sentence a").last
        link.click()
        box = page.locator(f'[id="{(link.get_attribute("href") or "")[1:]}"]').bounding_box()
        assert box
        assert 0 <= box["y"] < PHONE["height"], "the link leads to what is said then"


def test_search_without_script_leads_to_the_word(chromium: Browser, site: str) -> None:
    with visiting(chromium, java_script_enabled=False, viewport=PHONE) as page:
        page.goto(site)
        page.get_by_role("searchbox").fill("Өзбекстан")
        page.get_by_role("searchbox").press("Enter")
        page.locator(".hits a").first.click()
        box = page.locator("mark").bounding_box()
        assert box
        assert 0 <= box["y"] < PHONE["height"]


def test_click_on_a_word_plays_from_it_and_the_mark_goes_on(page: Page, site: str) -> None:
    open_programme(page, site)
    click_word(page, "химия")
    expect(page.locator(".segment.now")).to_contain_text("химия пәнінен")
    wait_until_near(page, 36.4)
    wait_until_marked(page, "said", "пәнінен")
    assert len(marked(page, "said")) == 1
    expect(page.locator(".segment.now")).to_have_count(1)
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    page.get_by_role("button", name="Pause").click()
    expect(page.get_by_role("button", name="Play")).to_be_visible()


def test_click_on_a_sentence_of_the_summary_plays_where_it_is_said(page: Page, site: str) -> None:
    open_programme(page, site)
    sentence = page.locator(".sentence", has_text="By burying a small vessel")
    start_ms = int((sentence.get_attribute("data-spans") or "").split("-")[0])
    sentence.locator("p").first.click()
    wait_until_near(page, start_ms / 1000)
    expect(page.locator(".sentence.now")).to_contain_text("By burying")
    expect(page.locator(".bands i.now")).to_have_count(1)
    expect(page.locator(".segment.now")).to_be_in_viewport()


def test_sentence_that_was_not_found_plays_nothing(page: Page, site: str) -> None:
    open_programme(page, site)
    page.locator(".sentence", has_text="The joint project with Uzbekistan").locator("p").first.click()
    assert page.evaluate("document.querySelector('#sound').paused")
    assert audio_s(page) == 0


def test_time_links_play_and_leave_their_moment_in_the_address(page: Page, site: str) -> None:
    open_programme(page, site)
    link = page.locator(".segment > a").nth(4)
    link.click()
    assert page.url.endswith(link.get_attribute("href") or "?")
    wait_until_near(page, float((link.get_attribute("href") or "").removeprefix("#t=")))


@pytest.mark.parametrize("moment", ["t=60", "t=60.5,70", "t=npt:1:00", "t=0:01:00"])
def test_address_with_a_moment_opens_there(page: Page, site: str, moment: str) -> None:
    open_programme(page, site, rest=f"#{moment}")
    wait_until_near(page, 60)
    assert page.evaluate("document.querySelector('#sound').paused"), "nobody asked for sound yet"
    expect(page.locator(".segment.now")).to_be_in_viewport()
    expect(page.locator(".controls .clock")).to_contain_text("1:00")


def test_moment_may_change_in_the_address(page: Page, site: str) -> None:
    open_programme(page, site)
    page.evaluate("location.hash = '#t=100'")
    wait_until_near(page, 100)
    page.evaluate("location.hash = '#about'")
    wait_until_near(page, 100)


def test_hit_of_a_search_opens_at_its_second(page: Page, site: str) -> None:
    page.goto(f"{site}/search?q=гектар")
    page.locator(".hits a").first.click()
    page.wait_for_selector(".player.has-wave")
    expect(page.locator("mark")).to_be_in_viewport()
    wait_until_near(page, float((page.locator("mark").get_attribute("id") or "").removeprefix("t=")))


def test_keys(page: Page, site: str) -> None:
    open_programme(page, site)
    paused = "document.querySelector('#sound').paused"
    page.keyboard.press("l")
    page.keyboard.press("ArrowRight")
    wait_until_near(page, 10)
    page.keyboard.press("j")
    wait_until_near(page, 5)
    page.keyboard.press("k")
    page.wait_for_function(f"() => !{paused}")
    page.keyboard.press(" ")
    page.wait_for_function(f"() => {paused}")
    at_s = audio_s(page)
    search = page.get_by_role("searchbox")
    search.click()
    page.keyboard.type("kjl k")
    assert search.input_value() == "kjl k", "keys belong to the field while somebody types"
    assert page.evaluate(paused)
    assert abs(audio_s(page) - at_s) < 0.1
    page.locator("#speed").focus()
    page.keyboard.press(" ")
    page.keyboard.press("Escape")
    assert page.evaluate(paused)


def test_keys_can_be_turned_off_for_good(page: Page, site: str) -> None:
    open_programme(page, site)
    page.get_by_label("Use these keys").uncheck()
    page.locator("h1").click()
    page.keyboard.press("l")
    page.keyboard.press("k")
    assert (audio_s(page), page.evaluate("document.querySelector('#sound').paused")) == (0, True)
    open_programme(page, site, REELS)
    expect(page.get_by_label("Use these keys")).not_to_be_checked()


def test_controls_can_be_worked_from_the_keyboard_alone(page: Page, site: str) -> None:
    open_programme(page, site)
    place = page.get_by_role("slider", name="Place in the sound")
    place.focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowLeft"):
        page.keyboard.press(key)
    wait_until_near(page, 5)
    assert place.get_attribute("aria-valuetext") == "0:05 / 2:10"
    page.keyboard.press("End")
    wait_until_near(page, 130)
    page.keyboard.press("Home")
    wait_until_near(page, 0)
    play = page.get_by_role("button", name="Play")
    play.focus()
    page.keyboard.press("Enter")
    page.wait_for_function("() => !document.querySelector('#sound').paused")
    page.keyboard.press(" ")
    page.wait_for_function("() => document.querySelector('#sound').paused")


def test_speed_steps_and_link(chromium: Browser, site: str) -> None:
    with visiting(chromium, permissions=["clipboard-read", "clipboard-write"]) as page:
        open_programme(page, site)
        page.get_by_label("Speed").select_option("1.5")
        assert page.evaluate("document.querySelector('#sound').playbackRate") == 1.5
        for _ in range(3):
            page.get_by_role("button", name="5 seconds on").click()
        page.get_by_role("button", name="5 seconds back").click()
        wait_until_near(page, 10)
        page.get_by_role("button", name="Copy link").click()
        expect(page.get_by_role("status")).to_have_text("The link to this moment is copied")
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied == f"{site}/programmes/{SAXAUL}#t=10"


def test_link_without_a_clipboard_goes_to_the_address(page: Page, site: str) -> None:
    open_programme(page, site)
    page.get_by_role("button", name="5 seconds on").click()
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_role("status")).to_contain_text("this moment")
    assert page.url.endswith("#t=5")


def test_follow_stops_when_the_reader_scrolls_and_goes_on_when_asked(page: Page, site: str) -> None:
    open_programme(page, site, REELS)
    follow = page.get_by_role("button", name="Follow")
    expect(follow).to_have_attribute("aria-pressed", "true")
    page.evaluate("location.hash = '#t=110'")
    expect(page.locator(".segment.now")).to_be_in_viewport()
    page.mouse.move(900, 400)
    page.mouse.wheel(0, -3000)
    expect(follow).to_have_attribute("aria-pressed", "false")
    page.wait_for_function("() => scrollY === 0")
    page.keyboard.press("k")
    page.wait_for_timeout(1500)
    assert page.evaluate("scrollY") == 0, "the page was torn away"
    follow.click()
    page.keyboard.press("l")
    expect(page.locator(".segment.now")).to_be_in_viewport()


@pytest.mark.parametrize("name", [WORDS_ONLY, SUMMARY_AND_SOUND])
def test_pages_that_lack_a_part_play(page: Page, site: str, name: str) -> None:
    open_programme(page, site, name)
    page.keyboard.press("k")
    page.wait_for_function("() => document.querySelector('#sound').currentTime > 0.2")


def test_waveform_is_drawn_of_the_servers_peaks_without_reading_the_whole_sound(page: Page, site: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    open_programme(page, site)
    drawn = page.evaluate("""() => {
        const canvas = document.querySelector('[data-part=drawing] > div').shadowRoot.querySelector('canvas');
        const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
        return data.filter((value, index) => index % 4 === 3 && value > 0).length;
    }""")
    assert drawn > 2000
    assert sum(address.endswith(".m4a") for address in asked) <= 2
    assert sum(address.endswith(".dat") for address in asked) == 1
    assert all(address.startswith(site) for address in asked), "nothing comes from elsewhere"
    assert len(asked) <= 20, asked


@pytest.mark.parametrize(
    "viewport", [PHONE, NARROW, {"width": 1440, "height": 900}], ids=lambda size: str(size["width"])
)
@pytest.mark.parametrize("place", ["/", "/search?q=сексеуіл", f"/programmes/{SAXAUL}", f"/programmes/{REELS}?ui=ru"])
def test_nothing_is_cut_off_and_targets_can_be_hit(
    chromium: Browser, site: str, place: str, viewport: dict[str, int]
) -> None:
    """WCAG 2.2: reflow (1.4.10) and target size (2.5.8)."""
    with visiting(chromium, viewport=viewport) as page:
        page.goto(site + place)
        if "programmes" in place:
            page.wait_for_selector(".player.has-wave")
        assert page.evaluate("document.scrollingElement.scrollWidth") <= viewport["width"]
        outside = page.evaluate("""() => [...document.querySelectorAll('button, select, input, nav a')]
            .filter(element => element.checkVisibility())
            .map(element => [element.outerHTML.slice(0, 90), element.getBoundingClientRect().toJSON()])
            .filter(([, box]) => box.left < 0 || box.right > innerWidth)""")
        assert outside == []
        small = page.evaluate("""() => [...document.querySelectorAll('button, select, input, nav a')]
            .filter(element => element.type !== 'checkbox')
            .filter(element => element.checkVisibility())
            .map(element => [element.outerHTML.slice(0, 90), element.getBoundingClientRect().toJSON()])
            .filter(([, box]) => box.width < 24 || box.height < 24)""")
        assert small == []
        bar = page.locator(".player")
        if bar.count():
            reserved = page.evaluate("parseFloat(getComputedStyle(document.body).paddingBottom)")
            box = bar.bounding_box()
            assert box
            assert box["height"] <= reserved + 1, "the bar covers the end of the page"


def test_names_and_landmarks(page: Page, site: str) -> None:
    open_programme(page, site)
    unnamed = page.evaluate("""() => [...document.querySelectorAll('button, a, input, select, audio, section, nav')]
        .filter(e => e.checkVisibility())
        .filter(e => !(e.getAttribute('aria-label') || e.getAttribute('aria-labelledby') || e.labels?.length
                       || e.textContent.trim()))
        .map(e => e.outerHTML.slice(0, 90))""")
    assert unnamed == []
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map(e => e.id)")
    assert len(ids) == len(set(ids))
    for role in ("banner", "main", "search"):
        expect(page.get_by_role(role)).to_have_count(1)
    levels = page.evaluate("[...document.querySelectorAll('h1, h2, h3')].map(e => Number(e.tagName[1]))")
    assert levels[0] == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))


def test_focus_is_seen_and_never_under_the_bar(page: Page, site: str) -> None:
    open_programme(page, site)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    for _ in range(30):
        page.keyboard.press("Tab")
        seen = page.evaluate("""() => {
            const element = document.activeElement, box = element.getBoundingClientRect();
            const bar = document.querySelector('.player').getBoundingClientRect();
            const isCovered = !element.closest('.player') && box.bottom > bar.top + 1;
            return { outline: getComputedStyle(element).outlineStyle, isCovered, what: element.outerHTML.slice(0, 80) };
        }""")
        assert not seen["isCovered"], seen
        assert seen["outline"] != "none", seen
