"""The text of a DOCX: its head, its passages, what reviewers say of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lxml import etree

from transcribe.formats.documents.letters import is_right_to_left
from transcribe.formats.documents.passages import Passage, has_doubts, plain
from transcribe.formats.export import DRAFT, Export, Remark
from transcribe.formats.options import Options

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
TEXT_WIDTH = 9070
"""Twentieths of a point, as all lengths here: of A4 with margins of 2.5 cm."""
TIME_WIDTH = 1100


def w(name: str) -> str:
    """Return the name of an element or attribute of WordprocessingML."""
    return f"{{{W}}}{name}"


def add(parent: etree._Element, name: str, **attributes: str) -> etree._Element:
    """Add an element with attributes of its namespace."""
    return etree.SubElement(parent, w(name), {w(key): value for key, value in attributes.items()})


def paragraph(parent: etree._Element, style: str, text: str = "", *, is_bidi: bool = False) -> etree._Element:
    """Add a paragraph."""
    made = etree.SubElement(parent, w("p"))
    properties = etree.SubElement(made, w("pPr"))
    add(properties, "pStyle", val=style)
    if is_bidi:
        etree.SubElement(properties, w("bidi"))
    if text:
        run(made, text)
    return made


def run(parent: etree._Element, text: str, style: str = "", language: str = "") -> etree._Element:
    """Add a run of one look. :param language: a BCP 47 tag where it is not the document's."""
    made = etree.SubElement(parent, w("r"))
    is_bidi = is_right_to_left(text)
    if style or language or is_bidi:
        properties = etree.SubElement(made, w("rPr"))
        if style:
            add(properties, "rStyle", val=style)
        if is_bidi:
            etree.SubElement(properties, w("rtl"))
        if language:
            add(properties, "lang", **{"bidi" if is_bidi else "val": language})
    said = etree.SubElement(made, w("t"))
    said.text = text
    said.set(SPACE, "preserve")
    return made


@dataclass(slots=True)
class Remarked:
    """Numbers the remarks as they are placed."""

    comments: list[Remark] = field(default_factory=list)

    def begin(self, parent: etree._Element, remarks: Sequence[Remark]) -> Iterator[int]:
        """Open the places of remarks, and yield their numbers."""
        for remark in remarks:
            number = len(self.comments)
            self.comments.append(remark)
            add(parent, "commentRangeStart", id=str(number))
            yield number

    @staticmethod
    def end(parent: etree._Element, numbers: Sequence[int]) -> None:
        for number in numbers:
            add(parent, "commentRangeEnd", id=str(number))
            made = etree.SubElement(parent, w("r"))
            add(etree.SubElement(made, w("rPr")), "rStyle", val="CommentReference")
            add(made, "commentReference", id=str(number))


def add_about(body: etree._Element, export: Export, made: Sequence[Passage], options: Options) -> None:
    """Add the title and the lines that say whose words these are."""
    title, *lines = (plain(line) for line in export.head())
    if DRAFT in lines:
        lines.remove(DRAFT)
        paragraph(body, "Draft", DRAFT)
    paragraph(body, "Title", title, is_bidi=is_right_to_left(title))
    is_marked = has_doubts(made) and not options.clean
    last = len(lines) - 1
    for place, line in enumerate(lines):
        style = "AboutEnd" if place == last and not is_marked else "About"
        paragraph(body, style, line, is_bidi=is_right_to_left(line))
    if is_marked:
        legend = paragraph(body, "AboutEnd")
        run(legend, "Dotted", "Unsure")
        run(legend, " words: the machine is unsure of them")


def add_passages(
    body: etree._Element, export: Export, made: Sequence[Passage], options: Options, remarked: Remarked
) -> None:
    """Add the words, a paragraph a passage; a row of a table where a translation stands beside."""
    if export.beside:
        _add_table(body, export, made, options, remarked)
        return
    for passage in made:
        where = paragraph(body, passage_style(passage, options), is_bidi=is_right_to_left(passage.text))
        if not options.clean:
            add_tab(run(where, passage.clock, "Time"))
        _add_words(where, passage, export, options, remarked)


