"""A segment's words as markup: doubted ones marked for eyes and ears, those that something leads to by a name.

Words are plain text with one space between two, and their times a list beside it: ten hours of speech are a hundred
thousand words, and a browser that gets an element for each is slow with them for as long as the page is open.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import groupby, islice

from markupsafe import Markup, escape

from media.records import Span
from transcribe.records import Doubt
from webapp.edition.records import EditionSegment, EditionWord
from webapp.interface import gettext
from webapp.moment import moment
from webapp.public.finding.query import Query


class Kept(enum.Enum):
    """Words that the public does not read, or what it reads in their place."""

    BACK = enum.auto()


SHOWN_DOUBTS = frozenset({Doubt.LOW_PROBABILITY, Doubt.NOT_SPOKEN})
FIRST_WORDS = 12
"""Of a stretch that the summary leaves out."""


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


def as_written(text: str) -> str:
    return text


def words_markup(
    segment: EditionSegment, found: frozenset[int], places: Places, write: Callable[[str], str] = as_written
) -> Markup:
    """Return the words of a segment, one space between two. Runs of doubted words are said to be so once.

    :param found: which of them were looked for.
    :param write: puts them into the letters in which they are shown.
    """
    texts = [word.text for word in segment.words]
    if not found and " ".join(texts).split() == texts and not any(_is_told_of(word, places) for word in segment.words):
        return escape(write(" ".join(texts)))
    runs = []
    for told, run in groupby(enumerate(segment.words), key=lambda pair: _told(pair[1])):
        shown = (_word(word, write, places, is_found=number in found) for number, word in run if word.text.split())
        if words := " ".join(shown):
            runs.append(_set_apart(told, words) if told else words)
    return Markup(" ".join(runs))  # noqa: S704 every text in it went through escape


class Marker:
    """Marks what a query asks for in one text of a page after another, as long as there is room."""

    def __init__(self, query: Query, room: int) -> None:
        self._query = query
        self._room = room if query.terms else 0
        """How many words may still be marked."""

    def __call__(self, text: str) -> Markup:
        """Return a text with words marked: those between spaces, as the browser counts them."""
        words = text.split() if self._room > 0 else []
        found = self._query.places(words) if words else set()
        if not found:
            return escape(text)
        self._room -= len(found)
        shown = (f"<mark>{escape(word)}</mark>" if place in found else escape(word) for place, word in enumerate(words))
        return Markup(" ".join(shown))  # noqa: S704 every text in it went through escape


def _is_told_of(word: EditionWord, places: Places) -> bool:
    return word.start_ms in places.wanted or _told(word) is not None


def word_times(segment: EditionSegment) -> str:
    """Return when each word of `words_markup` is said, as short as can be: ``320 60,410 …``.

    That is how long it lasts, before it, if there is one, the pause since the word before or the segment's start;
    both in ms. Where a word begins before the one before it ends, the pause is less than nothing.
    """
    return " ".join(_durations(segment))


def _durations(segment: EditionSegment) -> Iterator[str]:
    at_ms = segment.start_ms
    for word in segment.words:
        if not word.text.split():
            continue
        pause_ms, duration_ms = word.start_ms - at_ms, word.end_ms - word.start_ms
        yield f"{pause_ms:d},{duration_ms:d}" if pause_ms else f"{duration_ms:d}"
        at_ms = word.end_ms


def first_words(segments: tuple[EditionSegment, ...], span: Span) -> str:
    """Return the first words that begin within a span."""
    said = (word.text for s in segments if s.end_ms > span.start_ms for word in s.words if _begins_in(word, span))
    return " ".join(islice(said, FIRST_WORDS))


def _begins_in(word: EditionWord, span: Span) -> bool:
    return span.start_ms <= word.start_ms < span.end_ms and word.doubt is not Doubt.NOT_SPOKEN


def doubts_in(segments: tuple[EditionSegment, ...]) -> set[Doubt]:
    """Return what the words of a transcript are doubted for, for the legend."""
    return {doubt for segment in segments for word in segment.words if (doubt := _shown_doubt(word))}


def _shown_doubt(word: EditionWord) -> Doubt | None:
    # Asked for every word of ten hours, of which nearly none are doubted: what is cheap comes first.
    if word.doubt is None:
        return None
    return word.doubt if word.doubt in SHOWN_DOUBTS else None


def _told(word: EditionWord) -> Doubt | Kept | None:
    """Return what sets a word apart from those beside it."""
    return Kept.BACK if word.redacted else _shown_doubt(word)


def _word(word: EditionWord, write: Callable[[str], str], places: Places, *, is_found: bool) -> str:
    # A space within a word would make two of it for the browser, which counts them.
    text = escape(write("\u00a0".join(word.text.split())))
    name = places.take(word.start_ms)
    if not is_found and name is None:
        return text
    tag, attribute = "mark" if is_found else "span", f' id="{name}"' if name else ""
    return f"<{tag}{attribute}>{text}</{tag}>"


def _set_apart(told: Doubt | Kept, words: str) -> str:
    said = {
        Kept.BACK: gettext("kept back"),
        Doubt.NOT_SPOKEN: gettext("in the script, not heard"),
        Doubt.LOW_PROBABILITY: gettext("uncertain"),
    }[told]
    inside = f'<span class="aside">[{escape(said)}: </span>{words}<span class="aside">]</span>'
    if told is Doubt.NOT_SPOKEN:
        return f"<del>{inside}</del>"
    return f'<span class="{"kept-back" if told is Kept.BACK else "unsure"}">{inside}</span>'
