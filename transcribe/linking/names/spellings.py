"""The keys under which a word of a claim may be heard: as it is written, as it sounds, and in other languages."""

from __future__ import annotations

import re

from transcribe.linking.names.english_sounds import sounded
from transcribe.linking.names.fold import fold
from transcribe.linking.names.given_names import is_given_name
from transcribe.linking.names.lexicon import translations
from transcribe.linking.numerals.units import KAZAKH_ENDINGS

Form = tuple[str, ...]
"""Folded words."""
ENGLISH = "en"
POSSESSIVE = re.compile(r"['’ʼ](?:s|m|ve|re|ll|d|t)?$", re.IGNORECASE)
"""What English hangs on a word: Omarov's, I'm, they've."""
RUSSIAN_CASES = re.compile(r"(?:ами|ями|ого|ому|ыми|ими|ой|ей|ом|ем|ым|им|ою|ах|ях|[аяуюеыи])$")
SHORTEST_STEM = 4
SHORTEST_SOUND = 3
"""In folded letters; a shorter key of a guessed spelling finds all sorts of words."""


def bare(word: str) -> str:
    """Return a word without an English possessive or contracted verb, initials without their full stops."""
    return without_possessive(word).replace(".", "")


def without_possessive(words: str) -> str:
    return POSSESSIVE.sub("", words)


def name_forms(name: str, language: str) -> frozenset[Form]:
    """Return the keys of one word of a name.

    :param language: primary subtag of the claim's language.
    """
    keys = {fold(bare(name))}
    if language == ENGLISH:
        if not is_given_name(fold(bare(name))):
            keys |= {key for key in map(fold, sounded(bare(name))) if len(key) >= SHORTEST_SOUND}
    else:
        keys.add(fold(_stem(name, language)))
    keys |= {form for key in keys for form in _feminine_cases(key)}
    return frozenset((key,) for key in keys if key)


def _feminine_cases(key: str) -> tuple[str, ...]:
    """Return what begins the Russian cases of a name in -а: Динару, Дину; a short stem alone is a Kazakh word."""
    if not key.endswith("a"):
        return ()
    stem = key[:-1]
    return (stem,) if len(stem) > SHORTEST_STEM else (f"{stem}u", f"{stem}oi")


def word_forms(word: str, language: str) -> frozenset[Form]:
    """Return the keys of a plain word: its own, for what all languages borrow, and its translations."""
    forms = name_forms(word, language)
    return forms | translations(bare(word).lower()) if language == ENGLISH else forms


def _stem(name: str, language: str) -> str:
    """Return a Kazakh or Russian name without its case: Омаровтың, Омаровым."""
    lowered = name.lower()
    if language == "ru":
        stem = RUSSIAN_CASES.sub("", lowered)
        return stem if len(stem) >= SHORTEST_STEM else lowered
    if language == "kk":
        for length in range(SHORTEST_STEM, len(lowered)):
            if KAZAKH_ENDINGS.fullmatch(lowered, length):
                return lowered[:length]
    return lowered
