"""Words as a recogniser mishears them."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

SUBSTITUTED, MISSPELT, LOST = 0.4, 0.75, 0.92
"""Of the words that are misheard: this share is another word of the programme; up to this one is misspelt; up to this
one lost; at the rest a word comes in."""
WRONG_LETTERS = 0.3
"""Share of the letters of a misspelt word, one at least."""
LETTERS = "абвгдежзийклмнопрстуфхцчшыіңғүұқөһәя"


def damaged(text: str, share: float, vocabulary: Sequence[str], draw: random.Random) -> str:
    """Return a text in which about a share of the words is wrong. :param vocabulary: words to hear instead."""
    return " ".join(word for said in text.split() for word in _heard(said, share, vocabulary, draw))


def _heard(word: str, share: float, vocabulary: Sequence[str], draw: random.Random) -> Iterator[str]:
    if draw.random() >= share:
        yield word
        return
    fate = draw.random()
    if fate < SUBSTITUTED:
        yield draw.choice(vocabulary)
    elif fate < MISSPELT:
        yield _misspelt(word, draw)
    elif fate >= LOST:
        yield from (word, draw.choice(vocabulary))


def _misspelt(word: str, draw: random.Random) -> str:
    letters = list(word)
    for _ in range(max(1, round(WRONG_LETTERS * len(letters)))):
        letters[draw.randrange(len(letters))] = draw.choice(LETTERS)
    return "".join(letters)
