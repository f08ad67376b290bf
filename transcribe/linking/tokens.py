"""Words of a text, bare of punctuation, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

PIECE = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+(?:['’ʼ][^\W\d_]+)*|[%$€£₸₽°№]")
SENTENCE_END = re.compile(r"[.!?…:]\W*$")
OPENING = re.compile(r"^[\"'“«„‘(\[–—]")


@dataclass(frozen=True, slots=True)
class Token:
    """A word or number without what surrounds it; a word with a hyphen gives several."""

    text: str
    word: int
    """Index of the word that it is part of."""
    opens: bool
    """It stands first in a sentence or a quotation, so that a capital says nothing."""

    @property
    def lower(self) -> str:
        return self.text.lower()


def tokens_of(words: Sequence[str]) -> Iterator[Token]:
    """Yield the tokens of words that may carry punctuation."""
    opens = True
    for index, word in enumerate(words):
        opens = opens or bool(OPENING.match(word))
        for piece in PIECE.finditer(word):
            yield Token(piece[0], index, opens)
            opens = False
        opens = opens or bool(SENTENCE_END.search(word))
