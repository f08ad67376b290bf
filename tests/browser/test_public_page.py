"""The programme page in a real browser: sound, words and summary move together."""

from __future__ import annotations

from itertools import pairwise

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import visiting
from tests.browser.playing import audio_s, open_programme, play_slowly, slow_down, wait_until_near
from tests.browser.spoken import click_word, marked, wait_until_marked
from tests.webapp.published import REELS, SAXAUL

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1440, "height": 900}
NARROW = {"width": 320, "height": 640}


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
        expect(page.locator("mark")).to_be_in_viewport()


def test_words_from_right_to_left_end_at_the_left(page: Page, site: str) -> None:
    """Uyghur in a Kazakh programme: its full stop stood before its first word."""
    page.goto(f"{site}/programmes/{SAXAUL}")
    first, stop = page.locator(".segment p[data-w]").first.evaluate("""words => {
        words.textContent = "ئۇيغۇرچە سۆز.";
        const left = place => {
            const letter = document.createRange();
            letter.setStart(words.firstChild, place);
            letter.setEnd(words.firstChild, place + 1);
            return letter.getBoundingClientRect().left;
        };
        return [left(0), left(words.textContent.length - 1)];
    }""")
    assert stop < first


def test_click_on_a_word_plays_from_it_and_the_mark_goes_on(page: Page, site: str) -> None:
    open_programme(page, site)
    slow_down(page)
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
    sounding = page.locator(".sentence.now")
    expect(sounding).to_contain_text("By burying")
    bar = sounding.evaluate("sentence => getComputedStyle(sentence, '::before').borderLeftWidth")
    assert bar == "3px", "else it looks like a sentence under the pointer"
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


def test_hit_of_a_search_opens_at_its_second(page: Page, site: str) -> None:
    play_slowly(page)
    page.goto(f"{site}/search?q=гектар")
    page.locator(".hits a").first.click()
    page.wait_for_selector(".player.has-wave")
    expect(page.locator("mark")).to_be_in_viewport()
    wait_until_near(page, float((page.locator("mark").get_attribute("id") or "").removeprefix("t=")))


@pytest.mark.parametrize(
    "viewport", [PHONE, NARROW, {"width": 1440, "height": 900}], ids=lambda size: str(size["width"])
)
def test_nothing_is_cut_off_and_targets_can_be_hit(chromium: Browser, site: str, viewport: dict[str, int]) -> None:
    """WCAG 2.2: reflow (1.4.10) and target size (2.5.8)."""
    with visiting(chromium, viewport=viewport) as page:
        for place in ("/", "/search?q=сексеуіл", f"/programmes/{SAXAUL}", f"/programmes/{REELS}?ui=ru"):
            page.goto(site + place)
            if "programmes" in place:
                page.wait_for_selector(".player.has-wave")
            assert page.evaluate("document.scrollingElement.scrollWidth") <= viewport["width"], place
            outside = page.evaluate("""() => [...document.querySelectorAll('button, select, input, nav a')]
                .filter(element => element.checkVisibility())
                .map(element => [element.outerHTML.slice(0, 90), element.getBoundingClientRect().toJSON()])
                .filter(([, box]) => box.left < 0 || box.right > innerWidth)""")
            assert outside == [], place
            small = page.evaluate("""() => [...document.querySelectorAll('button, select, input, nav a')]
                .filter(element => element.type !== 'checkbox')
                .filter(element => element.checkVisibility())
                .map(element => [element.outerHTML.slice(0, 90), element.getBoundingClientRect().toJSON()])
                .filter(([, box]) => box.width < 24 || box.height < 24)""")
            assert small == [], place
            bar = page.locator(".player")
            if bar.count():
                reserved = page.evaluate("parseFloat(getComputedStyle(document.body).paddingBottom)")
                box = bar.bounding_box()
                assert box
                assert box["height"] <= reserved + 1, f"the bar covers the end of the page {place}"


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
            // The summary's column is as high as the window: of it the beginning is to be seen.
            const edge = element.matches('.summary') ? box.top + 100 : box.bottom;
            const isCovered = !element.closest('.player') && edge > bar.top + 1;
            return { outline: getComputedStyle(element).outlineStyle, isCovered, what: element.outerHTML.slice(0, 80) };
        }""")
        assert not seen["isCovered"], seen
        assert seen["outline"] != "none", seen
