"""From doubtful word to doubtful word by one key, until nobody need look at any."""

from __future__ import annotations

from contextlib import closing

from playwright.sync_api import Page, expect

from media.catalogue import current_recording
from tests.browser.editor.conftest import Room, Window, field
from tests.webapp.editions import PROVENANCE
from transcribe.records import Doubt, Segment, Word
from transcribe.transcripts import RECOGNISED, NewRun, store_transcript

HEARD = (("бір", "екі?", "үш"), ("төрт", "бес", "алты"), ("жеті?", "сегіз", "тоғыз"))
"""The machine doubts what has a question mark."""


def hear(room: Room) -> None:
    passages = [
        Segment(
            f"d{number}",
            number * 3_000,
            (number + 1) * 3_000,
            tuple(
                Word(
                    text.rstrip("?"),
                    number * 3_000 + place * 1_000,
                    number * 3_000 + (place + 1) * 1_000,
                    probability=0.2 if "?" in text else 0.9,
                    doubt=Doubt.LOW_PROBABILITY if "?" in text else None,
                )
                for place, text in enumerate(words)
            ),
        )
        for number, words in enumerate(HEARD)
    ]
    with closing(room.desk.open()) as db:
        recording = current_recording(db, room.programme_id)
        assert recording
        run = NewRun(recording.recording_id, RECOGNISED, PROVENANCE, tuple(passages))
        store_transcript(db, room.programme_id, run)


def is_chosen(page: Page, word: str) -> None:
    """Wait until a word is selected in the field that has the cursor."""
    page.wait_for_function(
        "word => { const { value, selectionStart, selectionEnd } = document.activeElement;"
        " return value?.slice(selectionStart, selectionEnd) === word; }",
        arg=word,
    )


def test_one_key_goes_round_all_that_is_doubted_and_nobody_has_checked(room: Room, window: Window) -> None:
    hear(room)
    page = window()
    for key, word in (("F2", "екі"), ("F2", "жеті"), ("F2", "екі"), ("Shift+F2", "жеті"), ("Shift+F2", "екі")):
        page.keyboard.press(key)
        is_chosen(page, word)
    page.keyboard.press("Shift+F2")
    is_chosen(page, "жеті")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".passage").nth(2)).to_contain_text("checked by journalist")
    # What stands before the cursor in its own passage is doubted all the same, and what was checked is not.
    field(page).focus()
    page.keyboard.press("End")
    page.keyboard.press("F2")
    is_chosen(page, "екі")
    page.keyboard.press("F2")
    is_chosen(page, "екі")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".passage").first).to_contain_text("checked by journalist")
    expect(field(page, 1)).to_be_focused()
    page.keyboard.press("F2")
    expect(page.locator("[data-part=remark]")).to_have_text("No doubtful word is left")
