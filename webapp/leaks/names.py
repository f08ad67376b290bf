"""Names that must not be public, and the ways in which one may stand in a text.

Words are compared by `transcribe.linking.names.fold`: one key for Kazakh Cyrillic and Latin, Russian and English
spellings of a name, which also forgives most of what a recogniser mishears. A word is a hit where it is a key and an
ending of Kazakh or Russian; what only resembles a key is listed beside the hits.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from media.records import listed
from transcribe.linking.names.fold import CYRILLIC_TABLE, fold
from transcribe.linking.names.similarity import ENDING
from webapp.errors import NoNames
from webapp.leaks.forms import SHORTEST_SOUND, sounds_of, whole_forms
from webapp.leaks.letters import LOOKALIKES, REMEMBERED_WORDS, letters_of, may_only_look, plain, with_ie, words_of
from webapp.leaks.ordinary import is_ordinary_word

COMMENT = "#"
AS_WRITTEN = "="
"""Before a key that is no sound but the letters themselves."""
WHOLE = "~"
"""Before a key that is how a whole word sounds (`webapp.leaks.forms`): no ending follows."""
WHOLE_NAME = "?"
"""Before such a one that may as well be another word: a capital letter tells."""
LONG_ENOUGH = 4
"""Letters of a word that is told by its sound: too many other words sound like a shorter one."""
LONG_KEY = 5
"""Letters of a key whose last vowel may be taken away for Russian cases: of a shorter one too little is left."""
SPELT_LETTERS = 5
"""A name of fewer letters is found across the edges of words only where each of its letters stands alone."""
FRAGMENT_LETTERS = 5
LONGEST_ENDING = 9
RUSSIAN_ENDING = re.compile(r"im|imi|ih|oi|oiu|ogo|omu|aia|uiu|oe|ie|i?em|i?am|i?ami|i?ah|i?u|ii")
"""Of surnames and of names that end in a soft sound, folded."""
PATRONYMIC = re.compile(
    r"(?:[oei]v|(?<=e)v)(?:ich(?:[aeu]|em|t[ie]n?|ke)?|n(?:[aieu]|oi|oiu))|(?:in)?ichn(?:[aieu]|oi)|ich(?:[aeu]|em)?"
    r"|(?:uli|kizi|(?<=k)izi)(?:nin|na|ne|n|nan|nen|men|nda|nde|m|mis|lari|si)?"
)
"""What makes somebody's child of a given name, folded: Серікович, Сериковна, Серікұлы, Серікқызының."""
DERIVED = re.compile(
    r"[ldt]ik[ldt][ae]r(?:d[ae]?i?n?|g[ae]|men|i\w{0,4})?|[dt][ae]i|s(?:[aueio]|em|ev|am|ami|ah)?|es"
    r"|chan(?:in[aueo]?|in[oe]m|e|am?|ami|ah|k[aieuo]i?)?"
)
"""What makes other words of a name: ақсайлықтар, павлодарец, павлодарчане, Айгүлдей, the Omarovs."""
ROUNDED = re.compile(r"(?<=u)([^aeiou]+)i")
UNROUNDED = re.compile(r"(?<=u)([^aeiou]+)u")
LONG_ROUNDED = 6
"""Letters of a key in which ы after ұ is also у: Құдық, Кудук."""
THROATY = (("қ", "х"), ("х", "қ"), ("q", "kh"), ("kh", "k"))
"""Letters that Kazakh and Russian write for one another: Бақыт, Бахыт."""
KAZAKH_Q = re.compile("q(?=[uūúùûü])")
"""That is no English “qu”: Qūrmanbek, Qurmanbek."""
NASAL = re.compile("ng(?![aeiou])")
"""As ң is written in Latin letters: Aigulding."""
SOFTENED = {"k": "g", "p": "b"}
"""What the last sound of a name becomes before a vowel in Kazakh: Серігі."""
DIGITS = "0123456789"
YO = re.compile(r"(?<=[бвгджзйклмнпрстфхцчшщь])е(?=ва?$)")
"""That may be ё: of surnames."""
YO_NAMES = {"артем": "артём", "петр": "пётр", "семен": "семён", "федор": "фёдор", "алена": "алёна"}
ENDINGS = (ENDING, RUSSIAN_ENDING, PATRONYMIC, DERIVED)
LONGEST_WHOLE = 22
"""Letters of a word that is compared whole."""


@dataclass(frozen=True)
class Alias:
    """One way in which a person is called."""

    text: str

    @cached_property
    def words(self) -> tuple[frozenset[str], ...]:
        """The keys that each of its words may begin with."""
        return tuple(frozenset(_keys(word)) for word in words_of(self.text))

    @cached_property
    def letters(self) -> str:
        """Its letters alone, as `letters_of` writes them."""
        return letters_of(self.text)

    @cached_property
    def fragments(self) -> frozenset[str]:
        """Every run of `FRAGMENT_LETTERS` of the key of one of its words."""
        keys = {fold(each) for word in words_of(self.text) for each in with_ie(word)}
        return frozenset(
            key[start : start + FRAGMENT_LETTERS] for key in keys for start in range(len(key) - FRAGMENT_LETTERS + 1)
        )


@dataclass(frozen=True)
class Name:
    """A person who must not be found."""

    aliases: tuple[Alias, ...]
    """The first is the name under which the person is kept."""

    @property
    def text(self) -> str:
        return self.aliases[0].text


