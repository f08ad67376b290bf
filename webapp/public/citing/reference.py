"""What a citation is made of, whatever form it then takes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from media.language import UNDETERMINED
from webapp.edition.records import EditionDocument

WHOLE_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
SEVERAL = ";"
"""Stands between the authors of one programme."""
MEDIA = {"radio": "Radio broadcast", "television": "Television broadcast", "online": "Online broadcast"}
OTHER_MEDIUM = "Broadcast"


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
    when: date | None
    """When it was on air, or else published."""
    is_aired: bool
    """Whether that is when it was on air."""
    accessed: date
    language: str
    """A BCP 47 tag; empty where it is not known."""
    medium: str
    """What it is, in English: ``Radio broadcast`` where nobody says anything else, for this is an archive of radio."""
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
        when=whole_date(facts.aired) or whole_date(facts.published),
        is_aired=whole_date(facts.aired) is not None,
        accessed=accessed,
        language="" if facts.language == UNDETERMINED else facts.language,
        medium=MEDIA.get(facts.medium.strip().lower(), OTHER_MEDIUM) if facts.medium else MEDIA["radio"],
        version=document.version,
        url=url,
    )


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
