"""Reading a programme in a real browser: its words with the sound, its summary, letters, languages, and find."""

from __future__ import annotations

import statistics
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import served, visiting
from tests.browser.playing import open_programme, wait_until_near
from tests.browser.spoken import click_word, marked, wait_until_marked
from tests.browser.test_public_page import DESK, PHONE
from tests.webapp.published import REELS, SAXAUL, SUMMARY_ONLY, WORDS_ONLY
from tests.webapp.reading.layered import JOURNALIST, LAYERED, MACHINE, layered_edition
from tests.webapp.reading.test_kazakh_letters import golden

LATE_MS = 50
SAMPLE = """async (address) => {
    const { wordsOf } = await import(address);
    const audio = document.querySelector('#sound');
    const late = [], wrong = [];
    let before = null;
    await new Promise((resolve) => {
        const look = () => {
            const [range] = CSS.highlights.get('said');
            const nowMs = audio.currentTime * 1000;
            if (range && range !== before && !audio.paused) {
                const segment = range.startContainer.parentElement.closest('.segment');
                const word = wordsOf(segment).find(({ node, from }) =>
                    node === range.startContainer && from === range.startOffset);
                late.push(nowMs - word.startMs);
                const isItsTime = word.startMs - 20 <= nowMs && nowMs <= word.endMs + 250;
                if (!isItsTime) wrong.push([nowMs, word.startMs, word.endMs]);
                before = range;
            }
            if (late.length < 12) requestAnimationFrame(look);
            else resolve();
        };
        look();
    });
    return { late: late.slice(1), wrong };
}"""


def script(page: Page, name: str) -> str:
    """Return the address of one of the page's modules."""
    found: str = page.evaluate(
        "name => new URL(`${name}.js`, document.querySelector('script[type=module]').src).href", name
    )
    return found


def test_words_are_marked_when_they_are_said(page: Page, site: str) -> None:
    """Every word that is marked while the sound plays is the one whose time it is, within 50 ms."""
    open_programme(page, site)
    for word in ("Қызылорда", "химия", "Зейнетке"):  # A machine on which others work too holds up a stretch, not all.
        click_word(page, word)
        seen = page.evaluate(SAMPLE, script(page, "words"))
        if not seen["wrong"] and statistics.median(seen["late"]) <= LATE_MS:
            return
    pytest.fail(f"Words have their marks late, or others have them: {seen}")


def test_sentence_and_its_words_are_tied_by_pointer_focus_and_sound(page: Page, site: str) -> None:
    open_programme(page, site)
    sentence = page.locator(".sentence", has_text="Twelve women")
    assert marked(page, "tied") == []
    sentence.hover()
    assert marked(page, "tied")[0].startswith("Бұл көшетжайды")
    page.locator("h1").hover()
    assert marked(page, "tied") == []
    sentence.get_by_role("link").first.focus()
    assert marked(page, "tied")[0].startswith("Бұл көшетжайды")
    page.locator(".segment", has_text="Бұл көшетжайды").hover()
    expect(page.locator(".sentence.tied")).to_have_count(1)
    expect(page.locator(".sentence.tied")).to_contain_text("Twelve women")
    page.locator("h1").hover()
    expect(page.locator(".sentence.tied")).to_have_count(0)
    click_word(page, "әйелі құрды")
    expect(page.locator(".sentence.now")).to_contain_text("Twelve women")
    page.locator("h1").hover()
    assert marked(page, "tied")[0].startswith("Бұл көшетжайды"), "while it is said it stays tied"


def test_click_in_a_sentence_leads_to_its_words_and_back(page: Page, site: str) -> None:
    open_programme(page, site)
    page.locator(".sentence", has_text="Saxaul is a shield").locator("p").first.click()
    wait_until_near(page, 105)
    expect(page.locator(".segment.now")).to_be_in_viewport()
    click_word(page, "Таңғы сағат")
    expect(page.locator(".sentence.now")).to_be_in_viewport()


