"""A script as words to listen for, each with the sentence it stands in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from razdel import sentenize

from media.language import UNDETERMINED
from transcribe.alignment.readings import readings
from transcribe.errors import NoScript
from transcribe.normalise import without_remarks
from transcribe.written import written_language

DIGIT_LETTERS = 6
"""A digit is said with about as many sounds as six letters write."""
GROUP_HEAD, GROUP = re.compile(r"(?<!\d)(?:[1-9]\d{0,2}|\d{3})$"), re.compile(r"\d{3}(?!\d)")
SIGNS = frozenset("%$€£₸₽°")
SPOKEN_HERE = ("kk", "ru", "en")
"""Languages that the paragraphs of one script may be in."""
NOT_ENGLISH = re.compile(r"[äğñöūüşıáǵńúýÄĞÑÖŪÜŞÁǴŃÚÝ]|[qQ](?![uU])")
"""Of Kazakh in Latin letters, as it was proposed in 2017 to 2021 and as people type it; not IGNORECASE, to which
``i`` is ``ı`` too."""
MOST_FOREIGN_WORDS = 0.15
"""Of an English paragraph: its names may have such letters."""
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
    """What is looked for in the sound: the likeliest reading."""
    others: tuple[str, ...] = ()
    """What may be said instead: other readings of a number or abbreviation."""
    language: str = UNDETERMINED
    """Of its paragraph, BCP 47."""

    @property
    def text(self) -> str:
        return " ".join(self.tokens)


def read_script(script: str, language: str) -> tuple[ScriptWord, ...]:
    """Return the words of a script in order; lines that start with ``#`` are remarks.

    :param language: of the script, BCP 47; a paragraph that is written in another of `SPOKEN_HERE` has that.
    """
    sentences = enumerate(_sentences(without_remarks(script), language))
    return tuple(word for number, (sentence, own) in sentences for word in read_tokens(sentence.split(), number, own))


def require_spoken(script: str, language: str) -> None:
    """:raises NoScript: no word of it can be said: nothing would be looked for, and all of it be “heard”."""
    if not read_script(script, language):
        raise NoScript("The script has no words that can be spoken; bring the text that is read aloud.")


def read_tokens(tokens: Sequence[str], sentence: int, language: str) -> tuple[ScriptWord, ...]:
    """Return the words among tokens in order; all tokens are in them, unless none can be said."""
    groups = list(_groups(tokens))
    pairs = zip(groups, chain(groups[1:], [[]]), strict=False)
    return tuple(_word(group, next(filter(_said, after), ""), sentence, language) for group, after in pairs)


def _sentences(text: str, language: str) -> Iterator[tuple[str, str]]:
    """Yield the sentences, each with the language of its paragraph."""
    for paragraph in BLANK_LINE.split(text.replace("\r\n", "\n")):
        for line in _unwrapped(paragraph).splitlines():
            own = _language_of(line, language)
            yield from ((sentence.text, own) for sentence in sentenize(line))


def _language_of(paragraph: str, language: str) -> str:
    """Return the language that a paragraph is written in, that of the script where its letters do not tell."""
    primary = language.partition("-")[0].lower()
    allowed = (language, *(each for each in SPOKEN_HERE if each != primary))
    found = written_language(paragraph, allowed)
    if found == UNDETERMINED or (found == "en" and _is_not_english(paragraph)):
        return language
    return found


def _is_not_english(paragraph: str) -> bool:
    words = paragraph.split()
    return sum(NOT_ENGLISH.search(word) is not None for word in words) > MOST_FOREIGN_WORDS * len(words)


def _unwrapped(paragraph: str) -> str:
    """Join lines that a text editor has broken: the next one starts with a small letter. Verse and headings stay."""
    return re.sub(r"\s*\n\s*(?=[a-zа-яёәғқңөұүһі])", " ", paragraph)


def _groups(tokens: Sequence[str]) -> Iterator[list[str]]:
    """Yield the tokens of each word: free dashes go with the word before, those at the start with the first word.

    “10 000” is one word.
    """
    pending: list[str] = []
    for token in tokens:
        if _said(token) and any(map(_said, pending)) and not _is_number_in_groups(pending[-1], token):
            yield pending
            pending = []
        pending.append(token)
    if any(map(_said, pending)):
        yield pending


def _is_number_in_groups(head: str, token: str) -> bool:
    return bool(GROUP_HEAD.search(head) and GROUP.match(token))


def _word(tokens: list[str], after: str, sentence: int, language: str) -> ScriptWord:
    main = next(place for place, token in enumerate(tokens) if _said(token))
    end = 1 + max(place for place, token in enumerate(tokens) if _said(token) or token in SIGNS)
    ways = readings(_joined(tokens[main:end]), after, language)
    said, *others = (" ".join([*tokens[:main], way, *tokens[end:]]) for way in ways)
    letters = sum(DIGIT_LETTERS if letter.isdigit() else letter.isalpha() for letter in said)
    return ScriptWord(tuple(tokens), main, sentence, letters, said, tuple(others), language)


def _joined(tokens: Sequence[str]) -> str:
    """Write “25 %” as “25%”; “10 000” keeps its space."""
    return re.sub(r"(?<=\d) (?=[%$€£₸₽°])", "", " ".join(tokens))


def _said(token: str) -> bool:
    return any(letter.isalnum() for letter in token)
