"""Put words into the places of a programme that somebody chose, as one edit; what changed in the meantime is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlite_utils import Database

from media.database import immediate
from transcribe.errors import BadEdit
from transcribe.records import Revision
from transcribe.replacing.find import Place, Wanted
from transcribe.replacing.put import put
from transcribe.retime import MAX_CHARACTERS
from transcribe.revise import append, current_text, head_of


@dataclass(frozen=True, slots=True)
class Chosen:
    """The places of one segment that somebody chose."""

    segment_id: str
    seen: str
    """The segment's words as they saw them."""
    places: tuple[Place, ...]
    """Of these words."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """A segment in which nothing was replaced, because others changed it."""

    segment_id: str
    seen: str
    now: str | None
    """``None`` where it is gone."""


@dataclass(frozen=True, slots=True)
class Replaced:
    """What became of it."""

    revision: Revision | None
    """``None`` where nothing was left to replace."""
    conflicts: tuple[Conflict, ...]


def replace_words(
    db: Database, programme_id: str, chosen: Sequence[Chosen], by: str, author: str, sought: Wanted | None = None
) -> Replaced:
    """Put a text into the chosen places of a programme's words, as one edit.

    Segments that are otherwise than they were seen are left as they are, and told.

    :param by: as `clean_text` leaves it. :param sought: as of `put`.
    :raises NoText: the programme has no run yet.
    :raises BadEdit: a passage would be too long; nothing is replaced.
    """
    with immediate(db):
        standing = {segment.segment_id: segment for segment in current_text(db, programme_id).segments}
        changes, conflicts = [], []
        for each in chosen:
            segment = standing.get(each.segment_id)
            if segment is None or segment.text != each.seen:
                conflicts.append(Conflict(each.segment_id, each.seen, segment.text if segment else None))
                continue
            changed = put(segment, each.places, by, author, sought)
            if len(changed.text) > MAX_CHARACTERS:
                raise BadEdit(
                    f"A passage would have {len(changed.text)} characters; at most {MAX_CHARACTERS} are kept."
                )
            if changed.text != segment.text:
                changes.append(changed)
        revision = append(db, head_of(db, programme_id), tuple(changes), author) if changes else None
    return Replaced(revision, tuple(conflicts))
