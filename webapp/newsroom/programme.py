"""One programme: what the public would get of it, and what can be done with it."""

from __future__ import annotations

from dataclasses import dataclass

from flask import render_template
from sqlite_utils import Database

from media.catalogue import current_document
from media.database import utc_now
from media.language import UNDETERMINED
from transcribe.alignment.coverage import Coverage, cover
from transcribe.incoming.store import BroughtTranscript, brought_to
from transcribe.jobs import newest_jobs
from transcribe.kazakh_letters import is_kazakh
from transcribe.newer_run import Comparison, newer_run
from transcribe.records import ACTIVE, Doubt, Job, Segment
from transcribe.transcripts import ALIGNED
from transcribe.translation.units import are_all_english
from transcribe.unfinished import Unfinished
from webapp.accounts import User
from webapp.alike.found import alike_of, set_aside
from webapp.alike.records import Alike
from webapp.desk.asked import Asked, asked_for_approval
from webapp.desk.comments import Thread, open_threads
from webapp.desk.mentions import active_users
from webapp.downloads.offered import Wish, offers
from webapp.edition.records import EditionDocument
from webapp.feeds.store import Origin, origin_of
from webapp.gate.ask import jobs_shown
from webapp.gate.said import is_unheard
from webapp.importing.store import PageDoubt, doubts_of
from webapp.newsroom import request as asked
from webapp.newsroom.importing.carried import said
from webapp.newsroom.preview import preview
from webapp.newsroom.redacting.marks import with_marks
from webapp.newsroom.translation import TranslationView, translation_view
from webapp.newsroom.unfinished import unfinished_words
from webapp.obstacles import Obstacle, ObstacleKind
from webapp.packing.kept import Unpacked, unpacked_of
from webapp.people.assignments import Assignment, assignees, seen_by
from webapp.public.reading.view import ProgrammeView, SegmentView
from webapp.review import Content, Review, ReviewState, content, review, standing_against, told_to

OFTEN_SPOKEN = ("kk", "ru", "en")
"""Offered where a programme is in more than one language."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """What was not done, said at the form that asked for it."""

    approval: bool = False
    reason: str = ""
    """As it was typed."""
    note_problem: str | None = None
    note: str = ""
    """As it was typed."""


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
    brought: tuple[BroughtTranscript, ...]
    """Transcripts that came in as files, the oldest first."""
    obstacles: tuple[Obstacle, ...]
    """What stands against an approval by this person."""
    asked: Asked | None
    """Who asked for an approval."""
    assignees: tuple[Assignment, ...]
    people: tuple[User, ...]
    """Whom the person may assign."""
    threads: tuple[Thread, ...]
    """Comments that nobody has resolved."""
    doubts: tuple[PageDoubt, ...]
    """What was read off a page and nobody has looked at."""
    alike: tuple[Alike, ...]
    """Recordings of other programmes that sound the same, as far as the person sees these."""
    is_set_aside: bool
    """Whether its recording is kept with another programme."""
    origin: Origin | None
    """Of its first facts, where a feed brought it."""
    unpacked: Unpacked | None
    """That it came in packed, from another newsroom."""
    today: str

    @property
    def is_english(self) -> bool:
        """Return whether all that is said is English, so that there is nothing to translate."""
        text = self.content.text
        return text is not None and are_all_english(text.segments, self.content.programme.language)

    @property
    def doubts_said(self) -> dict[str, str]:
        return said(each.unsure for each in self.doubts)

    @property
    def can_override(self) -> bool:
        return all(each.can_override for each in self.obstacles)

    @property
    def is_unheard(self) -> bool:
        """Return whether the newest check ended because no machine here can listen."""
        return any(is_unheard(job) for job in self.jobs)

    def is_overdue(self, assignment: Assignment) -> bool:
        """Return whether the day has gone until which somebody was to be done."""
        done = (ReviewState.PUBLISHED, ReviewState.WITHDRAWN)
        return bool(assignment.due and assignment.due < self.today) and self.review.state not in done


def show(programme_id: str) -> str:
    """Show a programme.

    :raise 404: no such programme, or not theirs.
    """
    asked.programme(programme_id)
    return programme_page(programme_id)


def programme_page(programme_id: str, refusal: Refusal | None = None) -> str:
    """Return the page of a programme that this person may see."""
    desk = _desk(asked.database(), programme_id, asked.user())
    programme = desk.content.programme
    spoken = dict.fromkeys(each for each in (programme.language, *OFTEN_SPOKEN) if each != UNDETERMINED)
    return render_template(
        "newsroom/programme.html",
        desk=desk,
        programme=programme,
        offers=offers(),
        wish=Wish(bool(desk.document.translations), is_kazakh(programme.language)),
        spoken=spoken,
        refusal=refusal or Refusal(),
    )


def _desk(db: Database, programme_id: str, person: User) -> Desk:
    now = content(db, programme_id)
    document, view = preview(with_marks(now, person))
    jobs = jobs_shown(person, newest_jobs(db, programme_id))
    segments = now.text.segments if now.text else ()
    own = iter(segments)
    return Desk(
        content=now,
        document=document,
        view=view,
        stretches=tuple(
            tuple((next(own), item) for passage in stretch for item in passage.segments) for stretch in view.stretches
        ),
        review=told_to(person, review(db, now)),
        jobs=jobs,
        is_busy=any(job.state in ACTIVE for job in jobs),
        unfinished=unfinished_words(db, jobs),
        translation=translation_view(db, programme_id, now.text),
        gaps=tuple(each for each in segments if Doubt.GAP in each.doubts and each.edited_by is None),
        newer=newer_run(db, now.text) if now.text else None,
        coverage=cover(now.text.transcript.segments) if now.text and now.text.transcript.method == ALIGNED else None,
        has_script=current_document(db, programme_id, "script") is not None,
        brought=brought_to(db, programme_id),
        obstacles=tuple(
            each
            for each in standing_against(db, now, person)
            # Who cannot approve anyway need not be told how to approve what they did themselves.
            if person.is_decider or each.kind is not ObstacleKind.OWN_WORK
        ),
        asked=asked_for_approval(db, programme_id),
        assignees=assignees(db, programme_id),
        people=tuple(each for each in active_users(db) if each.is_staff) if person.is_decider else (),
        threads=open_threads(db, programme_id),
        doubts=doubts_of(db, programme_id),
        alike=alike_of(db, programme_id, seen_by(db, person)),
        is_set_aside=programme_id in set_aside(db),
        origin=origin_of(db, programme_id),
        unpacked=unpacked_of(db, programme_id),
        today=utc_now()[:10],
    )
