"""Dates as pages write them, in English, Russian and Kazakh."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

MONTHS = (
    ("january", "jan", "январь", "января", "янв", "қаңтар", "қаң"),
    ("february", "feb", "февраль", "февраля", "фев", "ақпан", "ақп"),
    ("march", "mar", "март", "марта", "мар", "наурыз", "нау"),
    ("april", "apr", "апрель", "апреля", "апр", "сәуір", "сәу"),
    ("may", "май", "мая", "мамыр", "мам"),
    ("june", "jun", "июнь", "июня", "июн", "маусым", "мау"),
    ("july", "jul", "июль", "июля", "июл", "шілде", "шіл"),
    ("august", "aug", "август", "августа", "авг", "тамыз", "там"),
    ("september", "sept", "sep", "сентябрь", "сентября", "сент", "сен", "қыркүйек", "қыр"),
    ("october", "oct", "октябрь", "октября", "окт", "қазан", "қаз"),
    ("november", "nov", "ноябрь", "ноября", "ноя", "қараша", "қар"),
    ("december", "dec", "декабрь", "декабря", "дек", "желтоқсан", "жел"),
)
"""Of each month: names and short names; Kazakh case endings are cut off."""
NUMBER_OF = {name: number for number, names in enumerate(MONTHS, start=1) for name in names}
_NAME = (
    "(?P<month>"
    + "|".join(sorted(NUMBER_OF, key=len, reverse=True))
    + r")(?:да|де|та|те|дың|дің|тың|тің|ның|нің)?\b\.?"
)
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_OF_YEAR = r"\s*(?:жылғы|жылы|жыл|ж\.|года|г\.)?,?\s*"
FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"(?<!\d){_YEAR}-(?P<month>\d\d)-(?P<day>\d\d)(?!\d)",
        rf"(?<!\d){_YEAR}[/.](?P<month>\d{{1,2}})[/.](?P<day>\d{{1,2}})(?!\d)",
        rf"(?<!\d){_DAY}(?:\s+of)?[\s-]*{_NAME}[\s,-]*{_YEAR}(?!\d)",
        rf"(?<!\d){_DAY}[\s-]{_NAME}[\s-]'?(?P<short>\d\d)(?![\d:])",
        rf"\b{_NAME}\s*{_DAY}\s*,?\s+{_YEAR}(?!\d)",
        rf"(?<!\d){_YEAR}{_OF_YEAR}{_DAY}[\s-]*{_NAME}",
        rf"(?<!\d)(?P<day>\d{{1,2}})\.(?P<month>\d{{1,2}})\.{_YEAR}(?!\d)",
        rf"(?<!\d)(?P<either>\d{{1,2}})[/-](?P<other>\d{{1,2}})[/-]{_YEAR}(?!\d)",
    )
)


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date and where it stands in a text."""

    iso: str
    start: int
    end: int
    other: str | None = None
    """The other reading of 03/04/2009: month first."""


def dates_in(text: str) -> tuple[FoundDate, ...]:
    """Return the dates of a text in their order; what is no day of a calendar is none."""
    found, taken = list[FoundDate](), set[int]()
    for form in FORMS:
        for match in form.finditer(text):
            made = _made(match)
            if made and taken.isdisjoint(range(made.start, made.end)):
                found.append(made)
                taken.update(range(made.start, made.end))
    return tuple(sorted(found, key=lambda each: each.start))


def the_date(text: str) -> FoundDate | None:
    """Return the first date of a text."""
    return next(iter(dates_in(text)), None)


def _made(match: re.Match[str]) -> FoundDate | None:
    parts = match.groupdict()
    readings = tuple(dict.fromkeys(_readings(parts)))
    if not readings:
        return None
    return FoundDate(readings[0], *match.span(), other=readings[1] if len(readings) > 1 else None)


def _year(parts: dict[str, str]) -> int:
    """Return the year; of “09” the one of the last hundred years."""
    if "year" in parts:
        return int(parts["year"])
    century, of_century = divmod(date.today().year, 100)  # noqa: DTZ011 a day more or less is no century
    short = int(parts["short"])
    return 100 * (century - (short > of_century)) + short


def _readings(parts: dict[str, str]) -> Iterator[str]:
    """Yield what the numbers may mean, the day before the month first: so most of the world writes it."""
    year, pairs = _year(parts), list[tuple[int, int]]()
    if "either" in parts:
        either, other = int(parts["either"]), int(parts["other"])
        pairs = [(either, other), (other, either)]
    else:
        month = parts["month"].lower()
        pairs = [(int(parts["day"]), NUMBER_OF.get(month) or int(month))]
    for day, month_number in pairs:
        try:
            yield date(year, month_number, day).isoformat()
        except ValueError:
            continue
