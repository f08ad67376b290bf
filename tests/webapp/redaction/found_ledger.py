"""What is found of names in all the ways in which they are written, line by line, so that no change of it is silent.

``python -m tests.webapp.redaction.found_ledger`` writes ``found.txt`` anew: read what changed before you keep it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import webapp
from tests.webapp.redaction.name_variants import SAID_OTHERWISE, SHORT_NAMES, people, short_ways, ways
from webapp.leaks.look import Look
from webapp.leaks.names import Alias, Name
from webapp.leaks.spots import Spotter
from webapp.redaction.wanted import wanted_in_names

LEDGER = Path(__file__).with_name("found.txt")
EVERY = 12
"""Of the ways of each name one in so many stands there, another of the next name."""
EVERY_NAME = 8
"""Of the names one in so many is looked for in the texts that have other words."""
BEFORE, AFTER = ["кеше", "кешке"], ["деді", "ол"]
TEXTS = ("saxaul.script.txt", "reels.dialogue.txt")
PROGRAMMES = Path(webapp.__file__).parent / "demo" / "programmes"
NOT_TOLD = "nothing"


def lines() -> Iterator[str]:
    """Yield ``name | words | where they are found, and how | what a sweep says of them``."""
    for name, variants in _variants():
        spotter, look = _spotter(name), Look([Name((Alias(name),))], resembling=True)
        for words in variants:
            said = _spots(spotter, [*BEFORE, *words, *AFTER])
            swept = sorted({found.kind.value for found in look.find(" ".join(words))})
            yield f"{name} | {' '.join(words)} | {said} | {' '.join(swept) or NOT_TOLD}"
    for name in (*people()[::EVERY_NAME], *SHORT_NAMES.split()[::2]):
        spotter = _spotter(name)
        for text in TEXTS:
            yield f"{name} | {text} | {_spots(spotter, (PROGRAMMES / text).read_text().split())}"


def _variants() -> Iterator[tuple[str, list[list[str]]]]:
    for number, name in enumerate(people()):
        yield name, [words for place, (_, words) in enumerate(ways(name)) if (place + number) % EVERY == 0]
    for number, name in enumerate(SHORT_NAMES.split()):
        yield name, [words for place, (_, words) in enumerate(short_ways(name)) if (place + number) % (EVERY // 2) == 0]
    for name, said in SAID_OTHERWISE.items():
        yield name, [[word] for word in said.split()]


def _spotter(name: str) -> Spotter:
    return Spotter(wanted_in_names("her", (name,)))


def _spots(spotter: Spotter, tokens: Sequence[str]) -> str:
    spots = (f"{spot.first}-{spot.end} {spot.likeness.name.lower()}" for spot in spotter.spots(tokens))
    return ", ".join(spots) or NOT_TOLD


def main() -> int:
    LEDGER.write_text("\n".join(lines()) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
