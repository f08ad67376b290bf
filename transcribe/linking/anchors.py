"""Channel A: the names, numbers and plain words of a claim that can be recognised in another language."""

from __future__ import annotations

import enum
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from transcribe.linking.names.fold import fold
from transcribe.linking.names.glossary_terms import find_terms
from transcribe.linking.names.lexicon import translations
from transcribe.linking.names.places import called, longest_name
from transcribe.linking.names.similarity import SHORT
from transcribe.linking.names.spellings import bare, name_forms, without_possessive, word_forms
from transcribe.linking.numerals.numbers import Number, find_numbers
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


COMMON_ENDING = re.compile(r".{3,}(?:tions?|sions?|ments?|ity|ities|ness|ship|ical|icial|iary|igence)")
"""Of English words that are no names, though titles and headlines give them a capital."""
AROUND = '.,;:!?…"“”«»()[]–—'
NAMES_AND_MONTHS = frozenset(("May", "April", "June", "August", "Jan", "Mar"))
BEFORE_MONTH = frozenset(("in", "of", "since", "until", "by", "last", "next", "this", "early", "late", "from"))
HEADLINE_WORDS = 5
HEADLINE_CAPITALS = 0.9
SMALL_IN_HEADLINES = frozenset(("with", "from", "over", "into", "after", "than", "that"))
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
    found += [_named(tokens, first, last, language) for first, last in known]
    taken |= {index for first, last in known for index in range(first, last + 1)}
    places = list(_places(tokens, taken))
    taken |= {index for first, last in places for index in range(first, last + 1)}
    found += [_named(tokens, first, last, language, is_place=True) for first, last in places]
    in_capitals = _is_headline(tokens)
    for index, token in enumerate(tokens):
        if index not in taken:
            found += _word(token, _group(tokens, index), language, in_capitals=in_capitals)
    return tuple(found)


def _is_headline(tokens: Sequence[Token]) -> bool:
    """Return whether nearly all longer words have a capital, so that it says nothing."""
    words = [token for token in tokens if len(token.text) >= SHORTEST_WORD and token.lower not in SMALL_IN_HEADLINES]
    capitals = sum(token.text[0].isupper() for token in words)
    return len(words) >= HEADLINE_WORDS and capitals >= HEADLINE_CAPITALS * len(words)


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
            span = range(index, index + length)
            if span.stop <= len(tokens) and taken.isdisjoint(span) and _is_place(tokens, span):
                yield index, index + length - 1
                index += length - 1
                break
        index += 1


def _is_place(tokens: Sequence[Token], span: range) -> bool:
    if not tokens[span.start].text[0].isupper() or any(tokens[index].opens for index in span[1:]):
        return False
    these = [bare(tokens[index].text) for index in span]
    if len(these) == 1 and these[0] in NAMES_AND_MONTHS:
        return _is_dated(tokens, span.start)
    return len(called(tuple(these))) > 1


def _is_dated(tokens: Sequence[Token], index: int) -> bool:
    """Return whether May is a month and nobody's name: “in May”, “5 May 2018”."""
    beside = [tokens[at].lower for at in (index - 1, index + 1) if 0 <= at < len(tokens)]
    return any(word in BEFORE_MONTH or word[0].isdigit() for word in beside)


def _named(tokens: Sequence[Token], first: int, last: int, language: str, *, is_place: bool = False) -> Anchor:
    these = [bare(token.text) for token in tokens[first : last + 1]]
    own = tuple(word.lower() for word in these)
    names = called(tuple(these))
    forms = frozenset(_folded(name) for name in names - {own}) - {()}
    if len("".join(own)) > SHORT or not forms:  # “US” is said АҚШ, and ұсы… is another word
        forms |= {_folded(own)}
    if len(these) == 1 and not is_place:
        forms |= name_forms(these[0], language)
    text = without_possessive(" ".join(token.text for token in tokens[first : last + 1]))
    return Anchor(text, AnchorKind.NAME, True, first, forms=forms, is_place=is_place)


def _word(token: Token, group: int, language: str, *, in_capitals: bool) -> Iterator[Anchor]:
    said = bare(token.text)
    if not said or not said[0].isalpha() or said.lower() in STOPWORDS:
        return
    if said[0].isupper() and len(said) > 1:
        forms = word_forms(said, language)
        if forms:
            yield Anchor(
                without_possessive(token.text),
                AnchorKind.NAME,
                not in_capitals and _is_required(token, said),
                group,
                forms=forms,
            )
    elif len(said) >= SHORTEST_WORD:
        yield Anchor(token.text, AnchorKind.WORD, False, group, forms=word_forms(said, language))


def _is_required(token: Token, said: str) -> bool:
    """Return whether a capital marks a name that sounds alike everywhere: no title, no word, no abbreviation."""
    lowered = said.lower()
    is_word = lowered in GENERIC or translations(lowered) or COMMON_ENDING.fullmatch(lowered)
    return not (token.opens or is_word or said.isupper())


def _group(tokens: Sequence[Token], index: int) -> int:
    while index and tokens[index - 1].text[0].isupper() and not tokens[index].opens:
        index -= 1
    return index


def _folded(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(filter(None, map(fold, words)))
