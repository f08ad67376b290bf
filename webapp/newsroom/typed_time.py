"""Times as people type them: 4:12, 1:04:12, 4:12.5, 252."""

from __future__ import annotations

import re

TYPED = re.compile(r"(?:(?:(\d{1,3}):)?(\d{1,4}):)?(\d{1,6})(?:[.,](\d{1,3}))?", re.ASCII)
SEXAGESIMAL = 60


def parse_time(typed: str) -> int | None:
    """Return the milliseconds that a time names, ``None`` where it names none."""
    found = TYPED.fullmatch(typed.strip())
    if not found:
        return None
    hours, minutes, seconds = (int(part or 0) for part in found.groups()[:3])
    if (found[2] and seconds >= SEXAGESIMAL) or (found[1] and minutes >= SEXAGESIMAL):
        return None
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + int((found[4] or "0").ljust(3, "0"))
