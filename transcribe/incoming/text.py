"""Plain text: paragraphs, with or without the time at which each begins, and with or without a name before it."""

from __future__ import annotations

from transcribe.incoming.file import FileIn
from transcribe.incoming.paragraphs import of_paragraphs
from transcribe.incoming.records import FoundTranscript
from transcribe.normalise import without_remarks


def read(file: FileIn) -> FoundTranscript:
    """Return the paragraphs; lines that start with ``#`` are about the text, as in our own files."""
    head = "\n".join(line for line in file.text.splitlines() if line.startswith("#"))
    return of_paragraphs(without_remarks(file.text).replace("\u200b", ""), head)
