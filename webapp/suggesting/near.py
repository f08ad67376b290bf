"""Words that are spelt nearly like a term of the glossary, each with what would stand there. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from transcribe.linking.names.fold import fold
from transcribe.linking.names.known_names import is_other_name
from transcribe.linking.names.similarity import ENDING, LONGEST_ENDING, closeness
from transcribe.records import Segment
from transcribe.replacing.find import RUSSIAN_KEYS
from webapp.suggesting.pairs import EDGES

NEAR = 0.75
"""Of `closeness`, from which a word is looked at letter by letter."""
SHORTEST = 4
"""Letters; shorter terms are near to too many words."""
MOST_WRONG = ((5, 1), (8, 2), (12, 3))
"""From so many letters of a term on, so many may be wrong; any may be where both sound alike."""
LONGEST_RUSSIAN_ENDING = 3
CUTS = (0, -1, 1, -2, 2)
"""By how many letters what was heard may be longer than the term, before its ending."""


@dataclass(frozen=True, slots=True)
class Near:
    """A place whose words are spelt otherwise than a term."""

    segment_id: str
    start_ms: int
    """Of the segment."""
    start: int
    """Place in the segment's text, [start, end) in code points."""
    end: int
    heard: str
    written: str
    """The term, with the ending of what was heard."""


def near_terms(segments: Sequence[Segment], terms: Sequence[str], language: str) -> tuple[Near, ...]:
    """Return every place that is spelt nearly like a term and like none, in the order of the words.

    :param terms: the most important first.
    :param language: of the programme, a BCP 47 tag.
    """
    wanted = [term for term in dict.fromkeys(terms) if _letters(term) >= SHORTEST]
    sizes = sorted({len(term.split()) for term in wanted}, reverse=True)
    if not wanted:
        return ()
    near = _Spellings(wanted, sizes, segments)
    return tuple(each for segment in segments for each in near.places(segment, segment.language or language))


class _Word(NamedTuple):
    """A word bare of punctuation, where it stands in its segment's text, and how it sounds."""

    start: int
    end: int
    text: str
    key: str


class _Spellings:
    """What stands for each spelling that occurs: looked up once, however often it occurs."""

    def __init__(self, terms: Sequence[str], sizes: Sequence[int], segments: Sequence[Segment]) -> None:
        self._sizes = sorted({size + more for size in sizes for more in (0, 1)}, reverse=True)
        self._words = {segment.segment_id: tuple(_words(segment)) for segment in segments}
        self._by_key = {_key(term): term for term in reversed(terms)}
        self._close: dict[str, list[str]] = defaultdict(list)
        for size in sizes:
            of_size = [term for term in terms if len(term.split()) == size]
            found = {_text(each): _sound(each) for words in self._words.values() for each in _windows(words, size)}
            self._compare(
                list(filter(_is_name, of_size)), {text: key for text, key in found.items() if text[0].isupper()}
            )
            self._compare([term for term in of_size if not _is_name(term)], found)
        self._begin = {text.partition(" ")[0] for text in self._close}
        self._known: dict[tuple[str, str], str | None] = {}

    def _compare(self, terms: Sequence[str], found: Mapping[str, str]) -> None:
        texts = list(found)
        rows = closeness([_key(term) for term in terms], list(found.values())) >= NEAR
        for row, column in zip(*rows.nonzero(), strict=True):
            self._close[texts[column]].append(terms[row])

    def places(self, segment: Segment, language: str) -> Iterator[Near]:
        words = self._words[segment.segment_id]
        taken: set[int] = set()
        places: list[Near] = []
        for size in self._sizes:
            for first in range(len(words) - size + 1):
                those = words[first : first + size]
                if those[0].text not in self._begin and _sound(those) not in self._by_key:
                    continue
                if not all(word.text for word in those):
                    continue
                within = set(range(first, first + size))
                heard = _text(those)
                written = None if within & taken else self._written(heard, _sound(those), language)
                if written is None:
                    continue
                taken |= within
                if written != heard:
                    start, end = those[0].start, those[-1].end
                    places.append(Near(segment.segment_id, segment.start_ms, start, end, heard, written))
        yield from sorted(places, key=lambda each: each.start)

    def _written(self, heard: str, key: str, language: str) -> str | None:
        """Return how it would be written by the nearest term; ``None`` where none is near."""
        if (heard, language) not in self._known:
            same = self._by_key.get(key)
            wanted = dict.fromkeys((*self._close.get(heard, ()), *([same] if same else ())))
            offers = [offer for term in wanted for offer in _offers(heard, term, language)]
            self._known[heard, language] = min(offers)[1] if offers else None
        return self._known[heard, language]