def test_what_the_summary_leaves_out_is_folded_and_plays(page: Page, site: str) -> None:
    open_programme(page, site)
    folded = page.locator("details.omitted")
    link = folded.get_by_role("link")
    expect(link).to_be_hidden()
    folded.locator("summary").click()
    expect(folded).to_contain_text("Одан кейін не болатынын ешкім білмейді.")
    link.click()
    wait_until_near(page, 116)


def test_letters_change_at_once_and_are_remembered(chromium: Browser, site: str) -> None:
    with visiting(chromium, viewport=DESK) as page:
        open_programme(page, site)
        click_word(page, "химия")
        page.get_by_role("link", name="Latyn").click()
        said = page.locator(".segment", has_text="himiia pänınen")
        expect(said).to_be_visible()
        assert page.locator(".segments").get_attribute("lang") == "kk-Latn"
        assert "letters" not in page.url
        wait_until_marked(page, "said", "pänınen")
        click_word(page, "Zeinetke")
        wait_until_near(page, 39)
        open_programme(page, site)
        expect(page.locator(".segment", has_text="himiia pänınen")).to_be_visible()
        page.get_by_role("link", name="Кирилл").click()
        expect(page.locator(".segment", has_text="химия пәнінен")).to_be_visible()
        assert page.locator(".segments").get_attribute("lang") == "kk"
        open_programme(page, site, rest="?letters=latin")
        expect(page.locator(".segment", has_text="himiia pänınen")).to_be_visible()
        page.get_by_role("link", name="Кирилл").click()
        expect(page.locator(".segment", has_text="химия пәнінен")).to_be_visible()
        open_programme(page, site, REELS)
        expect(page.get_by_role("link", name="Latyn")).to_have_count(0)


def test_the_browser_writes_the_letters_that_the_server_writes(page: Page, site: str) -> None:
    open_programme(page, site)
    written = page.evaluate(
        """async ([address, words]) => {
            const { toLatin } = await import(address);
            const table = JSON.parse(document.querySelector('form.find').dataset.letters);
            return words.map((word) => toLatin(word, table));
        }""",
        [script(page, "letters"), [cyrillic for cyrillic, _ in golden()]],
    )
    assert written == [latin for _, latin in golden()]


def test_words_are_compared_without_case_marks_punctuation_and_alphabet(page: Page, site: str) -> None:
    open_programme(page, site)
    pairs = [
        ("Ёлка", "елка"), ("ЖҮРЕГІ", "jüregı"), ("İstanbul", "istanbul"), ("«Сөз», –", "söz"), ("co\u00adop", "coop"),
        ("и\u0306од", "йод"), ("Объект", "obekt"), ("Café", "CAFE\u0301"), ("2018-жыл", "2018 jyl"), ("𝐀б", "𝐀b"),
    ]  # fmt: skip
    compared = page.evaluate(
        """async ([address, pairs]) => {
            const { folder, isPlain, plain } = await import(address);
            const fold = folder(JSON.parse(document.querySelector('form.find').dataset.letters));
            const same = pairs.map((pair) => new Set(pair.map((text) => fold(text).trim())).size === 1);
            const folded = fold('Өмір İз ыңғай');
            return [same, plain(folded), plain(folded).length === folded.length, isPlain('omir'), isPlain('ömir')];
        }""",
        [script(page, "fold"), pairs],
    )
    assert compared == [[True] * len(pairs), "omir iz yngai", True, True, False]


