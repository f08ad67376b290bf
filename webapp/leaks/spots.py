"""Where names stand in a row of words: every place of each, in every spelling, and what only resembles one.

`webapp.leaks.look` says whether a text has a name; this says which words it is, so that they can be taken out. What
that finds, this finds too: besides, names as a recogniser writes them, and names of several words that are written as
one.
"""

from __future__ import annotations

import enum
import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate

from transcribe.linking.names.fold import fold
from transcribe.linking.names.known_names import is_other_name
from transcribe.linking.names.similarity import CONFUSED, closeness
from webapp.leaks.beside import with_more
from webapp.leaks.letters import REMEMBERED_WORDS, letters_of, with_ie, words_of, written_words_of
from webapp.leaks.look import LONGEST_SPELT_WORDS
from webapp.leaks.names import FRAGMENT_LETTERS, LONG_KEY, SPELT_LETTERS, Alias, begins, is_sure, is_whole, keys_of
from webapp.leaks.spoken_letters import letter_of
from webapp.leaks.together import CLOSE, Together

MORE_ENDING = re.compile(
    r"(?:[ldt]?[ae]r)?(?:[ei]?m(?:is)?|[ei]?n|s?i)?"
    r"(?:n[ae]|n?i?n|[gkn]?[ae]|[dtn]?i|n?[dt][ae]n?|n?[ae]n|[mbp]?en|[dtn]in)?(?:n?[ldt]ik|sh?[ae]|[gk]i|si[sz]|li)?"
)
"""Of Kazakh, folded: my Айгүл (Айгүлім), Айгүл and hers (Айгүллер, in which one л is gone)."""
STRESS = {0x300: None, 0x301: None}
"""Marks that Russian puts on vowels to say which is stressed."""
ROUGH_LETTERS = 5
"""Of a key that is also looked for as a recogniser may have misheard it: a shorter one sounds like too much else."""
TWO = 2
SURE_STEM = 6
"""Letters of what is left of a name before a Russian ending, in a word that is parted: a shorter one is only listed."""
SPELT_ALOUD = 3
"""Of a name whose letters are looked for as they are called: и, в and о are words too."""


class Likeness(enum.IntEnum):
    """The surer, the more."""

    RESEMBLES = 0
    SPLIT = 1
    NAME = 2


@dataclass(frozen=True, slots=True)
class Wanted:
    """One way in which somebody is called."""

    owner: str
    """Whose it is; what is said of a spot is said of them."""
    alias: Alias
    is_sure: bool = True
    """False for what may as well be another word: it only resembles."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Some words of a row that are, or resemble, a name."""

    owner: str
    likeness: Likeness
    first: int
    end: int
    """The words [first, end) of the row."""


