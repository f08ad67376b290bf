"""A PDF holds every word, tagged, in a type that has the letters of Kazakh, and says what it is on every sheet."""

from __future__ import annotations

import io
import itertools
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from tests.transcribe.formats.documented import awkward, spoken
from tests.transcribe.formats.overlapping import GAP, export
from transcribe.formats import Options, render
from transcribe.formats.documents.letters import is_right_to_left
from transcribe.formats.documents.sheet import Block, Column, Look, broken, laid
from transcribe.formats.documents.two_ways import placed
from transcribe.formats.export import Chapter, Layer, Passage
from transcribe.formats.options import Text
from transcribe.records import Doubt, MaskedWord, Segment, Word

NO_SHRINKING = tuple(phase for phase in Phase if phase is not Phase.shrink)
"""To shrink one failure takes minutes: each try begins with two fonts."""
KAZAKH = "ӘәҒғҚқҢңӨөҰұҮүҺһІі"


def read(data: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(data), strict=True)


def text_of(reader: PdfReader) -> str:
    return "\n".join(page.extract_text() for page in reader.pages)


def said(*texts: str, doubt: Doubt | None = None) -> Segment:
    words = tuple(Word(text, place * 500, place * 500 + 400, 0.5, doubt) for place, text in enumerate(texts))
    return Segment("s1", 0, words[-1].end_ms, words, speaker="S1")


def is_in(words: Sequence[str], others: Sequence[str]) -> bool:
    """Return whether words stand among others in their order."""
    left = iter(others)
    return all(word in left for word in words)


@given(awkward())
@settings(max_examples=10, deadline=None, phases=NO_SHRINKING)
def test_every_word_is_read_back(segments: tuple[Segment, ...]) -> None:
    found = text_of(read(render("pdf", export(segments))))

    # Readers part what is written from the right otherwise.
    expected = sorted("".join(spoken(segments)))
    assert is_in(expected, sorted(found))


def test_words_are_read_back_in_their_order() -> None:
    words = [f"{letter}су{number}" for number, letter in enumerate(KAZAKH * 40)]
    found = text_of(read(render("pdf", export((said(*words),)))))

    assert is_in(words, found.split())


def test_a_letter_that_the_type_lacks_is_a_box_and_copied_as_itself() -> None:
    found = text_of(read(render("pdf", export((said("中国", "😀", "су"),)))))

    assert "中国 😀 су" in found
    assert "A box stands for a letter that this file's type lacks (3 of them)" in found
    assert "A box" not in text_of(read(render("pdf", export((said("су"),)))))


@pytest.mark.parametrize(
    ("said_texts", "seen"),
    [
        (["سلام", "دوستىم"], ["دوستىم", "سلام"]),
        (["سلام", "12", "ادام"], ["ادام", "12", "سلام"]),
        (["سلام", "New", "York", "دا"], ["دا", "New", "York", "سلام"]),
        (["سلام", "New", "12", "دا"], ["دا", "New", "12", "سلام"]),
        (["Су", "سلام", "دوستىم", "бар"], ["Су", "دوستىم", "سلام", "бар"]),
        (["Су", "سلام", "бар"], ["Су", "سلام", "бар"]),
        (["Су", "«سلام", "دوستىم»", "бар"], ["Су", "«", "دوستىم", "سلام", "»", "бар"]),
        (["Су", "(سلام)"], ["Су", "(", "سلام", ")"]),
        (["سلام中"], ["中", "سلام"]),
    ],
)
def test_words_written_from_the_right_stand_there(said_texts: list[str], seen: list[str]) -> None:
    column = Column((), 0.0, 1000.0, 10.0, is_right_to_left=is_right_to_left(" ".join(said_texts)))
    [line] = broken(((text, Look.PLAIN) for text in said_texts), 1000, 1, lambda text, _: len(text))
    pieces = placed(line, column, 1, lambda text, _: len(text))

    assert " ".join(piece.text for piece in sorted(pieces, key=lambda piece: piece.x)) == " ".join(seen)
    assert "".join(piece.text for piece in pieces) == "".join(said_texts)


def test_brackets_are_turned_where_lines_begin_at_the_right() -> None:
    column = Column((), 0.0, 1000.0, 10.0, is_right_to_left=True)
    [line] = broken([("(سلام)", Look.PLAIN), ("[York]", Look.PLAIN)], 1000, 1, lambda text, _: len(text))

    pieces = placed(line, column, 1, lambda text, _: len(text))
    assert [piece.text for piece in pieces if piece.is_mirrored] == ["(", ")"]


def test_arabic_letters_are_drawn_joined_and_copied_as_letters() -> None:
    found = text_of(read(render("pdf", export((said("قازاق", "ءتىلى", "(سلام)"),)))))
    found = found.replace("\u200d", "").replace(" ", "")

    for word in ("قازاق", "ءتىلى", "سلام"):
        assert word in found
    assert "Abox" not in found