@pytest.mark.parametrize("has_script", [True, False])
def test_translation_stands_beside_on_a_desk_and_instead_on_a_phone(
    chromium: Browser, site: str, has_script: bool
) -> None:
    """Also without script; with one at once, remembered, and what is read stays where it is."""
    for viewport in (DESK, PHONE):
        with visiting(chromium, viewport=viewport, java_script_enabled=has_script) as page:
            page.goto(f"{site}/programmes/{SAXAUL}")
            original, english = (
                page.get_by_text("Таңғы сағат алты."),
                page.get_by_text("Six in the morning.", exact=False),
            )
            expect(original).to_be_visible()
            expect(english.last).to_be_hidden()
            page.get_by_role("link", name="English, by machine").click()
            expect(english.last).to_be_visible()
            expect(page.locator(".heads", has_text="English, machine translation, not checked")).to_be_visible()
            assert ("layer=" in page.url) != has_script
            if viewport == PHONE:
                expect(original).to_be_hidden()
            else:
                left, right = original.bounding_box(), english.last.bounding_box()
                assert left
                assert right
                assert left["x"] + left["width"] <= right["x"]
                assert abs(right["y"] - left["y"]) < 60, "what is said together stands together"
            assert page.locator(".layer:visible").first.get_attribute("lang") in {"en", None}
            if has_script:
                page.reload()
                expect(english.last).to_be_visible()
            page.get_by_role("link", name="Original", exact=True).click()
            expect(original).to_be_visible()
            expect(english.last).to_be_hidden()


def test_what_is_read_stays_where_it_is_when_a_translation_comes(page: Page, site: str) -> None:
    open_programme(page, site)
    segment = page.locator(".segment", has_text="Бұл көшетжайды")
    segment.evaluate(
        "element => scrollTo({ top: element.getBoundingClientRect().top + scrollY - 200, behavior: 'instant' })"
    )
    page.locator("[data-layer='en-machine']").evaluate("link => link.click()")
    box = segment.bounding_box()
    assert box
    assert 0 <= box["y"] < 500


def test_find_counts_marks_steps_and_shows_on_the_waveform(page: Page, site: str) -> None:
    open_programme(page, site)
    page.keyboard.press("/")
    field = page.get_by_label("Find in the transcript")
    expect(field).to_be_focused()
    status = page.locator("form.find [role=status]")
    for query in ("сексеуіл", "СЕКСЕУІЛ", "sekseuıl", "sekseuil"):
        field.fill(query)
        expect(status).to_have_text("found: 5")
        assert {found.strip("«»,.") for found in marked(page, "found")} >= {"сексеуіл"}
    field.press("Enter")
    expect(status).to_have_text("1 of 5")
    expect(page.locator(".segment", has_text="табанына сексеуіл")).to_be_in_viewport()
    assert marked(page, "found-now") == ["сексеуіл"]
    field.press("Shift+Enter")
    expect(status).to_have_text("5 of 5")
    page.get_by_role("button", name="Next place").click()
    expect(status).to_have_text("1 of 5")
    field.fill("теңіз табанына")
    expect(status).to_have_text("found: 1")
    assert marked(page, "found") == ["теңіз табанына"]
    field.fill("«Біз алғашқы")
    assert marked(page, "found") == ["«Біз алғашқы"]
    field.fill("алты ауыл")
    expect(status).to_have_text("found: 1")
    field.fill("жоқсөз")
    expect(status).to_have_text("not found")
    assert marked(page, "found") == []
    field.fill("су")
    page.keyboard.press("Escape")
    expect(field).to_have_value("")
    expect(status).to_have_text("")
    assert marked(page, "found") == []


def test_what_a_search_has_marked_is_gone_through_too(page: Page, site: str) -> None:
    """A search of the archive knows more than words in a row: its places are the server's, until another word comes."""
    open_programme(page, site, rest="?q=гектар+теңіз")
    status = page.locator("form.find [role=status]")
    expect(status).to_have_text("found: 3")
    page.get_by_role("button", name="Next place").click()
    expect(status).to_have_text("1 of 3")
    page.get_by_label("Find in the transcript").fill("гектар")
    expect(status).to_have_text("found: 1")
    assert page.locator("mark").first.evaluate("mark => getComputedStyle(mark).backgroundColor") == "rgba(0, 0, 0, 0)"
    assert marked(page, "found") == ["гектар"]


