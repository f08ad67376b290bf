"""Names of organisations and projects as they stand in a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable

QUOTED = r"(?:“[^”]{2,120}”|«[^»]{2,120}»|\"[^\"]{2,120}\"|‘[^’]{2,120}’)"
WORD = r"(?:[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ0-9](?:[\w’'&/+-]|\.(?=\w))*)"
"""One word of a name: it begins with a capital."""
WORDS = rf"(?:{WORD}(?:\s+{WORD}){{0,4}})"
"""A name such as stations have."""
TITLED = rf"(?:{QUOTED}|{WORD}(?:\s+(?:(?:of|the|for|and|de|on|in|to|&|-|–)\s+){{0,3}}{WORD})*)"
"""A longer name, with small words in it."""
_PAIRS = {("“", "”"), ("«", "»"), ('"', '"'), ("‘", "’")}
_EDGE = " ,;:–-"


def bare_name(value: str) -> str:
    """Return a name without its article, the quotation marks around it, and what was caught with it."""
    bare = re.sub(r"^(?:the|an?)\s+(?=[A-Z“«\"])", "", value.strip(_EDGE))
    if bare and (bare[0], bare[-1]) in _PAIRS and len(bare) > len("“”"):
        bare = bare[1:-1]
    return bare.strip(_EDGE)


def each_once(values: Iterable[str]) -> list[str]:
    """Return what is not empty, in its order."""
    return list(dict.fromkeys(value for value in values if value))


def first_group(match: re.Match[str]) -> str:
    """Return the first group that took part; empty where none did."""
    return next((each for each in match.groups() if each), "")
