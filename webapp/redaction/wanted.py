"""What is looked for where a person is to be kept back: their names, parts of these, short forms."""

from __future__ import annotations

from collections.abc import Iterator

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
    if redaction.kind is not RedactionKind.PERSON:
        return
    for name in redaction.names:
        yield Wanted(redaction.redaction_id, Alias(name))
        parts = words_of(name)
        if len(parts) > 1 and _is_proper(name):
            for part in parts:
                if part not in NO_PARTS:
                    yield Wanted(redaction.redaction_id, Alias(part), is_sure=len(part) >= SHORTEST_PART)
        if len(parts) == 1 or _is_proper(name):
            for part in parts:
                for form, is_sure in short_forms(part):
                    yield Wanted(redaction.redaction_id, Alias(form), is_sure)


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
