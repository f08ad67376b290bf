"""The words of a programme as a link is held against them: those that count, in the form that a quote has.

Words are compared by what they mean for a link: case, punctuation and stop words do not count, negations do, and a
number is the same in digits and in words.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from media.records import Span
from transcribe.linking.evidence import NOT_HEARD
from transcribe.linking.numerals.number_words import NUMBER_LANGUAGES, number_word
from transcribe.linking.stopwords import STOPWORDS
from transcribe.normalise import Spoken, spoken
from transcribe.records import Segment, Word
from transcribe.scoring.same_numbers import numbers_as_in

NEGATIONS = frozenset(
    ("no", "nor", "not", "never", "nothing", "without", "емес", "жоқ", "не", "нет", "ни", "без", "никогда", "ничего")
)


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
    def whole(self) -> Passage:
        """All words as they are compared, where only those count that bear meaning."""
        return make_passage(self.words, (), self.language, bears_meaning)

    @cached_property
    def _by_start(self) -> list[int]:
        return sorted(range(len(self.words)), key=lambda index: self.words[index].start_ms)

    @cached_property
    def _starts_ms(self) -> list[int]:
        return [self.words[index].start_ms for index in self._by_start]


@dataclass(frozen=True)
class Passage:
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
    words = (word for segment in heard for word in segment.heard_words)
    return TextNow(tuple(words), language)


def make_passage(
    words: Sequence[Word], quote: Sequence[Spoken], language: str, counts: Callable[[str], bool]
) -> Passage:
    """Return words as they are compared with a quote: its numbers in the form that the quote has."""
    said = spoken([word.text for word in words], language)
    if quote:
        said = numbers_as_in(quote, said, language)
    counting = tuple(index for index, word in enumerate(said) if counts(word.text))
    return Passage(tuple(words), said, counting, keys_of(said, counts))


def keys_of(said: Sequence[Spoken], counts: Callable[[str], bool]) -> tuple[str, ...]:
    return tuple(word.text for word in said if counts(word.text))


def every_word(_word: str) -> bool:
    """Of a quote of stop words each counts: nothing else tells where it went."""
    return True


@lru_cache(maxsize=1 << 16)
def bears_meaning(word: str) -> bool:
    """Return whether a word bears meaning: none of the stop words, unless it denies or counts."""
    return word not in STOPWORDS or word in NEGATIONS or _is_number(word)


def _is_number(word: str) -> bool:
    readings = (number_word(word, language) for language in NUMBER_LANGUAGES)
    return any(reading.value > 1 for reading in readings if reading)
