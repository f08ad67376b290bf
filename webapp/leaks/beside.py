"""What is written to a name and tells it: initials and patronymics."""

from __future__ import annotations

import re
from collections.abc import Sequence

CAPITAL = "[A-ZА-ЯЁӘІҢҒҮҰҚӨҺ]"
INITIALS = rf"(?:{CAPITAL}\.){{1,3}}"
PATRONYMIC = (
    rf"{CAPITAL}(?i:\w+(?:(?:[оеё]вн|ичн|инишн)(?:[аыеу]|ой|ою)|[оеиь]вич\w{{0,2}}|[oe]vich|[oe]vna|"
    r"(?:қызы|кызы|ұлы|уулу|qyzy|kyzy|uly)\w{0,6}))"
)
MORE_OF_A_NAME = re.compile(rf"[«“\"(]?(?:{INITIALS}|{PATRONYMIC})[,.!?:;»”\")]*")
"""Beside a name."""


def with_more(tokens: Sequence[str], first: int, end: int) -> tuple[int, int]:
    """Return the words [first, end), with those of the same name before and after."""
    while first > 0 and MORE_OF_A_NAME.fullmatch(tokens[first - 1]):
        first -= 1
    while end < len(tokens) and MORE_OF_A_NAME.fullmatch(tokens[end]):
        end += 1
    return first, end
