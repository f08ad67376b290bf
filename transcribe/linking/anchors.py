"""Channel A: the names, numbers and plain words of a claim that can be recognised in another language."""

from __future__ import annotations

import enum
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from transcribe.linking.fold import fold, spellings
from transcribe.linking.glossary_terms import find_terms
from transcribe.linking.numbers import Number, find_numbers
from transcribe.linking.places import called, longest_name
from transcribe.linking.stopwords import GENERIC, STOPWORDS
from transcribe.linking.tokens import Token, tokens_of


class AnchorKind(enum.Enum):
    NAME = "name"
    NUMBER = "number"
    WORD = "word"
    """A plain word; it helps to find the place, and proves nothing."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """Something in a claim that should be heard where the claim is borne out."""

    text: str
    """As it stands in the claim."""
    kind: AnchorKind
    required: bool
    """When it is not heard, something is missing. Words whose capital says nothing are not required."""
    group: int
    """Parts of one name, “Serik” and “Omarov”, have the same."""
    number: Number | None = None
    is_place: bool = False
    """A country, a people, a month: it is named in many places, for many reasons."""
    forms: frozenset[tuple[str, ...]] = frozenset()
    """Of a name or word: what it may be called, each as folded words."""


AROUND = '.,;:!?…"“”«»()[]–—'
SHORTEST_WORD = 4
"""Plain words below this are not looked for."""
FEW = 1
"""Numbers up to this are said in too many ways (“a”, “one”, nothing at all) to prove or refute anything."""


def anchors_of(claim: str, language: str, terms: Sequence[str] = ()) -> tuple[Anchor, ...]:
    """Return the anchors of a sentence in order.

    :param language: primary subtag of the summary's language.
    :param terms: the newsroom's glossary; what it holds is a name, with or without a capital.
    """
    words = claim.split()
    tokens = list(tokens_of(words))
    numbers = find_numbers(tokens, language)
    taken = {index for number in numbers for index in range(number.first, number.last + 1)}
    found = [_number(number, tokens, words) for number in numbers if number.value > FEW or number.value.denominator > 1]
    known = find_terms(tokens, taken, terms)
    found += [_named(tokens, first, last) for first, last in known]
    taken |= {index for first, last in known for index in range(first, last + 1)}
    places = list(_places(tokens, taken))
    taken |= {index for first, last in places for index in range(first, last + 1)}
    found += [_named(tokens, first, last, is_place=True) for first, last in places]
    found += [anchor for index in range(len(tokens)) if index not in taken for anchor in _word(tokens, index)]
    return tuple(found)


def _number(number: Number, tokens: Sequence[Token], words: Sequence[str]) -> Anchor:
    written = " ".join(words[tokens[number.first].word : tokens[number.last].word + 1])
    is_named = _is_capital(tokens, number.first) and _is_capital(tokens, number.last + 1)
    return Anchor(written.strip(AROUND), AnchorKind.NUMBER, not is_named, number.first, number)


def _is_capital(tokens: Sequence[Token], index: int) -> bool:
    """Return whether a word has a capital that its place does not explain: “Four Corners” counts no corners."""
    return index < len(tokens) and tokens[index].text[0].isupper() and not tokens[index].opens


def _places(tokens: Sequence[Token], taken: set[int]) -> Iterator[tuple[int, int]]:
    """Yield the first and last token of every name that the table of places knows, longest first."""
    index = 0
    while index < len(tokens):
        for length in range(longest_name(), 0, -1):
            these = tokens[index : index + length]
            if (
                len(these) < length
                or taken.intersection(range(index, index + length))
                or not these[0].text[0].isupper()
            ):
                continue
            if len(called(tuple(token.lower for token in these))) > 1:
                yield index, index + length - 1
                index += length - 1
                break
        index += 1


def _named(tokens: Sequence[Token], first: int, last: int, *, is_place: bool = False) -> Anchor:
    these = tokens[first : last + 1]
    forms = frozenset(_folded(name) for name in called(tuple(token.lower for token in these)))
    return Anchor(
        " ".join(token.text for token in these), AnchorKind.NAME, True, first, forms=forms - {()}, is_place=is_place
    )


def _word(tokens: Sequence[Token], index: int) -> Iterator[Anchor]:
    token = tokens[index]
    if not token.text[0].isalpha() or token.lower in STOPWORDS:
        return
    forms = frozenset((spelling,) for spelling in spellings(token.text)) - {("",)}
    is_name = token.text[0].isupper()
    if is_name and forms and len(token.text) > 1:
        required = not token.opens and token.lower not in GENERIC and not token.text.isupper()
        yield Anchor(token.text, AnchorKind.NAME, required, _group(tokens, index), forms=forms)
    elif forms and len(token.text) >= SHORTEST_WORD:
        yield Anchor(token.text, AnchorKind.WORD, False, index, forms=forms)


def _group(tokens: Sequence[Token], index: int) -> int:
    while index and tokens[index - 1].text[0].isupper() and not tokens[index].opens:
        index -= 1
    return index


def _folded(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(filter(None, map(fold, words)))
