"""Every place of some programmes that has what is sought, with what it would be."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlite_utils import Database

from media.catalogue import current_document
from media.records import Document, Programme
from transcribe.errors import NoText
from transcribe.records import Segment
from transcribe.replacing.find import Place, Wanted, find
from transcribe.revise import current_text

MOST_PLACES = 300
"""Shown at once: more are not read one by one."""
MOST_SECONDS = 3.0
"""After which a page shows what was found by then: it answers within five seconds."""
AROUND = 60
"""Characters shown before and after a place."""
SUMMARY = "summary"
"""In the place of a segment's id."""


@dataclass(frozen=True, slots=True)
class Found:
    """One place."""

    key: str
    """Names programme, segment or summary, place and the text there as it was seen."""
    start_ms: int | None
    """``None`` in a summary."""
    before: str
    old: str
    after: str
    language: str
    edited_by: str | None


@dataclass(frozen=True, slots=True)
class InProgramme:
    """The places of one programme."""

    programme: Programme
    places: tuple[Found, ...]


@dataclass(frozen=True, slots=True)
class Search:
    """What was found, as far as was looked."""

    programmes: tuple[InProgramme, ...]
    looked_at: int
    """How many programmes were looked through."""
    rest: str | None
    """The id of the programme at which to look on, ``None`` where all were looked through."""

    @property
    def count(self) -> int:
        return sum(len(each.places) for each in self.programmes)


def search(db: Database, programmes: Sequence[Programme], sought: Wanted, *, with_summaries: bool) -> Search:
    """Look through programmes in their order, until there is enough to be shown.

    :param programmes: that the person may edit; not empty.
    """
    ends = time.monotonic() + MOST_SECONDS
    found: list[InProgramme] = []
    count = 0
    for number, programme in enumerate(programmes):
        if number and (count >= MOST_PLACES or time.monotonic() > ends):
            return Search(tuple(found), number, programme.programme_id)
        places = tuple(_in_programme(db, programme, sought, with_summary=with_summaries))
        count += len(places)
        if places:
            found.append(InProgramme(programme, places))
    return Search(tuple(found), len(programmes), None)


def key_of(programme_id: str, part: str, place: Place, text: str) -> str:
    """Return `Found.key`."""
    return f"{programme_id}/{part}/{place[0]}/{hashlib.sha256(text.encode()).hexdigest()[:16]}"


def _in_programme(db: Database, programme: Programme, sought: Wanted, *, with_summary: bool) -> Iterator[Found]:
    summary = current_document(db, programme.programme_id, SUMMARY) if with_summary else None
    if summary:
        yield from _in_summary(programme, summary, sought)
    try:
        segments = current_text(db, programme.programme_id).segments
    except NoText:
        return
    for segment in segments:
        yield from _in_segment(programme, segment, sought)


def _in_summary(programme: Programme, summary: Document, sought: Wanted) -> Iterator[Found]:
    for place in find(summary.text, sought):
        key = key_of(programme.programme_id, SUMMARY, place, summary.text)
        yield _found(key, summary.text, place, None, summary.language, None)


def _in_segment(programme: Programme, segment: Segment, sought: Wanted) -> Iterator[Found]:
    text = segment.text
    places = find(text, sought)
    bounds = _starts(segment) if places else []
    for place in places:
        start_ms = max((start_ms for start, start_ms in bounds if start <= place[0]), default=segment.start_ms)
        key = key_of(programme.programme_id, segment.segment_id, place, text)
        yield _found(key, text, place, start_ms, segment.language or programme.language, segment.edited_by)


def _starts(segment: Segment) -> list[tuple[int, int]]:
    """Return where each word begins in the text, and when it is said."""
    at, starts = 0, []
    for word in segment.words:
        starts.append((at, word.start_ms))
        at += len(word.text) + 1
    return starts


def _found(key: str, text: str, place: Place, start_ms: int | None, language: str, edited_by: str | None) -> Found:
    start, end = place
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    return Found(
        key,
        start_ms,
        f"…{before}" if start > AROUND else before,
        text[start:end],
        f"{after}…" if end + AROUND < len(text) else after,
        language,
        edited_by,
    )
