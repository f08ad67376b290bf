"""Names that must not be public, and the ways in which one may stand in a text.

Words are compared by `transcribe.linking.names.fold`: one key for Kazakh Cyrillic and Latin, Russian and English
spellings of a name, which also forgives most of what a recogniser mishears. A word is a hit where it is a key and an
ending of Kazakh or Russian; what only resembles a key is listed beside the hits.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from media.records import listed
from transcribe.linking.names.fold import CYRILLIC_TABLE, LATIN_TABLE, fold
from transcribe.linking.names.similarity import ENDING
from webapp.errors import NoNames

COMMENT = "#"
AS_WRITTEN = "="
"""Before a key that is no sound but the letters themselves."""
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
WORD = re.compile(r"[^\W_]+", re.UNICODE)
REMEMBERED_WORDS = 1 << 17
# fmt: off
LOOKALIKES = str.maketrans({
    **dict(zip("aceopxyihkmtbnr", "асеорхуіһкмтвпг", strict=True)),
    **dict(zip("αβγδεζικλμνοπρστυφχ", "авгдезіклмпопрстуфх", strict=True)),
    "0": "о", "3": "з", "6": "б", "1": "і",
})
# fmt: on
"""Latin and Greek letters, and digits, to the Cyrillic letters that they are put in the place of."""


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
        keys = {fold(word) for word in words_of(self.text)}
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


def words_of(text: str) -> list[str]:
    """Return the words of a text: letters and digits, without what joins or parts them unseen."""
    return WORD.findall(plain(text))


def plain(text: str) -> str:
    """Return the text in one form (NFKC), lower case, without characters that are not seen (Cf)."""
    normal = unicodedata.normalize("NFKC", text)
    if not normal.isascii():
        normal = "".join(character for character in normal if unicodedata.category(character) != "Cf")
    return normal.casefold()


@lru_cache(maxsize=REMEMBERED_WORDS)
def keys_of(word: str) -> tuple[str, ...]:
    """Return the keys under which a word of a text is looked for: as it is written, and as it looks."""
    looks = word.translate(LOOKALIKES) if _may_only_look(word) else word
    return tuple({fold(word): None, fold(looks): None, AS_WRITTEN + word: None, AS_WRITTEN + looks: None})


def begins(key: str, word_key: str) -> bool:
    """Return whether a word is a key, with an ending or without one."""
    if not word_key.startswith(key):
        return False
    if key.startswith(AS_WRITTEN):
        return ENDING.fullmatch(fold(word_key[len(key) :])) is not None
    rest = len(word_key) - len(key)
    if rest > LONGEST_ENDING:
        return False
    return any(ending.fullmatch(word_key, len(key)) for ending in (ENDING, RUSSIAN_ENDING)) or rest == 0


@lru_cache(maxsize=REMEMBERED_WORDS)
def letters_of(text: str) -> str:
    """Return the letters of a text as Latin ones, one after another, without anything between them."""
    lowered = plain(text)
    written = lowered.translate(LOOKALIKES) if _has_cyrillic(lowered) else lowered
    latin = written.translate(CYRILLIC_TABLE).translate(LATIN_TABLE)
    return "".join(c for c in unicodedata.normalize("NFKD", latin) if c.isascii() and c.isalnum())


def written_forms(names: Iterable[Name]) -> Iterator[tuple[Alias, str]]:
    """Yield each alias with the strings that stand for it in bytes that are no text: its stem, in usual spellings.

    An ending comes after a stem, so that these find the cases too.
    """
    for name in names:
        for alias in name.aliases:
            stem = _stem(alias.text)
            spellings = {stem, letters_of(stem), plain(stem).translate(CYRILLIC_TABLE)}
            for spelling in sorted(spellings):
                for form in sorted({spelling, spelling.lower(), spelling.upper(), spelling.title()}):
                    yield alias, form


def _keys(word: str) -> Iterator[str]:
    if len(word) < LONG_ENOUGH:
        yield AS_WRITTEN + word
        return
    for key in keys_of(word):
        if key.startswith(AS_WRITTEN):
            continue
        yield key
        if key.endswith("a"):  # Динара, Динару, Динарой; Анна, Анны.
            stem = key[:-1]
            yield from (stem,) if len(stem) >= LONG_KEY else (f"{stem}{ending}" for ending in ("u", "oi", "e", "i"))


def _stem(text: str) -> str:
    word = text.strip()
    return word[:-1] if len(word) > LONG_KEY and word[-1].lower() in "аяa" else word


def _may_only_look(word: str) -> bool:
    """Return whether letters of two scripts are mixed, digits stand among letters, or all letters have a double."""
    has_cyrillic, has_other = _has_cyrillic(word), any(not _is_cyrillic(c) for c in word)
    return (has_cyrillic and has_other) or (not has_cyrillic and not word.isdigit())


def _has_cyrillic(text: str) -> bool:
    return any(map(_is_cyrillic, text))


def _is_cyrillic(character: str) -> bool:
    return "\u0400" <= character <= "\u052f"
