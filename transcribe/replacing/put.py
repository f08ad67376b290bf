"""Other words in the place of some: they share the time of those, and every word beside them stays as it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from media.records import Span
from transcribe.records import Segment, Word
from transcribe.replacing.find import Place, Wanted, as_found
from transcribe.retime import retime


def put(segment: Segment, places: Sequence[Place], by: str, author: str, sought: Wanted | None = None) -> Segment:
    """Return a segment with a text put into some places of its own.

    What the machine doubts of it stays doubted: whoever replaces a word has not listened to those beside it.

    :param places: of `Segment.text`, ascending, none overlapping another.
    :param by: as `clean_text` leaves it; empty to take the words away.
    :param sought: whose capitals are those of the words that go (`as_found`); ``None`` to put ``by`` as it is.
    """
    words = tuple(_words(segment, places, by, sought))
    return replace(segment, words=words, edited_by=author)


def put_text(text: str, places: Sequence[Place], by: str, sought: Wanted | None = None) -> str:
    """Return a text with another put into some of its places, as `put` does."""
    parts, at = [], 0
    for start, end in places:
        parts += [text[at:start], as_found(by, text[start:end], sought) if sought else by]
        at = end
    return "".join((*parts, text[at:]))


def _words(segment: Segment, places: Sequence[Place], by: str, sought: Wanted | None) -> Iterator[Word]:
    words, bounds = segment.words, list(_bounds(segment.words))
    done = 0
    for first, end, inside in _blocks(bounds, places):
        yield from words[done:first]
        start_char, end_char = bounds[first][0], bounds[end - 1][1]
        old = segment.text[start_char:end_char]
        new = put_text(old, [(start - start_char, stop - start_char) for start, stop in inside], by, sought)
        yield from retime(words[first:end], new.split(), _room(segment, first, end))
        done = end
    yield from words[done:]


def _bounds(words: Sequence[Word]) -> Iterator[Place]:
    """Yield where each word stands in the text of its segment."""
    at = 0
    for word in words:
        yield at, at + len(word.text)
        at += len(word.text) + 1


def _blocks(bounds: Sequence[Place], places: Sequence[Place]) -> Iterator[tuple[int, int, list[Place]]]:
    """Yield the words [first, end) that some places touch, with these places; no block touches another."""
    first = end = 0
    inside: list[Place] = []
    for place in places:
        touched = [number for number, (start, stop) in enumerate(bounds) if start < place[1] and stop > place[0]]
        if inside and touched[0] >= end:
            yield first, end, inside
            inside = []
        first = first if inside else touched[0]
        end = max(end, touched[-1] + 1)
        inside.append(place)
    if inside:
        yield first, end, inside


def _room(segment: Segment, first: int, end: int) -> Span:
    """Return the time of some words and of the pauses beside them."""
    words = segment.words
    start_ms = words[first - 1].end_ms if first else segment.start_ms
    end_ms = words[end].start_ms if end < len(words) else segment.end_ms
    return Span(start_ms, max(start_ms, end_ms))
