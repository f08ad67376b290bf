"""A segment's words as markup: each with its time, doubted ones marked for eyes and ears.

Made here and not in a template, because ten hours of speech are a hundred thousand words.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby

from markupsafe import Markup, escape

from transcribe.records import Doubt
from webapp.edition.records import EditionSegment, EditionWord
from webapp.interface import gettext
from webapp.public.search import Query


@dataclass(slots=True)
class Places:
    """Which moments of the page something links to; each may name one element only."""

    wanted: set[int] = field(default_factory=set)
    given: set[int] = field(default_factory=set)

    def take(self, time_ms: int, *, always: bool = False) -> str | None:
        """Return the ``id`` of an element that begins at ``time_ms``, ``None`` where it needs none or it is taken."""
        if time_ms in self.given or not (always or time_ms in self.wanted):
            return None
        self.given.add(time_ms)
        return moment(time_ms)


def moment(time_ms: int) -> str:
    """Return ``t=12.3``: a media fragment, and the id of what is said there."""
    return "t=" + f"{time_ms / 1000:.3f}".rstrip("0").rstrip(".")


def words_markup(segment: EditionSegment, query: Query, places: Places) -> Markup:
    """Return the words of a segment. Runs of doubted words are said to be so once."""
    found = query.places([word.text for word in segment.words]) if query.terms else set()
    numbered = enumerate(segment.words)
    runs = []
    for doubt, run in groupby(numbered, key=lambda pair: _shown_doubt(pair[1])):
        words = Markup(" ").join(_word(word, number in found, places) for number, word in run)
        runs.append(_doubted(doubt, words) if doubt else words)
    return Markup(" ").join(runs)


def doubts_in(segments: tuple[EditionSegment, ...]) -> set[Doubt]:
    """Return what the words of a transcript are doubted for, for the legend."""
    return {doubt for segment in segments for word in segment.words if (doubt := _shown_doubt(word))}


def _shown_doubt(word: EditionWord) -> Doubt | None:
    return word.doubt if word.doubt in {Doubt.LOW_PROBABILITY, Doubt.NOT_SPOKEN} else None


def _word(word: EditionWord, is_found: bool, places: Places) -> Markup:
    name = places.take(word.start_ms)
    attributes = Markup(' id="{}"').format(name) if name else ""
    text = Markup("<mark>{}</mark>").format(word.text) if is_found else escape(word.text)
    duration_ms = word.end_ms - word.start_ms
    return Markup(f'<span data-m="{word.start_ms:d}" data-d="{duration_ms:d}"{attributes}>{text}</span>')  # noqa: S704


def _doubted(doubt: Doubt, words: Markup) -> Markup:
    if doubt is Doubt.NOT_SPOKEN:
        return Markup('<del><span class="aside">[{}: </span>{}<span class="aside">]</span></del>').format(
            gettext("in the script, not heard"), words
        )
    return Markup('<span class="unsure"><span class="aside">[{}: </span>{}<span class="aside">]</span></span>').format(
        gettext("uncertain"), words
    )
