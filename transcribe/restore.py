"""Earlier states of a programme's words: read again, or made to stand again by an edit of their own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from sqlite_utils import Database

from media.database import immediate
from transcribe.editing.piece import is_piece
from transcribe.errors import EditConflict, NothingChanged, UnknownRevision
from transcribe.merge import apply
from transcribe.records import ProgrammeText, Revision, Segment
from transcribe.revise import append, current_text, head_of, revisions_of

MACHINE = 0
"""The number of the words as the machine left them, before the first edit."""


def text_at(db: Database, programme_id: str, number: int) -> tuple[Segment, ...]:
    """Return the segments as they stood after the edit of a number, `MACHINE` for before the first.

    :raises NoText: the programme has no run yet.
    :raises UnknownRevision: it has no edit of this number.
    """
    with db.atomic():
        now = current_text(db, programme_id)
        edits = revisions_of(db, programme_id)
        return _at(now, edits, number)


def restore(db: Database, programme_id: str, number: int, author: str, *, base_sha256: str) -> Revision:
    """Make the words stand again as they stood after an edit: a new edit, so that nothing since is lost.

    Words are whose they were: a machine's are its own again, with its doubts. What was added since loses its words,
    what was split off is gone, and what was taken out is there again.

    :param base_sha256: the `ProgrammeText.sha256` that the person saw.
    :raises NoText: the programme has no run yet.
    :raises UnknownRevision: it has no edit of this number.
    :raises EditConflict: somebody has changed words since then.
    :raises NothingChanged: they stand so already.
    """
    with immediate(db):
        now = current_text(db, programme_id)
        if now.sha256 != base_sha256:
            raise EditConflict(
                "Somebody has changed words since you opened this; look at it again, then restore.", theirs="", yours=""
            )
        edits = revisions_of(db, programme_id)
        then = {segment.segment_id: segment for segment in _at(now, edits, number)}
        changed = _changed_by(edits, number)
        standing = {segment.segment_id: segment for segment in now.segments}
        changes = (
            *(segment for segment in then.values() if standing.get(segment.segment_id) != segment),
            *(
                left
                for segment in now.segments
                if segment.segment_id not in then
                and (left := changed.get(segment.segment_id) or _left(segment)) != segment
            ),
        )
        if not changes:
            raise NothingChanged("The words stand so already; nothing was stored.")
        return append(db, head_of(db, programme_id), changes, author)


def _left(added: Segment) -> Segment:
    """Return what stays of a segment that was not there: the place of a newer run's, nothing of one split off."""
    return replace(added, gone="") if is_piece(added.segment_id) else replace(added, words=(), doubts=())


def _at(now: ProgrammeText, edits: list[Revision], number: int) -> tuple[Segment, ...]:
    """:param edits: newest first."""
    if number != MACHINE and all(edit.number != number for edit in edits):
        newest = edits[0].number if edits else MACHINE
        raise UnknownRevision(f"There is no edit {number} of these words; the newest is {newest}.")
    changed = _changed_by(edits, number)
    return apply(now.transcript.segments, (*changed.values(), *_made_room(now, edits, changed)))


def _made_room(now: ProgrammeText, edits: list[Revision], changed: Mapping[str, Segment]) -> Iterator[Segment]:
    """Yield what went where people's words were put on a whole run, and that had not stood beside them before."""
    before = next((edit for edit in edits if edit.transcript_id != now.transcript.transcript_id), None)
    carrying = next((edit for edit in edits if before and edit.parent_id == before.revision_id), None)
    for each in carrying.changes if carrying else ():
        if each.segment_id not in changed and each.gone in changed:
            yield each


def _changed_by(edits: list[Revision], number: int) -> dict[str, Segment]:
    """Return every segment that had been edited by then, those that were gone too. :param edits: newest first."""
    changed = {}
    for edit in reversed(edits):
        if edit.number <= number:
            changed.update({segment.segment_id: segment for segment in edit.changes})
    return changed
