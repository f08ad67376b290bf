"""Sentences that a script says more than once: where else the words may be that were heard."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from transcribe.alignment.script import ScriptWord
from transcribe.retime import folded

SAME_WORDS = 4
"""In a row: fewer are a phrase that everybody uses."""
MOST_REPEATS = 3
"""Looked at, the nearest first."""


class Repeats:
    """Where in a script the same words begin."""

    def __init__(self, words: Sequence[ScriptWord]) -> None:
        self._keys = [folded(word.text) for word in words]
        self._places: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for place in range(len(words) - SAME_WORDS + 1):
            self._places[self._key(place)].append(place)

    def after(self, place: int) -> list[int]:
        """Return later places where the words from ``place`` on begin again."""
        later = [other for other in self._places.get(self._key(place), ()) if other > place]
        return later[:MOST_REPEATS]

    def _key(self, place: int) -> tuple[str, ...]:
        return tuple(self._keys[place : place + SAME_WORDS])
