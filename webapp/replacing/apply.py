"""Store what somebody chose of the places that were found: one edit a programme, and a new summary."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlite_utils import Database

from media.catalogue import current_document, get_programme
from media.database import immediate
from media.records import Document, Programme
from transcribe.errors import NoText
from transcribe.records import Revision, Segment
from transcribe.replacing.find import Wanted, find
from transcribe.replacing.put import put_text
from transcribe.replacing.store import Chosen, Conflict, replace_words
from transcribe.revise import current_text
from webapp.accounts import User
from webapp.replacing.search import SUMMARY, key_of
from webapp.summaries import store_summary


@dataclass(frozen=True, slots=True)
class Applied:
    """What became of one programme."""

    programme: Programme
    places: int
    """How many were replaced."""
    revision: Revision | None
    """``None`` where no word of the transcript was replaced."""
    summary: Document | None
    """The new one, ``None`` where it was not replaced in."""
    conflicts: tuple[Conflict, ...]
    lost: int
    """How many chosen places are not there any more as they were seen: nothing was replaced there."""


def replace_in_programmes(
    db: Database, chosen: Mapping[str, Sequence[str]], sought: Wanted, by: str, person: User
) -> tuple[Applied, ...]:
    """Replace the chosen places of some programmes, all of them or none.

    :param chosen: the keys of the places (`Found.key`) by programme.
    :raises BadEdit: nothing would be left of a summary, or a passage would be too long.
    :raises sqlite3.OperationalError: the database was locked for too long; nothing was stored.
    """
    with immediate(db):
        return tuple(
            replace_in_programme(db, get_programme(db, programme_id), sought, by, keys, person)
            for programme_id, keys in chosen.items()
        )


def replace_in_programme(
    db: Database, programme: Programme, sought: Wanted, by: str, keys: Iterable[str], person: User
) -> Applied:
    """Replace the chosen places of one programme, in one step.

    :param by: as `clean_text` leaves it.
    :param keys: `Found.key` of each chosen place.
    :raises BadEdit: nothing would be left of the summary, or a passage would be too long.
    """
    chosen = frozenset(keys)
    programme_id = programme.programme_id
    with immediate(db):
        segments = _segments(db, programme_id)
        wanted = [each for segment in segments if (each := _chosen(programme_id, segment, sought, chosen)).places]
        replaced = replace_words(db, programme_id, wanted, by, person.name, sought) if wanted else None
        summary, in_summary = _in_summary(db, programme_id, sought, by, chosen, person)
        there = sum(len(each.places) for each in wanted)
    return Applied(
        programme,
        there + in_summary,
        replaced.revision if replaced else None,
        summary,
        replaced.conflicts if replaced else (),
        len(chosen) - there - in_summary,
    )


def _segments(db: Database, programme_id: str) -> Sequence[Segment]:
    try:
        return current_text(db, programme_id).segments
    except NoText:
        return ()


def _chosen(programme_id: str, segment: Segment, sought: Wanted, keys: frozenset[str]) -> Chosen:
    text = segment.text
    places = (p for p in find(text, sought) if key_of(programme_id, segment.segment_id, p, text) in keys)
    return Chosen(segment.segment_id, text, tuple(places))


def _in_summary(
    db: Database, programme_id: str, sought: Wanted, by: str, keys: frozenset[str], person: User
) -> tuple[Document | None, int]:
    now = current_document(db, programme_id, SUMMARY)
    places = [p for p in find(now.text, sought) if key_of(programme_id, SUMMARY, p, now.text) in keys] if now else []
    if not now or not places:
        return None, 0
    text = put_text(now.text, places, by, sought)
    return store_summary(db, programme_id, text, now.language, person, seen=now.document_id), len(places)
