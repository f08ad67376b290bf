"""What readers might ask: words by how many programmes they stand in, a fifth of the questions with common ones."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from webapp.edition.fold import fold
from webapp.edition.layout import read_document
from webapp.edition.records import EditionDocument

SEED = "muragat queries"
SAMPLE = 300
"""Programmes that words are drawn from, at most."""
COMMON = 60
"""So many of the words that stand in most programmes are common ones."""
COMMON_EVERY = 4
"""One of so many questions has a common word: a quarter, at least a fifth."""
INSIDE_LETTERS, PREFIX_LETTERS = (3, 6), (3, 5)
LONG_ENOUGH = 8
"""Letters of a word that another can be looked for inside of."""


@dataclass(frozen=True, slots=True)
class Words:
    """Words of a sample of the programmes."""

    programmes: tuple[tuple[str, ...], ...]
    """Of each: its distinct words, folded."""
    spoken: tuple[tuple[str, ...], ...]
    """Of each: some sentences' words in their order, folded."""
    common: tuple[str, ...]
    languages: tuple[str, ...]
    """Of each programme."""


def sample_words(paths: Sequence[Path]) -> Words:
    """Read the words of some programmes.

    :param paths: of edition files; the sample is spread over them.
    """
    documents = [read_document(path) for path in paths[:: max(1, len(paths) // SAMPLE)]]
    distinct = [tuple(sorted({form for line in _sentences(each) for form in line})) for each in documents]
    found_in = Counter(form for forms in distinct for form in forms)
    return Words(
        programmes=tuple(distinct),
        spoken=tuple(tuple(form for line in _sentences(each)[:40] for form in line) for each in documents),
        common=tuple(form for form, _ in found_in.most_common(COMMON)),
        languages=tuple(each.facts.language for each in documents),
    )


class Asker:
    """Draws questions, the same each time."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._draw = random.Random(SEED)  # noqa: S311 (a draw to repeat, no secret)

    def two_words(self, count: int) -> list[str]:
        """Return pairs of words of one programme, each drawn by how many programmes it stands in."""
        return [self._pair(number) for number in range(count)]

    def phrases(self, count: int) -> list[str]:
        """Return two or three words that are said one after another, in quotation marks."""
        found = []
        for number in range(count):
            spoken = self._draw.choice(self._words.spoken)
            length = 2 + number % 2
            first = self._draw.randrange(max(1, len(spoken) - length))
            found.append(f'"{" ".join(spoken[first : first + length])}"')
        return found

    def prefixes(self, count: int) -> list[str]:
        """Return beginnings of words."""
        return [self._long()[: self._draw.randint(*PREFIX_LETTERS)] for _ in range(count)]

    def insides(self, count: int) -> list[str]:
        """Return letters from the middle of words."""
        found = []
        for _ in range(count):
            word, length = self._long(), self._draw.randint(*INSIDE_LETTERS)
            first = self._draw.randint(1, len(word) - length)
            found.append(word[first : first + length])
        return found

    def exclusions(self, count: int) -> list[str]:
        """Return a word and one that must not stand there."""
        return [f"{first} -{second}" for first, second in (pair.split() for pair in self.two_words(count))]

    def languages(self, count: int) -> list[str]:
        return [self._draw.choice(self._words.languages) for _ in range(count)]

    def _pair(self, number: int) -> str:
        forms = self._draw.choice(self._words.programmes)
        # A draw among a programme's distinct words, of a programme drawn first, is a draw by document frequency.
        first, second = self._draw.choice(forms), self._draw.choice(forms)
        if number % COMMON_EVERY == 0:
            first = self._draw.choice(self._words.common)
        return f"{first} {second}"

    def _long(self) -> str:
        while True:
            word = self._draw.choice(self._draw.choice(self._words.programmes))
            if len(word) >= LONG_ENOUGH:
                return word


def _sentences(document: EditionDocument) -> list[list[str]]:
    segments = document.transcript.segments if document.transcript else ()
    return [fold(segment.text).split() for segment in segments]
