"""What is typed in the editor is saved by itself, undone over all passages, and found by keys alone."""

from __future__ import annotations

from contextlib import closing

from playwright.sync_api import expect

from tests.browser.editor.conftest import Room, Window, field, saved, type_at_end
from transcribe.glossary import add_terms, remove_terms
from transcribe.revise import current_text

FIRST = "бір екі үш төрт бес алты жеті сегіз"


def test_what_is_typed_is_saved_by_itself_and_undone_as_if_nobody_had(room: Room, window: Window) -> None:
    page = window()
    type_at_end(page, " тоғыз")
    room.wait_for(page, f"{FIRST} тоғыз")
    saved(page)
    expect(page.locator(".passage").first).to_contain_text("corrected by journalist")
    type_at_end(page, " он", 1)
    page.keyboard.press("Control+z")
    expect(field(page, 1)).to_have_value(FIRST)
    page.keyboard.press("Control+z")
    expect(field(page)).to_have_value(FIRST)  # undo is over all passages
    expect(field(page)).to_be_focused()
    room.wait_for(page, FIRST)
    saved(page)
    with closing(room.desk.open()) as db:
        segment = current_text(db, room.programme_id).segments[0]
        assert segment.edited_by is None, "the words are the machine's again, with its doubts"
    page.keyboard.press("Control+Shift+z")
    room.wait_for(page, f"{FIRST} тоғыз")


def test_split_join_take_out_speaker_and_check_by_keys_alone(room: Room, window: Window) -> None:
    page = window()
    page.keyboard.press("F1")
    expect(page.get_by_role("dialog")).to_contain_text("Back two seconds")
    page.keyboard.press("Escape")
    field(page).focus()
    page.keyboard.press("Home")
    for _ in range(2):
        page.keyboard.press("Control+ArrowRight")
    page.keyboard.press("Enter")
    expect(field(page, 1)).to_be_focused()
    room.wait_for(page, "бір екі")
    assert room.texts()[1] == "үш төрт бес алты жеті сегіз"
    page.keyboard.press("Backspace")
    room.wait_for(page, FIRST)
    page.keyboard.press("Control+z")
    room.wait_for(page, "бір екі")
    page.keyboard.press("Control+Shift+Backspace")
    room.wait_for(page, FIRST, 0 if room.texts()[0] == FIRST else 1)
    page.keyboard.press("Control+z")
    saved(page)
    field(page, 2).focus()
    for typed in ("Speaker 7", "Дана"):
        page.keyboard.press("F4")
        page.keyboard.type(typed)
        page.keyboard.press("Enter")
        expect(page.locator(".passage:not([hidden])").nth(2).locator(".speaker")).to_have_text(typed)
        saved(page)
        with closing(room.desk.open()) as db:
            told = [each.speaker for each in current_text(db, room.programme_id).segments][2]
        assert told == {"Speaker 7": "S7"}.get(typed, typed)
    page.keyboard.press("Control+Enter")
    expect(page.locator(".passage:not([hidden])").nth(2)).to_contain_text("checked by journalist")
    expect(field(page, 3)).to_be_focused()
    type_at_end(page, "x", 2)
    expect(page.locator(".passage:not([hidden])").nth(2)).not_to_contain_text("checked by")


def test_kazakh_letters_a_taught_key_and_find(room: Room, window: Window) -> None:
    page = window()
    field(page).fill("")
    page.keyboard.press("Alt+a")
    page.keyboard.press("Alt+Shift+k")
    expect(field(page)).to_have_value("әҚ")
    page.get_by_role("button", name="Letters").click()
    page.get_by_role("button", name="ң", exact=True).click()
    expect(field(page)).to_have_value("әҚң")
    page.get_by_role("button", name="All keys").click()
    expect(page.locator("[data-keys-of=play]")).to_have_text("Ctrl + Space F8 media key “Play”")
    page.get_by_role("button", name="Another key for: To the next passage").click()
    page.keyboard.press("F10")
    page.keyboard.press("Escape")
    field(page).focus()
    page.keyboard.press("F10")
    expect(field(page, 1)).to_be_focused()
    page.keyboard.press("Control+f")
    page.keyboard.type("БЕС")
    page.keyboard.press("Enter")
    expect(page.locator("[data-part=found]")).to_have_text("1 of 5")
    page.keyboard.press("Escape")
    assert page.evaluate("getSelection().toString()") == "бес"
    room.wait_for(page, "әҚң")


