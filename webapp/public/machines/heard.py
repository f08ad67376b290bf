"""What was heard, for programs that show nothing beside it: each form says within itself whose words it holds."""

from __future__ import annotations

from webapp.downloads.of_edition import export_of
from webapp.edition.records import EditionDocument, EditionTranscript


def captions_label(document: EditionDocument, transcript: EditionTranscript) -> str:
    """Return what stands in brackets before captions: whose words these are, of which version."""
    return f"[{export_of(document, transcript).in_short()}]"


def whose_words(document: EditionDocument, transcript: EditionTranscript) -> str:
    """Return whose words these are in a line of English, with the machine."""
    return export_of(document, transcript).whose_words()
