"""PDF (ISO 32000-1), to print and to cite: tagged, in a type that has all letters of Kazakh.

fpdf2 makes the file; lines are broken here, because there it takes four times as long. A letter that the type lacks
stands as a box and is copied as what it is. Whoever exports it is not named in it, and the same words give the same
bytes.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from functools import partial

from transcribe.formats.documents.letters import is_right_to_left
from transcribe.formats.documents.passages import Passage, has_doubts, passages, plain
from transcribe.formats.documents.pdf_paper import HEIGHT, WIDTH, Paper
from transcribe.formats.documents.pdf_type import Type
from transcribe.formats.documents.sheet import Block, Column, Look, broken, laid
from transcribe.formats.export import DRAFT, Export
from transcribe.formats.options import Options

EDGE, TOP, BOTTOM = 71.0, 80.0, 71.0
"""Margins: 2.5 cm."""
TEXT_WIDTH = WIDTH - 2 * EDGE
TIME_WIDTH, GUTTER = 58.0, 18.0
TEXT, TEXT_LEADING = 10.5, 15.75
BESIDE, BESIDE_LEADING = 9.5, 14.0
SMALL, SMALL_LEADING = 8.5, 12.25
TITLE, TITLE_LEADING = 20.0, 25.0

Words = Iterable[tuple[str, Look]]


def render(export: Export, options: Options) -> bytes:
    """Return the file."""
    made = passages(export)
    paper = Paper(export)
    with closing(paper.type) as its_type:
        page = _Page(its_type)
        blocks = [*page.about(export, made, options), *page.words(export, made, options)]
        return paper.printed(laid(blocks, TOP, HEIGHT - BOTTOM))


class _Page:
    """Breaks words into lines, and says where on a page they go."""

    def __init__(self, its_type: Type) -> None:
        self._type = its_type

    def about(self, export: Export, made: Sequence[Passage], options: Options) -> Iterator[Block]:
        """Yield the title and the lines that say whose words these are."""
        title, *lines = (plain(line) for line in export.head())
        if DRAFT in lines:
            lines.remove(DRAFT)
            yield self._block(_all(DRAFT, Look.ALARM), TEXT, TEXT_LEADING, 0.0)
        yield self._block(_all(title, Look.STRONG), TITLE, TITLE_LEADING, 0.0, "H1")
        for place, line in enumerate(lines):
            yield self._block(_all(line, Look.QUIET), SMALL, SMALL_LEADING, 2.0 if place else 6.0)
        if has_doubts(made) and not options.clean:
            legend = [*_all("Dotted", Look.UNSURE), *_all("words: the machine is unsure of them", Look.QUIET)]
            yield self._block(legend, SMALL, SMALL_LEADING, 2.0)
        if unknown := self._type.unknown(word for passage in made for word in (passage.text, passage.translated)):
            said = f"A box stands for a letter that this file's type lacks ({unknown} of them); copy it to read it"
            yield self._block(_all(said, Look.QUIET), SMALL, SMALL_LEADING, 2.0)

    def words(self, export: Export, made: Sequence[Passage], options: Options) -> Iterator[Block]:
        """Yield the passages, a translation beside its original."""
        indent = 0.0 if options.clean else TIME_WIDTH
        width = TEXT_WIDTH - indent
        if export.beside:
            width = (width - GUTTER) / 2
        size, leading = (BESIDE, BESIDE_LEADING) if export.beside else (TEXT, TEXT_LEADING)
        above = 36.0
        chapters = _chapters(export, made)
        for number, passage in enumerate(made):
            columns = [self._column(_said(passage, options), EDGE + indent, width, size, passage.text)]
            if not options.clean:
                # Smaller words stand on the line of larger ones, so they begin with them.
                columns.insert(0, self._column(_all(passage.clock, Look.QUIET), EDGE, TIME_WIDTH, SMALL))
            if export.beside:
                left = EDGE + indent + width + GUTTER
                said = _all(passage.translated, Look.PLAIN)
                columns.append(self._column(said, left, width, size, passage.translated))
            yield Block(
                tuple(columns),
                leading,
                above if passage.is_turn else above / 3,
                is_ruled=number == 0,
                chapters=tuple(chapters.get(number, ())),
            )
            above = 14.0

    def _block(self, words: Words, size: float, leading: float, above: float, tag: str = "P") -> Block:
        told = list(words)
        text = " ".join(word for word, _ in told)
        return Block((self._column(told, EDGE, TEXT_WIDTH, size, text),), leading, above, tag)

    def _column(self, words: Words, x: float, width: float, size: float, text: str = "") -> Column:
        lines = broken(words, width, self._type.space(size), partial(self._type.width_of, size))
        return Column(lines or ((),), x, width, size, is_right_to_left(text))


def _chapters(export: Export, made: Sequence[Passage]) -> Mapping[int, Sequence[str]]:
    """Return which chapters begin in which passage, by its number."""
    starts_ms = [passage.span.start_ms for passage in made]
    found: dict[int, list[str]] = {}
    for chapter in export.chapters if made else ():
        found.setdefault(max(0, bisect_right(starts_ms, chapter.start_ms) - 1), []).append(plain(chapter.title))
    return found


def _all(text: str, look: Look) -> Words:
    return ((word, look) for word in text.split())


def _said(passage: Passage, options: Options) -> Iterator[tuple[str, Look]]:
    if passage.speaker and passage.is_turn:
        yield from _all(f"{passage.speaker}:", Look.STRONG)
    yield from _all(passage.note, Look.QUIET)
    for token in passage.tokens:
        if token.is_masked:
            yield token.text, Look.QUIET
        else:
            yield token.text, Look.UNSURE if token.is_unsure and not options.clean else Look.PLAIN