class Spotter:
    """Looks for the same names in one row of words after another."""

    def __init__(self, wanted: Sequence[Wanted]) -> None:
        self._wanted = [each for each in wanted if each.alias.words and all(each.alias.words)]
        self._by_key: dict[str, list[Wanted]] = defaultdict(list)
        for each in self._wanted:
            for key in frozenset().union(*each.alias.words):
                self._by_key[key].append(each)
        self._rough: dict[str, set[str]] = defaultdict(set)
        for key in self._by_key:
            if key[:1].isalnum() and len(key) >= ROUGH_LETTERS:
                self._rough[key.translate(CONFUSED)].add(key)
        self._squeezable = [(each, _squeezable(each.alias)) for each in self._wanted if each.alias.letters]
        self._stems = [(each, stem) for each, (_, sounds, _) in self._squeezable if (stem := _stem(sounds))]
        self._owners: dict[str, set[str]] = defaultdict(set)
        self._fragments: dict[str, set[str]] = defaultdict(set)
        for each, _ in self._squeezable:
            for word in words_of(each.alias.text):
                for spelling in with_ie(word):
                    self._owners[fold(spelling)].add(each.owner)
            for fragment in each.alias.fragments:
                self._fragments[fragment].add(each.owner)
        self._long_keys = [key for key in self._owners if len(key) >= FRAGMENT_LETTERS]
        self._together = Together(
            (each.owner, len(each.alias.words), sounds) for each, (_, sounds, _) in self._squeezable
        )
        self._hits: dict[str, frozenset[str]] = {}

    def spots(self, tokens: Sequence[str]) -> list[Spot]:
        """Return every place of every name, the first words first; of one owner's that overlap only the surest."""
        pairs = [(word, place) for place, token in enumerate(tokens) for word in _words(token)]
        words, places = [word.casefold() for word, _ in pairs], [place for _, place in pairs]
        capitals = [word[0].isupper() for word, _ in pairs]
        found = [
            Spot(owner, likeness, places[first], places[end - 1] + 1)
            for owner, likeness, first, end in (*self._found(words, capitals), *self._alike(words))
        ]
        return _surest([_with_more(spot, tokens) for spot in _surest(found)])

    def _found(self, words: Sequence[str], capitals: Sequence[bool]) -> Iterator[tuple[str, Likeness, int, int]]:
        by_key: dict[str, list[int]] = defaultdict(list)
        for place, word in enumerate(words):
            for key in self._hit(word):
                by_key[key].append(place)
        squeezed = (
            _Squeezed(words, [letters_of(word) for word in words]),
            _Squeezed(words, [fold(word) for word in words]),
            _Squeezed(words, [_letter(word) for word in words], are_letters=True),
        )
        for each in {id(each): each for key in by_key for each in self._by_key[key]}.values():
            for first in _sequences(each.alias, by_key):
                sure = each.is_sure and self._is_sure(each.alias, words[first], is_capital=capitals[first])
                likeness = Likeness.NAME if sure else Likeness.RESEMBLES
                yield each.owner, likeness, first, first + len(each.alias.words)
        for each, letters_of_each in self._squeezable:
            for text, letters in zip(squeezed, letters_of_each, strict=True):
                for first, end, is_whole_name in text.find_all(letters, of_several=len(each.alias.words) > 1):
                    apart = Likeness.SPLIT if each.is_sure and is_whole_name else Likeness.RESEMBLES
                    yield each.owner, apart, first, end
        _, sounds, _ = squeezed
        for each, stem in self._stems:
            is_long = each.is_sure and len(stem) >= SURE_STEM
            for first, end in sounds.find_declined(stem):
                yield each.owner, Likeness.SPLIT if is_long else Likeness.RESEMBLES, first, end

    def _alike(self, words: Sequence[str]) -> Iterator[tuple[str, Likeness, int, int]]:
        alike = self._resembling(sorted(set(words)))
        for place, word in enumerate(words):
            for owner in alike.get(word, ()):
                yield owner, Likeness.RESEMBLES, place, place + 1
        for owner, first, end in self._together.resembling(words):
            yield owner, Likeness.RESEMBLES, first, end

    def _is_sure(self, alias: Alias, word: str, *, is_capital: bool) -> bool:
        """Return whether a word is a name and not an everyday word; beside the other words of a name it is one."""
        return is_capital or len(alias.words) > 1 or is_sure(self._hit(word) & alias.words[0], word)

    def _hit(self, word: str) -> frozenset[str]:
        """Return the keys that a word is, with an ending, or that a recogniser may have written so."""
        if word not in self._hits:
            found: set[str] = set()
            for each in keys_of(word):
                if is_whole(each):
                    found.update((each,) if each in self._by_key else ())
                    continue
                cuts = [each[:cut] for cut in range(1, len(each) + 1)]
                found.update(key for key in cuts if key in self._by_key and _begins(key, each))
                if each[:1].isalnum():
                    found.update(self._misheard(each))
            self._hits[word] = frozenset(found)
        return self._hits[word]

    def _misheard(self, word_key: str) -> Iterator[str]:
        rough = word_key.translate(CONFUSED)
        for cut in range(ROUGH_LETTERS, len(rough) + 1):
            for key in self._rough.get(rough[:cut], ()):
                # One key may end otherwise where the ending begins: what follows is read as it is written.
                if _begins(key, key + word_key[cut:]) and not is_other_name(key, word_key):
                    yield key

    def _resembling(self, words: Sequence[str]) -> dict[str, set[str]]:
        """Return the words that resemble a name, and whose."""
        found: dict[str, set[str]] = defaultdict(set)
        keys = {word: fold(word) for word in words}
        long_words = [word for word in words if len(keys[word]) >= FRAGMENT_LETTERS - 1]
        close = closeness(self._long_keys, [keys[word] for word in long_words])
        for row, column in zip(*(close >= CLOSE).nonzero(), strict=True):
            found[long_words[column]].update(self._owners[self._long_keys[row]])
        for word in long_words:
            key = keys[word]
            for start in range(len(key) - FRAGMENT_LETTERS + 1):
                if owned := self._fragments.get(key[start : start + FRAGMENT_LETTERS]):
                    found[word].update(owned)
        return found


