"""DOCX and ODT: nothing leads out of them, reviewers' remarks are in drafts alone, a translation is a table."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace

import docx
import pytest
from lxml import etree
from odfdo import Document as OpenDocument

from tests.transcribe.formats.overlapping import export
from transcribe.formats import Export, Options, render
from transcribe.formats.export import Layer, Passage, Remark
from transcribe.formats.options import Text
from transcribe.records import Segment, Word

OFFICE = ("docx", "odt")
NAMESPACES = re.compile(
    r"http://(schemas\.openxmlformats\.org|purl\.org/dc|www\.w3\.org|schemas\.microsoft\.com/office/word)\S*"
)
REMARKS = (
    Remark(5_100, "Жанар А.", "Is it <this> village?\nAsk & tell", "2026-11-24T12:00:00.000Z"),
    Remark(0, "Bolat", "", "2026-11-25T08:30:00.000Z"),
    Remark(99_000, "Bolat", "\x07late", "2026-11-25T08:31:00.000Z"),
)


def said(start_ms: int, *texts: str, language: str | None = None, speaker: str = "S1") -> Segment:
    words = tuple(Word(text, start_ms + place, start_ms + place + 1, 0.5) for place, text in enumerate(texts))
    return Segment(f"s{start_ms}", start_ms, start_ms + 900, words, speaker, language)


TOLD = (said(0, "Су"), said(5_000, "қайда?"), said(9_000, "Здесь", language="ru", speaker="S2"))


def draft(*, for_publication: bool = False) -> Export:
    return replace(export(TOLD, for_publication=for_publication), remarks=REMARKS)


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert package.testzip() is None
        return {entry.filename: package.read(entry) for entry in package.infolist()}


def test_remarks_stand_beside_what_they_are_about_in_word() -> None:
    document = docx.Document(io.BytesIO(render("docx", draft())))

    found = [(each.author, each.initials, each.text, each.timestamp.isoformat()) for each in document.comments]
    assert found == [
        ("Bolat", "B", "", "2026-11-25T08:30:00+00:00"),
        ("Жанар А.", "ЖА", "Is it <this> village?\nAsk & tell", "2026-11-24T12:00:00+00:00"),
        ("Bolat", "B", "late", "2026-11-25T08:31:00+00:00"),
    ]
    places = {}
    for paragraph in document.paragraphs:
        for name in paragraph._p.xpath("w:commentRangeStart/@w:id"):
            places[int(name)] = paragraph.text.split("\t")[-1]
    assert places == {0: "1-сөйлеуші: Су", 1: "қайда?", 2: "2-сөйлеуші: Здесь"}


def test_remarks_stand_beside_what_they_are_about_in_opendocument() -> None:
    body = OpenDocument(io.BytesIO(render("odt", draft()))).body

    found = [(each.creator, each.note_body) for each in body.get_annotations()]
    assert found == [("Bolat", ""), ("Жанар А.", "Is it <this> village?\nAsk & tell"), ("Bolat", "late")]


@pytest.mark.parametrize("name", OFFICE)
@pytest.mark.parametrize(
    ("made", "options"),
    [(draft(for_publication=True), Options()), (draft(), Options(clean=True))],
    ids=["public", "clean"],
)
def test_remarks_are_neither_in_what_is_public_nor_in_what_is_clean(name: str, made: Export, options: Options) -> None:
    found = parts(render(name, made, options))

    assert "word/comments.xml" not in found
    for data in found.values():
        assert not re.search(
            r"Жанар|Bolat|village|comment|annotation(?! )", data.decode().replace("annotation text", "")
        )


@pytest.mark.parametrize("name", OFFICE)
@pytest.mark.parametrize("options", [Options(), Options(text=Text.BOTH), Options(clean=True)], ids=str)
def test_nothing_leads_out_of_a_document(name: str, options: Options) -> None:
    layer = Layer("en", "en", "Machine translation", (Passage(0, 900, "Water http://example.org/a"),))
    made = replace(draft(), layers=(layer,))
    for part, data in parts(render(name, made, options)).items():
        text = data.decode()
        assert "TargetMode" not in text, part
        assert not re.search(r"xlink:href|macro|vbaProject|DDE|INCLUDE", text), part
        addresses = re.sub(
            r"Water http://example\.org/a", "", re.sub(r'"http://[^"]*"', lambda m: _checked(m[0]), text)
        )
        assert "http" not in addresses, part
        if part.endswith((".xml", ".rels")):
            etree.fromstring(data)


def _checked(quoted: str) -> str:
    assert NAMESPACES.fullmatch(quoted.strip('"')), quoted
    return ""


@pytest.mark.parametrize("name", OFFICE)
def test_it_says_its_title_language_and_age_and_no_author(name: str) -> None:
    data = render(name, draft())
    if name == "docx":
        core = docx.Document(io.BytesIO(data)).core_properties
        assert (core.title, core.language, core.author, core.last_modified_by) == (TITLE, "kk", "", "")
        assert core.created.isoformat() == core.modified.isoformat() == "2026-11-24T10:00:00+00:00"
        assert "NOT FOR PUBLICATION" in core.comments
    else:
        meta = OpenDocument(io.BytesIO(data)).meta
        assert (meta.title, meta.language, meta.creator, meta.initial_creator) == (TITLE, "kk", None, None)
        assert "NOT FOR PUBLICATION" in meta.description
        assert data[30:77] == b"mimetypeapplication/vnd.oasis.opendocument.text"


TITLE = export(()).programme.title


@pytest.mark.parametrize("name", OFFICE)
def test_a_translation_is_a_column_beside_the_words(name: str) -> None:
    passages = (Passage(0, 900, "Water"), Passage(5_000, 5_900, "where?"), Passage(9_000, 9_900, "Here"))
    made = replace(export(TOLD), layers=(Layer("en", "en", "Machine translation", passages),))
    data = render(name, made, Options(text=Text.BOTH))

    assert rows(name, data) == [
        ["Time", "Original", "Translation"],
        ["00:00:00", "1-сөйлеуші: Су", "Water"],
        ["00:00:05", "қайда?", "where?"],
        ["00:00:09", "2-сөйлеуші: Здесь", "Here"],
    ]


def rows(name: str, data: bytes) -> list[list[str]]:
    if name == "docx":
        return [[cell.text for cell in row.cells] for row in docx.Document(io.BytesIO(data)).tables[0].rows]
    table = OpenDocument(io.BytesIO(data)).body.get_elements("//table:table")[0]
    return [
        [cell.inner_text.strip() for cell in row.get_elements("table:table-cell")]
        for row in table.get_elements("//table:table-row")
    ]


def test_words_of_another_language_say_which() -> None:
    russian = docx.Document(io.BytesIO(render("docx", export(TOLD)))).paragraphs[-1].runs[-1]
    assert (russian.text, russian._r.xpath("w:rPr/w:lang/@w:val")) == ("Здесь", ["ru"])

    content = etree.fromstring(parts(render("odt", export(TOLD)))["content.xml"])
    spaces = content.nsmap
    style = content.xpath("//text:span[.='Здесь']/@text:style-name", namespaces=spaces)[0]
    assert content.xpath(f"//style:style[@style:name='{style}']/*/@fo:language", namespaces=spaces) == ["ru"]


def test_what_is_written_from_the_right_is_said_to_be() -> None:
    arabic = export((said(0, "قازاق", "ءتىلى"),))
    paragraph = docx.Document(io.BytesIO(render("docx", arabic))).paragraphs[-1]
    assert paragraph._p.xpath("w:pPr/w:bidi")
    assert paragraph.runs[-1]._r.xpath("w:rPr/w:rtl")
    assert b'style:writing-mode="rl-tb"' in parts(render("odt", arabic))["content.xml"]
