"""Names that are known to be names, so that one is never taken for another misheard: Serik and Berik, Marat and Murat.

Surnames in -ов, -ев, -ин begin with a given name and are told apart by it.
"""

from __future__ import annotations

from functools import cache, lru_cache

from transcribe.linking.names.fold import REMEMBERED, fold
from transcribe.linking.names.given_names import folded_names
from transcribe.linking.names.places import single_names
from transcribe.linking.names.similarity import ENDING, alike

SHORTEST_NAME = 4
"""In folded letters."""


def is_other_name(key: str, word: str) -> bool:
    """Return whether a heard word is a known name, and another one than a key.

    :param key: folded. :param word: folded, with its ending.
    """
    name = _known_beginning(word)
    return bool(name) and not alike(name, key[: len(name)]) and not alike(name[: len(key)], key)


@lru_cache(maxsize=REMEMBERED)
def _known_beginning(word: str) -> str:
    for length in range(len(word), SHORTEST_NAME - 1, -1):
        if word[:length] in _known() and ENDING.fullmatch(word, length):
            return word[:length]
    return ""


@cache
def _known() -> frozenset[str]:
    names = folded_names() | {fold(name) for name in single_names()}
    return frozenset(name for name in names if len(name) >= SHORTEST_NAME)
