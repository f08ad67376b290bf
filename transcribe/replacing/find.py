"""Where a text says something: whole words or parts of them, in any case, in letters of a Russian keyboard."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from transcribe.errors import BadEdit
from transcribe.retime import clean_text

RUSSIAN_KEYS = str.maketrans("әіңғүұқөһёӘІҢҒҮҰҚӨҺЁ", "аингуукохеАИНГУУКОХЕ")
"""Which letter stands for a Kazakh one where only Russian ones can be typed."""
MOST_CHARACTERS = 200
"""That can be looked for: a phrase, not a passage."""

Place = tuple[int, int]
"""[start, end) of a text, in code points."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for."""

    text: str
    """As `clean_text` leaves it; not empty."""
    whole_words: bool
    match_case: bool
    fold_kazakh: bool
    """Whether қ may be written к, and so on."""


def wanted(text: str, *, whole_words: bool, match_case: bool, fold_kazakh: bool) -> Wanted:
    """Return what somebody typed as it is looked for.

    :raises BadEdit: it is empty, too long, or holds characters that nobody can see.
    """
    clean = clean_text(text)
    if not clean:
        raise BadEdit("Type the words that are to be found.")
    if len(clean) > MOST_CHARACTERS:
        raise BadEdit(f"At most {MOST_CHARACTERS} characters can be looked for, these are {len(clean)}.")
    return Wanted(clean, whole_words, match_case, fold_kazakh)


def find(text: str, sought: Wanted) -> tuple[Place, ...]:
    """Return where a text has what is sought, ascending; no place overlaps another."""
    needle, _ = _folded(sought.text, sought)
    haystack, edges = _folded(text, sought)
    return tuple(_places(text, needle, haystack, edges, whole_words=sought.whole_words))


def _places(text: str, needle: str, haystack: str, edges: list[int] | None, *, whole_words: bool) -> Iterator[Place]:
    at = haystack.find(needle)
    while at >= 0:
        end = at + len(needle)
        place = (at, end) if edges is None else (edges[at], edges[end])
        # One of several characters that a letter was folded to is no letter.
        is_whole = edges is None or ((not at or edges[at - 1] != edges[at]) and edges[end - 1] != edges[end])
        if is_whole and (not whole_words or _stands_alone(text, *place)):
            yield place
            at = haystack.find(needle, end)
        else:
            at = haystack.find(needle, at + 1)


def _stands_alone(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1 : start], text[end : end + 1]
    return not (_is_of_word(before) and _is_of_word(text[start])) and not (
        _is_of_word(after) and _is_of_word(text[end - 1])
    )


def _is_of_word(character: str) -> bool:
    return bool(character) and unicodedata.category(character)[0] in "LNM"


def _folded(text: str, sought: Wanted) -> tuple[str, list[int] | None]:
    """Return a text as it is compared, and where each of its characters, and its end, is in the text itself.

    ``None`` for where each is in its own place, as nearly always.
    """
    folded = _fold(text, sought)
    if len(folded) == len(text) and unicodedata.is_normalized("NFC", text):
        return folded, None
    parts, edges = [], []
    for start, end in _letters(text):
        part = _fold(text[start:end], sought)
        parts.append(part)
        edges += [start] * len(part)
    return "".join(parts), [*edges, len(text)]


def _fold(text: str, sought: Wanted) -> str:
    folded = unicodedata.normalize("NFC", text)
    if not sought.match_case:
        folded = unicodedata.normalize("NFC", folded.casefold())
    return folded.translate(RUSSIAN_KEYS) if sought.fold_kazakh else folded


def _letters(text: str) -> Iterator[Place]:
    """Yield each letter with the marks that belong to it."""
    start = 0
    for at, character in enumerate(text):
        if at > start and not unicodedata.combining(character):
            yield start, at
            start = at
    if text:
        yield start, len(text)


def as_found(by: str, old: str, sought: Wanted) -> str:
    """Return what is put into a place: where capitals do not matter, those of the words that stand there are kept.

    What is all capitals stays so unless it was sought so, for then it is short for something; what begins with a
    capital begins with one.

    :param old: what stands there.
    """
    if sought.match_case:
        return by
    if len(old) > 1 and old.isupper() and not sought.text.isupper():
        return by.upper()
    if old[:1].isupper():
        return by[:1].upper() + by[1:]
    return by
