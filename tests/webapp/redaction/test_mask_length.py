"""How much the length of a mask tells of which name lies under it."""

from __future__ import annotations

from collections import Counter
from math import log2

from media.records import Span
from tests.webapp.redaction.name_variants import people
from webapp.redaction.cover import widen

SYLLABLE_MS, VOWELS = 180, frozenset("аәеёиіоөуұүыэюя")
"""As Kazakh and Russian are spoken on the radio."""
STARTS_MS = range(10_000, 11_000, 20)
SPEEDS = (0.8, 0.9, 1.0, 1.1, 1.2)
MOST_BITS = 0.3


def lengths(name: str) -> Counter[int]:
    """Return how often a mask is how long, wherever a name begins and however fast it is said."""
    spoken_ms = SYLLABLE_MS * sum(letter in VOWELS for letter in name.lower())
    spans = (Span(start, start + round(spoken_ms / speed)) for start in STARTS_MS for speed in SPEEDS)
    masks = (widen([span], None)[0] for span in spans)
    return Counter(mask.end_ms - mask.start_ms for mask in masks)


def test_it_tells_little() -> None:
    found = [lengths(name) for name in people()[::6]]
    times = found[0].total()
    whole = sum(found, Counter[int]())
    told = sum(
        count / times / len(found) * log2(count / times * len(found) * times / whole[length])
        for each in found
        for length, count in each.items()
    )
    assert told < MOST_BITS
