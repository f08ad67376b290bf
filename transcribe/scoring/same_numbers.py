"""Numbers that were written in digits on one side and in words on the other: no error, since they sound the same.

“25” may have been said in any case and gender, so it equals “двадцать пять” and “двадцати пяти”; where both sides
have words, these are compared as words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz.distance import Levenshtein

from media.language import UNDETERMINED
from transcribe.linking.numerals.number_grammar import Reading, read_number
from transcribe.linking.numerals.number_words import NUMBER_LANGUAGES, number_word
from transcribe.linking.numerals.units import PERCENT, unit_of
from transcribe.linking.tokens import Token
from transcribe.normalise import Spoken

ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th|й|я|е|го|му|м|х|ми|ю|ші|шы|інші|ыншы|нші|ншы)")
ORDINAL_WORD = re.compile(r".*(?:нш[іы]|st|nd|rd|th)")
HAS_DIGIT = re.compile(r".*[\d%]")
PER_CENT = ("per", "cent")


@dataclass(frozen=True, slots=True)
class _Atom:
    """A word, or the words of one number."""

    first: int
    end: int
    key: str
    """What it is compared by: the word, or the number's value."""


def numbers_as_in(reference: Sequence[Spoken], hypothesis: Sequence[Spoken], language: str) -> tuple[Spoken, ...]:
    """Return the hypothesis with each number in the form of the reference, where both name the same there.

    :param language: a BCP 47 tag; in one without number words here (`NUMBER_LANGUAGES`) digits are read alone.
    """
    names = _languages(language)
    true, heard = _atoms(reference, names), _atoms(hypothesis, names)
    spoken = list(hypothesis)
    for block in reversed(Levenshtein.opcodes([atom.key for atom in true], [atom.key for atom in heard])):
        if block.tag != "equal":
            continue
        pairs = zip(true[block.src_start : block.src_end], heard[block.dest_start : block.dest_end], strict=True)
        for ours, theirs in reversed(list(pairs)):
            written, said = reference[ours.first : ours.end], hypothesis[theirs.first : theirs.end]
            if _texts(written) != _texts(said) and _same(written, said):
                spoken[theirs.first : theirs.end] = _in_the_form_of(written, said)
    return tuple(spoken)


def _languages(language: str) -> tuple[str, ...]:
    """A Kazakh text may hold Russian numbers; where the language is unknown, it may be any that is read here."""
    subtag = language.split("-", maxsplit=1)[0].lower()
    if subtag == UNDETERMINED:
        return NUMBER_LANGUAGES
    return ("kk", "ru") if subtag == "kk" else (subtag,) if subtag in NUMBER_LANGUAGES else ("digits",)


def _atoms(words: Sequence[Spoken], languages: Sequence[str]) -> list[_Atom]:
    tokens = [Token(_digits_of(word.text), place, opens=False) for place, word in enumerate(words)]
    return list(_read(tokens, languages))


def _digits_of(text: str) -> str:
    ordinal = ORDINAL.fullmatch(text)
    return ordinal[1] if ordinal else text


def _read(tokens: Sequence[Token], languages: Sequence[str]) -> Iterator[_Atom]:
    first = 0
    while first < len(tokens):
        readings = [reading for name in languages if (reading := read_number(tokens, first, name))]
        longest = max(readings, key=lambda reading: reading.last, default=None)
        atom = _number(first, longest) if longest else _word(tokens, first)
        yield atom
        first = atom.end


def _number(first: int, reading: Reading) -> _Atom:
    return _Atom(first, reading.last + 1, f"#{reading.value}")


def _word(tokens: Sequence[Token], first: int) -> _Atom:
    text = tokens[first].text
    if tuple(token.text for token in tokens[first : first + 2]) == PER_CENT:
        return _Atom(first, first + 2, "#%")
    return _Atom(first, first + 1, "#%" if text == "%" or unit_of(text) == PERCENT else text)


def _texts(words: Sequence[Spoken]) -> list[str]:
    return [word.text for word in words]


def _same(written: Sequence[Spoken], said: Sequence[Spoken]) -> bool:
    """Words are compared as words; “5-й” says that it is an ordinal, “5” leaves it open."""
    digits = [side for side in (written, said) if any(HAS_DIGIT.match(word.text) for word in side)]
    if not digits:
        return False
    if not any(ORDINAL.fullmatch(side[-1].text) for side in digits):
        return True
    return all(_is_ordinal(side[-1].text) for side in (written, said))


def _is_ordinal(text: str) -> bool:
    if ORDINAL.fullmatch(text) or ORDINAL_WORD.fullmatch(text):
        return True
    readings = (number_word(text, name) for name in NUMBER_LANGUAGES)
    return any(word.ordinal for word in readings if word)


def _in_the_form_of(written: Sequence[Spoken], said: Sequence[Spoken]) -> Iterator[Spoken]:
    """Return the written texts with the places of what was said, shared among them."""
    first, last = said[0].first, said[-1].last
    edges = [first + (last + 1 - first) * part // len(written) for part in range(len(written) + 1)]
    for word, (start, end) in zip(written, pairwise(edges), strict=True):
        yield Spoken(word.text, min(start, last), max(start, end - 1))