class _Squeezed:
    """The letters of all words without anything between them."""

    def __init__(self, words: Sequence[str], pieces: Sequence[str], *, are_letters: bool = False) -> None:
        """:param pieces: what is left of each word. :param are_letters: each is one letter, or the end of a line."""
        self._words, self._pieces, self._are_letters = words, pieces, are_letters
        self.text = "".join(pieces)
        self._ends = list(accumulate(map(len, pieces)))
        self._starts = frozenset((0, *self._ends))

    def find_all(self, letters: str, *, of_several: bool) -> Iterator[tuple[int, int, bool]]:
        """Yield the words over which a name is spread: first and end, and whether it is surely one.

        :param of_several: the name has several words, so that it may also be one word here.
        """
        is_long = len(letters) >= SPELT_LETTERS or self._are_letters
        for first, end in self._beginning_with(letters):
            if end - first > 1 and (is_long or all(len(word) == 1 for word in self._words[first:end])):
                yield first, self._with_signs(end), True
            elif end - first == 1 and of_several and is_long:
                yield first, end, True
            elif end - first == TWO and len(letters) == SPELT_LETTERS - 1:
                yield first, end, False

    def find_declined(self, stem: str) -> Iterator[tuple[int, int]]:
        """Yield the words over which a name is spread that has lost its last vowel: Омар-овой, К ари мовой."""
        for first, end in self._beginning_with(stem):
            whole = "".join(self._pieces[first:end])
            if end - first > 1 and begins(stem, whole):
                yield first, end

    def _beginning_with(self, letters: str) -> Iterator[tuple[int, int]]:
        """Yield the words whose letters begin with these: first, and the end of the last that these reach into."""
        position = self.text.find(letters) if letters else -1
        while position >= 0:
            first = bisect_right(self._ends, position)
            end = bisect_left(self._ends, position + len(letters)) + 1
            if position in self._starts and end - first <= LONGEST_SPELT_WORDS:
                yield first, end
            position = self.text.find(letters, position + 1)

    def _with_signs(self, end: int) -> int:
        """Take in what follows and is no sound of its own: А с е л ь."""
        while end < len(self._words) and not self._pieces[end] and len(self._words[end]) == 1:
            end += 1
        return end


def _letter(word: str) -> str:
    letter = letter_of(word)
    return "\n" if letter is None else letter


@lru_cache(maxsize=REMEMBERED_WORDS)
def _words(token: str) -> tuple[str, ...]:
    return tuple(written_words_of(token.translate(STRESS)))


def _with_more(spot: Spot, tokens: Sequence[str]) -> Spot:
    """Return a spot with what is written to a name and tells it: А. Омарова, Анна Петровна, Айгүл Берікқызы."""
    if spot.likeness is Likeness.RESEMBLES:
        return spot
    first, end = with_more(tokens, spot.first, spot.end)
    return replace(spot, first=first, end=end)


def _begins(key: str, word_key: str) -> bool:
    """Return whether a word is a key with an ending, also with those that names have when people are fond of them."""
    if begins(key, word_key):
        return True
    return key[:1].isalnum() and word_key.startswith(key) and MORE_ENDING.fullmatch(word_key, len(key)) is not None


def _squeezable(alias: Alias) -> tuple[str, str, str]:
    """Return what an alias is among letters, among sounds, and among letters that are said one by one."""
    sounds = "".join(fold(word) for word in words_of(alias.text))
    spelt = alias.letters if len(alias.letters) >= SPELT_ALOUD else ""
    return alias.letters, sounds if len(sounds) >= SPELT_LETTERS else "", spelt


def _stem(sounds: str) -> str:
    """Return what is left of a name in Russian cases where its last vowel goes; nothing of a short one."""
    return sounds[:-1] if sounds.endswith("a") and len(sounds) > LONG_KEY else ""


def _sequences(alias: Alias, by_key: dict[str, list[int]]) -> Iterator[int]:
    """Yield where the words of an alias stand one after another, in their order or the other way round."""
    places = [{place for key in keys for place in by_key.get(key, ())} for keys in alias.words]
    if not all(places):
        return
    length = len(places)
    for order in (places, places[::-1]) if length > 1 else (places,):
        for first in order[0]:
            if all(first + n in there for n, there in enumerate(order)):
                yield first


def _surest(found: list[Spot]) -> list[Spot]:
    """Return the spots in their order; of one owner's that overlap, the surer and then the longer one."""
    kept: list[Spot] = []
    taken: dict[str, set[int]] = defaultdict(set)
    for spot in sorted(set(found), key=lambda s: (-s.likeness, s.first - s.end, s.first)):
        covered = set(range(spot.first, spot.end))
        if covered <= taken[spot.owner]:
            continue
        if spot.likeness is Likeness.RESEMBLES and covered & taken[spot.owner]:
            continue
        taken[spot.owner] |= covered
        kept.append(spot)
    return sorted(kept, key=lambda s: (s.first, s.end, s.owner))
