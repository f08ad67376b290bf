"""Plain text: a head of lines that start with ``#``, then paragraphs to read."""

from __future__ import annotations

from transcribe.formats.documents.passages import speaker_name
from transcribe.formats.export import Export, clock
from transcribe.formats.options import Options
from transcribe.records import Segment

PARAGRAPH_PAUSE_MS = 1_500
PARAGRAPH_CHARACTERS = 600


def render(export: Export, options: Options) -> str:
    """Return the text; a line that starts with ``#`` is about the text, never part of it."""
    head = "\n".join(f"# {line}" for line in export.head())
    paragraphs: list[list[str]] = []
    before: Segment | None = None
    for segment in export.segments:
        text = _spoken(segment)
        if before is None or _starts_paragraph(before, segment, paragraphs[-1]):
            speaker = speaker_name(segment.speaker, export.language)
            paragraphs.append([f"{speaker}: {text}" if speaker else text])
        else:
            paragraphs[-1].append(text)
        before = segment
    body = "\n\n".join(" ".join(parts) for parts in paragraphs)
    return f"{head}\n\n{body}\n"


def _spoken(segment: Segment) -> str:
    words = segment.heard_words
    if words:
        text = " ".join(" ".join(word.text.split()) for word in words)
        # A spoken line must never read as a line of the head.
        return f"\u200b{text}" if text.startswith("#") else text
    reason = f" ({', '.join(segment.doubts)})" if segment.doubts else ""
    return f"# {clock(segment.start_ms, '.')}–{clock(segment.end_ms, '.')}: no words{reason}"


def _starts_paragraph(before: Segment, segment: Segment, paragraph: list[str]) -> bool:
    return (
        not before.heard_words
        or not segment.heard_words
        or before.speaker != segment.speaker
        or segment.start_ms - before.end_ms >= PARAGRAPH_PAUSE_MS
        or sum(map(len, paragraph)) > PARAGRAPH_CHARACTERS
    )