def parse_names(text: str) -> tuple[Name, ...]:
    """Return the names of a file: a line for each person, their aliases with a semicolon between two; ``#`` comments.

    :raises NoNames: there are none, or a line has nothing that could be looked for.
    """
    names = []
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), 1):
        said = line.partition(COMMENT)[0].strip()
        if not said:
            continue
        aliases = tuple(map(Alias, listed(said)))
        if not aliases or not all(any(map(len, alias.words)) for alias in aliases):
            raise NoNames(f"Line {number} of the names has no letters to look for; write a name, or take it out.")
        names.append(Name(aliases))
    if not names:
        raise NoNames("There are no names in this file; write a person a line, with a semicolon between two aliases.")
    return tuple(names)


@lru_cache(maxsize=REMEMBERED_WORDS)
def keys_of(word: str) -> tuple[str, ...]:
    """Return the keys under which a word of a text is looked for: as it is written, as it looks, as it sounds."""
    looks = word.translate(LOOKALIKES) if may_only_look(word) else word
    keys: dict[str, None] = {}
    for each in (*with_ie(word), *with_ie(looks)):
        keys |= {fold(each): None, AS_WRITTEN + each: None}
    if "j" in word:  # Julia, Ajgül.
        keys[fold(word.replace("j", "y"))] = None
    if KAZAKH_Q.search(word):
        keys[fold(KAZAKH_Q.sub("k", word))] = None
    if NASAL.search(word):
        keys |= {key: None for each in tuple(keys) if each.isalnum() and (key := NASAL.sub("n", each)) != each}
    if len(word) <= LONGEST_WHOLE:
        for heard in {*sounds_of(word), *sounds_of(looks)}:
            keys |= {WHOLE + heard: None, WHOLE_NAME + heard: None}
    if (letters := word.strip(DIGITS)) not in ("", word):  # omarova1990
        keys |= dict.fromkeys(keys_of(letters))
    return tuple(keys)


def is_sure(keys: Iterable[str], word: str) -> bool:
    """Return whether a word is a name in small letters too, by the keys that it is."""
    return any(key[0] != WHOLE_NAME and (key[0] != WHOLE or not is_ordinary_word(word)) for key in keys)


def is_whole(key: str) -> bool:
    """Return whether a key is compared with whole words."""
    return key.startswith((WHOLE, WHOLE_NAME))


def begins(key: str, word_key: str) -> bool:
    """Return whether a word is a key, with an ending or without one."""
    if is_whole(key):
        return key == word_key
    if not word_key.startswith(key):
        return False
    if key.startswith(AS_WRITTEN):
        ending = fold(word_key[len(key) :])
        return ENDING.fullmatch(ending) is not None or PATRONYMIC.fullmatch(ending) is not None
    rest = len(word_key) - len(key)
    if rest > LONGEST_ENDING:
        return False
    return any(each.fullmatch(word_key, len(key)) for each in ENDINGS) or rest == 0


def written_forms(names: Iterable[Name]) -> Iterator[tuple[Alias, str]]:
    """Yield each alias with the strings that stand for it in bytes that are no text: its stem, in usual spellings.

    An ending comes after a stem, so that these find the cases too.
    """
    for name in names:
        for alias in name.aliases:
            stem = _stem(alias.text)
            spellings = {letters_of(stem)}
            for each in (stem, stem.replace("ё", "е").replace("Ё", "Е")):
                spellings |= {each, plain(each).translate(CYRILLIC_TABLE)}
            for spelling in sorted(spellings):
                for form in sorted({spelling, spelling.lower(), spelling.upper(), spelling.title()}):
                    yield alias, form


def _keys(word: str) -> Iterator[str]:
    yield from _whole_keys(word)
    for each in with_ie(word):
        if len(word) < LONG_ENOUGH:
            yield AS_WRITTEN + each
        else:
            yield from _long_keys(each)
    if len(word) >= LONG_ENOUGH:
        for spelling in _spellings(word):
            if len(key := fold(spelling)) >= LONG_KEY:
                yield from _with_stem(key)


def _whole_keys(word: str) -> Iterator[str]:
    for form, is_sure_form in whole_forms(word):
        for heard in sounds_of(form):
            if len(heard) >= SHORTEST_SOUND:
                yield (WHOLE if is_sure_form else WHOLE_NAME) + heard
            elif len(form) >= len(word):
                yield WHOLE_NAME + heard
            if len(heard) < SHORTEST_SOUND and form != word:
                yield AS_WRITTEN + form


def _long_keys(word: str) -> Iterator[str]:
    for key in keys_of(word):
        if key.isalnum():
            yield from _with_stem(key)
            if len(key) >= LONG_ROUNDED:
                yield from (ROUNDED.sub(r"\1u", key), UNROUNDED.sub(r"\1i", key))


def _with_stem(key: str) -> Iterator[str]:
    yield key
    if key[-1] in SOFTENED and len(key) >= LONG_KEY:
        yield key[:-1] + SOFTENED[key[-1]]
    if key.endswith("a"):  # Динара, Динару, Динарой; Анна, Анны.
        stem = key[:-1]
        yield from (stem,) if len(stem) >= LONG_KEY else (f"{stem}{ending}" for ending in ("u", "oi", "ei", "e", "i"))


def _spellings(word: str) -> Iterator[str]:
    """Yield other spellings of a longer word: Бахыт of Бақыт, Соловьёв of Соловьев."""
    for letter, other in THROATY:
        if letter in word:
            yield word.replace(letter, other)
    if word in YO_NAMES:
        yield YO_NAMES[word]
    elif YO.search(word):
        yield YO.sub("ё", word)


def _stem(text: str) -> str:
    word = text.strip()
    return word[:-1] if len(word) > LONG_KEY and word[-1].lower() in "аяa" else word
