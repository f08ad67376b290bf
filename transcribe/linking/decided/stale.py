"""Where the words that a link quotes are now, and whether they still say the same.

Words that were only moved in time, by new timing, by an edit beside them or by another cut into segments, are followed;
where they no longer stand together as `passage` compares them, the link is stale.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from media.records import Span
from transcribe.linking.decided.passage import Passage, TextNow, bears_meaning, every_word, keys_of, make_passage
from transcribe.normalise import Spoken, spoken
from transcribe.records import Link

REACH_MS = 60_000
"""Words are looked for so far before and behind where they were."""
NEAR_MS, NEAR_MS_A_WORD = 3_000, 2_000
"""How far a few words may be found from where they were: a “yes” half a minute on is another one."""
UNMISTAKABLE = 8
"""So many words that count, in this order and once in the programme, are the same wherever they stand."""


@dataclass(frozen=True, slots=True)
class Followed:
    """A link in the text as it stands now."""

    spans: tuple[Span, ...]
    """Where its words are now; where they were, if they are gone."""
    is_stale: bool


def follow(link: Link, now: TextNow) -> Followed:
    """Return where the words that a link quotes are now. A link without words is never stale."""
    return follow_words(link.spans, link.quote, now)


def follow_words(spans: tuple[Span, ...], said: str, now: TextNow) -> Followed:
    """Return where words are now that were said within spans."""
    quote = spoken(said.split(), now.language)
    if not spans or not quote:
        return Followed(spans, is_stale=False)
    there = make_passage(now.within(spans), quote, now.language, bears_meaning)
    says_little = not any(map(bears_meaning, _texts(quote)))
    if _texts(there.spoken) == _texts(quote) or (says_little and not there.keys):
        return Followed(spans, is_stale=False)
    if not says_little and _has_other_edge(quote, there.spoken):
        return Followed(spans, is_stale=True)
    found = None if says_little else _followed(spans, quote, now, bears_meaning)
    # One of several places may have stop words alone.
    found = found or (_followed(spans, quote, now, every_word) if says_little or len(spans) > 1 else None)
    return Followed(found or spans, is_stale=found is None)


def _followed(
    spans: tuple[Span, ...], quote: Sequence[Spoken], now: TextNow, counts: Callable[[str], bool]
) -> tuple[Span, ...] | None:
    wanted = keys_of(quote, counts)
    near = now.within([_reach(span) for span in spans])
    found = _find(wanted, make_passage(near, quote, now.language, counts), spans, quote)
    if found is None and len(wanted) >= UNMISTAKABLE and len(spans) == 1:
        whole = now.whole if counts is bears_meaning else make_passage(now.words, (), now.language, counts)
        return _only_place(wanted, whole, quote)
    return found


def _texts(said: Sequence[Spoken]) -> list[str]:
    return [word.text for word in said]


def _has_other_edge(quote: Sequence[Spoken], there: Sequence[Spoken]) -> bool:
    """Return whether a stop word gave its place to a word that counts, while the others stayed where they are."""
    if len(quote) != len(there):
        return False
    others = [(ours.text, theirs.text) for ours, theirs in zip(quote, there, strict=True) if ours.text != theirs.text]
    return not any(bears_meaning(ours) for ours, _ in others) and any(bears_meaning(theirs) for _, theirs in others)


def _reach(span: Span) -> Span:
    return Span(max(0, span.start_ms - REACH_MS), span.end_ms + REACH_MS)


def _find(
    wanted: Sequence[str], passage: Passage, spans: Sequence[Span], quote: Sequence[Spoken]
) -> tuple[Span, ...] | None:
    places = _places(wanted, passage, spans) if wanted else None
    if places is None:
        return None
    return tuple(_span(passage, first, end, quote) for first, end in places)


_Places = tuple[int, int, tuple[tuple[int, int], ...]]
"""By how many ms all places are longer or shorter now, by how many they moved, and which keys [first, end) they are."""


def _places(wanted: Sequence[str], passage: Passage, spans: Sequence[Span]) -> tuple[tuple[int, int], ...] | None:
    """Return for each span the keys [first, end) of the passage that are its part of the quote.

    Nobody has kept which words of the quote belong to which span, so each cut is tried, and that with which they take
    as long as before is theirs; what comes behind a cut does not hang on those before it, and is looked for once.
    """

    @cache
    def best(taken: int, number: int) -> _Places | None:
        """Return the places of the spans from this one on, for the words that are left."""
        if number == len(spans):
            return (0, 0, ()) if taken == len(wanted) else None
        found: list[_Places] = []
        for end, starts in _beginnings(wanted, taken, passage):
            first = _nearest(starts, end - taken, passage, spans[number])
            rest = None if first is None else best(end, number + 1)
            if first is not None and rest and not (rest[2] and first + end - taken > rest[2][0][0]):
                found.append(_with(passage, spans[number], (first, first + end - taken), rest))
        return min(found, default=None, key=lambda places: places[:2])

    found = best(0, 0)
    return found and found[2]


def _with(passage: Passage, span: Span, place: tuple[int, int], rest: _Places) -> _Places:
    """Return places with one before them."""
    start_ms = passage.start_ms(place[0])
    other_ms = abs(passage.end_ms(place[1] - 1) - start_ms - span.duration_ms)
    return rest[0] + other_ms, rest[1] + abs(start_ms - span.start_ms), (place, *rest[2])


def _beginnings(wanted: Sequence[str], taken: int, passage: Passage) -> Iterator[tuple[int, Sequence[int]]]:
    """Yield for each end the keys at which the passage says the words [taken, end), as long as it does anywhere."""
    starts = passage.places.get(wanted[taken], ()) if taken < len(wanted) else ()
    for end in range(taken + 1, len(wanted) + 1):
        at = end - 1 - taken
        starts = [first for first in starts if passage.keys[first + at : first + at + 1] == (wanted[end - 1],)]
        if not starts:
            return
        yield end, starts


def _nearest(starts: Sequence[int], length: int, passage: Passage, span: Span) -> int | None:
    """Return the key nearest to where words were said at which the passage says them, none where all are too far.

    :param length: of the words.
    """
    limit_ms = min(REACH_MS, NEAR_MS + NEAR_MS_A_WORD * length)
    shift_ms, first = min((abs(passage.start_ms(first) - span.start_ms), first) for first in starts)
    return first if shift_ms <= limit_ms else None


def _only_place(wanted: Sequence[str], passage: Passage, quote: Sequence[Spoken]) -> tuple[Span, ...] | None:
    places = list(_occurrences(wanted, passage))
    return (_span(passage, places[0], places[0] + len(wanted), quote),) if len(places) == 1 else None


def _occurrences(wanted: Sequence[str], passage: Passage) -> Iterator[int]:
    keys, length, sought = passage.keys, len(wanted), tuple(wanted)
    return (first for first in passage.places.get(wanted[0], ()) if keys[first : first + length] == sought)


def _span(passage: Passage, first: int, end: int, quote: Sequence[Spoken]) -> Span:
    """Return when the keys [first, end) are said, with the stop words at the edges that the quote has there."""
    start, last = passage.counting[first], passage.counting[end - 1]
    texts = _texts(quote)
    before = _before(texts, passage.spoken[start].text)
    while before and start and passage.spoken[start - 1].text == before.pop():
        start -= 1
    after = _before(texts[::-1], passage.spoken[last].text)
    while after and last + 1 < len(passage.spoken) and passage.spoken[last + 1].text == after.pop():
        last += 1
    words = passage.words[passage.spoken[start].first : passage.spoken[last].last + 1]
    return Span(words[0].start_ms, max(word.end_ms for word in words))


def _before(texts: Sequence[str], word: str) -> list[str]:
    """Return the stop words that stand before a word, none where it is not at the edge of the quote."""
    place = texts.index(word) if word in texts else 0
    return list(texts[:place]) if not any(map(bears_meaning, texts[:place])) else []
