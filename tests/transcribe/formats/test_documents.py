"""Documents hold every word that was heard and say whose it is, to whatever library reads them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings

from tests.transcribe.formats.documented import (
    Found,
    awkward,
    of_csv,
    of_markdown,
    of_odt,
    of_page,
    of_tsv,
    of_word,
    spoken,
)
from tests.transcribe.formats.overlapping import GAP, UNHEARD, export
from transcribe.formats import Options, render
from transcribe.formats.documents.passages import passages, speaker_name
from transcribe.records import Doubt, MaskedWord, Segment, Word

READERS: dict[str, Callable[[bytes], Found]] = {
    "md": of_markdown,
    "html": of_page,
    "csv": of_csv,
    "tsv": of_tsv,
    "docx": of_word,
    "odt": of_odt,
}
TO_READ = tuple(name for name in READERS if name not in ("csv", "tsv"))
"""Formats whose passages are paragraphs."""


@pytest.mark.parametrize("name", READERS)
@given(segments=awkward())
@settings(max_examples=25, deadline=None)
def test_every_word_is_read_back(name: str, segments: tuple[Segment, ...]) -> None:
    made = export(segments)
    found = READERS[name](render(name, made))

    assert found.words == spoken(segments)
    if name in TO_READ:
        told = passages(made)
        assert found.times == [each.clock for each in told]
        assert found.speakers == [each.speaker for each in told if each.is_turn and each.speaker]


UNSURE = Segment(
    "s1",
    36_000_000,
    36_002_000,
    (
        Word("Сексеуіл", 36_000_000, 36_000_500, 0.9),
        Word("қайда", 36_000_500, 36_001_000, 0.2, Doubt.LOW_PROBABILITY),
        MaskedWord("[woman, 25]", 36_001_000, 36_002_000),
    ),
    speaker="S1",
)


@pytest.mark.parametrize("name", READERS)
def test_doubt_is_marked_and_what_is_kept_back_is_replaced(name: str) -> None:
    found = READERS[name](render(name, export((UNSURE,))))

    assert found.words == ["Сексеуіл", "қайда", "[woman,", "25]"]
    assert found.unsure == ["қайда"]
    assert found.times[0].startswith("10:00:00")
    assert found.speakers == ["Speaker 1"]


@pytest.mark.parametrize("name", TO_READ)
def test_clean_is_the_words_and_who_says_them(name: str) -> None:
    found = READERS[name](render(name, export((UNSURE,)), Options(clean=True)))

    assert found.words == ["Сексеуіл", "қайда", "[woman,", "25]"]
    assert (found.unsure, found.times, found.speakers) == ([], [], ["Speaker 1"])


@pytest.mark.parametrize("name", READERS)
def test_the_head_says_whose_words_these_are(name: str) -> None:
    draft = export((UNSURE,), for_publication=False)
    for made in (draft, export((UNSURE,))):
        head = " ".join(READERS[name](render(name, made)).head)
        for line in made.head():
            assert line in head, line
    assert "NOT FOR PUBLICATION" not in head


@pytest.mark.parametrize("name", READERS)
def test_what_was_not_heard_is_left_out_and_what_was_not_recognised_is_told(name: str) -> None:
    found = READERS[name](render(name, export((UNHEARD, GAP))))
    assert found.words == ["Су"]
    assert found.notes == (["[no words, recognition failed here]"] if name in TO_READ else [])


@pytest.mark.parametrize("name", READERS)
def test_the_same_words_give_the_same_bytes_and_name_nobody(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("USER", "zhanar")
    made = export((replace(UNSURE, edited_by="aru"),))
    first = render(name, made)
    monkeypatch.setenv("TZ", "Asia/Almaty")
    assert render(name, made) == first
    assert b"zhanar" not in first
    assert b"aru" not in first


def test_a_machines_label_is_not_taken_for_a_name() -> None:
    assert speaker_name("S12") == "Speaker 12"
    assert speaker_name(" Айгүл \n") == "Айгүл"
    assert speaker_name(None) is None
