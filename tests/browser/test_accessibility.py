"""Every page by axe-core's rules for WCAG 2.2 A and AA, on a phone and on a desk, in light and in dark.

Only colours differ with the scheme, so two looks suffice from day to day: a dark phone and a light desk.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser.conftest import PATIENCE_MS, listening
from tests.browser.furnished import Furnished, furnish
from tests.webapp.desk import make_desk
from tests.webapp.published import GONE, REELS, SAXAUL, SUMMARY_AND_SOUND, SUMMARY_ONLY, WORDS_ONLY
from tests.webapp.redaction.kept import KEY, keep_person
from webapp.newsroom.routes import ROUTES
from webapp.people.settings import Provider, Settings
from webapp.public.site_address import SiteAddress
from webapp.redaction.vault import KEY_VARIABLE

DARK_PHONE, LIGHT_PHONE, LIGHT_DESK, DARK_DESK = (390, "dark"), (390, "light"), (1440, "light"), (1440, "dark")
LOOKS = [
    pytest.param((DARK_PHONE, LIGHT_DESK), id="two"),
    pytest.param((LIGHT_PHONE, DARK_DESK), id="the-others", marks=pytest.mark.release),
]
Looks = tuple[tuple[int, str], ...]
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "resultTypes": ["violations"],
    "preload": False,
}
OF_A_LOOK = ["color-contrast", "link-in-text-block", "scrollable-region-focusable", "target-size"]
"""What may be right at one width and scheme and wrong at another; all else is the same page."""
NO_PAGES = {"healthz", "progress", "hear_more", "hear", "draft", "translation_file", "queue_progress", "audit_file"}
NO_PAGES |= {"readyz", "choose_draft", "coverage_file", "links_file", "changes_since", "terms_offered"}
NO_PAGES |= {"list_uploads", "show_upload"}
SAVED_PAGE = (
    b"<h1>Salt</h1><p>Publisher: Quiet Council</p><p>Publication Date: 03/04/2009</p>"
    b"<p>Salt has come down on the orchards again.</p><p>[A report in Kazak and Russian on Radio Tau, funded by F.]</p>"
)
NO_PAGES |= {"go_to_provider", "come_from_provider"}
"""What the newsroom answers with something else than a page, or with a piece of one that its page shows."""
PROVIDER = Provider("Radio Qala", "https://id.example.org", "muragat", "secret")
PUBLIC = {
    "home": "/",
    "search": "/search?q=сексеуіл",
    "search for nothing": "/search",
    "search by meaning": "/search/meaning?q=bread",
    "search in vain": "/search?q=zzz",
    "search not understood": "/search?q=year:20x",
    "search narrowed": "/search?q=the language:en",
    "browse": "/browse",
    "browse people": "/browse/person",
    "a language": "/browse/language?name=kk",
    "timeline": "/timeline",
    "a month": "/timeline?date=2026-11",
    **{name: f"/programmes/{name}" for name in (SAXAUL, REELS, WORDS_ONLY, SUMMARY_ONLY, SUMMARY_AND_SOUND, GONE)},
    "beside its translation": f"/programmes/{SAXAUL}?layer=en-machine&letters=latin",
    "for machines": "/api",
    "quote": f"/programmes/{SAXAUL}/versions/1/quote?t=12,24",
    "old quote": f"/programmes/{REELS}/versions/1/quote?t=0,12",
    "what can be quoted": f"/programmes/{REELS}/versions/2/quote",
    "quote of nothing": f"/programmes/{SAXAUL}/versions/1/quote?t=900,901",
    "embed of a quote": f"/embed/programmes/{REELS}/versions/2?t=0,12",
    "embed of a programme": f"/embed/programmes/{SAXAUL}/versions/1",
    "embed of what is gone": f"/embed/programmes/{GONE}/versions/1",
    "versions": f"/programmes/{REELS}/versions",
    "what has changed": f"/programmes/{REELS}/versions/2/changes",
    "old version": f"/programmes/{REELS}/versions/1",
    "no such page": "/nothing",
}


@pytest.fixture(scope="module")
def axe() -> Axe:
    return Axe()


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Furnished, str]]:
    furnished = furnish(make_desk(tmp_path_factory.mktemp("furnished")))
    furnished.desk.app.config["SETTINGS"] = Settings(SiteAddress("http", "localhost"), PROVIDER)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(KEY_VARIABLE, KEY)
        with closing(furnished.desk.open()) as db:
            keep_person(db, furnished.desk.programme_id, ("Қызылорда",), "[a town]")
        with listening(furnished.desk.app) as address:
            yield furnished, address


@contextmanager
def window(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(locale="en-GB")
    context.set_default_timeout(PATIENCE_MS)
    yield context.new_page()
    context.close()


def violations(axe: Axe, page: Page, called: str, looks: Looks = (LIGHT_DESK,)) -> list[str]:
    """Return what is wrong on the page that is open, everything unfolded, at each width in pixels and colour scheme."""
    page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
    page.evaluate(axe.axe_script)
    found = []
    for number, (width, scheme) in enumerate(looks):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        rules = RULES | {"runOnly": OF_A_LOOK} if number else RULES
        for rule in page.evaluate("rules => axe.run(rules)", rules)["violations"]:
            places = [f"{node['target']}: {node['failureSummary']}" for node in rule["nodes"]]
            found.append(f"{called}, {width} px, {scheme}: {rule['id']} ({rule['impact']}) {places}")
        if (over_px := page.evaluate("document.documentElement.scrollWidth - innerWidth")) > 0:
            found.append(f"{called}, {width} px: {over_px} px wider than the window")
    return found


@pytest.mark.parametrize("looks", LOOKS)
def test_pages_of_the_newsroom(chromium: Browser, axe: Axe, newsroom: tuple[Furnished, str], looks: Looks) -> None:
    furnished, address = newsroom
    found = []
    with window(chromium) as page:
        page.goto(f"{address}/sign-in")
        found += violations(axe, page, "signing in", looks)
        page.context.add_cookies([{"name": "newsroom", "value": furnished.desk.cookies["admin"], "url": address}])
        for called, path in furnished.pages.items():
            page.goto(address + path)
            found += violations(axe, page, called, looks)
        page.goto(f"{address}/add")
        page.locator("#title").evaluate("field => field.form.noValidate = true")
        page.get_by_role("button", name="Add", exact=True).click()
        page.get_by_role("alert").wait_for()
        found += violations(axe, page, "adding, refused", looks)
        page.goto(f"{address}/add")
        page.get_by_text("Fill in the form from a saved page").click()
        page.set_input_files("#page", {"name": "page.html", "mimeType": "text/html", "buffer": SAVED_PAGE})
        page.get_by_role("button", name="Read the page").click()
        page.locator(".doubt").first.wait_for()
        found += violations(axe, page, "adding, read off a page", looks)
        page.get_by_role("button", name="Add", exact=True).click()
        page.locator("#unsure").wait_for()
        found += violations(axe, page, "programme that is not sure", looks)
    assert found == []


def test_no_page_of_the_newsroom_is_left_out(newsroom: tuple[Furnished, str]) -> None:
    furnished, _ = newsroom
    at = furnished.desk.app.url_map.bind("")
    looked_at = {at.match(path.partition("?")[0])[0] for path in ("/sign-in", *furnished.pages.values())}
    assert {view.__name__ for _, method, view in ROUTES if method == "GET"} - NO_PAGES == looked_at


@pytest.mark.parametrize("looks", LOOKS)
def test_pages_of_the_public(chromium: Browser, axe: Axe, site: str, looks: Looks) -> None:
    found = []
    with window(chromium) as page:
        for called, path in PUBLIC.items():
            page.goto(site + path)
            found += violations(axe, page, called, looks)
    assert found == []


def test_what_is_wrong_is_found(chromium: Browser, axe: Axe) -> None:
    with window(chromium) as page:
        page.set_content(
            '<html lang="en"><title>x</title><main><img src="data:,"><p style="color: #999">pale</p></main>'
        )
        found = violations(axe, page, "wrong")
    assert {each.partition("px, ")[2].split()[1] for each in found} == {"image-alt", "color-contrast"}


@pytest.mark.parametrize("looks", LOOKS)
def test_the_player_unfolded(chromium: Browser, axe: Axe, site: str, looks: Looks) -> None:
    """With its panel, its list of keys, and the sound of another page over it."""
    with window(chromium) as page:
        page.goto(f"{site}/programmes/{REELS}#t=5,9")
        page.wait_for_selector(".player.has-wave")
        page.keyboard.press("k")
        page.keyboard.press("r")
        page.get_by_role("button", name="More…").click()
        found = violations(axe, page, "player", looks)
        page.keyboard.press("?")
        found += violations(axe, page, "keys", looks)
        page.keyboard.press("Escape")
        page.locator(".brand").click()
        page.get_by_role("link", name="Saxaul on the sea bed").first.click()
        page.wait_for_selector(".player.has-wave:not(.is-elsewhere)")
        found += violations(axe, page, "two players", looks)
    assert found == []
