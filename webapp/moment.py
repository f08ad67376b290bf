"""The name of a moment of a programme's sound, in addresses and as the id of what is said there."""

from __future__ import annotations


def moment(time_ms: int) -> str:
    """Return ``t=12.3``: a media fragment (W3C Media Fragments URI 1.0, section 4.2.1) that begins at the time."""
    return "t=" + f"{time_ms / 1000:.3f}".rstrip("0").rstrip(".")
