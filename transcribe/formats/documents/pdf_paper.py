"""The sheets of a PDF as fpdf2 prints them: words tagged as what they are, all else as decoration. In points."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import partial

from fpdf import FPDF
from fpdf.prefs import ViewerPreferences

from transcribe.formats.documents.passages import plain
from transcribe.formats.documents.pdf_type import Type
from transcribe.formats.documents.sheet import Column, Look, Part, Piece
from transcribe.formats.documents.two_ways import placed
from transcribe.formats.export import DRAFT, Export

WIDTH, HEIGHT = 595.28, 841.89
"""A4."""
EDGE, HEADER, FOOTER = 71.0, 46.0, 36.0
"""Of what stands on every sheet: from the sides, and its lines from the upper and the lower edge."""
SMALL = 8.0
QUIET, RULE = (98, 93, 85), (187, 181, 169)
ASCENT = 0.95
"""Of the size of words: how far their line is below the top of its place."""
BELOW = 0.19
"""How far the dots that mark doubt are below the line."""


class Paper:
    """Prints sheets of words."""

    def __init__(self, export: Export) -> None:
        self._export = export
        self._pdf = pdf = FPDF(unit="pt", format="A4")
        pdf.set_auto_page_break(auto=False)
        pdf.set_title(plain(export.programme.title))
        pdf.set_subject("\n".join(map(plain, export.head()[1:])))
        pdf.set_lang(export.language)
        pdf.set_producer("muragat")
        pdf.set_creation_date(datetime.fromisoformat(export.made_at))
        pdf.viewer_preferences = ViewerPreferences(display_doc_title=True)
        self.type = Type(pdf)
        self._marks = 0

    def printed(self, sheets: Sequence[Sequence[Part]]) -> bytes:
        """Return the file."""
        for number, parts in enumerate(sheets, start=1):
            self._pdf.add_page()
            self._marks = 0
            dots: list[tuple[float, float, float]] = []
            for part in parts:
                for chapter in part.block.chapters if part.first == 0 else ():
                    self._pdf.set_y(part.y)
                    self._pdf.start_section(chapter)
                for column in part.block.columns:
                    dots += self._column(part, column)
            with self._decoration():
                self._rules(parts)
                self._dots(dots)
                self._edges(number, len(sheets), is_first=number == 1)
        return bytes(self._pdf.output())

    def _column(self, part: Part, column: Column) -> Iterator[tuple[float, float, float]]:
        """Print the lines of a column that are on this sheet, and yield what is to be dotted: x, y and width."""
        lines = column.lines[part.first : part.end]
        if not any(lines):
            return
        ascent = max(each.size for each in part.block.columns) * ASCENT
        space, width_of = self.type.space(column.size), partial(self.type.width_of, column.size)
        seen = [placed(line, column, space, width_of) for line in lines]
        with self._tagged(part.block.tag):
            for number, line in enumerate(seen):
                y = part.y + number * part.block.leading + ascent
                for piece in line:
                    self.type.write(piece, column.size, column.x + piece.x, y)
        for number, line in enumerate(seen):
            y = part.y + number * part.block.leading + ascent + BELOW * column.size
            yield from ((column.x + piece.x, y, piece.width) for piece in line if piece.look is Look.UNSURE)

    def _dots(self, dots: Sequence[tuple[float, float, float]]) -> None:
        pdf = self._pdf
        pdf.set_draw_color(*QUIET)
        pdf.set_line_width(0.5)
        pdf.set_dash_pattern(dash=0.8, gap=1.4)
        for x, y, width in dots:
            pdf.line(x, y, x + width, y)
        pdf.set_dash_pattern()

    def _rules(self, parts: Sequence[Part]) -> None:
        self._pdf.set_draw_color(*RULE)
        self._pdf.set_line_width(0.5)
        for part in parts:
            if part.block.is_ruled and part.first == 0:
                y = part.y - part.block.above / 2
                self._pdf.line(EDGE, y, WIDTH - EDGE, y)

    def _edges(self, number: int, count: int, *, is_first: bool) -> None:
        """Print what stands on every sheet: what it is called, which version, and which sheet of how many."""
        export = self._export
        if not export.for_publication:
            self._at_edge(DRAFT, HEADER, Look.ALARM, is_right=True)
        if not is_first:
            room = WIDTH - 2 * EDGE - (0 if export.for_publication else 160)
            self._at_edge(self._shortened(plain(export.programme.title), room), HEADER, Look.QUIET)
        foot = HEIGHT - FOOTER
        self._at_edge(f"Version {plain(export.version)}, {export.made_at[:10]}", foot, Look.QUIET)
        self._at_edge(f"{number} / {count}", foot, Look.QUIET, is_right=True)

    def _at_edge(self, text: str, y: float, look: Look, *, is_right: bool = False) -> None:
        width = self.type.width_of(SMALL, text, look)
        self.type.write(Piece(text, look, 0.0, width), SMALL, WIDTH - EDGE - width if is_right else EDGE, y)

    def _shortened(self, text: str, room: float) -> str:
        if self.type.width_of(SMALL, text, Look.QUIET) <= room:
            return text
        words = text.split()
        while words and self.type.width_of(SMALL, " ".join(words) + "…", Look.QUIET) > room:
            words.pop()
        return " ".join(words) + "…"

    @contextmanager
    def _tagged(self, tag: str) -> Iterator[None]:
        """Tag what is printed meanwhile. fpdf2 does so for pictures alone; its own way counts all tags at each."""
        pdf = self._pdf
        _, parents = pdf.struct_builder.add_marked_content(pdf.page, f"/{tag}", self._marks)
        pdf.pages[pdf.page].struct_parents = parents
        pdf._out(f"/{tag} <</MCID {self._marks}>> BDC")
        self._marks += 1
        yield
        pdf._out("EMC")

    @contextmanager
    def _decoration(self) -> Iterator[None]:
        self._pdf._out("/Artifact BMC")
        yield
        self._pdf._out("EMC")
