"""The editor's own player does what the browser's controls did, and stays in step with the sound."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.editor.conftest import Window, field
from webapp.static_files import static_path

SOUND = "document.querySelector('#played')"
HEARS = f"() => {SOUND}.readyState > 0"
"""Before its metadata has come, a sound goes nowhere. A function: the policy lets an expression be looked at once."""
PAUSES = """async (script) => {
    const { Lull, PAUSE_MS } = await import(script);
    let nowMs = 1000;
    performance.now = () => nowMs;
    const lull = new Lull(new AbortController().signal);
    const done = [];
    lull.wait('a', () => done.push('at once'));
    lull.typed();
    lull.wait('a', () => done.push('of one name the last'));
    lull.wait('a', () => done.push('in a pause'));
    lull.wait('b', () => done.push('at last'), 10);
    const typing = [...done];
    nowMs += PAUSE_MS / 2;
    while (done.length < 2) await new Promise((wait) => setTimeout(wait));
    const late = [...done];
    nowMs += PAUSE_MS;
    while (done.length < 3) await new Promise((wait) => setTimeout(wait));
    return [typing, late, done];
}"""
"""On a clock of its own, so that no slow machine makes a pause."""


def test_the_player_plays_goes_and_says_where_it_is(window: Window) -> None:
    page = window()
    player = page.locator(".sounding")
    expect(page.locator("#played")).to_be_hidden()
    page.wait_for_function(HEARS)
    expect(player.locator("[data-part=length]")).not_to_be_empty()
    position = player.get_by_label("Place in the sound")
    position.focus()
    page.keyboard.press("End")
    page.wait_for_function(f"() => {SOUND}.currentTime > 1")
    expect(player.locator("[data-part=time]")).not_to_have_text("0:00")
    page.keyboard.press("Home")
    expect(player.locator("[data-part=time]")).to_have_text("0:00")

    field(page).focus()
    play = player.get_by_label("Play", exact=True)
    play.click()
    expect(player.get_by_label("Pause", exact=True)).to_be_visible()
    expect(field(page)).to_be_focused()
    player.get_by_label("Pause", exact=True).click()
    expect(play).to_be_visible()
    assert page.evaluate(f"{SOUND}.paused")


def test_what_can_wait_waits_for_a_pause_of_who_types(window: Window) -> None:
    assert window().evaluate(PAUSES, f"{static_path()}/js/editor-lull.js") == [
        ["at once"],
        ["at once", "at last"],
        ["at once", "at last", "in a pause"],
    ]


def test_speed_is_remembered_and_the_sound_can_be_taken_away(window: Window) -> None:
    page = window()
    player = page.locator(".sounding")
    player.get_by_label("Speed").select_option("1.5")
    page.reload()
    expect(player.get_by_label("Speed")).to_have_value("1.5")
    assert page.evaluate(f"{SOUND}.playbackRate") == 1.5
    mute = player.get_by_role("button", name="Mute")
    mute.click()
    expect(mute).to_have_attribute("aria-pressed", "true")
    expect(player.get_by_label("Volume")).to_have_value("0")
    player.get_by_label("Volume").press("End")
    expect(mute).to_have_attribute("aria-pressed", "false")
    assert page.evaluate(f"{SOUND}.volume") == 1


def test_without_script_the_browsers_own_controls_are_there(window: Window) -> None:
    page = window(java_script_enabled=False)
    expect(page.locator("#played")).to_be_visible()
    expect(page.locator(".sounding")).to_be_hidden()
