"""One programme: what the public would get of it, and what can be done with it."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response, render_template
from sqlite_utils import Database

from media.catalogue import current_document
from media.language import UNDETERMINED
from transcribe.alignment.coverage import Coverage, cover
from transcribe.formats import FORMATS
from transcribe.jobs import newest_jobs
from transcribe.newer_run import Comparison, newer_run
from transcribe.records import Doubt, Job, Segment
from transcribe.transcripts import ALIGNED
from transcribe.unfinished import Unfinished
from webapp.accounts import User
from webapp.drafts import draft as draft_of
from webapp.edition.records import EditionDocument
from webapp.newsroom import request as asked
from webapp.newsroom.preview import preview
from webapp.newsroom.translation import TranslationView, translation_view
from webapp.newsroom.unfinished import unfinished_words
from webapp.newsroom.work import ACTIVE
from webapp.public.reading.view import ProgrammeView, SegmentView
from webapp.review import Content, Review, content, is_last_editor, review

OFTEN_SPOKEN = ("kk", "ru", "en")
"""Offered where a programme is in more than one language."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What the page of a programme shows."""

    content: Content
    document: EditionDocument
    """What would be published."""
    view: ProgrammeView
    """How the public would see it."""
    stretches: tuple[tuple[tuple[Segment, SegmentView], ...], ...]
    """Its segments, each with how the public would see it."""
    review: Review
    jobs: tuple[Job, ...]
    is_busy: bool
    """True while a job waits or runs."""
    unfinished: Unfinished | None
    """What a recognition has heard that still runs, waits or was stopped."""
    translation: TranslationView | None
    """The newest machine translation."""
    gaps: tuple[Segment, ...]
    """Where recognition failed and nobody has written the words."""
    newer: Comparison | None
    """A run that is newer than the one on which people have corrected."""
    coverage: Coverage | None
    """What of the script was heard, where the words are a script's."""
    has_script: bool
    is_own_work: bool
    """True where this person made the last change, so that approving takes a reason."""


def show(programme_id: str) -> str:
    """Show a programme.

    :raise 404: no such programme, or not theirs.
    """
    asked.programme(programme_id)
    desk = _desk(asked.database(), programme_id, asked.user())
    programme = desk.content.programme
    spoken = dict.fromkeys(each for each in (programme.language, *OFTEN_SPOKEN) if each != UNDETERMINED)
    return render_template("newsroom/programme.html", desk=desk, programme=programme, formats=FORMATS, spoken=spoken)


def draft(programme_id: str, name: str) -> Response:
    """Send the words as they stand as a file.

    :raise 404: no such programme, or not theirs, or it has no words yet.
    """
    asked.programme(programme_id)
    response = Response(draft_of(asked.database(), programme_id, name), mimetype=FORMATS[name].media_type)
    response.headers.set("Content-Disposition", "attachment", filename=f"{programme_id}-draft.{name}")
    return response


def _desk(db: Database, programme_id: str, person: User) -> Desk:
    now = content(db, programme_id)
    document, view = preview(now)
    jobs = newest_jobs(db, programme_id)
    segments = now.text.segments if now.text else ()
    own = iter(segments)
    return Desk(
        content=now,
        document=document,
        view=view,
        stretches=tuple(
            tuple((next(own), item) for passage in stretch for item in passage.segments) for stretch in view.stretches
        ),
        review=review(db, now),
        jobs=jobs,
        is_busy=any(job.state in ACTIVE for job in jobs),
        unfinished=unfinished_words(db, jobs),
        translation=translation_view(db, programme_id, now.text),
        gaps=tuple(each for each in segments if Doubt.GAP in each.doubts and each.edited_by is None),
        newer=newer_run(db, now.text) if now.text else None,
        coverage=cover(now.text.transcript.segments) if now.text and now.text.transcript.method == ALIGNED else None,
        has_script=current_document(db, programme_id, "script") is not None,
        is_own_work=is_last_editor(db, now, person),
    )
