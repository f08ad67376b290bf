"""A true sentence made false: another number, another name, its opposite. ``None`` where it has none."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

from transcribe.linking.names.fold import fold
from transcribe.linking.names.similarity import closeness

NUMBER = re.compile(r"(?<![\w.,])\d+(?![\w]|[.,]\d)")
NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{3,}\b")
HEARD_AS = 0.8
"""How close a name must be to a word of the translation: “Citizen” in the name of a charity is translated, no name."""
VERB = re.compile(r"\b(is|are|was|were|has|have|had|will|would|can|could|should|may|might|must)\b(?! not)")
FACTOR = 3
"""A number is swapped with one from 2 to about so many times itself."""
FIRST_YEAR, YEARS = 1000, 60
"""From the first on it may be a year: it is swapped with one so much smaller or greater."""


def other_number(sentence: str, draw: random.Random) -> str | None:
    """Return the sentence with its first number in digits replaced."""
    found = NUMBER.search(sentence)
    if not found or int(found[0]) <= 1:
        return None
    said = int(found[0])
    near = range(said - YEARS, said + YEARS) if said >= FIRST_YEAR else range(2, said * FACTOR + FACTOR)
    return _swapped(sentence, found, str(draw.choice([number for number in near if number != said])))


def other_name(sentence: str, names: Sequence[str], others: Sequence[str], draw: random.Random) -> str | None:
    """Return the sentence with the first of its names replaced by one that begins otherwise.

    :param names: what is a name in it. :param others: of another programme.
    """
    for found in NAME.finditer(sentence):
        unlike = [name for name in others if fold(name)[:1] != fold(found[0])[:1]]
        if found[0] in names and unlike:
            return _swapped(sentence, found, draw.choice(unlike))
    return None


def names_in(sentence: str, translation: str) -> list[str]:
    """Return the names in a sentence: words with a capital that are the same in the translation."""
    written = sorted({found[0] for found in NAME.finditer(sentence)})
    said = [fold(word) for word in translation.split()]
    close = closeness([fold(name) for name in written], said).max(axis=1, initial=0)
    return [name for name, how in zip(written, close, strict=True) if how >= HEARD_AS]


def negated(sentence: str) -> str | None:
    """Return the sentence with “not” behind its first auxiliary."""
    return VERB.sub(r"\1 not", sentence, count=1) if VERB.search(sentence) else None


def _swapped(sentence: str, found: re.Match[str], other: str) -> str:
    return f"{sentence[: found.start()]}{other}{sentence[found.end() :]}"
