"""What is looked for where a person is to be kept back: their names, parts of these, short forms."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from webapp.leaks.names import Alias, Name, words_of
from webapp.leaks.spots import Wanted
from webapp.redaction.records import Redaction, RedactionKind, Redactions
from webapp.redaction.short_forms import short_forms

SHORTEST_PART = 3
"""Letters of a part of a longer name that is looked for alone: Ли of Анна Ли is a Russian word."""
# fmt: off
NO_PARTS = frozenset((
    "bin", "ibn", "van", "von", "der", "de", "la", "el", "al", "uly", "qyzy", "kyzy", "kizi", "ogly", "mr", "mrs", "ms",
    "dr", "ұлы", "улы", "қызы", "кызы", "оглы",
))
# fmt: on
"""Words of names that are nobody's own."""


def wanted_in(redactions: Redactions) -> list[Wanted]:
    """Return all ways in which the people of a list may be called."""
    return [each for redaction in redactions.standing for each in wanted_of(redaction)]


def wanted_of(redaction: Redaction) -> Iterator[Wanted]:
    if redaction.kind is RedactionKind.PERSON:
        yield from wanted_in_names(redaction.redaction_id, redaction.names)


def wanted_in_names(owner: str, names: Sequence[str]) -> list[Wanted]:
    """Return all ways in which somebody of these names may be called."""
    return [each for name in names for each in _ways(owner, name)]


def _ways(owner: str, name: str) -> Iterator[Wanted]:
    yield Wanted(owner, Alias(name))
    parts = words_of(name)
    if not _is_proper(name):
        return
    for part in parts:
        if part in NO_PARTS:
            continue
        if len(parts) > 1:
            yield Wanted(owner, Alias(part), is_sure=len(part) >= SHORTEST_PART)
        for form, is_sure in short_forms(part):
            yield Wanted(owner, Alias(form), is_sure)


def names_in(redactions: Redactions) -> tuple[Name, ...]:
    """Return the names of a list as a sweep looks for them (`webapp.leaks.sweep`)."""
    people = (each for each in redactions.standing if each.kind is RedactionKind.PERSON)
    return tuple(Name(tuple(map(Alias, (*each.names, *parts_of(each))))) for each in people)


def parts_of(redaction: Redaction) -> tuple[str, ...]:
    """Return the words of longer names that are looked for alone."""
    names = (name for name in redaction.names if len(words_of(name)) > 1 and _is_proper(name))
    parts = (part for name in names for part in words_of(name))
    return tuple(dict.fromkeys(part for part in parts if len(part) >= SHORTEST_PART and part not in NO_PARTS))


def _is_proper(name: str) -> bool:
    """Return whether all words of a name are written with a capital, as those of a description are not."""
    return all(word[0].isupper() for word in name.replace("-", " ").split() if word[0].isalpha())
