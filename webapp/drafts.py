"""A transcript as a file for the newsroom's own use: the words as they stand, checked or not."""

from __future__ import annotations

from sqlite_utils import Database

from media.catalogue import get_programme
from transcribe.formats import Export, render
from transcribe.revise import current_text, text_of_run


def draft(db: Database, programme_id: str, format_name: str, run: int | None = None) -> bytes:
    """Return the newest human words, or the machine's where nobody has edited.

    :param run: the machine's run of this number instead.
    :raises UnknownProgramme: no such id.
    :raises NoText: the programme has no transcript yet.
    :raises UnknownRun: it has no run of this number.
    :raises UnknownFormat: there is no such format.
    """
    programme = get_programme(db, programme_id)
    text = text_of_run(db, programme_id, run) if run is not None else current_text(db, programme_id)
    version = f"run {text.transcript.number}" + (f", revision {text.revision.number}" if text.revision else "")
    return render(
        format_name,
        Export(
            programme=programme,
            segments=text.segments,
            method=text.transcript.method,
            provenance=text.transcript.provenance,
            version=version,
            made_at=text.revision.created_at if text.revision else text.transcript.created_at,
            for_publication=False,
            other_runs=text.other_runs,
        ),
    )
