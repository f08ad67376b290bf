"""The player's bar in a real browser: its controls, its picture, on a phone, and what the system is told."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import visiting
from tests.browser.playing import drawn_pixels, more, open_programme, play, wait_for, wait_until_near, wait_until_paused
from tests.webapp.published import REELS, SAXAUL, SUMMARY_AND_SOUND, WORDS_ONLY

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1440, "height": 900}


def test_speeds_steps_and_link(chromium: Browser, site: str) -> None:
    with visiting(chromium, permissions=["clipboard-read", "clipboard-write"], viewport=DESK) as page:
        open_programme(page, site)
        speed = page.get_by_label("Speed")
        assert speed.locator("option").all_text_contents()[0] == "0.5×"
        speed.select_option("3")
        rate, keeps_pitch = page.evaluate(
            "(({ playbackRate, preservesPitch }) => [playbackRate, preservesPitch])(document.querySelector('#sound'))"
        )
        assert (rate, keeps_pitch) == (3, True)
        page.get_by_role("button", name="15 seconds on").click()
        page.get_by_role("button", name="5 seconds back", exact=True).click()
        wait_until_near(page, 10)
        more(page).get_by_role("button", name="Copy link").click()
        expect(page.locator(".player [role=status]")).to_have_text("The link to this moment is copied")
        assert page.evaluate("navigator.clipboard.readText()") == f"{site}/programmes/{SAXAUL}#t=10"
        open_programme(page, site, REELS)
        expect(speed).to_have_value("3")


def test_link_without_a_clipboard_goes_to_the_address(page: Page, site: str) -> None:
    open_programme(page, site)
    page.get_by_role("button", name="5 seconds on", exact=True).click()
    more(page).get_by_role("button", name="Copy link").click()
    expect(page.locator(".player [role=status]")).to_contain_text("this moment")
    assert page.url.endswith("#t=5")


def test_volume(page: Page, site: str) -> None:
    open_programme(page, site)
    panel = more(page)
    panel.get_by_role("slider", name="Volume").fill("40")
    assert page.evaluate("document.querySelector('#sound').volume") == pytest.approx(0.4)
    mute = panel.get_by_role("button", name="Mute")
    mute.click()
    expect(mute).to_have_attribute("aria-pressed", "true")
    assert page.evaluate("document.querySelector('#sound').muted")
    mute.click()
    assert not page.evaluate("document.querySelector('#sound').muted")
    expect(panel.get_by_role("slider", name="Volume")).to_have_value("40")


def test_follow_stops_when_the_reader_scrolls_and_goes_on_when_asked(page: Page, site: str) -> None:
    open_programme(page, site, REELS)
    follow = page.get_by_role("button", name="Follow")
    page.mouse.move(900, 400)
    page.mouse.wheel(0, 300)
    page.wait_for_function("() => scrollY > 0")
    expect(follow).to_have_attribute("aria-pressed", "true")
    page.evaluate("location.hash = '#t=60'")
    play(page)
    expect(page.locator(".segment.now")).to_be_in_viewport()
    page.mouse.wheel(0, -9000)
    expect(follow).to_have_attribute("aria-pressed", "false")
    page.wait_for_function("() => scrollY === 0")
    page.wait_for_timeout(1000)
    assert page.evaluate("scrollY") == 0, "the page was torn away"
    follow.click()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".segment.now")).to_be_in_viewport()
    for go_on in (page.locator(".segment p").first.click, lambda: page.keyboard.press("k")):
        wait_until_paused(page, is_paused=False)
        page.mouse.move(900, 400)
        page.mouse.wheel(0, 100)
        expect(follow).to_have_attribute("aria-pressed", "false")
        page.evaluate("document.querySelector('#sound').pause()")
        go_on()
        expect(follow).to_have_attribute("aria-pressed", "true")


def test_page_stays_where_it_is_until_somebody_plays(page: Page, site: str) -> None:
    open_programme(page, site, REELS)
    page.wait_for_timeout(300)
    assert page.evaluate("scrollY") == 0


@pytest.mark.parametrize("name", [WORDS_ONLY, SUMMARY_AND_SOUND])
def test_pages_that_lack_a_part_play(page: Page, site: str, name: str) -> None:
    open_programme(page, site, name)
    play(page)


def test_on_a_phone_what_is_used_most_comes_first(chromium: Browser, site: str) -> None:
    with visiting(chromium, viewport=PHONE, has_touch=True) as page:
        open_programme(page, site, REELS)
        controls = page.locator(".player button, .player input, .player select")
        seen = [each for each in controls.all() if each.is_visible()]
        names = [each.get_attribute("aria-label") or each.inner_text() for each in seen]
        assert names == ["Play", "15 seconds back", "15 seconds on", "Place in the sound", "Speed", "More…"]
        assert page.locator(".bars").bounding_box()["height"] <= 110, "the bar is thin"  # type: ignore[index]
        more(page)
        for each in controls.all():
            box = each.bounding_box()
            if box:
                assert min(box["height"], box["width"]) >= 40, each.evaluate("element => element.outerHTML")
        for name in ("5 seconds back", "5 seconds on", "Follow", "Repeat", "Mute", "Copy link", "Keys"):
            expect(page.get_by_role("button", name=name, exact=True)).to_be_in_viewport()


def test_bar_covers_nothing_of_the_page(chromium: Browser, site: str) -> None:
    with visiting(chromium, viewport=PHONE) as page:
        open_programme(page, site, REELS)
        more(page)
        page.wait_for_function(
            """() => parseFloat(getComputedStyle(document.body).paddingBottom)
                >= document.querySelector('.bars').offsetHeight"""
        )
        page.evaluate("scrollTo(0, document.scrollingElement.scrollHeight)")
        last = page.locator("main article").bounding_box()
        bars = page.locator(".bars").bounding_box()
        assert last
        assert bars
        assert last["y"] + last["height"] <= bars["y"]


def test_forced_colours_leave_the_controls_visible(chromium: Browser, site: str) -> None:
    with visiting(chromium, viewport=DESK, forced_colors="active") as page:
        open_programme(page, site, REELS)
        outline = page.get_by_role("button", name="Follow").evaluate("each => getComputedStyle(each).outlineStyle")
        assert outline == "solid", "pressed is seen without a background"
        assert drawn_pixels(page) > 2000


def test_media_session(page: Page, site: str) -> None:
    page.add_init_script("""
        window.acts = {};
        const { setActionHandler, setPositionState } = MediaSession.prototype;
        MediaSession.prototype.setActionHandler = function (name, act) {
            window.acts[name] = act;
            setActionHandler.call(this, name, act);
        };
        MediaSession.prototype.setPositionState = function (state) {
            window.place = state;
            setPositionState.call(this, state);
        };
    """)
    open_programme(page, site)
    play(page)
    assert page.evaluate("navigator.mediaSession.metadata.title") == "Saxaul on the sea bed"
    assert page.evaluate("navigator.mediaSession.playbackState") == "playing"
    page.evaluate("window.acts.seekto({ seekTime: 60 })")
    wait_until_near(page, 60)
    page.evaluate("window.acts.seekforward({})")
    wait_until_near(page, 75)
    page.wait_for_function("() => Math.abs(window.place.position - 75) < 2")
    assert page.evaluate("window.place.duration") == pytest.approx(130, abs=1)
    page.evaluate("window.acts.pause()")
    wait_until_paused(page)
    page.wait_for_function("() => navigator.mediaSession.playbackState === 'paused'")


def test_waveform_is_drawn_of_the_servers_peaks_without_reading_the_whole_sound(page: Page, site: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    open_programme(page, site)
    assert drawn_pixels(page) > 2000
    assert sum(address.endswith(".m4a") for address in asked) <= 2
    assert sum(address.endswith(".dat") for address in asked) == 1
    assert all(address.startswith(site) for address in asked), "nothing comes from elsewhere"
    assert len(asked) <= 45, asked


def test_layers_stand_in_words_too(page: Page, site: str) -> None:
    open_programme(page, site, REELS)
    legend = more(page).locator(".legend")
    assert [line.inner_text().split() for line in legend.locator("li").all()] == [
        ["Host", "·", "0:40"],
        ["Guest", "·", "1:37"],
    ]
    expect(legend).to_contain_text("Paler in the waveform: the machine is in doubt there.")
    swatches = page.evaluate("""() => [...document.querySelectorAll('.legend canvas')].map(canvas => {
        const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
        return data.reduce((sum, value) => sum + value, 0);
    })""")
    assert len(set(swatches)) == 2
    assert min(swatches) > 0


def test_marks_of_a_search_are_drawn_and_taken_away(page: Page, site: str) -> None:
    open_programme(page, site, REELS)
    bare = drawn_pixels(page)
    field = page.get_by_label("Find in the transcript")
    field.fill("tape")
    wait_for(page, lambda: drawn_pixels(page) > bare)
    field.fill("")
    wait_for(page, lambda: drawn_pixels(page) == bare)
