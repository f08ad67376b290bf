"""Find and replace over a programme or a series: every place is shown first, then what is chosen is replaced."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

import msgspec
from msgspec import Meta

from media.records import Programme
from transcribe.replacing.find import Wanted, wanted
from transcribe.retime import clean_text
from webapp.newsroom.api.operation import Operation
from webapp.newsroom.api.problems import NotInTable
from webapp.newsroom.replacing import PROGRAMME, SERIES, programmes_of
from webapp.newsroom.request import database, user
from webapp.newsroom.work import relink
from webapp.people.tokens import Scope
from webapp.replacing.apply import Applied, replace_in_programmes
from webapp.replacing.search import Found, search

MOST_PLACES = 10_000


class Sought(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is sought, and where: in one programme, or in all of a series that this person may edit."""

    find: Annotated[str, Meta(min_length=1)]
    programme_id: str | None = None
    series: str | None = None
    whole_words: bool = True
    match_case: bool = False
    fold_kazakh: Annotated[bool, Meta(description="Find ә by а, қ by к and so on.")] = False
    with_summaries: bool = False
    start: Annotated[str | None, Meta(description="`rest` of the answer before, to look on from there.")] = None


class Replacement(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What replaces what, and at which places."""

    find: Annotated[str, Meta(min_length=1)]
    by: str
    places: Annotated[
        tuple[str, ...], Meta(min_length=1, max_length=MOST_PLACES, description="Keys of what was found.")
    ]
    programme_id: str | None = None
    series: str | None = None
    whole_words: bool = True
    match_case: bool = False
    fold_kazakh: bool = False


class FoundPlace(msgspec.Struct, frozen=True):
    key: Annotated[str, Meta(description="Names the place and the text there as it was seen.")]
    start_ms: Annotated[int | None, Meta(description="Null in a summary.")]
    before: str
    old: str
    after: str
    edited_by: str | None


class FoundProgramme(msgspec.Struct, frozen=True):
    programme_id: str
    title: str
    places: tuple[FoundPlace, ...]


class FoundList(msgspec.Struct, frozen=True):
    """What was found, as far as was looked."""

    programmes: tuple[FoundProgramme, ...]
    looked_at: int
    rest: Annotated[str | None, Meta(description="The programme at which to look on; null where all were looked at.")]


class Replaced(msgspec.Struct, frozen=True):
    """What became of one programme."""

    programme_id: str
    places: int
    edit: Annotated[int | None, Meta(description="The number of the edit, by which it is undone.")]
    has_new_summary: bool
    lost: Annotated[int, Meta(description="Chosen places that are not there any more as they were seen.")]
    conflicts: Annotated[int, Meta(description="Segments that somebody changed meanwhile: nothing was replaced there.")]


class ReplacedList(msgspec.Struct, frozen=True):
    programmes: tuple[Replaced, ...]


def find(sent: Sought) -> FoundList:
    programmes = _programmes(sent)
    ids = [each.programme_id for each in programmes]
    rest = programmes[ids.index(sent.start) :] if sent.start in ids else programmes
    found = search(database(), rest, _wanted(sent), with_summaries=sent.with_summaries)
    return FoundList(
        tuple(
            FoundProgramme(each.programme.programme_id, each.programme.title, tuple(map(_place, each.places)))
            for each in found.programmes
        ),
        found.looked_at,
        found.rest,
    )


def replace(sent: Replacement) -> ReplacedList:
    sought, by = _wanted(sent), clean_text(sent.by)
    chosen: dict[str, list[str]] = {}
    for programme in _programmes(sent):
        own = [key for key in sent.places if key.partition("/")[0] == programme.programme_id]
        if own:
            chosen[programme.programme_id] = own
    done = replace_in_programmes(database(), chosen, sought, by, user())
    for each in done:
        if each.summary:
            relink(database(), each.programme.programme_id)
    return ReplacedList(tuple(map(_record, done)))


def _programmes(sent: Sought | Replacement) -> list[Programme]:
    if (sent.programme_id is None) == (sent.series is None):
        raise NotInTable(HTTPStatus.UNPROCESSABLE_ENTITY, "Name a programme or a series, one of the two.")
    return programmes_of(f"{PROGRAMME}:{sent.programme_id}" if sent.programme_id else f"{SERIES}:{sent.series}")


def _wanted(sent: Sought | Replacement) -> Wanted:
    return wanted(sent.find, whole_words=sent.whole_words, match_case=sent.match_case, fold_kazakh=sent.fold_kazakh)


def _place(found: Found) -> FoundPlace:
    return FoundPlace(found.key, found.start_ms, found.before, found.old, found.after, found.edited_by)


def _record(applied: Applied) -> Replaced:
    return Replaced(
        applied.programme.programme_id,
        applied.places,
        applied.revision.number if applied.revision else None,
        applied.summary is not None,
        applied.lost,
        len(applied.conflicts),
    )


OPERATIONS = (
    Operation(
        "find",
        "POST",
        "/replace/find",
        "Find what is to be replaced",
        "Every place with what stands around it; nothing is changed. A long series is looked through part by part.",
        Scope.EDIT,
        find,
        FoundList,
        body=Sought,
        pages=("POST /replace/preview",),
    ),
    Operation(
        "replace",
        "POST",
        "/replace",
        "Replace",
        "The chosen places, as one edit a programme; what somebody changed meanwhile is told and left.",
        Scope.EDIT,
        replace,
        ReplacedList,
        body=Replacement,
        pages=("POST /replace",),
    ),
)
