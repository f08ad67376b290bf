"""Transcript formats, one module a format.

>>> render("vtt", export)          # bytes of a WebVTT file
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from transcribe.errors import UnknownFormat
from transcribe.formats import json_transcript, srt, txt, vtt
from transcribe.formats.export import Export


@dataclass(frozen=True, slots=True)
class Format:
    """How a transcript leaves the archive."""

    name: str
    """Also the file name's ending and the name on the command line."""
    media_type: str
    render: Callable[[Export], str]


FORMATS = {
    entry.name: entry
    for entry in (
        Format("vtt", "text/vtt", vtt.render),
        Format("srt", "application/x-subrip", srt.render),
        Format("txt", "text/plain", txt.render),
        Format("json", "application/json", json_transcript.render),
    )
}


def render(name: str, export: Export) -> bytes:
    """Return the transcript as a file of the named format, UTF-8.

    :raises UnknownFormat: there is no such format.
    """
    if name not in FORMATS:
        raise UnknownFormat(f"“{name}” is not a format; known are {', '.join(FORMATS)}.")
    return FORMATS[name].render(export).encode()


__all__ = ["FORMATS", "Export", "Format", "render"]
