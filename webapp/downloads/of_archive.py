"""A programme as it stands in the newsroom, as all formats take it: for its own use, checked or not."""

from __future__ import annotations

from collections.abc import Iterator

from sqlite_utils import Database

from transcribe.formats.export import Export, Remark, Sound
from transcribe.revise import current_text, text_of_run
from webapp.desk.comments import open_threads
from webapp.downloads.of_edition import chapters_of, layers_of
from webapp.edition.render import render_document
from webapp.newsroom.preview import approved_of
from webapp.review import Content, content


def draft_export(db: Database, programme_id: str, run: int | None = None) -> Export:
    """Return the newest human words, or the machine's where nobody has edited.

    :param run: the machine's run of this number instead, without what was made of the words as they stand.
    :raises UnknownProgramme: no such id.
    :raises NoText: the programme has no transcript yet.
    :raises UnknownRun: it has no run of this number.
    """
    now = content(db, programme_id)
    text = text_of_run(db, programme_id, run) if run is not None else current_text(db, programme_id)
    document = render_document(approved_of(now), version=1, published_at="") if run is None else None
    version = f"run {text.transcript.number}" + (f", revision {text.revision.number}" if text.revision else "")
    parts, found_by = chapters_of(document) if document else ((), "")
    return Export(
        programme=now.programme,
        segments=text.segments,
        method=text.transcript.method,
        provenance=text.transcript.provenance,
        version=version,
        made_at=text.revision.created_at if text.revision else text.transcript.created_at,
        for_publication=False,
        other_runs=text.other_runs,
        sound=_sound(now),
        chapters=parts,
        chapters_by=found_by,
        layers=layers_of(document) if document else (),
        remarks=tuple(_remarks(db, programme_id, now)) if run is None else (),
    )


def _sound(now: Content) -> Sound | None:
    # By the programme's id: what a file was called before may be a name that is kept back.
    recording = now.recording
    return Sound(f"{now.programme.programme_id}.m4a", None, recording.duration_ms) if recording else None


def _remarks(db: Database, programme_id: str, now: Content) -> Iterator[Remark]:
    """Yield what people wrote of a place and nobody has resolved, by time; what is about the whole comes first."""
    starts = {segment.segment_id: segment.start_ms for segment in now.text.segments} if now.text else {}
    found = []
    for thread in open_threads(db, programme_id):
        about = thread.about
        start_ms = about.start_ms if about.start_ms is not None else starts.get(about.segment_id or "", 0)
        found += [
            Remark(start_ms, comment.author, comment.text, comment.created_at)
            for comment in thread.comments
            if not comment.deleted_by
        ]
    yield from sorted(found, key=lambda remark: (remark.start_ms, remark.made_at))
