"""Words are taken along in a real browser: selected, quoted, heard, drawn, embedded in another site, cited."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import listening, visiting
from tests.webapp.published import REELS, SAXAUL

PHONE = {"width": 390, "height": 844}
SELECT = """([from, to]) => {
    // From the middle of one word to the middle of another, as people select.
    const said = [...document.querySelectorAll('.segment [data-w]')];
    const place = (word) => {
        for (const paragraph of said) {
            const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
            while (walker.nextNode()) {
                const at = walker.currentNode.data.indexOf(word);
                if (at >= 0) return [walker.currentNode, at + 2];
            }
        }
    };
    const range = document.createRange();
    range.setStart(...place(from));
    range.setEnd(...place(to));
    range.startContainer.parentElement.scrollIntoView({ block: 'center' });
    getSelection().removeAllRanges();
    getSelection().addRange(range);
}"""
ALIGN = """async ([clip, whole, startS]) => {
    // Both decoded by the browser; where does the clip fit the whole sound best, in ms from where it was cut?
    const rate = 16000;
    const decode = async (address) => {
        const bytes = await (await fetch(address)).arrayBuffer();
        const sound = await new OfflineAudioContext(1, rate, rate).decodeAudioData(bytes);
        return [sound.getChannelData(0), sound.duration];
    };
    const [[cut, duration], [all]] = [await decode(clip), await decode(whole)];
    const from = Math.round(startS * rate);
    const length = Math.min(cut.length, rate * 3);
    let best = [-Infinity, 0];
    for (let shift = -rate / 10; shift <= rate / 10; shift += 4) {
        if (from + shift < 0) continue;
        let sum = 0;
        for (let at = 0; at < length; at += 3) sum += cut[at] * all[from + shift + at];
        if (sum > best[0]) best = [sum, shift];
    }
    return { offMs: best[1] * 1000 / rate, durationMs: duration * 1000 };
}"""


def select_words(page: Page, first: str, last: str) -> None:
    page.evaluate(SELECT, [first, last])
    expect(page.get_by_role("group", name="Selected words")).to_be_visible()


def span_of(address: str) -> tuple[float, float]:
    found = re.search(r"t=([\d.]+),([\d.]+)", address)
    assert found, address
    return float(found[1]), float(found[2])


def test_selected_words_become_a_quote_whose_clip_is_exact(page: Page, site: str) -> None:
    page.goto(f"{site}/programmes/{SAXAUL}")
    select_words(page, "Таңғы", "алты.")
    page.get_by_role("link", name="Quote", exact=True).click()
    page.wait_for_url("**/quote?t=*")
    expect(page.locator("blockquote")).to_have_text("Таңғы сағат алты.")
    start_s, end_s = span_of(page.url)
    clip = page.locator("audio.clip")
    heard = page.evaluate(ALIGN, [clip.get_attribute("src"), sound_of(page, site), start_s])
    assert abs(heard["offMs"]) <= 50
    assert abs(heard["durationMs"] - (end_s - start_s) * 1000) <= 50
    clip.evaluate("audio => audio.play()")
    page.wait_for_function("() => document.querySelector('audio.clip').currentTime > 0.2")
    expect(page.locator("blockquote [data-m].now")).to_have_count(1)
    page.wait_for_function("() => document.querySelector('audio.clip').ended")
    expect(page.locator("blockquote [data-m].now")).to_have_count(0)


def sound_of(page: Page, site: str) -> str:
    text = page.request.get(f"{site}/programmes/{SAXAUL}").text()
    found = re.search(r'src="(/sound/[0-9a-f]{64}\.m4a)"', text)
    assert found
    return found[1]


def test_selection_over_passages_and_doubted_words(page: Page, site: str) -> None:
    page.goto(f"{site}/programmes/{SAXAUL}")
    select_words(page, "көшетжайды", "құрғап")
    page.get_by_role("link", name="Quote", exact=True).click()
    page.wait_for_url("**/quote?t=*")
    said = page.locator("blockquote [data-m]").all_text_contents()
    assert (said[0], said[-1]) == ("көшетжайды", "құрғап")
    assert {"2018", "жылы", "ауылдың"} <= set(said)
    expect(page.locator("blockquote del")).to_have_count(1)


def test_words_in_latin_letters_lead_to_the_same_quote(page: Page, site: str) -> None:
    page.goto(f"{site}/programmes/{SAXAUL}?letters=latin")
    first = page.locator(".segment [data-w]").first.text_content() or ""
    select_words(page, first.split()[0], first.split()[-1])
    page.get_by_role("link", name="Quote", exact=True).click()
    expect(page.locator("blockquote")).to_have_text("Қызылорда облысы, Арал ауданы.")


def test_offer_goes_when_nothing_is_selected_and_by_escape(page: Page, site: str) -> None:
    page.goto(f"{site}/programmes/{SAXAUL}")
    offer = page.get_by_role("group", name="Selected words")
    select_words(page, "Таңғы", "алты.")
    page.keyboard.press("Escape")
    expect(offer).to_be_hidden()
    select_words(page, "Таңғы", "алты.")
    page.evaluate("getSelection().removeAllRanges()")
    expect(offer).to_be_hidden()
    page.evaluate("""() => {
        const range = document.createRange();
        range.selectNodeContents(document.querySelector('h1'));
        getSelection().addRange(range);
    }""")
    page.wait_for_timeout(300)
    expect(offer).to_be_hidden()


def test_span_can_be_shared_as_a_link(chromium: Browser, site: str) -> None:
    with visiting(chromium, permissions=["clipboard-read", "clipboard-write"], viewport=PHONE) as page:
        page.goto(f"{site}/programmes/{SAXAUL}")
        select_words(page, "Таңғы", "алты.")
        box = page.get_by_role("group", name="Selected words").bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= PHONE["width"]
        page.get_by_role("group", name="Selected words").get_by_role("button", name="Copy link").click()
        expect(page.get_by_role("button", name="Copied")).to_be_visible()
        copied = page.evaluate("navigator.clipboard.readText()")
        assert re.fullmatch(rf"{re.escape(site)}/programmes/{SAXAUL}#t=[\d.]+,[\d.]+", copied)


def test_without_script_a_passage_is_chosen_and_its_ends_moved(chromium: Browser, site: str) -> None:
    with visiting(chromium, java_script_enabled=False, viewport=PHONE) as page:
        page.goto(f"{site}/programmes/{SAXAUL}")
        page.get_by_role("link", name="Quote words").click()
        page.get_by_role("link", name=re.compile("^0:05 ")).click()
        expect(page.locator("blockquote")).to_contain_text("Ауыл шетіндегі")
        page.get_by_label("From the word").select_option("Таңғы")
        page.get_by_label("To the word").select_option("шетіндегі")
        page.get_by_role("button", name="Show").click()
        expect(page.locator("blockquote")).to_have_text("Таңғы сағат алты. Ауыл шетіндегі")
        expect(page.locator("audio.clip")).to_be_visible()
        page.get_by_role("link", name=re.compile(r"0:03–")).click()
        assert page.url.startswith(f"{site}/programmes/{SAXAUL}#t=")


def test_picture_clip_and_citations_are_downloads(page: Page, site: str, tmp_path: Path) -> None:
    page.goto(f"{site}/programmes/{SAXAUL}/versions/1/quote?t=12.34,18.9")
    kept = {}
    for name in ("Clip", "Picture"):
        with page.expect_download() as waiting:
            page.get_by_role("link", name=name, exact=True).click()
        kept[name] = waiting.value.path().read_bytes()
        assert waiting.value.suggested_filename.endswith((".m4a", ".png"))
    assert kept["Picture"].startswith(b"\x89PNG")
    assert kept["Clip"][4:8] == b"ftyp"
    page.goto(f"{site}/programmes/{SAXAUL}#cite")
    for name, begins in (("BibTeX", "@misc{"), ("RIS", "TY  - SOUND"), ("CSL-JSON", "[")):
        with page.expect_download() as waiting:
            page.get_by_role("link", name=name, exact=True).click()
        assert waiting.value.path().read_text().startswith(begins)


def test_everything_can_be_copied_with_one_button(chromium: Browser, site: str) -> None:
    with visiting(chromium, permissions=["clipboard-read", "clipboard-write"]) as page:
        address = f"{site}/programmes/{REELS}/versions/2/quote?t=0,8"
        page.goto(address)
        page.get_by_role("button", name="Copy: Link to this quote").click()
        expect(page.get_by_role("button", name="Copy: Link to this quote")).to_have_text("Copied")
        copied = page.evaluate("navigator.clipboard.readText()")
        page.goto(copied)
        expect(page.locator("blockquote")).to_be_visible()
        page.get_by_role("button", name="Copy: MLA").click()
        assert copied in page.evaluate("navigator.clipboard.readText()")
        page.get_by_role("button", name="Copy: For another page").click()
        assert page.evaluate("navigator.clipboard.readText()").startswith("<iframe src=")


@pytest.fixture
def foreign(site: str) -> Iterator[tuple[str, Flask]]:
    """A site of somebody else's: its address is another, and its page is what a test puts there."""
    app = Flask("foreign")
    app.config["BODY"] = ""

    @app.get("/")
    def page() -> str:
        head = "<!doctype html><html lang=en><link rel=icon href=data:,><title>Another site</title><h1>News</h1>"
        return head + str(app.config["BODY"])

    with listening(app) as address:
        yield address.replace("127.0.0.1", "localhost"), app


