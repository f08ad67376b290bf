"""Every letter of Kazakh, Cyrillic and Latin, is drawn by the site's own font, and a page is small."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.browser.playing import open_programme
from transcribe.kazakh_letters import LETTERS

MOST_BYTES = 70_000
MOST_SHELL_BYTES = 150_000
ALL = "".join(LETTERS) + "".join(latin for pair in LETTERS.values() for latin in pair) + "«»–—“”…0123456789"


def test_kazakh_in_either_script_needs_few_bytes_of_one_font(page: Page, site: str) -> None:
    fetched: dict[str, int] = {}
    page.on(
        "response", lambda answer: fetched.update({answer.url: len(answer.body())}) if "woff2" in answer.url else None
    )
    open_programme(page, site, rest="?letters=latin&ui=kk")
    page.evaluate("text => { document.querySelector('.segment [data-w]').textContent = text; }", ALL)
    page.evaluate("document.fonts.ready.then(() => {})")
    page.wait_for_load_state("networkidle")
    session = page.context.new_cdp_session(page)
    session.send("DOM.enable")
    session.send("CSS.enable")
    root = session.send("DOM.getDocument")["root"]["nodeId"]
    node = session.send("DOM.querySelector", {"nodeId": root, "selector": ".segment [data-w]"})["nodeId"]
    drawn = session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
    assert {(font["familyName"], font["isCustomFont"]) for font in drawn} == {("Literata", True)}
    assert sum(fetched.values()) <= MOST_BYTES, fetched
    assert not any("latin-ext" in address for address in fetched)


def test_all_that_a_page_needs_before_sound_is_small(page: Page, site: str) -> None:
    """Compressed: page, style, scripts and fonts, without sound and peaks; in Kazakh, whose letters need most."""
    open_programme(page, site, rest="?letters=latin&ui=kk")
    page.evaluate("document.fonts.ready.then(() => {})")
    page.wait_for_load_state("networkidle")
    sizes = page.evaluate("""() => performance.getEntries()
        .filter(({ encodedBodySize }) => encodedBodySize)
        .filter(({ name }) => !name.includes('/sound/'))
        .map(({ name, encodedBodySize }) => [name, encodedBodySize])""")
    assert len(sizes) > 10
    assert sum(size for _, size in sizes) <= MOST_SHELL_BYTES, sizes
