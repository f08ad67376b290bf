"""The ids of segments that people split off: that of the machine's segment, a dot, and what tells the piece from it."""

from __future__ import annotations

import re

BETWEEN = "."
_MARK = re.compile(r"[0-9a-z]{8,20}")


def piece_id(segment_id: str, mark: str) -> str | None:
    """Return the id of a new piece of a segment, ``None`` where the mark is not 8 to 20 small letters and digits."""
    return f"{origin_of(segment_id)}{BETWEEN}{mark}" if _MARK.fullmatch(mark) else None


def origin_of(segment_id: str) -> str:
    """Return the id of the segment of which this one was split off, its own where it was not."""
    return segment_id.partition(BETWEEN)[0]


def is_piece(segment_id: str) -> bool:
    """Return whether a segment was split off by a person."""
    return BETWEEN in segment_id
