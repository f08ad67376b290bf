"""The text of an ODT: its head, its passages, what reviewers say of them."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from transcribe.formats.documents.letters import is_right_to_left
from transcribe.formats.documents.odt_parts import language_of
from transcribe.formats.documents.odt_xml import add
from transcribe.formats.documents.passages import Passage, has_doubts, plain
from transcribe.formats.export import DRAFT, Export, Remark
from transcribe.formats.options import Options
from transcribe.formats.xml_text import xml_text

TEXT_WIDTH_CM, TIME_WIDTH_CM = 16.0, 2.0


class Text:
    """Writes the text into a part."""

    def __init__(self, content: etree._Element, export: Export, options: Options) -> None:
        self._looks = add(content, "office:automatic-styles")
        self._text = add(add(content, "office:body"), "office:text")
        self._export, self._options = export, options
        self._variants: set[str] = set()

    def write(self, made: Sequence[Passage]) -> None:
        """Add the head, and the words: a paragraph a passage, or a row of a table with a translation beside."""
        self._about(made)
        if self._export.beside:
            self._table(made, self._export.beside.language)
            return
        for passage in made:
            kind = "Clean" if self._options.clean else "Passage"
            where = self._paragraph(self._text, f"{kind}Turn" if passage.is_turn else kind, passage.text)
            if not self._options.clean:
                self._span(where, passage.clock, "Time")
                add(where, "text:tab")
            self._words(where, passage)

    def _about(self, made: Sequence[Passage]) -> None:
        title, *lines = (plain(line) for line in self._export.head())
        if DRAFT in lines:
            lines.remove(DRAFT)
            add(self._text, "text:p", {"text:style-name": "Draft"}, DRAFT)
        add(self._text, "text:h", {"text:style-name": "Title", "text:outline-level": "1"}, title)
        is_marked = has_doubts(made) and not self._options.clean
        last = len(lines) - 1
        for place, line in enumerate(lines):
            style = "AboutEnd" if place == last and not is_marked else "About"
            add(self._text, "text:p", {"text:style-name": style}, line)
        if is_marked:
            legend = add(self._text, "text:p", {"text:style-name": "AboutEnd"})
            self._span(legend, "Dotted", "Unsure")
            _append(legend, " words: the machine is unsure of them")

    def _words(self, where: etree._Element, passage: Passage) -> None:
        for remark in passage.remarks:
            _annotate(where, remark)
        if passage.speaker and passage.is_turn:
            self._span(where, f"{passage.speaker}: ", "Speaker")
        if not passage.tokens:
            self._span(where, passage.note, "Note", "en")
        for each in passage.runs:
            look = "Masked" if each.is_masked else "Unsure" if each.is_unsure and not self._options.clean else ""
            self._span(where, each.text, look, passage.language)

    def _table(self, made: Sequence[Passage], language: str) -> None:
        times = [] if self._options.clean else [TIME_WIDTH_CM]
        text_cm = (TEXT_WIDTH_CM - sum(times)) / 2
        table = add(self._text, "table:table", {"table:name": "Transcript"})
        for number, width_cm in enumerate((*times, text_cm, text_cm)):
            column = {"style:name": f"Column{number}", "style:family": "table-column"}
            look = {"style:column-width": f"{width_cm}cm"}
            add(add(self._looks, "style:style", column), "style:table-column-properties", look)
            add(table, "table:table-column", {"table:style-name": f"Column{number}"})
        cell = {"style:name": "Beside", "style:family": "table-cell"}
        add(add(self._looks, "style:style", cell), "style:table-cell-properties", {"fo:padding-right": "0.35cm"})
        heads = [*([] if self._options.clean else ["Time"]), "Original", "Translation"]
        for place, head in zip(self._row(add(table, "table:table-header-rows"), len(heads)), heads, strict=True):
            add(place, "text:p", {"text:style-name": "ColumnHead"}, head)
        for passage in made:
            *time, words, beside = self._row(table, len(heads))
            if time:
                self._span(self._paragraph(time[0], "Cell", ""), passage.clock, "Time")
            self._words(self._paragraph(words, "Cell", passage.text), passage)
            self._span(self._paragraph(beside, "Cell", passage.translated), passage.translated, "", language)

    @staticmethod
    def _row(table: etree._Element, count: int) -> list[etree._Element]:
        row = add(table, "table:table-row")
        return [
            add(row, "table:table-cell", {"table:style-name": "Beside", "office:value-type": "string"})
            for _ in range(count)
        ]

    def _paragraph(self, parent: etree._Element, style: str, text: str) -> etree._Element:
        if is_right_to_left(text):
            from_right = {"fo:text-align": "end", "style:writing-mode": "rl-tb"}
            style = self._variant(style, "paragraph", "FromRight", from_right)
        return add(parent, "text:p", {"text:style-name": style})

    def _span(self, where: etree._Element, text: str, look: str, language: str = "") -> None:
        """Add words of one look. :param language: a BCP 47 tag, empty for that of the document."""
        if language and language != self._export.language:
            look = self._variant(look, "text", f"In{language.replace('-', '')}", language_of(language))
        if look:
            add(where, "text:span", {"text:style-name": look}, text)
        else:
            _append(where, text)

    def _variant(self, style: str, family: str, name: str, properties: dict[str, str]) -> str:
        """Return a style that is another but for some properties. :param style: empty for that of all words."""
        variant = f"{style}{name}"
        if variant not in self._variants:
            self._variants.add(variant)
            said = {"style:name": variant, "style:family": family}
            made = add(self._looks, "style:style", {**said, **({"style:parent-style-name": style} if style else {})})
            add(made, f"style:{family}-properties", properties)
        return variant


def _append(where: etree._Element, text: str) -> None:
    """Add words that look as all else."""
    if len(where):
        where[-1].tail = (where[-1].tail or "") + text
    else:
        where.text = (where.text or "") + text


def _annotate(where: etree._Element, remark: Remark) -> None:
    note = add(where, "office:annotation")
    add(note, "dc:creator", text=plain(remark.author))
    add(note, "dc:date", text=remark.made_at[:19])
    for line in xml_text(remark.text).splitlines():
        add(note, "text:p", text=plain(line))
