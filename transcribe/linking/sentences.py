"""Where sentences begin and end: razdel for Cyrillic scripts, rules of our own for Latin ones."""

from __future__ import annotations

import re
from collections.abc import Iterator

WORD = re.compile(r"[^\W_]")
LETTERS = re.compile(r"[^\W\d_]")
CYRILLIC = re.compile(r"[\u0400-\u052f]")


def _set_of(words: str) -> frozenset[str]:
    return frozenset(words.split())


LINE = re.compile(r"[^\n]+")
CLOSERS = "\"'”’»)]"
END = re.compile(r"[.!?…]+[" + re.escape(CLOSERS) + r"]*(?=\s)")
"""A mark that may end a sentence, with what closes after it."""
LAST_WORD = re.compile(r"[\w.]+$")
NEXT_WORD = re.compile(r"[\"'“‘«(\[–—-]*\s*(\w+)")
INITIALS = re.compile(r"(?:\b\w\.)+")
"""J. or J.K. or U.S."""

TITLES = _set_of(
    "dr mr mrs ms mx prof st gen col lt sgt capt cmdr maj gov sen rep rev hon pres messrs mme mlle vs cf approx"
)
"""Abbreviations that something follows, so that a sentence never ends with one."""
BEFORE_DIGITS = _set_of("no nos vol fig pp ca art sec ch")
"""Abbreviations when a number follows, words otherwise."""
HOURS = frozenset(("a.m.", "p.m."))
AFTER_HOUR = _set_of(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
    "september october november december gmt utc est et bst almaty astana local"
)
STARTERS = _set_of(
    "the a an he she it they we you in on at but and or so then this that these those there when while after before "
    "if as for his her its their our my what who why how where"
)
"""Words that begin a sentence when they stand in capitals: “the U.S. The Senate”, but “the U.S. Senate”."""


def sentence_spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield (start, end) in code points of every sentence, without the space around it. A line's end ends one."""
    for line in LINE.finditer(text):
        split = _cyrillic if _is_cyrillic(line[0]) else _latin
        for start, end in split(line[0]):
            piece = line[0][start:end]
            if WORD.search(piece):
                first = line.start() + start + len(piece) - len(piece.lstrip())
                yield first, first + len(piece.strip())


def _is_cyrillic(line: str) -> bool:
    return 2 * len(CYRILLIC.findall(line)) > len(LETTERS.findall(line))


def _cyrillic(line: str) -> Iterator[tuple[int, int]]:
    from razdel import sentenize  # noqa: PLC0415 (it compiles its rules on import; most commands split nothing)

    for sentence in sentenize(line):
        yield sentence.start, sentence.stop


def _latin(line: str) -> Iterator[tuple[int, int]]:
    start = 0
    for mark in END.finditer(line):
        if _ends(line[start : mark.end()].rstrip(CLOSERS), line[mark.end() :].lstrip()):
            yield start, mark.end()
            start = mark.end()
    yield start, len(line)


def _ends(before: str, after: str) -> bool:
    """Return whether a sentence ends between these two; ``before`` ends with the mark."""
    following = NEXT_WORD.match(after)
    if following is None:
        return True
    follower = following[1]
    if follower[0].islower():
        return False
    last = LAST_WORD.search(before)
    word = last[0].lower() if last else ""
    if word in HOURS:
        return follower.lower() not in AFTER_HOUR
    if INITIALS.fullmatch(word):
        return follower.lower() in STARTERS
    stem = word.removesuffix(".")
    return stem not in TITLES and not (stem in BEFORE_DIGITS and follower[0].isdigit())
