"""What is looked for where a person is to be kept back: their names, parts of these, short forms."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from transcribe.linking.names.fold import fold
from transcribe.linking.names.given_names import is_given_name
from transcribe.linking.stopwords import STOPWORDS
from webapp.leaks.letters import words_of
from webapp.leaks.names import AS_WRITTEN, LONG_KEY, Alias
from webapp.leaks.spots import Likeness, Spotter, Wanted
from webapp.redaction.records import Redaction, RedactionKind, Redactions
from webapp.redaction.short_forms import short_forms

SURNAME = re.compile(r"(?:[оеё]в|[иы]н|ск[иы]й|енко|ov|ev|in|sky|enko|son)а?a?$|(?:ская|skaya)$")
"""Of these nobody makes short forms."""
SHORTEST_PART = 3
"""Letters of a part of a longer name that is looked for alone: Ли of Анна Ли is a Russian word."""
TELLING_LETTERS = 4
"""Of one of the words that are kept back at one place: shorter ones are said anywhere."""
TELLING_DIGITS = 5
"""Of a number: a telephone's, say, which may be parted otherwise elsewhere."""
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


def said_elsewhere(redaction: Redaction) -> Iterator[Wanted]:
    """Yield how words that are kept back at one place are looked for at others, where they may tell the same.

    A person decides there: the words may be said of somebody else. Nothing where they stand anywhere.
    """
    said = redaction.quote.words if redaction.quote else ""
    if sum(map(str.isdigit, said)) >= TELLING_DIGITS:
        yield Wanted(redaction.redaction_id, Alias(said), is_sure=False)
    elif any(map(_is_telling, said.split())):
        yield Wanted(redaction.redaction_id, Form(said), is_sure=False)


def tells_words(quote: str, said: Sequence[str]) -> bool:
    """Return whether a text has words that are kept back: all of them in a row, or one that is not just anywhere."""
    spotter = Spotter([Wanted("", Alias(word)) for word in quote.split() if _is_telling(word)])
    if any(spot.likeness is not Likeness.RESEMBLES for spot in spotter.spots(said)):
        return True
    wanted, words = words_of(quote), words_of(" ".join(said))
    return bool(wanted) and any(words[at : at + len(wanted)] == wanted for at in range(len(words)))


def _is_telling(word: str) -> bool:
    return sum(map(str.isalpha, word)) >= TELLING_LETTERS and not STOPWORDS.issuperset(words_of(word))


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
        for alias in _other_stems(part):
            yield Wanted(owner, alias)
        if len(parts) == 1 or is_given_name(fold(part)) or not SURNAME.search(part):
            yield from (Wanted(owner, Form(form), is_sure) for form, is_sure in short_forms(part))


def _other_stems(part: str) -> Iterator[Alias]:
    """Yield what is before the endings of a word where that is not the word itself: Абая of Абай, Quat as Қуат."""
    if part.endswith("й"):
        stem = part[:-1]
        if len(fold(stem)) >= LONG_KEY:
            yield Alias(stem)
        else:
            yield from (Written(stem + ending) for ending in ("я", "ю", "ем", "е"))
    if part.endswith(("ия", "ья", "уа")):  # Sounds that come and go between vowels: too little is left of them.
        yield from (Written(part[:-1] + ending) for ending in ("и", "е", "у", "ю", "ей", "ой"))
    if "qu" in part:
        yield Alias(part.replace("q", "k"))


@dataclass(frozen=True)
class Form(Alias):
    """A form of a name that is looked for as one word: it is too short to be put together from pieces."""

    @cached_property
    def letters(self) -> str:
        return ""

    @cached_property
    def fragments(self) -> frozenset[str]:
        return frozenset()


@dataclass(frozen=True)
class Written(Form):
    """One that is told by its letters alone: too many words sound like it."""

    @cached_property
    def words(self) -> tuple[frozenset[str], ...]:
        return tuple(frozenset((AS_WRITTEN + word,)) for word in words_of(self.text))


def _is_proper(name: str) -> bool:
    """Return whether all words of a name are written with a capital, as those of a description are not."""
    return all(word[0].isupper() for word in name.replace("-", " ").split() if word[0].isalpha())
