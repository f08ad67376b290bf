"""A script as words to listen for, each with the sentence it stands in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from razdel import sentenize

from transcribe.alignment.kazakh_numbers import kazakh_numbers
from transcribe.normalise import without_remarks

DIGIT_LETTERS = 6
"""A digit is said with about as many sounds as six letters write."""
BLANK_LINE = re.compile(r"\n\s*\n")


@dataclass(frozen=True, slots=True)
class ScriptWord:
    """One word that can be said, with the dashes and quotation marks that stand free beside it."""

    tokens: tuple[str, ...]
    """As in the script, without spaces; all but one are punctuation."""
    main: int
    """Which of the tokens is the word."""
    sentence: int
    letters: int
    """How long it takes to say, in letters of ordinary words."""
    said: str
    """What the model is given: the tokens, their numbers in words where the model does not read digits."""

    @property
    def text(self) -> str:
        return " ".join(self.tokens)


def read_script(script: str, language: str) -> tuple[ScriptWord, ...]:
    """Return the words of a script in order; lines that start with ``#`` are remarks."""
    sentences = enumerate(_sentences(without_remarks(script)))
    return tuple(word for number, sentence in sentences for word in read_tokens(sentence.split(), number, language))


def read_tokens(tokens: Sequence[str], sentence: int, language: str) -> tuple[ScriptWord, ...]:
    """Return the words among tokens in order; all tokens are in them, unless none can be said."""
    in_words = kazakh_numbers if language.split("-", maxsplit=1)[0] == "kk" else str
    return tuple(_words(tokens, sentence, in_words))


def _sentences(text: str) -> Iterator[str]:
    for paragraph in BLANK_LINE.split(text.replace("\r\n", "\n")):
        for line in _unwrapped(paragraph).splitlines():
            yield from (sentence.text for sentence in sentenize(line))


def _unwrapped(paragraph: str) -> str:
    """Join lines that a text editor has broken: the next one starts with a small letter. Verse and headings stay."""
    return re.sub(r"\s*\n\s*(?=[a-zа-яёәғқңөұүһі])", " ", paragraph)


def _words(tokens: Sequence[str], sentence: int, in_words: Callable[[str], str]) -> Iterator[ScriptWord]:
    """Give every free dash to the word before it, and those at the start to the first word."""
    pending: list[str] = []
    for token in tokens:
        if pending and _said(token) and any(map(_said, pending)):
            yield _word(pending, sentence, in_words)
            pending = []
        pending.append(token)
    if any(map(_said, pending)):
        yield _word(pending, sentence, in_words)


def _word(tokens: list[str], sentence: int, in_words: Callable[[str], str]) -> ScriptWord:
    main = next(place for place, token in enumerate(tokens) if _said(token))
    said = in_words(" ".join(tokens))
    letters = sum(DIGIT_LETTERS if letter.isdigit() else letter.isalpha() for letter in said)
    return ScriptWord(tuple(tokens), main, sentence, letters, said)


def _said(token: str) -> bool:
    return any(letter.isalnum() for letter in token)
