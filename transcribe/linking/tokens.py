"""Words of a text, bare of punctuation, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

PIECE = re.compile(
    r"\d+(?:[.,:]\d+)*"
    r"|[^\W\d_](?:\.[^\W\d_])+(?![^\W_])"  # U.S., a.m.
    r"|[^\W\d_]+\d+[^\W_]*"  # G20, MH17: a name, not a number
    r"|[^\W\d_]+(?:['’ʼ][^\W\d_]+)*"
    r"|[%$€£₸₽°№]"
)
SENTENCE_END = re.compile(r"[.!?…:]\W*$")
APART = re.compile(r"[,;)\]]\W*$")
SHORTENED = re.compile(
    r"\W*(?:[^\W\d_]|dr|mrs?|ms|prof|gen|col|lt|sgt|capt|gov|sen|rep|rev|hon|st|no|vs|jan|feb|mar|apr|jun|jul|aug|sept?"
    r"|oct|nov|dec|млн|млрд|тыс|жж|гг|им|ул|км|т)\.",
    re.IGNORECASE,
)
"""Words whose full stop ends no sentence: initials, titles, months."""
OPENING = re.compile(r"^[\"'“«„‘(\[–—]")


@dataclass(frozen=True, slots=True)
class Token:
    """A word or number without what surrounds it; a word with a hyphen gives several."""

    text: str
    word: int
    """Index of the word that it is part of."""
    opens: bool
    """It stands first in a sentence or a quotation, so that a capital says nothing."""
    apart: bool = False
    """A comma or bracket stands between it and the word before: “£125m, three years ago”."""

    @property
    def lower(self) -> str:
        """In lower case, initials without their full stops: us of U.S."""
        return self.text.lower() if self.text[0].isdigit() else self.text.lower().replace(".", "")


def tokens_of(words: Sequence[str]) -> Iterator[Token]:
    """Yield the tokens of words that may carry punctuation."""
    opens, apart = True, False
    for index, word in enumerate(words):
        opens = opens or bool(OPENING.match(word))
        for piece in PIECE.finditer(word):
            yield Token(piece[0], index, opens, apart)
            opens = apart = False
        opens = opens or bool(SENTENCE_END.search(word) and not SHORTENED.fullmatch(word))
        apart = bool(APART.search(word))