def test_embed_plays_in_another_sites_page(page: Page, site: str, foreign: tuple[str, Flask]) -> None:
    address, app = foreign
    told = page.request.get(
        f"{site}/oembed", params={"url": f"{site}/programmes/{SAXAUL}/versions/1/quote?t=5.1,10.5", "format": "json"}
    )
    app.config["BODY"] = json.loads(told.text())["html"] + (
        "<script>addEventListener('message', (event) => { if (event.data.type === 'muragat-height') "
        "document.querySelector('iframe').height = event.data.height; })</script>"
    )
    page.goto(address)
    frame = page.frame_locator("iframe")
    expect(frame.locator("blockquote")).to_contain_text("Ауыл шетіндегі")
    offered = json.loads(told.text())["height"]
    page.wait_for_function("offered => document.querySelector('iframe').height !== String(offered)", arg=offered)
    (inside,) = page.main_frame.child_frames
    inside.wait_for_function("() => document.documentElement.scrollHeight <= innerHeight")  # As high as what it holds.
    frame.get_by_role("button", name="Play").click()
    expect(frame.locator("[data-m].now")).to_have_count(1)
    audio = frame.locator("audio")
    assert audio.evaluate("audio => audio.currentTime") >= 5
    audio.evaluate("audio => { audio.playbackRate = 0.25; audio.currentTime = 9.5; }")
    expect(frame.get_by_role("button", name="Play")).to_be_visible()
    assert 9.9 <= audio.evaluate("audio => audio.currentTime") <= 10.9, "it ends where the quote does"
    assert page.context.cookies() == []


