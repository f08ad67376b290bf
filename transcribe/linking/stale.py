"""Where the words that a link quotes are now, and whether they still say the same.

Words are compared by what they mean for a link: case, punctuation and stop words do not count, negations do, and a
number is the same in digits and in words. Words that were only moved in time, by new timing, by an edit beside them or
by another cut into segments, are followed; where they no longer stand together, the link is stale.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

from media.records import Span
from transcribe.linking.evidence import NOT_HEARD
from transcribe.linking.number_words import NUMBER_LANGUAGES, number_word
from transcribe.linking.stopwords import STOPWORDS
from transcribe.normalise import Spoken, spoken
from transcribe.records import Doubt, Link, Segment, Word
from transcribe.same_numbers import numbers_as_in

NEGATIONS = frozenset(
    ("no", "nor", "not", "never", "nothing", "without", "емес", "жоқ", "не", "нет", "ни", "без", "никогда", "ничего")
)
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


@dataclass(frozen=True)
class TextNow:
    """The words of a programme that were heard, in their order."""

    words: tuple[Word, ...]
    language: str
    """Of the programme, a BCP 47 tag."""

    def quote(self, spans: Sequence[Span]) -> str:
        """Return the words that begin within the spans."""
        return " ".join(word.text for word in self.within(spans))

    def within(self, spans: Sequence[Span]) -> list[Word]:
        """Return the words that begin within the spans, in their order."""
        starts_ms = self._starts_ms
        found: set[int] = set()
        for span in spans:
            found.update(self._by_start[bisect_left(starts_ms, span.start_ms) : bisect_left(starts_ms, span.end_ms)])
        return [self.words[index] for index in sorted(found)]

    @cached_property
    def whole(self) -> _Passage:
        """All words as they are compared, where only those count that bear meaning."""
        return _passage(self.words, (), self.language, _counts)

    @cached_property
    def _by_start(self) -> list[int]:
        return sorted(range(len(self.words)), key=lambda index: self.words[index].start_ms)

    @cached_property
    def _starts_ms(self) -> list[int]:
        return [self.words[index].start_ms for index in self._by_start]


@dataclass(frozen=True)
class _Passage:
    """Words as they are compared."""

    words: tuple[Word, ...]
    spoken: tuple[Spoken, ...]
    """`Spoken.first` and `Spoken.last` are indexes in ``words``."""
    counting: tuple[int, ...]
    """Which of ``spoken`` count."""
    keys: tuple[str, ...]
    """Their texts."""

    def start_ms(self, place: int) -> int:
        """Return when the word of a key begins."""
        return self.words[self.spoken[self.counting[place]].first].start_ms

    def end_ms(self, place: int) -> int:
        """Return when the word of a key ends."""
        return self.words[self.spoken[self.counting[place]].last].end_ms

    @cached_property
    def places(self) -> Mapping[str, Sequence[int]]:
        """Where each key stands, ascending."""
        places: dict[str, list[int]] = {}
        for place, key in enumerate(self.keys):
            places.setdefault(key, []).append(place)
        return places


def text_now(segments: Sequence[Segment], language: str) -> TextNow:
    """Return the words of segments that links may quote."""
    heard = (segment for segment in segments if not NOT_HEARD.intersection(segment.doubts))
    words = (word for segment in heard for word in segment.words if word.doubt is not Doubt.NOT_SPOKEN)
    return TextNow(tuple(words), language)


def follow(link: Link, now: TextNow) -> Followed:
    """Return where the words that a link quotes are now. A link without words is never stale."""
    return follow_words(link.spans, link.quote, now)


def follow_words(spans: tuple[Span, ...], said: str, now: TextNow) -> Followed:
    """Return where words are now that were said within spans."""
    quote = spoken(said.split(), now.language)
    if not spans or not quote:
        return Followed(spans, is_stale=False)
    there = _passage(now.within(spans), quote, now.language, _counts)
    says_little = not any(map(_counts, _texts(quote)))
    if _texts(there.spoken) == _texts(quote) or (says_little and not there.keys):
        return Followed(spans, is_stale=False)
    if not says_little and _has_other_edge(quote, there.spoken):
        return Followed(spans, is_stale=True)
    found = None if says_little else _followed(spans, quote, now, _counts)
    # One of several places may have stop words alone.
    found = found or (_followed(spans, quote, now, _every) if says_little or len(spans) > 1 else None)
    return Followed(found or spans, is_stale=found is None)


def _followed(
    spans: tuple[Span, ...], quote: Sequence[Spoken], now: TextNow, counts: Callable[[str], bool]
) -> tuple[Span, ...] | None:
    wanted = _keys(quote, counts)
    near = now.within([_reach(span) for span in spans])
    found = _find(wanted, _passage(near, quote, now.language, counts), spans, quote)
    if found is None and len(wanted) >= UNMISTAKABLE and len(spans) == 1:
        whole = now.whole if counts is _counts else _passage(now.words, (), now.language, counts)
        return _only_place(wanted, whole, quote)
    return found


def _texts(said: Sequence[Spoken]) -> list[str]:
    return [word.text for word in said]


def _has_other_edge(quote: Sequence[Spoken], there: Sequence[Spoken]) -> bool:
    """Return whether a stop word gave its place to a word that counts, while the others stayed where they are."""
    if len(quote) != len(there):
        return False
    others = [(ours.text, theirs.text) for ours, theirs in zip(quote, there, strict=True) if ours.text != theirs.text]
    return not any(_counts(ours) for ours, _ in others) and any(_counts(theirs) for _, theirs in others)


def _reach(span: Span) -> Span:
    return Span(max(0, span.start_ms - REACH_MS), span.end_ms + REACH_MS)


def _passage(words: Sequence[Word], quote: Sequence[Spoken], language: str, counts: Callable[[str], bool]) -> _Passage:
    """Return words as they are compared with a quote: its numbers in the form that the quote has."""
    said = spoken([word.text for word in words], language)
    if quote:
        said = numbers_as_in(quote, said, language)
    counting = tuple(index for index, word in enumerate(said) if counts(word.text))
    return _Passage(tuple(words), said, counting, _keys(said, counts))


def _keys(said: Sequence[Spoken], counts: Callable[[str], bool]) -> tuple[str, ...]:
    return tuple(word.text for word in said if counts(word.text))


def _every(_word: str) -> bool:
    """Of a quote of stop words each counts: nothing else tells where it went."""
    return True


@lru_cache(maxsize=1 << 16)
def _counts(word: str) -> bool:
    """Return whether a word bears meaning: none of the stop words, unless it denies or counts."""
    return word not in STOPWORDS or word in NEGATIONS or _is_number(word)


def _is_number(word: str) -> bool:
    readings = (number_word(word, language) for language in NUMBER_LANGUAGES)
    return any(reading.value > 1 for reading in readings if reading)


def _find(
    wanted: Sequence[str], passage: _Passage, spans: Sequence[Span], quote: Sequence[Spoken]
) -> tuple[Span, ...] | None:
    places = _places(wanted, passage, spans) if wanted else None
    if places is None:
        return None
    return tuple(_span(passage, first, end, quote) for first, end in places)


_Places = tuple[int, int, tuple[tuple[int, int], ...]]
"""By how many ms all places are longer or shorter now, by how many they moved, and which keys [first, end) they are."""


def _places(wanted: Sequence[str], passage: _Passage, spans: Sequence[Span]) -> tuple[tuple[int, int], ...] | None:
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


def _with(passage: _Passage, span: Span, place: tuple[int, int], rest: _Places) -> _Places:
    """Return places with one before them."""
    start_ms = passage.start_ms(place[0])
    other_ms = abs(passage.end_ms(place[1] - 1) - start_ms - span.duration_ms)
    return rest[0] + other_ms, rest[1] + abs(start_ms - span.start_ms), (place, *rest[2])


def _beginnings(wanted: Sequence[str], taken: int, passage: _Passage) -> Iterator[tuple[int, Sequence[int]]]:
    """Yield for each end the keys at which the passage says the words [taken, end), as long as it does anywhere."""
    starts = passage.places.get(wanted[taken], ()) if taken < len(wanted) else ()
    for end in range(taken + 1, len(wanted) + 1):
        at = end - 1 - taken
        starts = [first for first in starts if passage.keys[first + at : first + at + 1] == (wanted[end - 1],)]
        if not starts:
            return
        yield end, starts


def _nearest(starts: Sequence[int], length: int, passage: _Passage, span: Span) -> int | None:
    """Return the key nearest to where words were said at which the passage says them, none where all are too far.

    :param length: of the words.
    """
    limit_ms = min(REACH_MS, NEAR_MS + NEAR_MS_A_WORD * length)
    shift_ms, first = min((abs(passage.start_ms(first) - span.start_ms), first) for first in starts)
    return first if shift_ms <= limit_ms else None


def _only_place(wanted: Sequence[str], passage: _Passage, quote: Sequence[Spoken]) -> tuple[Span, ...] | None:
    places = list(_occurrences(wanted, passage))
    return (_span(passage, places[0], places[0] + len(wanted), quote),) if len(places) == 1 else None


def _occurrences(wanted: Sequence[str], passage: _Passage) -> Iterator[int]:
    keys, length, sought = passage.keys, len(wanted), tuple(wanted)
    return (first for first in passage.places.get(wanted[0], ()) if keys[first : first + length] == sought)


def _span(passage: _Passage, first: int, end: int, quote: Sequence[Spoken]) -> Span:
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
    return list(texts[:place]) if not any(map(_counts, texts[:place])) else []
