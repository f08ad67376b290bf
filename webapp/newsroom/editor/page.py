"""The editor's page: every passage of a programme. Without script it is a list of links to the form of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from flask import render_template
from sqlite_utils import Database

from media.records import Programme, Recording
from transcribe.early.text import text_to_edit
from transcribe.errors import NoText
from transcribe.jobs import newest_jobs
from transcribe.records import ACTIVE, Doubt, Job, ProgrammeText
from transcribe.speakers.labels import speakers_of
from transcribe.unfinished import Unfinished
from webapp.accounts import User
from webapp.editor.begun import BEGUN, stands_on
from webapp.editor.checks import checks_of
from webapp.editor.wire import Wire, kept_back, wire
from webapp.gate.ask import jobs_shown
from webapp.newsroom import request as asked
from webapp.newsroom.redacting.marks import with_marks
from webapp.newsroom.unfinished import unfinished_words
from webapp.review import content

STRETCH = 40
"""Passages that the browser lays out together, or not at all while they are far from what is seen."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some passages that follow one another."""

    first: int
    """Number of the first, from 1 on."""
    passages: tuple[Wire, ...]


@dataclass(frozen=True, slots=True)
class EditorPage:
    """What the page shows."""

    programme: Programme
    recording: Recording | None
    text: ProgrammeText | None
    """``None`` where nothing was written down yet."""
    stretches: tuple[Stretch, ...]
    kept: Mapping[str, tuple[int, ...]]
    """Which words of a passage are kept back from the public, counted from 0; told to those alone who may know it."""
    speakers: tuple[str, ...]
    checked: int
    """How many passages somebody vouches for."""
    newest_check: int
    """Its number."""
    stands_on: str
    """The name of the run that the words stand on (`Changes.transcript_id`)."""
    unfinished: Unfinished | None
    """What a recognition that still runs has heard."""
    jobs: tuple[Job, ...]

    @property
    def is_busy(self) -> bool:
        """Return whether the machine has yet to do something here."""
        return any(job.state in ACTIVE for job in self.jobs)

    @property
    def is_begun(self) -> bool:
        """Return whether the words are those that were heard so far, and more may come."""
        return self.stands_on == BEGUN

    @property
    def number(self) -> int:
        """Return that of the newest edit."""
        return self.text.revision.number if self.text and self.text.revision else 0


def edit_programme(programme_id: str) -> str:
    """Show all passages of a programme, to be corrected.

    :raise 404: no such programme, or not theirs.
    """
    found = asked.programme(programme_id)
    page = _page(asked.database(), found, asked.user())
    return render_template("newsroom/editor.html", page=page, programme=found, doubts=tuple(Doubt))


def _page(db: Database, found: Programme, person: User) -> EditorPage:
    with db.atomic():  # One snapshot.
        stands = stands_on(db, found.programme_id)
        jobs = jobs_shown(person, newest_jobs(db, found.programme_id))
        unfinished = unfinished_words(db, jobs)
        stored = content(db, found.programme_id, _text(db, found.programme_id))
        checks = checks_of(db, found.programme_id)
    now = with_marks(stored, person)
    segments = now.text.segments if now.text else ()
    number = now.text.revision.number if now.text and now.text.revision else 0
    passages = [wire(each, checks.get(each.segment_id), number) for each in segments]
    return EditorPage(
        programme=found,
        recording=now.recording,
        text=now.text,
        stretches=tuple(_stretches(passages)),
        kept={} if now is stored else {each.segment_id: kept for each in segments if (kept := kept_back(each))},
        speakers=speakers_of(segments),
        checked=sum(each.checked is not None for each in passages),
        newest_check=max((check.number for check in checks.values()), default=0),
        stands_on=stands,
        unfinished=unfinished,
        jobs=jobs,
    )


def _text(db: Database, programme_id: str) -> ProgrammeText | None:
    try:
        return text_to_edit(db, programme_id)
    except NoText:
        return None


def _stretches(passages: Sequence[Wire]) -> Iterator[Stretch]:
    for first in range(0, len(passages), STRETCH):
        yield Stretch(first + 1, tuple(passages[first : first + STRETCH]))