def test_it_is_tagged_and_says_its_language_and_title() -> None:
    made = export((said("Су", "қайда"),))
    reader = read(render("pdf", made))
    root = reader.trailer["/Root"]

    assert root["/Lang"] == "kk"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    kinds = [element.get_object()["/S"] for element in root["/StructTreeRoot"]["/K"][0]["/K"]]
    assert kinds[0] == "/H1"
    assert set(kinds[1:]) == {"/P"}
    assert reader.metadata.title == made.programme.title
    assert reader.metadata["/CreationDate"] == "D:20261124100000Z"
    assert set(reader.metadata) == {"/Title", "/Subject", "/Producer", "/CreationDate"}


def test_nothing_is_printed_that_is_neither_tagged_nor_decoration() -> None:
    draft = export((said("Су", "سلام", doubt=Doubt.LOW_PROBABILITY), GAP), for_publication=False)
    depth = 0
    for operands, operator in itertools.chain(
        *(page.get_contents().operations for page in read(render("pdf", draft)).pages)
    ):
        depth += {b"BDC": 1, b"BMC": 1, b"EMC": -1}.get(operator, 0)
        assert operator not in (b"Tj", b"TJ", b"S") or depth > 0, operands
    assert depth == 0


def test_every_sheet_says_that_a_draft_is_one_and_which_it_is() -> None:
    draft = export(tuple(replace(said(*["су"] * 60), start_ms=n, end_ms=n) for n in range(60)), for_publication=False)
    pages = [page.extract_text() for page in read(render("pdf", draft)).pages]

    assert len(pages) > 2
    for number, page in enumerate(pages, start=1):
        assert "DRAFT, NOT FOR PUBLICATION" in page
        assert "Version run 1, 2026-11-24" in page
        assert f"{number} / {len(pages)}" in page
        assert draft.programme.title in page


def test_a_translation_stands_beside() -> None:
    layer = Layer("en", "en", "Machine translation, not checked", (Passage(0, 400, "Where is the water?"),))
    made = replace(export((said("Су", "қайда"),)), layers=(layer,))
    found = text_of(read(render("pdf", made, Options(text=Text.BOTH))))

    assert "Су қайда" in found
    assert "Where is the water?" in found
    assert "Machine translation, not checked" in found


def test_chapters_are_bookmarks() -> None:
    passages = tuple(replace(said(*["су"] * 90), start_ms=n * 60_000, end_ms=n * 60_000) for n in range(20))
    chapters = (Chapter(0, 1, "Су <қайда>?"), Chapter(660_000, 1, "Later\0"), Chapter(661_000, 1, "Still"))
    reader = read(render("pdf", replace(export(passages), chapters=chapters)))

    assert [mark.title for mark in reader.outline] == ["Су <қайда>?", "Later", "Still"]
    pages = [reader.get_destination_page_number(mark) for mark in reader.outline]
    assert pages[0] == 0 < pages[1] == pages[2]
    assert "00:11:00" in reader.pages[pages[1]].extract_text()


def test_clean_has_neither_times_nor_doubts() -> None:
    masked = replace(said("Су"), words=(*said("Су", doubt=Doubt.LOW_PROBABILITY).words, MaskedWord("[woman]", 1, 2)))
    full, clean = (
        text_of(read(render("pdf", export((masked,)), Options(clean=is_clean)))) for is_clean in (False, True)
    )

    assert "00:00:00" in full
    assert "Dotted words" in full
    assert "1-сөйлеуші: Су [woman]" in clean
    assert "00:00:00" not in clean
    assert "Dotted" not in clean


def test_the_same_words_give_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    made = export((said("Су", "қайда", "中"),))
    first = render("pdf", made)
    monkeypatch.setenv("TZ", "Asia/Almaty")
    assert render("pdf", made) == first


WIDTHS = st.lists(st.integers(1, 30), max_size=60)


@given(WIDTHS)
def test_lines_hold_all_words_and_are_no_wider_than_their_column(widths: list[int]) -> None:
    words = [("x" * width, Look.PLAIN if width % 3 else Look.UNSURE) for width in widths]
    lines = broken(words, 20, 1, lambda text, _: len(text))

    assert "".join(piece.text.replace(" ", "") for line in lines for piece in line) == "".join(
        word for word, _ in words
    )
    for line in lines:
        assert line[-1].x + line[-1].width <= 20
        assert all(before.x + before.width + 1 == piece.x for before, piece in itertools.pairwise(line))


@given(st.lists(st.integers(1, 40), max_size=30))
def test_sheets_hold_all_lines_once_and_leave_none_alone(counts: list[int]) -> None:
    blocks = [Block((Column(((),) * count, 0, 10, 10),), 10, 5, str(number)) for number, count in enumerate(counts)]
    sheets = laid(blocks, 10, 110)

    parts = [(int(part.block.tag), part.first, part.end) for sheet in sheets for part in sheet]
    lines = [(number, line) for number, first, end in parts for line in range(first, end)]
    assert lines == [(number, line) for number, count in enumerate(counts) for line in range(count)]
    assert all(end - first >= min(2, counts[number]) for number, first, end in parts)
    assert all(part.y + 10 * (part.end - part.first) <= 110 for sheet in sheets for part in sheet)
