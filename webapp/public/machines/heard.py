"""What was heard, for programs that show nothing beside it: each form says within itself whose words it holds."""

from __future__ import annotations

from transcribe.records import Doubt
from webapp.downloads.of_edition import export_of
from webapp.edition.records import EditionDocument, EditionSegment, EditionTranscript, EditionWord


def heard_words(segment: EditionSegment) -> tuple[EditionWord, ...]:
    """Return a segment's words, less those of a script that nobody spoke."""
    return tuple(word for word in segment.words if word.doubt is not Doubt.NOT_SPOKEN)


def heard(segment: EditionSegment) -> str:
    return " ".join(word.text for word in heard_words(segment))


def captions_label(document: EditionDocument, transcript: EditionTranscript) -> str:
    """Return what stands in brackets before captions: whose words these are, of which version."""
    return f"[{export_of(document, transcript).in_short()}]"


def whose_words(document: EditionDocument, transcript: EditionTranscript) -> str:
    """Return whose words these are in a line of English, with the machine."""
    return export_of(document, transcript).whose_words()
