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
    runs = []
    for doubt, run in groupby(enumerate(segment.words), key=lambda pair: _shown_doubt(pair[1])):
        words = " ".join(_word(word, number in found, places) for number, word in run)
        runs.append(_doubted(doubt, words) if doubt else words)
    return Markup(" ".join(runs))  # noqa: S704 every text in it went through escape


def doubts_in(segments: tuple[EditionSegment, ...]) -> set[Doubt]:
    """Return what the words of a transcript are doubted for, for the legend."""
    return {doubt for segment in segments for word in segment.words if (doubt := _shown_doubt(word))}


def _shown_doubt(word: EditionWord) -> Doubt | None:
    return word.doubt if word.doubt in {Doubt.LOW_PROBABILITY, Doubt.NOT_SPOKEN} else None


def _word(word: EditionWord, is_found: bool, places: Places) -> str:
    name = places.take(word.start_ms)
    attribute = f' id="{name}"' if name else ""
    text = f"<mark>{escape(word.text)}</mark>" if is_found else escape(word.text)
    return f'<span data-m="{word.start_ms:d}" data-d="{word.end_ms - word.start_ms:d}"{attribute}>{text}</span>'


def _doubted(doubt: Doubt, words: str) -> str:
    said = gettext("in the script, not heard") if doubt is Doubt.NOT_SPOKEN else gettext("uncertain")
    inside = f'<span class="aside">[{escape(said)}: </span>{words}<span class="aside">]</span>'
    return f"<del>{inside}</del>" if doubt is Doubt.NOT_SPOKEN else f'<span class="unsure">{inside}</span>'