def test_find_looks_at_the_same_words_in_other_letters(page: Page, site: str) -> None:
    open_programme(page, site, rest="?letters=latin")
    page.get_by_label("Find in the transcript").fill("сексеуіл")
    expect(page.locator("form.find [role=status]")).to_have_text("found: 5")
    assert "sekseuıl" in marked(page, "found")


def test_find_without_script_is_done_by_the_server(chromium: Browser, site: str) -> None:
    with visiting(chromium, java_script_enabled=False, viewport=PHONE) as page:
        page.goto(f"{site}/programmes/{SAXAUL}?letters=latin")
        page.get_by_label("Find in the transcript").fill("сексеуіл")
        page.get_by_role("button", name="Find", exact=True).click()
        expect(page.locator("mark", has_text="ekseuıl")).to_have_count(5)
        expect(page.get_by_label("Find in the transcript")).to_have_value("сексеуіл")


def test_a_programme_without_sound_is_read_as_any_other(chromium: Browser, site: str) -> None:
    with visiting(chromium, viewport=DESK) as page:
        page.goto(f"{site}/programmes/{SUMMARY_ONLY}")
        expect(page.locator("script[type=module]")).to_have_count(0)
        page.goto(f"{site}/programmes/{WORDS_ONLY}")
        page.get_by_role("link", name="Latyn").click()
        expect(page.get_by_text("Qyzylorda oblysy")).to_be_visible()


def test_address_of_a_segment_or_its_moment_leads_there_without_script(chromium: Browser, site: str) -> None:
    with visiting(chromium, java_script_enabled=False, viewport=PHONE) as page:
        page.goto(f"{site}/programmes/{SAXAUL}")
        segment = page.locator(".segment").nth(15)
        moment = (segment.locator("a").get_attribute("href") or "?")[1:]
        for name in (segment.get_attribute("id"), moment):
            page.goto("about:blank")
            page.goto(f"{site}/programmes/{SAXAUL}#{name}")
            expect(segment).to_be_in_viewport()


def test_two_translations_are_read_one_by_one_or_all(chromium: Browser, tmp_path: Path) -> None:
    with served(layered_edition(tmp_path).root) as address, visiting(chromium, viewport=DESK) as page:
        page.goto(f"{address}/programmes/{LAYERED}")
        page.wait_for_selector(".player.has-wave")
        machine, journalist = page.get_by_text(MACHINE[0]), page.get_by_text(JOURNALIST[0])
        page.get_by_role("link", name="English, by the newsroom").click()
        expect(journalist).to_be_visible()
        expect(machine).to_be_hidden()
        page.get_by_role("link", name="All", exact=True).click()
        expect(machine).to_be_visible()
        columns = [page.get_by_text(text).bounding_box() for text in ("Бұл бағдарлама", MACHINE[0], JOURNALIST[0])]
        assert [box["x"] for box in columns if box] == sorted({box["x"] for box in columns if box})
        page.keyboard.press("/")
        page.keyboard.type("languages")
        expect(page.locator("form.find [role=status]")).to_have_text("found: 1")
        assert marked(page, "found") == ["languages,”"]
        page.get_by_role("link", name="English, by machine").click()
        expect(page.locator("form.find [role=status]")).to_have_text("found in “English, by the newsroom”: 1")
        page.get_by_role("link", name="All", exact=True).click()
        page.keyboard.press("/")
        page.keyboard.press("Escape")
        journalist.click()
        page.wait_for_function("() => !document.querySelector('#sound').paused")
        expect(page.locator(".layer .now").first).to_be_visible()
        page.set_viewport_size(PHONE)  # type: ignore[arg-type]
        for text in ("Бұл бағдарлама", MACHINE[0], JOURNALIST[0]):
            expect(page.get_by_text(text)).to_be_visible()
        expect(page.locator(".layer .name").first).to_have_text("English, by machine")
