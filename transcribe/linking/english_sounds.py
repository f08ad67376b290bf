"""How English spelling sounds, roughly, as other languages write it down: Wright is Райт, James Джеймс."""

from __future__ import annotations

import re

_C = "[bcdfgjklmnprstvxz]"
_RULES = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"^mc", "mak"),
        (r"^kn|^gn", "n"),
        (r"^wr", "r"),
        (r"^x", "z"),
        (r"wh", "w"),
        (r"dge", "j"),
        (r"augh", "o"),
        (r"eigh", "ei"),
        (r"igh", "ai"),
        (r"(?<=[aeiou])gh", ""),
        (rf"a({_C}|th)e(?=s?$)", r"ei\1"),
        (rf"i({_C}|th)e(?=s?$)", r"ai\1"),
        (rf"o({_C}|th)e(?=s?$)", r"ou\1"),
        (rf"u({_C})e(?=s?$)", r"u\1"),
        (rf"y({_C})e(?=s?$)", r"ai\1"),
        (r"tion", "shn"),
        (r"ee|ea", "i"),
        (r"oo", "u"),
        (r"ew", "u"),
        (r"aw|au", "o"),
        (r"ow", "ou"),
        (r"ey$|ie$", "i"),
        (r"ai|ay|ey", "ei"),
        (r"c(?=[eiy])", "s"),
        (r"g(?=[eiy])", "j"),
        (rf"(?<={_C})u(?={_C}{{2}}|[bcdgklmnptx]$)", "a"),
        (rf"(?<={_C})e(?=s?$)", ""),
    )
)
"""Regular expressions and sounds, in the order in which they are applied."""


def sounded(word: str) -> str:
    """Return an English word spelt by its sound; names from elsewhere come out wrong, so try both spellings."""
    said = word.lower()
    for pattern, sound in _RULES:
        said = pattern.sub(sound, said)
    return said
