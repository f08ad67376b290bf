"""What a citation is made of, whatever form it then takes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from media.language import UNDETERMINED
from webapp.edition.catalogue import is_date
from webapp.edition.records import EditionDocument, EditionFacts

WHOLE_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
SEVERAL = ";"
"""Stands between the authors of one programme."""
MEDIA = {"radio": "Radio broadcast", "television": "Television broadcast", "online": "Online broadcast"}
BROADCAST, RECORDING = "Broadcast", "Recording"
"""What a programme is called of which nobody says by what it went out, or whether it did."""


@dataclass(frozen=True, slots=True)
class When:
    """A day, or as much of it as is known."""

    year: int
    month: int | None = None
    day: int | None = None

    @staticmethod
    def parse(text: str | None) -> When | None:
        """Return what a fact says; ``None`` where it is no date: those of old versions were not looked at."""
        return When(*map(int, text.split("-"))) if text and is_date(text) else None

    @property
    def parts(self) -> tuple[int, ...]:
        """Year, month and day, as far as they are known."""
        return tuple(part for part in (self.year, self.month, self.day) if part is not None)

    def isoformat(self) -> str:
        """Return ``2025``, ``2025-03`` or ``2025-03-01``."""
        year, *others = self.parts
        return "-".join((f"{year:04}", *(f"{part:02}" for part in others)))


@dataclass(frozen=True, slots=True)
class Reference:
    """One version of a programme as it is cited. Texts are one line each."""

    key: str
    """Of letters, digits and hyphens: what a reference is called in a file."""
    title: str
    authors: tuple[str, ...]
    """As they are written: who they are may be a person or a house, so no part is taken for a family name."""
    series: str | None
    publisher: str | None
    """Who broadcast it, or else who published it."""
    when: When | None
    """When it was on air, or else published."""
    is_aired: bool
    """Whether that is when it was on air."""
    accessed: date
    language: str
    """A BCP 47 tag; empty where it is not known."""
    medium: str
    """What it is, in English, as far as it is said: ``Radio broadcast``, `BROADCAST`, `RECORDING`."""
    version: int
    url: str
    """Of this version, for good."""


def reference_to(document: EditionDocument, url: str, accessed: date) -> Reference:
    """Return what to cite of a published version; the publisher stands for an author that is not known.

    :param url: absolute, of the version.
    """
    facts = document.facts
    publisher = _line(facts.broadcaster) or _line(facts.publisher)
    authors = tuple(filter(None, (_line(name) for name in (facts.author or "").split(SEVERAL))))
    if not authors and (house := _line(facts.publisher) or publisher):
        authors = (house,)
    return Reference(
        key=f"muragat-{re.sub(r'[^a-z0-9]+', '-', facts.programme_id.lower())}-v{document.version}",
        title=_line(facts.title) or facts.programme_id,
        authors=authors,
        series=_line(facts.series),
        publisher=publisher,
        when=When.parse(facts.aired) or When.parse(facts.published),
        is_aired=When.parse(facts.aired) is not None,
        accessed=accessed,
        language="" if facts.language == UNDETERMINED else facts.language,
        medium=_medium(facts),
        version=document.version,
        url=url,
    )


def _medium(facts: EditionFacts) -> str:
    went_out = BROADCAST if facts.aired or facts.broadcaster else RECORDING
    return MEDIA.get((facts.medium or "").strip().lower(), went_out)


def _line(text: str | None) -> str | None:
    """Return a text on one line, without control characters; ``None`` where nothing is left."""
    return " ".join("".join(each if each.isprintable() else " " for each in text or "").split()) or None


def whole_date(text: str | None) -> date | None:
    """Return a day; ``None`` where a text is none: facts of old versions were not looked at when they came."""
    if text is None or not WHOLE_DATE.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
