"""Creative Commons licences that a rights statement names in words: IIIF wants their address."""

from __future__ import annotations

import re

LICENCE = re.compile(r"\bCC[ -](BY(?:-NC)?(?:-SA|-ND)?)[ -](\d\.\d)\b")
ZERO = re.compile(r"\bCC0(?: 1\.0)?\b")


def licence_address(rights: str | None) -> str | None:
    """Return the address of the one licence that is named; ``None`` where none is, or several are."""
    found = LICENCE.findall(rights or "")
    named = {f"http://creativecommons.org/licenses/{kind.lower()}/{number}/" for kind, number in found}
    if ZERO.search(rights or ""):
        named.add("http://creativecommons.org/publicdomain/zero/1.0/")
    return named.pop() if len(named) == 1 else None