@pytest.mark.parametrize(("width", "height", "script"), [(280, 200, True), (280, 200, False), (560, 400, True)])
def test_player_of_an_embedded_quote_is_in_sight_and_its_words_scroll(
    chromium: Browser, site: str, width: int, height: int, script: bool
) -> None:
    with visiting(chromium, java_script_enabled=script, viewport={"width": width, "height": height}) as page:
        page.goto(f"{site}/embed/programmes/{SAXAUL}/versions/1?t=1,110")
        player = page.get_by_role("button", name="Play") if script else page.locator("audio")
        expect(player).to_be_in_viewport(ratio=1)
        assert page.evaluate("document.scrollingElement.scrollHeight") <= height, "the page itself does not scroll"
        expect(page.locator("blockquote [data-m]").first).to_be_in_viewport()
        last = page.locator("blockquote [data-m]").last
        expect(last).not_to_be_in_viewport()
        last.scroll_into_view_if_needed()
        expect(last).to_be_in_viewport()
        expect(player).to_be_in_viewport(ratio=1)


def test_other_pages_do_not_show_in_a_frame(chromium: Browser, site: str, foreign: tuple[str, Flask]) -> None:
    address, app = foreign
    app.config["BODY"] = f'<iframe src="{site}/programmes/{SAXAUL}"></iframe>'
    context = chromium.new_context()
    page = context.new_page()
    with page.expect_console_message(
        lambda message: "frame-ancestors" in message.text or "X-Frame-Options" in message.text
    ):
        page.goto(address)
    (inside,) = page.main_frame.child_frames
    assert inside.locator(".segment").count() == 0
    context.close()