def _offers(heard: str, term: str, language: str) -> Iterator[tuple[int, str]]:
    """Yield how far a spelling is from a term, and how it would be written by it, where it is near."""
    if _is_latin(heard) != _is_latin(term) or _is_another(heard, term):
        return
    is_russian = language.partition("-")[0] == "ru"
    if _is_right(heard, term) or (is_russian and _is_right_in_russian(heard, term)):
        yield 0, heard
        return
    wanted = term if _is_name(term) else term.lower()
    for more in CUTS:
        cut = len(term) + more
        begun, ending = heard[:cut], heard[cut:]
        # A last letter that is another may be an ending in the place of one.
        if not begun or _plain(begun[-1]) != _plain(term[-1]) or not _is_ending(ending, is_russian=is_russian):
            continue
        wrong = Levenshtein.distance(begun if _is_name(term) else begun.lower(), wanted)
        if wrong <= _most_wrong(term) or _key(begun) == _key(term):
            written = term[0].upper() + term[1:] if begun[0].isupper() else term
            yield wrong, written + ending


def _is_another(heard: str, term: str) -> bool:
    """Return whether any of the words is a known name, and another one: Serik Omarov, Berik Omarov."""
    pairs = zip(term.split(), heard.split(), strict=False)
    return any(is_other_name(_key(one), _key(other)) for one, other in pairs)


def _is_right(heard: str, term: str) -> bool:
    """Return whether something begins with a term as that is written, whatever ending it has."""
    begun, ending = heard[: len(term)], heard[len(term) :]
    is_so = begun in (term, term.upper()) or (not _is_name(term) and begun.lower() == term.lower())
    return is_so and len(ending) <= LONGEST_ENDING


def _is_right_in_russian(heard: str, term: str) -> bool:
    """Return whether it is the term in Russian letters, and perhaps with another last one: Кызылорде."""
    return _is_right(_plain(heard), _plain(term)[:-1])


def _is_ending(ending: str, *, is_russian: bool) -> bool:
    if not ending:
        return True
    is_known = is_russian and len(ending) <= LONGEST_RUSSIAN_ENDING
    return len(ending) <= LONGEST_ENDING and ending.isalpha() and (is_known or bool(ENDING.fullmatch(fold(ending))))


def _most_wrong(term: str) -> int:
    return max((most for letters, most in MOST_WRONG if _letters(term) >= letters), default=0)


def _plain(text: str) -> str:
    return text.translate(RUSSIAN_KEYS)


def _is_name(term: str) -> bool:
    return term != term.lower()


def _is_latin(text: str) -> bool:
    return any("a" <= letter <= "z" for letter in text.lower())


def _letters(text: str) -> int:
    return sum(map(str.isalnum, text))


@lru_cache(maxsize=50_000)
def _key(text: str) -> str:
    """Return how it sounds, without spaces and hyphens: Қасым Жомарт, Қасым-Жомарт."""
    return "".join(fold(part) for part in text.replace("-", " ").split())


def _words(segment: Segment) -> Iterator[_Word]:
    at = 0
    for word in segment.words:
        bare = EDGES.sub("", word.text)
        start = at + (word.text.find(bare) if bare else 0)
        yield _Word(start, start + len(bare), bare, _key(bare))
        at += len(word.text) + 1


def _windows(words: Sequence[_Word], size: int) -> Iterator[Sequence[_Word]]:
    """Yield each stretch of so many words between which there is nothing but punctuation."""
    for first in range(len(words) - size + 1):
        those = words[first : first + size]
        if all(word.text for word in those):
            yield those


def _text(words: Sequence[_Word]) -> str:
    return " ".join(word.text for word in words)


def _sound(words: Sequence[_Word]) -> str:
    return "".join(word.key for word in words)
