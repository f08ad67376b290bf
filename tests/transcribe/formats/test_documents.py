"""Documents hold every word that was heard and say whose it is, to whatever library reads them."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.transcribe.formats.documented import (
    CONTROLS,
    FORMULA,
    Found,
    awkward,
    of_csv,
    of_markdown,
    of_odt,
    of_page,
    of_tsv,
    of_word,
    spoken,
    tags_of_page,
)
from tests.transcribe.formats.overlapping import AWKWARD, GAP, UNHEARD, export
from transcribe.formats import Options, render
from transcribe.formats.documents.passages import passages, speaker_name
from transcribe.formats.export import Layer, Passage
from transcribe.formats.spreadsheet import as_said, harmless
from transcribe.formats.xml_text import xml_text
from transcribe.records import Doubt, MaskedWord, Segment, Word

READERS: dict[str, Callable[[bytes], Found]] = {
    "md": of_markdown,
    "html": of_page,
    "csv": of_csv,
    "tsv": of_tsv,
    "docx": of_word,
    "odt": of_odt,
}
TEXTS = st.lists(st.sampled_from((*AWKWARD, *CONTROLS)), min_size=1, max_size=4).map(" ".join)
ALLOWED_TAGS = frozenset(
    (
        *("html", "head", "meta", "title", "style", "body", "header", "p", "h1", "ul", "li", "span", "main", "div"),
        *("a", "b", "section", "input", "audio", "script"),
    )
)
TO_READ = tuple(name for name in READERS if name not in ("csv", "tsv"))
"""Formats whose passages are paragraphs."""


@given(cell=st.text("'=- x", max_size=6))
def test_what_marks_a_cell_as_no_formula_is_told_from_what_was_said(cell: str) -> None:
    assert as_said(harmless(cell)) == cell
    assert not FORMULA.match(harmless(cell))


@pytest.mark.parametrize("name", READERS)
@given(segments=awkward())
@example(segments=(Segment("s0", 0, 1, (Word("'", 0, 1), Word("-->", 0, 1))),))
@settings(max_examples=20, deadline=None)
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
    assert found.speakers == ["1-сөйлеуші"]


@pytest.mark.parametrize("name", READERS)
def test_all_that_a_machine_doubts_is_marked_but_what_people_put_there(name: str) -> None:
    found = READERS[name](render(name, export((replace(UNSURE, doubts=(Doubt.LOOP,)),))))

    assert found.unsure == ["Сексеуіл", "қайда"]


@pytest.mark.parametrize("name", TO_READ)
def test_clean_is_the_words_and_who_says_them(name: str) -> None:
    found = READERS[name](render(name, export((UNSURE,)), Options(clean=True)))

    assert found.words == ["Сексеуіл", "қайда", "[woman,", "25]"]
    assert (found.unsure, found.times, found.speakers) == ([], [], ["1-сөйлеуші"])


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


@pytest.mark.parametrize("name", READERS)
@given(title=TEXTS, citation=TEXTS)
@settings(max_examples=10, deadline=None)
def test_facts_are_read_back(name: str, title: str, citation: str) -> None:
    made = export(())
    made = replace(made, programme=replace(made.programme, title=title, citation=f"By {citation}"))
    found = READERS[name](render(name, made))

    head = " ".join(" ".join(found.head).split())
    for fact in (title, citation):
        assert " ".join(xml_text(" ".join(fact.split())).split()) in head


@given(segments=awkward())
@settings(max_examples=20, deadline=None)
def test_a_page_names_each_place_once_and_nothing_outside(segments: tuple[Segment, ...]) -> None:
    tags = tags_of_page(render("html", export(segments)))

    names = [attributes["id"] for _, attributes in tags if "id" in attributes]
    assert len(names) == len(set(names))
    assert {tag for tag, _ in tags} <= ALLOWED_TAGS
    for _, attributes in tags:
        assert not {"src", "style", "action", "srcdoc", "formaction"} & set(attributes)
        assert not any(name.startswith("on") for name in attributes)
        assert (attributes.get("href") or "#").startswith("#")


def test_a_page_lets_in_nothing_but_its_own_script_and_style_and_sound() -> None:
    data = render("html", export((UNSURE,)))
    policy = next(each["content"] for _, each in tags_of_page(data) if "http-equiv" in each)

    rules = dict(rule.split(" ", 1) for rule in (policy or "").split("; "))
    assert rules.pop("media-src") == "'self' file: blob:"
    for rule, tag in (("script-src", "script"), ("style-src", "style")):
        [inside] = re.findall(f"<{tag}>(.*?)</{tag}>", data.decode(), re.DOTALL)
        assert rules.pop(rule) == f"'sha256-{base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode()}'"
    assert rules == {"default-src": "'none'", "base-uri": "'none'", "form-action": "'none'"}


def test_an_address_leads_to_the_first_of_two_who_begin_at_once() -> None:
    at_once = (said(700, 900), said(700, 1_900, speaker="S2"))
    tags = tags_of_page(render("html", export(at_once)))

    assert [attributes.get("id") for _, attributes in tags if "data-start" in attributes] == ["t=0.700", None]


def said(start_ms: int, end_ms: int, *, speaker: str = "S1", language: str | None = None) -> Segment:
    return Segment(f"s{start_ms}", start_ms, end_ms, (Word("Су", start_ms, end_ms),), speaker, language)


@pytest.mark.parametrize(
    ("second", "translated", "count"),
    [
        (said(1_000, 2_000), (), 1),
        (said(3_000, 4_000), (), 2),
        (said(3_000, 4_000), (Passage(0, 4_000, "Water, water"),), 1),
        (said(3_000, 4_000), (Passage(0, 3_200, "Water"), Passage(3_200, 4_000, "water")), 2),
        (said(1_000, 2_000, speaker="S2"), (Passage(0, 2_000, "Water, water"),), 2),
        (said(1_000, 2_000, language="ru"), (), 2),
    ],
    ids=["at once", "after a pause", "translated together", "translated apart", "another speaker", "another language"],
)
def test_what_belongs_together_is_one_passage(second: Segment, translated: tuple[Passage, ...], count: int) -> None:
    made = replace(export((said(0, 900), second)), beside=Layer("en", "en", "by hand", translated))

    told = passages(made)
    assert len(told) == count
    assert " ".join(each.translated for each in told).split() == " ".join(each.text for each in translated).split()
    assert len(passages(made, joined=False)) == 2


def test_a_machines_label_is_not_taken_for_a_name() -> None:
    assert speaker_name("S12", "en") == "Speaker 12"
    assert speaker_name(" Айгүл \n", "en") == "Айгүл"
    assert speaker_name(None, "en") is None