def passage_style(passage: Passage, options: Options) -> str:
    """Return the style of a passage: where somebody else begins to speak is more space."""
    return f"{'Clean' if options.clean else 'Passage'}{'Turn' if passage.is_turn else ''}"


def add_tab(after: etree._Element) -> None:
    etree.SubElement(after, w("tab"))


def add_section(body: etree._Element) -> None:
    """Add the page: A4, with its header and footer."""
    section = etree.SubElement(body, w("sectPr"))
    for kind in ("header", "footer"):
        reference = add(section, f"{kind}Reference", type="default")
        reference.set("{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id", kind)
    add(section, "pgSz", w="11906", h="16838")
    add(section, "pgMar", top="1418", right="1418", bottom="1304", left="1418", header="680", footer="624", gutter="0")


def _add_words(where: etree._Element, passage: Passage, export: Export, options: Options, remarked: Remarked) -> None:
    numbers = tuple(remarked.begin(where, passage.remarks))
    language = passage.language if passage.language != export.language else ""
    if passage.speaker and passage.is_turn:
        run(where, f"{passage.speaker}: ", "Speaker")
    if not passage.tokens:
        run(where, passage.note, "Note", "en")
    for each in passage.runs:
        look = "Masked" if each.is_masked else "Unsure" if each.is_unsure and not options.clean else ""
        run(where, each.text, look, language)
    Remarked.end(where, numbers)


def _add_table(
    body: etree._Element, export: Export, made: Sequence[Passage], options: Options, remarked: Remarked
) -> None:
    assert export.beside  # noqa: S101 the caller has looked
    times = [] if options.clean else [TIME_WIDTH]
    text = (TEXT_WIDTH - sum(times)) // 2
    widths = [*times, text, text]
    table = etree.SubElement(body, w("tbl"))
    properties = etree.SubElement(table, w("tblPr"))
    add(properties, "tblW", w=str(sum(widths)), type="dxa")
    add(properties, "tblInd", w="0", type="dxa")
    add(properties, "tblLayout", type="fixed")
    margins = etree.SubElement(properties, w("tblCellMar"))
    add(margins, "left", w="0", type="dxa")
    add(margins, "right", w="200", type="dxa")
    grid = etree.SubElement(table, w("tblGrid"))
    for width in widths:
        add(grid, "gridCol", w=str(width))
    heads = [*([] if options.clean else ["Time"]), "Original", "Translation"]
    cells = _row(table, widths, is_head=True)
    for cell, head in zip(cells, heads, strict=True):
        paragraph(cell, "ColumnHead", head)
    for passage in made:
        *time, words, beside = _row(table, widths)
        if time:
            run(paragraph(time[0], "Cell"), passage.clock, "Time")
        where = paragraph(words, "Cell", is_bidi=is_right_to_left(passage.text))
        _add_words(where, passage, export, options, remarked)
        where = paragraph(beside, "Cell", is_bidi=is_right_to_left(passage.translated))
        if passage.translated:
            run(where, passage.translated, language=export.beside.language)
    # Word takes a file that ends with a table for a damaged one.
    paragraph(body, "About")


def _row(table: etree._Element, widths: Sequence[int], *, is_head: bool = False) -> list[etree._Element]:
    row = etree.SubElement(table, w("tr"))
    properties = etree.SubElement(row, w("trPr"))
    etree.SubElement(properties, w("cantSplit"))
    if is_head:
        etree.SubElement(properties, w("tblHeader"))
    cells = []
    for width in widths:
        cell = etree.SubElement(row, w("tc"))
        add(etree.SubElement(cell, w("tcPr")), "tcW", w=str(width), type="dxa")
        cells.append(cell)
    return cells
