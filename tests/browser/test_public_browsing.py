"""Sound goes on while its listener goes from page to page."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import visiting
from tests.browser.playing import PAUSED, audio_s, open_programme, play, wait_until_near, wait_until_paused
from tests.webapp.published import REELS, SAXAUL, SUMMARY_ONLY

PHONE = {"width": 390, "height": 844}


@contextmanager
def same_document(page: Page) -> Iterator[None]:
    """Prove that the document lives on."""
    page.evaluate("window.isSame = true")
    yield
    assert page.evaluate("window.isSame"), "the document was left"


def elsewhere(page: Page) -> Locator:
    return page.locator(".player.is-elsewhere")


def heard_s(page: Page) -> float:
    return float(page.evaluate("[...document.querySelectorAll('audio')].find(each => !each.paused)?.currentTime ?? -1"))


def test_sound_goes_on_while_one_browses_and_the_bar_leads_back(page: Page, site: str) -> None:
    open_programme(page, site, REELS)
    play(page)
    with same_document(page):
        page.locator(".brand").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Programmes")
        assert (page.url, page.title()) == (f"{site}/", "Programmes · muragat")
        assert page.evaluate("document.activeElement.id") == "main"
        expect(page.locator("[aria-live=polite].announcer")).to_have_text("Programmes · muragat")
        before = heard_s(page)
        page.wait_for_function(
            "before => [...document.querySelectorAll('audio')][0].currentTime > before + .3", arg=before
        )
        expect(elsewhere(page)).to_contain_text("On now: The reels under the stairs")

        search = page.get_by_role("search").get_by_role("searchbox")
        search.fill("сексеуіл")
        search.press("Enter")
        page.wait_for_url(f"{site}/search?q=*")
        expect(search).to_have_value("сексеуіл")
        assert heard_s(page) > before

        elsewhere(page).get_by_role("link", name="The reels under the stairs").click()
        page.wait_for_url(f"{site}/programmes/{REELS}")
        expect(elsewhere(page)).to_have_count(0)
        expect(page.locator(".player")).to_have_count(1)
        expect(page.locator(".segment.now")).to_be_in_viewport()
        assert heard_s(page) > before
        page.locator(".segment > a").nth(3).click()
        wait_until_near(page, int(page.locator(".segment").nth(3).get_attribute("data-m") or 0) / 1000)


def test_another_programme_is_silent_until_it_is_asked_for(page: Page, site: str) -> None:
    open_programme(page, site, REELS)
    play(page)
    with same_document(page):
        page.locator(".brand").click()
        page.get_by_role("link", name="Saxaul on the sea bed").first.click()
        page.wait_for_url(f"{site}/programmes/{SAXAUL}")
        shared = page.locator("link[rel=canonical]").get_attribute("href")
        assert shared == f"{site}/programmes/{SAXAUL}", "a browser would share another page than the one that is shown"
        expect(page.locator(".player")).to_have_count(2)
        expect(elsewhere(page)).to_contain_text("The reels under the stairs")
        page.wait_for_selector(".player.has-wave:not(.is-elsewhere)")
        assert audio_s(page) == 0, "the page's own sound waits"
        assert heard_s(page) > 0
        ids = page.evaluate("[...document.querySelectorAll('[id]')].map(each => each.id)")
        assert len(ids) == len(set(ids))
        page.keyboard.press("k")
        page.wait_for_function("() => [...document.querySelectorAll('audio')].every(each => each.paused)")
        page.keyboard.press("k")
        page.wait_for_function("() => !document.querySelector('.is-elsewhere audio').paused")
        page.locator(".player:not(.is-elsewhere)").get_by_role("button", name="Play").click()
        expect(elsewhere(page)).to_have_count(0)
        wait_until_paused(page, is_paused=False)
        expect(page.locator(".segment.now")).to_have_count(1)
    page.keyboard.press("k")
    open_programme(page, site, REELS)


def test_way_back_and_forth(page: Page, site: str) -> None:
    open_programme(page, site, REELS)
    play(page)
    with same_document(page):
        page.keyboard.press("f")
        page.evaluate("scrollTo(0, 400)")
        page.wait_for_timeout(500)  # A scroll that was under way would go on.
        left = page.evaluate("scrollY")
        assert left > 0
        page.locator(".brand").evaluate("each => each.click()")
        page.wait_for_url(f"{site}/")
        expect(page.get_by_role("heading", level=1)).to_have_text("Programmes")
        assert page.evaluate("scrollY") == 0
        page.go_back()
        expect(page.get_by_role("heading", level=1)).to_have_text("The reels under the stairs")
        expect(elsewhere(page)).to_have_count(0)
        page.wait_for_function("left => Math.abs(scrollY - left) < 2", arg=left)
        page.go_forward()
        expect(page.get_by_role("heading", level=1)).to_have_text("Programmes")
        assert heard_s(page) > 0


def test_without_sound_a_link_is_a_link(page: Page, site: str) -> None:
    open_programme(page, site, REELS)
    page.evaluate("window.isSame = true")
    page.locator(".brand").click()
    page.wait_for_url(f"{site}/")
    assert page.evaluate("window.isSame") is None
    expect(page.locator(".player")).to_have_count(0)


def test_back_to_a_page_that_was_left_in_silence(page: Page, site: str) -> None:
    open_programme(page, site, REELS)
    play(page)
    page.locator(".brand").click()
    page.wait_for_url(f"{site}/")
    page.keyboard.press("k")
    page.wait_for_function("() => [...document.querySelectorAll('audio')].every(each => each.paused)")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("The reels under the stairs")
    page.wait_for_selector(".player.has-wave")


def test_language_is_changed_by_the_browser(page: Page, site: str) -> None:
    """The words of the bar would stay what they are: such a page needs a document of its own."""
    open_programme(page, site, REELS)
    play(page)
    page.get_by_role("link", name="Қазақша").click()
    page.wait_for_url(f"{site}/programmes/{REELS}?ui=kk")
    expect(page.locator("html")).to_have_attribute("lang", "kk")
    page.wait_for_selector(".player.has-wave")


def test_files_are_downloaded_and_the_sound_goes_on(page: Page, site: str) -> None:
    open_programme(page, site, REELS)
    play(page)
    with same_document(page):
        with page.expect_download() as download:
            page.get_by_role("link", name="VTT").evaluate("each => { each.removeAttribute('download'); each.click(); }")
        assert download.value.suggested_filename.endswith(".vtt")
        assert heard_s(page) > 0


def test_what_is_unexpected_is_left_to_the_browser(page: Page, site: str) -> None:
    foreign = "<!doctype html><html lang=en><title>Foreign</title><p>A page without a main part"
    page.route("**/search?q=foreign", lambda route: route.fulfill(content_type="text/html", body=foreign))
    open_programme(page, site, REELS)
    play(page)
    search = page.get_by_role("search").get_by_role("searchbox")
    search.fill("foreign")
    search.press("Enter")
    page.wait_for_function("() => document.title === 'Foreign'")
    assert page.locator(".player").count() == 0


def test_without_script_the_browsers_own_player_is_there(chromium: Browser, site: str) -> None:
    with visiting(chromium, java_script_enabled=False, viewport=PHONE) as page:
        page.goto(f"{site}/programmes/{REELS}")
        expect(page.locator("audio")).to_be_visible()
        expect(page.locator(".controls")).to_be_hidden()
        page.get_by_role("link", name="Skip to the player").focus()
        page.keyboard.press("Enter")
        assert page.url.endswith("#player")


def test_words_of_a_page_without_sound_are_silent(page: Page, site: str) -> None:
    page.goto(f"{site}/programmes/{SUMMARY_ONLY}")
    expect(page.locator(".bars")).to_have_count(0)


def test_one_sound_at_a_time(page: Page, site: str) -> None:
    """The clip of a quote has a player of its own."""
    open_programme(page, site, REELS)
    play(page)
    page.evaluate("""() => {
        const clip = document.createElement('audio');
        clip.src = document.querySelector('#sound').src;
        clip.id = 'clip';
        document.querySelector('main').append(clip);
        return clip.play();
    }""")
    wait_until_paused(page)
    page.keyboard.press("k")
    page.wait_for_function("() => document.querySelector('#clip').paused")
    assert not page.evaluate(PAUSED)


def test_page_that_comes_late_does_not_replace_what_was_asked_for_since(page: Page, site: str) -> None:
    open_programme(page, site, REELS)
    play(page)
    page.evaluate("""() => {
        const fetchNow = window.fetch;
        window.arrived = false;
        window.fetch = async (address, options) => {
            if (!address.includes('slow')) return fetchNow(address, options);
            const answer = await fetchNow(address, {});
            await new Promise((resolve) => setTimeout(resolve, 1000));
            window.arrived = true;
            return answer;
        };
    }""")
    with same_document(page):
        search = page.get_by_role("search").get_by_role("searchbox")
        search.fill("slow")
        search.press("Enter")
        expect(page.locator("html.is-loading")).to_have_count(1)
        page.locator(".brand").click()
        page.wait_for_url(f"{site}/")
        page.wait_for_function("() => window.arrived")
        page.wait_for_timeout(100)
        assert (page.url, page.title()) == (f"{site}/", "Programmes · muragat")
        expect(page.locator("html.is-loading")).to_have_count(0)
