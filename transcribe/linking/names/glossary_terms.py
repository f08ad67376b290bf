"""The newsroom's glossary in a claim: a term is found under any spelling of it, with or without a capital."""

from __future__ import annotations

from collections.abc import Sequence, Set

from transcribe.linking.names.fold import fold
from transcribe.linking.tokens import Token, tokens_of

SHORTEST_TERM = 3
"""In folded letters; what is shorter would be found in every sentence."""
LONGEST_ENDING = 3
"""Letters that may follow a term in the claim: a plural, a possessive, a case."""


def find_terms(tokens: Sequence[Token], taken: Set[int], terms: Sequence[str]) -> list[tuple[int, int]]:
    """Return the first and last token of every term in a claim, the longest where two begin together.

    :param taken: tokens that are something else already.
    """
    folded = {tuple(filter(None, (fold(token.text) for token in tokens_of(term.split())))) for term in terms}
    wanted = sorted((words for words in folded if sum(map(len, words)) >= SHORTEST_TERM), key=len, reverse=True)
    said = [fold(token.text) for token in tokens]
    found: list[tuple[int, int]] = []
    index = 0
    while index < len(said):
        length = next((len(words) for words in wanted if _stands(words, said[index : index + len(words)])), 0)
        if length and taken.isdisjoint(range(index, index + length)):
            found.append((index, index + length - 1))
            index += length
        else:
            index += 1
    return found


def _stands(term: Sequence[str], said: Sequence[str]) -> bool:
    return len(said) == len(term) and all(
        word.startswith(wanted) and len(word) - len(wanted) <= min(LONGEST_ENDING, len(wanted) - 1)
        for wanted, word in zip(term, said, strict=True)
    )
