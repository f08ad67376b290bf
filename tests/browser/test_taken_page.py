"""A transcript that was taken along as a page plays the sound beside it, from any word, and needs nobody else."""

from __future__ import annotations

import wave
from dataclasses import replace
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import visiting
from tests.browser.playing import slow_down
from tests.browser.test_accessibility import DARK_PHONE, LIGHT_DESK, violations
from tests.security.payloads import CORES
from tests.transcribe.formats.overlapping import export
from transcribe.formats import Options, render
from transcribe.formats.export import Layer, Passage, Sound
from transcribe.formats.options import Text
from transcribe.records import Doubt, MaskedWord, Segment, Word

RATE_HZ = 8_000
LONG_MS = 60_000
WORDS = ["Арал", "теңізі", "қайда", "кетті?"]
NOW_S = "document.querySelector('audio').currentTime"
MARKED = "[...CSS.highlights.get('word')].map(range => range.toString()).join()"


def passage(number: int) -> Segment:
    start_ms = number * 5_000
    words = [Word(text, start_ms + place * 1_000, start_ms + place * 1_000 + 900) for place, text in enumerate(WORDS)]
    words[1] = replace(words[1], doubt=Doubt.LOW_PROBABILITY)
    masked = MaskedWord("[woman, 25]", start_ms + 4_000, start_ms + 4_900)
    return Segment(f"s{number}", start_ms, start_ms + 4_900, (*words, masked), speaker=f"S{number % 2}")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a page and the sound, as somebody has downloaded them."""
    place = tmp_path_factory.mktemp("taken")
    with wave.open(str(place / "sound.wav"), "wb") as file:
        file.setparams((1, 2, RATE_HZ, 0, "NONE", ""))
        file.writeframes(b"\0\0" * (RATE_HZ * LONG_MS // 1_000))
    layer = Layer("en", "en", "Machine translation", tuple(Passage(n * 5_000, n * 5_000, "Where?") for n in range(12)))
    made = replace(
        export(tuple(map(passage, range(12))), for_publication=False),
        layers=(layer,),
        sound=Sound("sound.wav", None, LONG_MS),
    )
    (place / "words.html").write_bytes(render("html", made, Options(text=Text.BOTH)))
    hostile = tuple(
        replace(passage(number), words=(replace(passage(0).words[0], text=core),), speaker=core)
        for number, core in enumerate(CORES)
    )
    (place / "hostile.html").write_bytes(render("html", replace(made, segments=hostile, layers=())))
    return place


def open_page(page: Page, folder: Path, name: str = "words.html") -> None:
    page.goto((folder / name).as_uri())
    expect(page.locator("audio")).to_be_visible()


def test_it_plays_from_the_word_and_the_time_that_are_clicked(page: Page, folder: Path) -> None:
    open_page(page, folder)
    slow_down(page)
    words = page.locator(".words").nth(2)
    # The last word stands after a dotted one and before one that is two.
    box = words.evaluate("""words => {
        const range = document.createRange();
        const text = words.lastElementChild.previousSibling;
        const first = text.data.indexOf("кетті");
        range.setStart(text, first + 2);
        range.setEnd(text, first + 3);
        const box = range.getBoundingClientRect();
        return {x: box.x + 1, y: box.y + box.height / 2};
    }""")
    page.mouse.click(box["x"], box["y"])
    page.wait_for_function(f"() => {NOW_S} >= 13 && {NOW_S} < 14")
    page.wait_for_function(f"() => {MARKED} === 'кетті?'")
    expect(page.locator(".is-now")).to_have_count(1)

    page.get_by_role("link", name="00:00:20").click()
    page.wait_for_function(f"() => {NOW_S} >= 20 && {NOW_S} < 21")
    page.wait_for_function(f"() => {MARKED} === 'Арал'")
    assert page.evaluate("location.hash") == "#t=20.000"


def test_it_begins_where_its_address_says(page: Page, folder: Path) -> None:
    page.goto((folder / "words.html").as_uri() + "#t=35.000")
    page.wait_for_function(f"() => {NOW_S} === 35")


def test_a_sound_of_another_name_can_be_chosen(page: Page, folder: Path) -> None:
    open_page(page, folder)
    page.evaluate("document.querySelector('audio').defaultPlaybackRate = 0.25")
    page.evaluate("document.querySelector('.player p').hidden = false")
    page.get_by_label("The sound file").set_input_files(folder / "sound.wav")
    page.wait_for_function("() => document.querySelector('audio').currentSrc.startsWith('blob:')")
    page.get_by_role("link", name="00:00:10").click()
    page.wait_for_function(f"() => {NOW_S} >= 10 && {NOW_S} < 11")


def test_without_script_it_is_all_there_to_read(chromium: Browser, folder: Path) -> None:
    with visiting(chromium, java_script_enabled=False) as page:
        page.goto((folder / "words.html").as_uri())
        expect(page.locator(".words")).to_have_count(12)
        expect(page.locator(".words").first).to_have_text(f"{' '.join(WORDS)} [woman, 25]")
        expect(page.locator(".player")).to_be_hidden()


def test_what_is_said_stays_text(page: Page, folder: Path) -> None:
    open_page(page, folder, "hostile.html")
    expect(page.locator(".words")).to_have_text(list(CORES))
    page.locator(".words").first.click()


def test_it_is_accessible(page: Page, folder: Path) -> None:
    open_page(page, folder)
    assert violations(Axe(), page, "taken page", (DARK_PHONE, LIGHT_DESK)) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