def test_embed_without_script_is_words_and_the_browsers_player(chromium: Browser, site: str) -> None:
    with visiting(chromium, java_script_enabled=False, viewport=PHONE) as page:
        page.goto(f"{site}/embed/programmes/{REELS}/versions/2?t=0,8")
        expect(page.locator("audio")).to_be_visible()
        expect(page.locator("input[type=range]")).to_be_hidden()
        expect(page.locator("blockquote")).to_contain_text("listening to the morning programme")


def test_quote_is_opened_while_the_programme_plays(page: Page, site: str) -> None:
    """The sound goes on; the clip, once it is played, is heard alone."""
    page.goto(f"{site}/programmes/{REELS}")
    page.wait_for_selector(".player.has-wave")
    page.keyboard.press("k")
    page.wait_for_function("() => document.querySelector('#sound').currentTime > 0.3")
    page.evaluate("window.isSameDocument = true")
    select_words(page, "listening", "morning")
    page.get_by_role("link", name="Quote", exact=True).click()
    expect(page.locator("blockquote")).to_contain_text("listening")
    assert page.evaluate("window.isSameDocument && !document.querySelector('.player audio').paused")
    expect(page.get_by_role("button", name="Copy: Link to this quote")).to_be_visible()
    assert page.locator(".quote").evaluate("quote => getComputedStyle(quote).borderLeftWidth") == "4px"
    page.locator("audio.clip").evaluate("audio => audio.play()")
    page.wait_for_function("() => document.querySelector('.player audio').paused")


@pytest.mark.parametrize("width", [320, 390, 1440])
def test_nothing_is_cut_off_and_targets_can_be_hit(chromium: Browser, site: str, width: int) -> None:
    """WCAG 2.2: reflow (1.4.10) and target size (2.5.8)."""
    places = (
        f"/programmes/{SAXAUL}/versions/1/quote?t=12,24&ui=ru",
        f"/programmes/{SAXAUL}/versions/1/quote",
        f"/programmes/{REELS}/versions?ui=kk",
        f"/programmes/{REELS}/versions/2/changes",
        f"/embed/programmes/{REELS}/versions/2?t=0,12",
        f"/embed/programmes/{SAXAUL}/versions/1?ui=ru",
    )
    with visiting(chromium, viewport={"width": width, "height": 800}) as page:
        for place in places:
            page.goto(site + place)
            assert page.evaluate("document.scrollingElement.scrollWidth") <= width, place
            small = page.evaluate("""() => [...document.querySelectorAll('main :is(button, select, input, a)')]
                .filter(element => element.checkVisibility() && getComputedStyle(element).display !== 'inline')
                .map(element => [element.outerHTML.slice(0, 90), element.getBoundingClientRect().toJSON()])
                .filter(([, box]) => box.width < 24 || box.height < 24 || box.left < 0 || box.right > innerWidth + 1)
            """)
            assert small == [], place
