"""Where the anchors of claims were heard."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from transcribe.linking.anchors import Anchor, AnchorKind
from transcribe.linking.evidence import Heard
from transcribe.linking.names.fold import fold
from transcribe.linking.names.known_names import is_other_name
from transcribe.linking.names.similarity import RESEMBLES, closeness
from transcribe.linking.numerals.numbers import Number
from transcribe.linking.weights import CLOSE_NAME, CLOSE_WORD, OTHER_UNIT, RIVAL

ALIKE = 0.5
"""Strength of a word that only resembles a name: below `HEARD`."""


@dataclass(frozen=True, slots=True)
class Hit:
    """An anchor was heard at these tokens of `Heard`."""

    first: int
    last: int
    strength: float
    """1 where it was heard as it stands, less where the words differ or another thing is counted."""


def find_hits(anchors: Sequence[Anchor], heard: Heard) -> tuple[tuple[Hit, ...], ...]:
    """Return for each anchor where it was heard, in order of time."""
    words = _Words(heard, sorted({part for anchor in anchors for form in anchor.forms for part in form}))
    return tuple(
        tuple(_number_hits(anchor.number, heard) if anchor.number else words.hits(anchor)) for anchor in anchors
    )


def _number_hits(wanted: Number, heard: Heard) -> Iterator[Hit]:
    for number in heard.numbers:
        if wanted.same_as(number):
            yield Hit(number.first, number.last, OTHER_UNIT if wanted.counts_other(number) else 1.0)
        elif wanted.rivals(number):
            yield Hit(number.first, number.last, RIVAL)


class _Words:
    """The distinct words that were heard, and how close each is to each key of the anchors."""

    def __init__(self, heard: Heard, keys: Sequence[str]) -> None:
        self._folded = [fold(token.text) if token.text[0].isalpha() else "" for token in heard.tokens]
        distinct = sorted(set(self._folded) - {""})
        self._column = {word: column for column, word in enumerate(distinct)}
        self._row = {key: row for row, key in enumerate(keys)}
        self._closeness: NDArray[np.float32] = closeness(keys, distinct)
        self._distinct = distinct
        self._at: Mapping[str, Sequence[int]] = self._positions()

    def _positions(self) -> Mapping[str, Sequence[int]]:
        positions = defaultdict(list)
        for index, word in enumerate(self._folded):
            positions[word].append(index)
        return positions

    def hits(self, anchor: Anchor) -> list[Hit]:
        is_name = anchor.kind is AnchorKind.NAME
        sure, enough = (CLOSE_NAME, RESEMBLES) if is_name else (CLOSE_WORD, CLOSE_WORD)
        best: dict[int, Hit] = {}
        for form in sorted(anchor.forms, key=lambda form: (-len(form), form)):  # the order of a set differs by run
            for hit in self._form_hits(form, sure, enough):
                if hit.first not in best or best[hit.first].strength < hit.strength:
                    best[hit.first] = hit
        return [best[first] for first in sorted(best)]

    def _form_hits(self, form: tuple[str, ...], sure: float, enough: float) -> Iterator[Hit]:
        row = self._closeness[self._row[form[0]]]
        for column in np.flatnonzero(row >= enough):
            if row[column] < 1 and is_other_name(form[0], self._distinct[column]):
                continue
            for first in self._at[self._distinct[column]]:
                strength = min([float(row[column]), *self._rest(form, first)])
                if strength >= enough:
                    yield Hit(first, first + len(form) - 1, strength if strength >= sure else ALIKE)

    def _rest(self, form: tuple[str, ...], first: int) -> Iterator[float]:
        """Yield how close the words after the first are to the rest of a form of several words."""
        for offset, part in enumerate(form[1:], start=1):
            word = self._folded[first + offset] if first + offset < len(self._folded) else ""
            yield float(self._closeness[self._row[part], self._column[word]]) if word else 0.0
