"""Times as files write them → whole milliseconds. What is no time is ``None``; nothing here raises."""

from __future__ import annotations

import math
import re

from media.records import Span

LONGEST_MS = 1000 * 3600 * 1000
"""A thousand hours; a larger number is no time of a programme."""
CLOCK = re.compile(r"(?:(\d{1,4}):)?([0-5]?\d):([0-5]?\d)(?:[.,](\d{1,9}))?")


def ms_of(seconds: object) -> int | None:
    """Return a number of seconds, or a text of one, in ms; what lies before the start is the start."""
    if isinstance(seconds, bool) or not isinstance(seconds, int | float | str):
        return None
    try:
        value = float(seconds) * 1000
    except (ValueError, OverflowError):
        return None
    if not math.isfinite(value) or value > LONGEST_MS:
        return None
    return max(0, round(value))


def clock_ms(text: object) -> int | None:
    """Return ``1:02:03.5``, ``02:03`` or ``00:01,250`` in ms."""
    found = CLOCK.fullmatch(text.strip()) if isinstance(text, str) else None
    if found is None:
        return None
    hours, minutes, seconds, fraction = found.groups()
    whole_s = (int(hours or 0) * 60 + int(minutes)) * 60 + int(seconds)
    return whole_s * 1000 + int((fraction or "").ljust(3, "0")[:3])


def span_of(start_ms: int | None, end_ms: int | None) -> Span | None:
    """Return a span, ``None`` where an end is missing; one that ends before it starts is the moment of its start."""
    if start_ms is None or end_ms is None:
        return None
    return Span(start_ms, max(start_ms, end_ms))


def seconds_span(start: object, end: object) -> Span | None:
    """Return the span between two numbers of seconds."""
    return span_of(ms_of(start), ms_of(end))
