"""What another site puts into its page to show a programme or a quote, as high as it is likely to be."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from flask import url_for

from webapp.edition.records import EditionDocument
from webapp.public.quoting.in_short import first_sentence
from webapp.public.quoting.view import QuoteView

EMBED_WIDTH = 560
"""In CSS pixels, where the page around does not say otherwise."""
EMBED_HEIGHTS = (220, 600)
"""In CSS pixels, the least and the most; more words than have room are scrolled."""
EMBED_FRAME, EMBED_MARGIN = 170, 62
"""In CSS pixels: the height of title, facts and player, and what lies beside the words."""
EMBED_LETTER, EMBED_SMALL_LETTER = 10.5, 9.3
"""In CSS pixels: how wide one is, of quoted words and of a translation."""
EMBED_LINE, EMBED_GAP = 30, 24
"""In CSS pixels: the height of a line, and of a speaker's name or whose translation it is, with the space around."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What another site puts into its page to show a programme or a quote."""

    src: str
    title: str
    width: int
    height: int

    @staticmethod
    def of(document: EditionDocument, view: QuoteView | None, most_width: int = EMBED_WIDTH) -> Frame:
        """Return a frame as high as its words are likely to be.

        :param most_width: in CSS pixels.
        """
        facts = document.facts
        here = {"programme_id": facts.programme_id, "number": document.version, "t": view.t if view else None}
        title = f"{facts.title}, {view.time}" if view else facts.title
        address = url_for("embedding.embed", _external=True, **here)  # type: ignore[arg-type]
        width = min(most_width, EMBED_WIDTH)
        return Frame(address, title, width, _height(_blocks(document, view), width))

    def at_most(self, height: int) -> Frame:
        return dataclasses.replace(self, height=min(self.height, height))


def _blocks(document: EditionDocument, view: QuoteView | None) -> Iterator[tuple[str, float]]:
    """Yield the texts of an embedded page with the width of their letters."""
    if view is None:
        yield first_sentence(document) or "", EMBED_SMALL_LETTER
        return
    for turn in view.turns:
        yield " ".join(word.text for run in turn.runs for word in run.words), EMBED_LETTER
    for each in view.translations:
        yield each.text, EMBED_SMALL_LETTER
    yield " ".join(view.notes), EMBED_SMALL_LETTER


def _height(blocks: Iterable[tuple[str, float]], width: int) -> int:
    """Return how high a page with these texts is, in CSS pixels, within bounds."""
    room = max(width - EMBED_MARGIN, 1)
    lines = (math.ceil(len(text) * letter / room) * EMBED_LINE + EMBED_GAP for text, letter in blocks)
    least, most = EMBED_HEIGHTS
    return min(max(EMBED_FRAME + sum(lines), least), most)
