"""What places, peoples, months and days are called in the other languages: CLDR, and a list of our own."""

from __future__ import annotations

from collections import defaultdict
from functools import cache

from transcribe.linking.names.place_names import PLACES
from transcribe.linking.numerals.months import month_of
from transcribe.linking.numerals.units import KAZAKH_ENDINGS, RUSSIAN_ENDING

Name = tuple[str, ...]
LANGUAGES = ("en", "kk", "ru")
MONTHS_AND_DAYS = ("months", "days")
DEMONYMS = ("ians", "ian", "ans", "an", "ns", "n", "ese", "ish", "is", "i", "s")
"""Endings that make a people of a country in English: Indonesian of Indonesia."""
ENDINGS = (KAZAKH_ENDINGS, RUSSIAN_ENDING)
SHORTEST_COUNTRY = 4
"""Letters that are left of a country without them."""


def called(name: Name) -> frozenset[Name]:
    """Return what a thing is called in any language, each as words, the name itself among them.

    :param name: words as they were written: ``("United", "States")``. Initials are known in capitals only: “WHO”.
    """
    lowered = tuple(word.lower() for word in name)
    month = month_of(lowered[0]) if len(lowered) == 1 and lowered[0].isascii() else None
    if month:
        return frozenset({lowered}) | _cldr_months_and_days()[month - 1]
    if lowered in _initials() and not all(word.isupper() for word in name):
        return frozenset({lowered})
    meanings = _meanings().get(lowered) or _people(lowered) or _inflected(lowered)
    return frozenset({lowered}).union(*(_table()[meaning] for meaning in meanings))


@cache
def longest_name() -> int:
    """Return how many words the longest known name has."""
    return max(map(len, _meanings()))


def single_names() -> frozenset[str]:
    """Return all names of one word."""
    return frozenset(name[0] for name in _meanings() if len(name) == 1)


def _people(name: Name) -> tuple[int, ...]:
    """Return the countries of a people: chilean of chile, by the beginning that both have."""
    if len(name) > 1:
        return ()
    for ending in DEMONYMS:
        stem = name[0].removesuffix(ending)
        if stem != name[0] and len(stem) >= SHORTEST_COUNTRY:
            countries = [meaning for country, meaning in _countries() if country.startswith(stem)]
            if countries:
                return tuple(countries) if len(countries) == 1 else ()
    return ()


def _inflected(name: Name) -> tuple[int, ...]:
    """Return what a Kazakh or Russian name means that has an ending: Германиядан, Біріккен Ұлттар Ұйымының."""
    word = name[-1]
    for length in range(len(word) - 1, SHORTEST_COUNTRY - 1, -1):
        meanings = _meanings().get((*name[:-1], word[:length]))
        if meanings and not word.isascii() and any(end.fullmatch(word, length) for end in ENDINGS):
            return meanings
    return ()


@cache
def _table() -> tuple[frozenset[Name], ...]:
    """Return one set of names a thing."""
    return (*_ours(), *_cldr_territories(), *_cldr_months_and_days())


@cache
def _ours() -> tuple[frozenset[Name], ...]:
    return tuple(frozenset(_words(name) for name in line.replace("|", " ").split()) for line in PLACES)


@cache
def _initials() -> frozenset[Name]:
    """Return the names that are written in capitals: lower-cased, “who” is another word."""
    names = {name for line in PLACES for name in line.replace("|", " ").split()}
    return frozenset(_words(name) for name in names if name.isupper())


@cache
def _countries() -> tuple[tuple[str, int], ...]:
    """Return the countries whose English name is one word, each with its place in the table."""
    offset = len(_ours())
    return tuple(
        (name[0], offset + place)
        for place, names in enumerate(_cldr_territories())
        for name in names
        if len(name) == 1 and name[0].isascii()
    )


@cache
def _meanings() -> dict[Name, tuple[int, ...]]:
    """Return which lines of the table know a name."""
    found: defaultdict[Name, list[int]] = defaultdict(list)
    for meaning, names in enumerate(_table()):
        for name in names:
            found[name].append(meaning)
    return {name: tuple(meanings) for name, meanings in found.items()}


@cache
def _cldr_territories() -> tuple[frozenset[Name], ...]:
    from babel import Locale  # noqa: PLC0415 (reads megabytes of names)

    locales = [Locale(language) for language in LANGUAGES]
    territories = [str(code) for code in locales[0].territories if len(str(code)) == len("KZ")]
    return tuple(
        frozenset(_words(str(locale.territories[code])) for locale in locales if code in locale.territories)
        for code in territories
    )


@cache
def _cldr_months_and_days() -> tuple[frozenset[Name], ...]:
    from babel import Locale  # noqa: PLC0415 (reads megabytes of names)

    locales = [Locale(language) for language in LANGUAGES]
    names = []
    for kind in MONTHS_AND_DAYS:
        tables = [getattr(locale, kind)["stand-alone"]["wide"] for locale in locales]
        names += [frozenset(_words(str(table[key])) for table in tables) for key in tables[0]]
    return tuple(names)


def _words(name: str) -> Name:
    return tuple(name.lower().replace("-", " ").replace("_", " ").split())
