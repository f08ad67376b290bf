"""What people have let through: the words that alone may be found in what will really be published."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from webapp.gate.kept_back import KeptBack
from webapp.leaks.names import Alias, Name
from webapp.leaks.spots import Spot, Spotter, Wanted
from webapp.redaction.find import find_places
from webapp.redaction.records import Decision, Likeness
from webapp.review import Content

Places = Mapping[str, Sequence[tuple[str, ...]]]
"""The words of each place, by the redaction whose it was."""


@dataclass(frozen=True, slots=True)
class LetThrough:
    """How to look for what is kept back where some of it stands by a person's word."""

    names: tuple[Name, ...]
    """As a sweep looks for them: without those that the words let through would be taken for."""
    spotter: Spotter


def let_through(content: Content, guard: KeptBack) -> LetThrough | None:
    """Return it; ``None`` where nobody has let anything through, so that what goes out is what is written strictly."""
    if Decision.DISMISSED not in guard.redactions.decisions.values():
        return None
    found: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for place in find_places(content, guard.redactions):
        if place.decision is Decision.DISMISSED and place.likeness is not Likeness.COUNTERPART:
            found[place.redaction_id].append(tuple(place.quote.words.split()))
    return LetThrough(tuple(_names(guard.wanted, found)), _Others(guard.wanted, found))


class _Others(Spotter):
    """Passes over words that somebody has let through as that very person's."""

    def __init__(self, wanted: Sequence[Wanted], places: Places) -> None:
        super().__init__(wanted)
        self._words = {owner: {word for place in said for word in place} for owner, said in places.items()}

    def spots(self, tokens: Sequence[str]) -> list[Spot]:
        found = super().spots(tokens)
        return [each for each in found if not set(tokens[each.first : each.end]) <= self._words.get(each.owner, set())]


def _names(wanted: Sequence[Wanted], places: Places) -> Iterator[Name]:
    aliases: dict[str, list[Alias]] = defaultdict(list)
    for each in wanted:
        spotter = Spotter([each])
        if each.is_sure and not any(spotter.spots(said) for said in places.get(each.owner, ())):
            aliases[each.owner].append(each.alias)
    yield from (Name(tuple(each)) for each in aliases.values())
