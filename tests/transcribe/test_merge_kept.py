"""What a run was held against is remembered, and nothing that counts for a difference is remembered wrongly."""

from __future__ import annotations

from dataclasses import replace

from tests.webapp.editions import programme_text, segments
from transcribe.merge import _parts_of, differences
from transcribe.records import Transcript, content_sha256

SAID = "бір екі үш төрт бес алты жеті сегіз тоғыз он"


def run_of(text: str, number: int = 2) -> Transcript:
    heard = segments(text)
    first = programme_text("p1", SAID).transcript
    return replace(first, transcript_id=f"t{number}", number=number, segments=heard, sha256=content_sha256(heard))


def test_an_edit_between_is_seen() -> None:
    text, newer = programme_text("p1", SAID), run_of(SAID.replace("үш", "ұш"))
    _parts_of.cache_clear()
    assert [each.offered.text.split()[2] for each in differences(text, newer)] == ["ұш"]
    typed = tuple(replace(word, text="уш") if word.text == "үш" else word for word in text.segments[0].words)
    edited = replace(text.segments[0], words=typed, edited_by="Айгүл")
    found = differences(replace(text, segments=(edited, *text.segments[1:])), newer)
    assert [(each.kind.value, each.current and each.current.text.split()[2]) for each in found] == [
        ("edited by a person", "уш")
    ]
    assert _parts_of.cache_info().hits == 1, "the words were not paired again"
    assert differences(text, run_of(SAID, 3)) == (), "another run is another"
