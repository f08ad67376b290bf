"""Let the gate's work be done: by the queue, where something is kept back."""

from __future__ import annotations

from collections.abc import Iterable

from sqlite_utils import Database

from media.archive import Archive
from transcribe.jobs import enqueue_unless_running
from transcribe.records import Job, Priority
from webapp.accounts import User
from webapp.gate.kept_back import kept_back
from webapp.gate.lasting import holds
from webapp.gate.store import newest_check
from webapp.review import content, require_approved

CHECK = "check"


def jobs_shown(person: User, jobs: Iterable[Job]) -> tuple[Job, ...]:
    """Return the jobs of which a person may know: that something is kept back is told to the newsroom alone."""
    return tuple(job for job in jobs if person.is_staff or job.kind != CHECK)


def ask_for_check(archive: Archive, db: Database, programme_id: str) -> Job | None:
    """Put the check of what is approved into the queue, before other work; ``None`` where none is needed.

    One that passed is done again where the sound that it heard is not there any more.

    :raises NotApproved: nobody has approved it as it stands.
    :raises NoRedactionKey: something is kept back, and the environment has no key.
    """
    with db.atomic():
        approval, now = require_approved(db, programme_id), content(db, programme_id)
    found, guard = newest_check(db, programme_id, approval.content_sha256), kept_back(now)
    if not guard.needs_check or holds(archive, now, guard, found):
        return None
    return enqueue_unless_running(db, CHECK, programme_id, {}, Priority.URGENT, since=approval.created_at)
