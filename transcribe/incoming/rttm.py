"""RTTM, which people take for a transcript: it says who speaks when, and no words."""

from __future__ import annotations

from typing import NoReturn

from transcribe.errors import BadTranscript
from transcribe.incoming.file import FileIn


def read(file: FileIn) -> NoReturn:
    """:raises BadTranscript: always."""
    raise BadTranscript(f"“{file.name}” is RTTM: it says who speaks when, and no words; bring the transcript itself.")
