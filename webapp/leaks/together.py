"""Words in a row that together resemble a name of as many words: a recogniser may put the edges between them elsewhere.

“Vermittis Akover” is Bermet Isakova, as a small model wrote it; “Akover” alone is like nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from transcribe.linking.names.fold import fold
from transcribe.linking.names.similarity import closeness

CLOSE = 0.8
"""From which words resemble a key (`transcribe.linking.names.similarity.closeness`)."""
LEAST_SOUNDS = 8
"""Of a name: shorter words resemble each other by chance."""


class Together:
    """Names of several words."""

    def __init__(self, names: Iterable[tuple[str, int, str]]) -> None:
        """:param names: whose each is, of how many words, and all its sounds (`fold`) without anything between them."""
        self._owners: dict[int, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for owner, words, sounds in names:
            if words > 1 and len(sounds) >= LEAST_SOUNDS:
                self._owners[words][sounds].add(owner)

    def resembling(self, words: Sequence[str]) -> Iterator[tuple[str, int, int]]:
        """Yield whose name words resemble, and which: the first, and the one behind the last."""
        sounds = [fold(word) for word in words] if self._owners else []
        for length, owners in self._owners.items():
            names, places = list(owners), range(len(words) - length + 1)
            close = closeness(names, ["".join(sounds[place : place + length]) for place in places])
            for name, place in zip(*(close >= CLOSE).nonzero(), strict=True):
                for owner in owners[names[name]]:
                    yield owner, int(place), int(place) + length
