"""Every place in a programme where something that is kept back stands, or may stand. Pure."""

from __future__ import annotations

import hashlib
import hmac
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from media.records import Span
from webapp.leaks import spots
from webapp.leaks.spots import Spotter
from webapp.redaction.counterparts import counterparts
from webapp.redaction.flows import Flow, flows
from webapp.redaction.records import Decision, Likeness, Place, Quote, Redaction, RedactionKind, Redactions
from webapp.redaction.wanted import said_elsewhere, wanted_in

if TYPE_CHECKING:
    from webapp.review import Content

CONTEXT_WORDS = 4
"""Before and after a place: an edit of any of these opens it again."""
LIKENESS = {
    spots.Likeness.NAME: Likeness.NAME,
    spots.Likeness.SPLIT: Likeness.SPLIT,
    spots.Likeness.RESEMBLES: Likeness.RESEMBLES,
}
ID_CHARACTERS = 12


def find_places(content: Content, redactions: Redactions) -> tuple[Place, ...]:
    """Return every place in what would be published, text by text, in the order of their words."""
    if not redactions:
        return ()
    finder = Finder(redactions)
    found = [place for flow in flows(content) for place in finder.places(flow)]
    found += (finder.whole(flow, *each) for flow, each in counterparts(content, redactions, found))
    return tuple(found)


class Finder:
    """Looks for the same redactions in one text after another."""

    def __init__(self, redactions: Redactions) -> None:
        self._redactions = redactions
        self._spotter = Spotter(wanted_in(redactions))
        self._words = [each for each in redactions.standing if each.kind is RedactionKind.WORD]
        self._elsewhere = Spotter([wanted for each in self._words for wanted in said_elsewhere(each)])

    def places(self, flow: Flow) -> Iterator[Place]:
        """Yield what stands in a text."""
        texts = [token.text for token in flow.tokens]
        quotes = _Quotes(flow, texts)
        for spot in self._spotter.spots(texts):
            yield self._place(flow, quotes, LIKENESS[spot.likeness], spot)
        there: set[tuple[str, int]] = set()
        for redaction in self._words:
            for first, end in _word_places(redaction, flow, quotes):
                spot = spots.Spot(redaction.redaction_id, spots.Likeness.NAME, first, end)
                there.update((redaction.redaction_id, place) for place in range(first, end))
                yield self._place(flow, quotes, Likeness.NAME, spot)
        for spot in self._elsewhere.spots(texts):
            if there.isdisjoint((spot.owner, place) for place in range(spot.first, spot.end)):
                yield self._place(flow, quotes, Likeness.RESEMBLES, spot)

    def whole(self, flow: Flow, redaction_id: str, first: int, end: int) -> Place:
        """Return a piece of a translation as the counterpart of what is kept back."""
        quotes = _Quotes(flow, [token.text for token in flow.tokens])
        spot = spots.Spot(redaction_id, spots.Likeness.RESEMBLES, first, end)
        return self._place(flow, quotes, Likeness.COUNTERPART, spot)

    def _place(self, flow: Flow, quotes: _Quotes, likeness: Likeness, spot: spots.Spot) -> Place:
        redaction_id, quote = spot.owner, quotes.at(spot.first, spot.end)
        alike = quotes.alike(spot.first, spot.end)
        decision = self._redactions.decisions.get((redaction_id, quote))
        seen = self._redactions.alike.get((redaction_id, quote), alike)
        if decision is Decision.DISMISSED and alike > seen:
            decision = None  # One more came in that nobody has looked at, and no word tells which.
        if decision is None and any(each.quote == quote for each in self._words if each.redaction_id == redaction_id):
            decision = Decision.CONFIRMED  # Whoever made it was looking at this place.
        return Place(
            place_id=_place_id(self._redactions.salt, redaction_id, quote),
            redaction_id=redaction_id,
            quote=quote,
            likeness=likeness,
            decision=decision,
            span=_span(flow, spot.first, spot.end),
            part=flow.part,
            first=spot.first,
            end=spot.end,
            alike=alike,
        )


def quote_of(flow: Flow, first: int, end: int) -> Quote:
    """Return the words [first, end) of a text by what stands there."""
    return _Quotes(flow, [token.text for token in flow.tokens]).at(first, end)


@dataclass(frozen=True, slots=True)
class Located:
    """Some words of a text of the programme."""

    flow: Flow
    first: int
    end: int
    span: Span | None


def locate(content: Content, quote: Quote) -> Located | None:
    """Return where words stand, ``None`` where they do not stand there any more."""
    for flow in flows(content):
        if (flow.where, flow.fact) == (quote.where, quote.fact):
            quotes = _Quotes(flow, [token.text for token in flow.tokens])
            for first, end in quotes.standing(quote.words):
                if quotes.at(first, end) == quote:
                    return Located(flow, first, end, _span(flow, first, end))
    return None


class _Quotes:
    """Says of words of one text where they stand."""

    def __init__(self, flow: Flow, texts: Sequence[str]) -> None:
        self._flow, self._texts = flow, texts
        self._starts: dict[str, list[int]] = defaultdict(list)
        for place, text in enumerate(texts):
            self._starts[text].append(place)

    def at(self, first: int, end: int) -> Quote:
        words, before, after = self._around(first, end)
        length = end - first
        earlier = (place for place in self._starts.get(self._texts[first], ()) if place < first)
        nth = sum(self._around(place, place + length) == (words, before, after) for place in earlier)
        return Quote(self._flow.where, self._flow.fact, words, before, after, nth)

    def alike(self, first: int, end: int) -> int:
        """Return how many places cannot be told from this one by their words, with this one."""
        here, length = self._around(first, end), end - first
        return sum(self._around(each, each + length) == here for each in self._starts[self._texts[first]])

    def standing(self, words: str) -> Iterator[tuple[int, int]]:
        """Yield where some words stand."""
        wanted = words.split()
        for first in self._starts.get(wanted[0], ()) if wanted else ():
            if list(self._texts[first : first + len(wanted)]) == wanted:
                yield first, first + len(wanted)

    def _around(self, first: int, end: int) -> tuple[str, str, str]:
        texts = self._texts
        before, after = texts[max(0, first - CONTEXT_WORDS) : first], texts[end : end + CONTEXT_WORDS]
        return " ".join(texts[first:end]), " ".join(before), " ".join(after)


def _word_places(redaction: Redaction, flow: Flow, quotes: _Quotes) -> Iterator[tuple[int, int]]:
    """Yield where a word is that is kept back, and what cannot be told from it by the words around.

    Where it is not there any longer, every place of the same words.
    """
    wanted = redaction.quote
    if wanted is None or (wanted.where, wanted.fact) != (flow.where, flow.fact):
        return
    there = {place: quotes.at(*place) for place in quotes.standing(wanted.words)}
    is_there = wanted in there.values()
    yield from (place for place, quote in there.items() if not is_there or replace(quote, nth=wanted.nth) == wanted)


def _span(flow: Flow, first: int, end: int) -> Span | None:
    spans = [token.span for token in flow.tokens[first:end] if token.span]
    return Span(min(each.start_ms for each in spans), max(each.end_ms for each in spans)) if spans else None


def _place_id(salt: bytes, redaction_id: str, quote: Quote) -> str:
    said = "\n".join((redaction_id, *map(str, (getattr(quote, name) for name in Quote.__slots__))))
    return hmac.new(salt, said.encode(), hashlib.sha256).hexdigest()[:ID_CHARACTERS]
