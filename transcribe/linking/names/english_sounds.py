"""How English spelling sounds, roughly, as other languages write it down: Wright is Райт, James Джеймс."""

from __future__ import annotations

import re

_C = "[bcdfgjklmnprstvxz]"
_RULES = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"^mc", "mak"),
        (r"^chr", "kr"),
        (r"^cz", "ch"),
        (r"ang(?=er|es|e$)", "einj"),
        (rf"(?<=[aeiou])h(?={_C}|$)", ""),
        (rf"ie(?={_C})", "i"),
        (r"^kn|^gn", "n"),
        (r"^wr", "r"),
        (r"^x", "z"),
        (r"wh", "w"),
        (r"dge", "j"),
        (r"augh", "o"),
        (r"eigh", "ei"),
        (r"igh", "aй"),
        (r"(?<=[aeiou])gh", ""),
        (rf"a({_C}|th)e(?=s?$)", r"ei\1"),
        (rf"i({_C}|th)e(?=s?$)", r"aй\1"),
        (rf"o({_C}|th)e(?=s?$)", r"ou\1"),
        (rf"u({_C})e(?=s?$)", r"iu\1"),
        (rf"y({_C})e(?=s?$)", r"aй\1"),
        (r"tion", "shn"),
        (r"ee|ea", "i"),
        (r"oo", "u"),
        (r"ew", "iu"),
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
"""Regular expressions and sounds, in the order in which they are applied; й keeps a sound from the rules after it."""

_FROM_THE_EAST = re.compile(
    r".*(?:zh|kh|q|iy|ullah).*|.*(?:[oey]va?|y?eva?|[yi]na?|uly|kyzy|bek|bai|bay|[zd]?jan|gul|khan|sk[iy]|skaya|zoda)"
)
"""Marks of names that English transliterates and does not spell."""
SHORTEST_OPEN = 5
"""Letters; Dina is no Daina."""
_MUTE_E = re.compile(rf"(?<={_C})e(?=s?$)")
_OPEN = re.compile(rf"^(?P<before>{_C}*)(?P<vowel>[aiy])(?={_C}[aeiouy])")
_LONG = {"a": "ei", "i": "aй", "y": "aй"}


def sounded(word: str) -> frozenset[str]:
    """Return how an English word may be spelt by its sound; names from elsewhere come out wrong, so try them all."""
    written = word.lower()
    if _FROM_THE_EAST.fullmatch(written):
        return frozenset({written})
    spelt = {_MUTE_E.sub("", written)}
    for said in {written, _open(written)} if len(written) >= SHORTEST_OPEN else {written}:
        for pattern, sound in _RULES:
            said = pattern.sub(sound, said)  # noqa: PLW2901 (each rule goes on from the last)
        spelt.add(said)
    return frozenset(spelt)


def _open(word: str) -> str:
    """Return a word with its first vowel as it sounds in an open syllable: Jacobs, Simon, Tyler."""
    return _OPEN.sub(lambda found: f"{found['before']}{_LONG[found['vowel']]}", word, count=1)
