"""A programme in a line: what its summary says first, and when it was on air."""

from __future__ import annotations

from webapp.edition.records import EditionDocument, EditionFacts
from webapp.interface import some_day
from webapp.public.citing.reference import When


def first_sentence(document: EditionDocument) -> str | None:
    """Return what the summary says first, which stands for a whole programme."""
    return document.summary.sentences[0].text if document.summary and document.summary.sentences else None


def date_of(facts: EditionFacts) -> str | None:
    """Return the day on which a programme was on air, or else published, or as much of it as is known, ISO 8601."""
    found = When.parse(facts.aired) or When.parse(facts.published)
    return found.isoformat() if found else None


def day_said(facts: EditionFacts) -> str | None:
    """Return the same in the reader's language."""
    date = date_of(facts)
    return some_day(date) if date else None
