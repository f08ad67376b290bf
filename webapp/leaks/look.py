"""Look for names in a text: words with their endings, words across an edge, and what only resembles a name."""

from __future__ import annotations

import enum
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from webapp.leaks.letters import letters_of, written_words_of
from webapp.leaks.names import LONG_ENOUGH, SPELT_LETTERS, Alias, Name, begins, is_sure, is_whole, keys_of

CONTEXT_WORDS = 4
"""Shown before and after what was found."""
UNPRINTED = "\0"
"""In what is no text: words of three letters stand there by chance."""
LONGEST_PIECE = 5
"""Letters of a Latin word in small letters that is only listed where it is told by all of its sound: q<b>uote</b>."""
LONGEST_SPELT_WORDS = 40
"""Pieces over which one name may be spread."""
RUN_TOGETHER_LETTERS = 8
"""Of a name of several words that are looked for at the beginning of one word too: aigulomarova."""


class Kind(enum.StrEnum):
    """How sure a finding is."""

    NAME = "name"
    """The words of an alias, in some case and spelling."""
    SPLIT = "split"
    """Its letters, across the edges of words."""
    BYTES = "bytes"
    """Its bytes, in something that is no text."""
    RESEMBLES = "resembles"
    """Part of it, or something like it: no leak, but to be looked at."""
    UNREAD = "unread"
    """Nobody can say: more is packed in here than is looked at."""


@dataclass(frozen=True, slots=True)
class Found:
    """One name in one text."""

    name: Name
    alias: Alias
    kind: Kind
    around: str
    """The words of the place, lower-case."""


class Look:
    """Looks for the same names in one text after another."""

    def __init__(self, names: Sequence[Name], *, resembling: bool) -> None:
        """:param resembling: report what only resembles a name too."""
        self._aliases = [(name, alias) for name in names for alias in name.aliases]
        self._resembling = resembling
        self._hits: dict[str, frozenset[str]] = {}
        self._by_key: dict[str, set[int]] = {}
        for number, (_, alias) in enumerate(self._aliases):
            for key in frozenset[str]().union(*alias.words):
                self._by_key.setdefault(key, set()).add(number)

    def find(self, text: str) -> Iterator[Found]:
        """Yield what a text holds, each alias once a kind."""
        written = written_words_of(text)
        words = [word.casefold() for word in written]
        distinct = set(words)
        hits = {word: hit for word in distinct if (hit := self._hit(word))}
        if UNPRINTED in text:
            hits = {word: hit for word, hit in hits.items() if not _is_chance(word, hit)}
        there = frozenset(key for hit in hits.values() for key in hit)
        squeezed = _Squeezed(words)
        some_words = {number for key in there for number in self._by_key[key]}
        for number, (name, alias) in enumerate(self._aliases):
            place = self._sequence(alias, words, written, hits, there) if number in some_words else None
            if place is not None:
                yield Found(name, alias, Kind.NAME, _around(words, place, len(alias.words)))
                continue
            if span := squeezed.find(alias):
                yield Found(name, alias, Kind.SPLIT, _around(words, span[0], span[1] - span[0]))
                continue
            if self._resembling and (word := _everyday(alias, hits) or _resembling(alias, distinct)):
                yield Found(name, alias, Kind.RESEMBLES, word)

    def _hit(self, word: str) -> frozenset[str]:
        """Return the keys that a word is, with an ending."""
        if word not in self._hits:
            self._hits[word] = frozenset(
                key
                for each in keys_of(word)
                for cut in range(len(each) if is_whole(each) else 1, len(each) + 1)
                if (key := each[:cut]) in self._by_key and begins(key, each)
            )
        return self._hits[word]

    @staticmethod
    def _sequence(
        alias: Alias,
        words: Sequence[str],
        written: Sequence[str],
        hits: dict[str, frozenset[str]],
        there: frozenset[str],
    ) -> int | None:
        """Return where the words of an alias stand one after another, in their order or the other way round."""
        if not all(keys & there for keys in alias.words):
            return None
        length = len(alias.words)
        orders = (alias.words, alias.words[::-1])
        for place in range(len(words) - length + 1):
            if words[place] not in hits:
                continue
            for order in orders:
                if all(hits.get(words[place + n], frozenset()) & keys for n, keys in enumerate(order)):
                    keys = hits[words[place]] & alias.words[0]
                    if length > 1 or written[place][0].isupper() or _is_sure(keys, words[place]):
                        return place
        return None


class _Squeezed:
    """The letters of all words without anything between them."""

    def __init__(self, words: Sequence[str]) -> None:
        pieces = [letters_of(word) for word in words]
        self.text = "".join(pieces)
        self._ends = list(accumulate(map(len, pieces)))
        self._starts = frozenset((0, *self._ends))

    def find(self, alias: Alias) -> tuple[int, int] | None:
        """Return the words over which an alias is spread: first and end."""
        position = self.text.find(alias.letters) if alias.letters else -1
        while position >= 0:
            end_position = position + len(alias.letters)
            first, end = bisect_right(self._ends, position), bisect_left(self._ends, end_position) + 1
            is_spelt = end - first == len(alias.letters)
            is_long = len(alias.letters) >= SPELT_LETTERS
            is_several = 1 < end - first <= LONGEST_SPELT_WORDS and (is_spelt or is_long)
            is_one = end - first == 1 and len(alias.words) > 1 and len(alias.letters) >= RUN_TOGETHER_LETTERS
            if position in self._starts and (is_several or is_one):
                return first, end
            position = self.text.find(alias.letters, position + 1)
        return None


def _is_sure(keys: frozenset[str], word: str) -> bool:
    """Return whether a word in small letters is a name: pages are full of short Latin words and pieces of words."""
    is_piece = word.isascii() and len(word) <= LONGEST_PIECE and all(map(is_whole, keys))
    return not is_piece and is_sure(keys, word)


def _is_chance(word: str, keys: frozenset[str]) -> bool:
    return len(word) < LONG_ENOUGH and word.isascii() and all(map(is_whole, keys))


def _everyday(alias: Alias, hits: dict[str, frozenset[str]]) -> str | None:
    """Return the first word that may be a name of one word, or an everyday word in small letters."""
    if len(alias.words) > 1:
        return None
    return next((word for word in sorted(hits) if hits[word] & alias.words[0]), None)


def _resembling(alias: Alias, words: set[str]) -> str | None:
    """Return the first word with a fragment of the name in it."""
    if not alias.fragments:
        return None
    for word in sorted(words):
        if any(fragment in key for key in keys_of(word) for fragment in alias.fragments):
            return word
    return None


def _around(words: Sequence[str], place: int, length: int) -> str:
    return " ".join(words[max(0, place - CONTEXT_WORDS) : place + length + CONTEXT_WORDS])
