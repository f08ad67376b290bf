"""What may be asked of the API beside an address, and how it is read."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, TypeVar

import msgspec
from flask import request
from msgspec import Meta

from webapp.paging import LAST_PAGE
from webapp.public.machines.api.words import _

RFC_3339 = r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,6})?(Z|[+-]\d{2}:\d{2})$"
INTERFACE = "ui"
"""Chooses the language of the site's own words everywhere, also of errors."""
MOST_ITEMS = 200

Page = Annotated[int, Meta(ge=1, le=LAST_PAGE, description=_("Which page of the list."), examples=[1])]
Moment = Annotated[str, Meta(pattern=RFC_3339, extra_json_schema={"format": "date-time"})]


class Nothing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The address says all."""


class WhichProgrammes(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    series: Annotated[str, Meta(description=_("The whole name of a series."), examples=["Demo programmes"])] | None = (
        None
    )
    language: Annotated[str, Meta(description=_("BCP 47, as the records have it."), examples=["kk"])] | None = None
    since: (
        Annotated[Moment, Meta(description=_("Changed at this moment or later."), examples=["2026-01-01T00:00:00Z"])]
        | None
    ) = None
    until: (
        Annotated[Moment, Meta(description=_("Changed before this moment."), examples=["2027-01-01T00:00:00Z"])] | None
    ) = None
    page: Page = 1
    limit: Annotated[int, Meta(ge=1, le=MOST_ITEMS, description=_("How many a page."), examples=[50])] = 50


class WhichWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    q: Annotated[
        str,
        Meta(
            description=_("Words, “phrases”, -without, speaker:, language: and more, as on the search page."),
            examples=["сексеуіл"],
        ),
    ]
    page: Page = 1


class BadQuestion(Exception):
    """A parameter is unknown, missing, there twice, or not what it may be."""


Asked = TypeVar("Asked", bound=msgspec.Struct)


def read_question(kind: type[Asked]) -> Asked:
    """Return what the request asks by.

    :raises BadQuestion: with a sentence that says what is wrong.
    """
    given = {name: value for name, value in request.args.items() if name != INTERFACE}
    for name in given:
        if len(request.args.getlist(name)) > 1:
            raise BadQuestion(f"“{name}” is there more than once; ask with one.")
    try:
        return msgspec.convert(given, kind, strict=False)
    except msgspec.ValidationError as error:
        raise BadQuestion(f"{error}.") from error


def edition_moment(text: str | None) -> str | None:
    """Return a moment as the edition writes it, so that texts compare like times.

    :raises BadQuestion: there is no such moment.
    """
    if text is None:
        return None
    try:
        known = datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise BadQuestion(f"“{text}” is no moment; write one like 2026-01-01T00:00:00Z.") from error
    return known.isoformat(timespec="milliseconds").replace("+00:00", "Z")
