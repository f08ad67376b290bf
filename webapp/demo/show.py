"""The main job from sound to public page, for each programme that is brought; whatever is done already stays."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from media.catalogue import current_document, current_recording, get_programme
from transcribe.jobs import list_jobs
from transcribe.linking.run import latest_linking
from transcribe.pipeline import do_job
from transcribe.records import Job, JobState
from transcribe.revise import current_text
from webapp.accounts import add_user, new_password
from webapp.cli.place import Place
from webapp.edition.publish import publish
from webapp.errors import NotAllowed, UnknownUser, UserExists
from webapp.intake import Intake, take_in
from webapp.kinds import ALL_KINDS
from webapp.people.assignments import assign
from webapp.review import ReviewState, approve, state

JOURNALIST, EDITOR = "desk", "editor"
PEOPLE = {JOURNALIST: "journalist", EDITOR: "approver"}
"""Name → role of the demo's two accounts: the editor approves, because nobody approves their own words."""

NOT_CHECKED = "A demonstration: nobody has checked what the machine found, and every page says so."
"""Why the demo's programmes are approved though there is something to be checked."""

Progress = Callable[[str], AbstractContextManager[Callable[[Job], None]]]


@dataclass(frozen=True, slots=True)
class Shown:
    """What became of one programme."""

    programme_id: str
    title: str
    words: int
    links: int
    """Sentences of the summary for which a place in the sound was found."""
    sentences: int
    work_ms: int
    """How long the machine worked on it, in all its jobs."""
    duration_ms: int


def make_people(db: Database) -> dict[str, str]:
    """Make the two accounts; returns the one-time password of each that is new."""
    passwords = {}
    for name, role in PEOPLE.items():
        password = new_password()
        try:
            add_user(db, name, role, password)
        except UserExists:
            continue
        passwords[name] = password
    return passwords


def show_programmes(
    place: Place, db: Database, intakes: Iterable[Intake], say: Callable[[str], None], progress: Progress
) -> tuple[Shown, ...]:
    """Take in, transcribe, link, approve and publish each."""
    return tuple(_show(place, db, intake, say, progress) for intake in intakes)


def _show(place: Place, db: Database, intake: Intake, say: Callable[[str], None], progress: Progress) -> Shown:
    programme_id = take_in(place.archive, db, intake, prepare_now=False).programme_id
    with suppress(UnknownUser, NotAllowed):  # Somebody may have ended these accounts, or given them other roles.
        assign(db, programme_id, JOURNALIST, EDITOR)
    # What a person has begun to review, or has withdrawn, is theirs.
    if state(db, programme_id) in (ReviewState.UNREVIEWED, ReviewState.APPROVED):
        _do(place, db, programme_id, say, progress)
    return _result(db, programme_id)


def _do(place: Place, db: Database, programme_id: str, say: Callable[[str], None], progress: Progress) -> None:
    title = get_programme(db, programme_id).title
    for kind, doing in (
        ("prepare", "making the access copy of"),
        ("align" if current_document(db, programme_id, "script") else "transcribe", "finding the words of"),
        ("link", "linking the summary of"),
    ):
        label = f"{doing} “{title}”"
        say(label)
        with progress(label) as show:
            do_job(place.archive, db, kind, programme_id, {}, show, ALL_KINDS)
    say(f"publishing “{title}”")
    if state(db, programme_id) is not ReviewState.APPROVED:
        approve(db, programme_id, EDITOR, NOT_CHECKED)
    publish(place.archive, db, place.edition, programme_id, EDITOR)


def _result(db: Database, programme_id: str) -> Shown:
    text = current_text(db, programme_id)
    linking = latest_linking(db, programme_id)
    links = linking.links if linking else ()
    recording = current_recording(db, programme_id)
    return Shown(
        programme_id=programme_id,
        title=get_programme(db, programme_id).title,
        words=sum(len(segment.words) for segment in text.segments),
        links=sum(1 for link in links if link.spans),
        sentences=len(links),
        work_ms=sum(map(_worked_ms, list_jobs(db, programme_id))),
        duration_ms=recording.duration_ms if recording else 0,
    )


def _worked_ms(job: Job) -> int:
    if job.state is not JobState.SUCCEEDED or job.started_at is None or job.finished_at is None:
        return 0
    started, finished = map(datetime.fromisoformat, (job.started_at, job.finished_at))
    return round((finished - started).total_seconds() * 1000)
