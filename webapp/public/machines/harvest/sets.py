"""Sets: one a series and one a language. A name holds the series' own, coded in the letters that names may have."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass

from webapp.public.machines.harvest.errors import ErrorCode, HarvestError
from webapp.public.shelf import Entry, Shelf

SERIES, LANGUAGE = "series-", "language-"


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a set chooses by."""

    series: str | None = None
    language: str | None = None


def series_spec(series: str) -> str:
    return SERIES + base64.urlsafe_b64encode(series.encode()).decode().rstrip("=")


def specs_of(entry: Entry) -> list[str]:
    """Return the sets that a programme is in."""
    return [*([series_spec(entry.series)] if entry.series else []), LANGUAGE + entry.language]


def chosen(spec: str | None) -> Chosen:
    """Return what a set means; everything without one.

    :raises HarvestError: it is no set of this site (noRecordsMatch).
    """
    if spec is None:
        return Chosen()
    if spec.startswith(LANGUAGE):
        return Chosen(language=spec.removeprefix(LANGUAGE))
    coded = spec.removeprefix(SERIES)
    try:
        if coded == spec:
            raise ValueError(spec)
        return Chosen(series=base64.b64decode(coded + "=" * (-len(coded) % 4), altchars=b"-_", validate=True).decode())
    except (binascii.Error, ValueError) as error:
        raise HarvestError(ErrorCode.NO_RECORDS, "There is no such set; ListSets names them.") from error


def all_sets(shelf: Shelf) -> list[tuple[str, str]]:
    """Return name and title of each set that has a programme."""
    blocked = shelf.layout.blocked_programmes()
    rows = shelf.connection.execute(
        f"SELECT DISTINCT series, language FROM programme WHERE programme_id NOT IN ({', '.join('?' * len(blocked))})",  # noqa: S608 only placeholders are put in
        [*blocked],
    ).fetchall()
    series = sorted({row["series"] for row in rows if row["series"]})
    languages = sorted({row["language"] for row in rows})
    named = [(series_spec(name), name) for name in series]
    return named + [(LANGUAGE + tag, f"Programmes in the language {tag}") for tag in languages]