def test_who_corrected_and_who_checked_stands_there_for_everybody_and_after_a_reload(
    room: Room, window: Window
) -> None:
    page = window()
    type_at_end(page, " тоғыз")
    field(page, 1).focus()
    page.keyboard.press("Control+Enter")
    saved(page)
    room.wait_for(page, f"{FIRST} тоғыз")
    page.reload()
    for seen in (page, window("journalist_too"), window("journalist_too", java_script_enabled=False)):
        passages = seen.locator(".passage")
        expect(passages.nth(0).locator(".standing")).to_have_text("corrected by journalist")
        expect(passages.nth(1).locator(".standing")).to_have_text("checked by journalist")
        expect(seen.locator(".passage.is-checked")).to_have_count(1)
    expect(field(page, 1)).to_be_visible()
    type_at_end(page, "x", 1)
    expect(page.locator(".passage").nth(1).locator(".standing")).to_have_count(0)


def test_where_nothing_can_be_split_it_is_said_and_no_letter_is_lost(room: Room, window: Window) -> None:
    page = window()
    status = page.locator("[data-part=remark]")
    type_at_end(page, ".")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    expect(status).to_have_text("There is no word after the cursor.")
    page.keyboard.press("Home")
    expect(status).to_be_empty()
    page.keyboard.press("Enter")
    expect(status).to_have_text("There is no word before the cursor.")
    expect(field(page)).to_have_value(f"{FIRST}.")
    room.wait_for(page, f"{FIRST}.")
    assert room.edits() == 1, "the words alone, no split"


WHOLE = """([passage, from, to]) =>
    passage.offsetHeight > from && passage.offsetHeight < to && passage.scrollHeight <= passage.clientHeight"""
HIGH = "(passage) => passage.offsetHeight"


def test_the_passage_that_is_typed_in_has_room_for_all_that_is_in_it(window: Window) -> None:
    page = window()
    passage = page.locator(".passage").nth(1)
    before = passage.evaluate(HIGH)
    type_at_end(page, " сөз" * 40, 1)
    expect(field(page, 1)).to_be_focused()
    page.wait_for_function(WHOLE, arg=[passage.element_handle(), before + 20, 9000])
    long = passage.evaluate(HIGH)
    saved(page)
    expect(passage.locator(".timing")).to_be_visible()
    page.set_viewport_size({"width": 400, "height": 800})
    page.wait_for_function(WHOLE, arg=[passage.element_handle(), long, 9000])
    narrow = passage.evaluate(HIGH)
    page.keyboard.press("Control+a")
    page.keyboard.type("бір")
    page.wait_for_function(WHOLE, arg=[passage.element_handle(), 0, narrow / 2])
    field(page, 0).focus()
    assert passage.evaluate("(passage) => passage.style.height") == ""


def test_a_term_of_the_glossary_is_written_by_one_key(room: Room, window: Window) -> None:
    with closing(room.desk.open()) as db:
        add_terms(db, "", ["сегиз"])
    page = window()
    left = "Words that are spelt otherwise than in “Names and terms”: 6."
    expect(page.locator("[data-part=terms-left]")).to_have_text(left)
    page.get_by_role("button", name="To the next").click()
    expect(page.get_by_role("button", name="Write “сегиз” for “сегіз”")).to_be_visible()
    assert page.evaluate("getSelection().toString()") == "сегіз"
    page.keyboard.press("Alt+Enter")
    room.wait_for(page, FIRST.replace("сегіз", "сегиз"))
    expect(page.get_by_role("button", name="Write “сегиз” for “сегіз”")).to_have_count(0)
    page.keyboard.press("Control+z")
    expect(field(page)).to_have_value(FIRST)
    expect(page.get_by_role("button", name="Write “сегиз” for “сегіз”")).to_be_visible()
    page.keyboard.press("Control+y")
    expect(page.get_by_role("button", name="Write “сегиз” for “сегіз”")).to_have_count(0)
    page.keyboard.press("Control+z")
    page.keyboard.press("Alt+Shift+Enter")
    expect(page.get_by_role("button", name="Write “сегиз” for “сегіз”")).to_be_visible()
    type_at_end(page, "ім", 1)  # Another word.
    expect(page.get_by_role("button", name="Write “сегиз” for “сегіз”")).to_have_count(0)
    page.keyboard.press("Alt+Enter")
    expect(field(page, 2)).to_be_focused()
    field(page, 1).focus()
    expect(field(page, 1)).to_be_focused()
    with closing(room.desk.open()) as db:
        remove_terms(db, "", ["сегиз"])
