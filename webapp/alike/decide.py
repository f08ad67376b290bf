"""People say of two recordings that they are the same, or that they are not."""

from __future__ import annotations

import dataclasses

from sqlite_utils import Database

from media.database import immediate, utc_now
from transcribe.jobs import cancel, list_jobs
from transcribe.records import ACTIVE
from webapp.accounts import User
from webapp.alike.errors import NotAlike, NotKeptWith
from webapp.alike.found import alike_of, set_aside
from webapp.alike.records import Alike, Decision, SameAnswer
from webapp.people.assignments import seen_by
from webapp.review import ReviewState, content, review


def find_alike(db: Database, programme_id: str, other_id: str, user: User) -> Alike:
    """Return what was found of a programme and another.

    :param other_id: the other programme's id, or that of its recording.
    :raises NotAlike: nothing was, or the other is not shown to this person: nobody is told which.
    """
    for each in alike_of(db, programme_id, seen_by(db, user)):
        if other_id in (each.other.programme.programme_id, each.other.recording.recording_id):
            return each
    raise NotAlike("No recording of these two programmes was found to sound the same; “muragat alike” lists those.")


def decide(db: Database, programme_id: str, other_id: str, answer: SameAnswer, user: User) -> Alike:
    """Keep a programme's recording as another recording of the other's programme, or say that they are not the same.

    Nothing is removed or moved: the programme with all that people wrote in it stays, is set aside, and comes back when
    somebody says that it is not the same after all. The machine's work on it is stopped.

    :param programme_id: one that the person may see.
    :param other_id: as of `find_alike`.
    :raises NotAlike: as `find_alike`.
    :raises NotKeptWith: it cannot be kept there: it is approved or public, or one of both has a third with it.
    """
    with immediate(db):
        found = find_alike(db, programme_id, other_id, user)
        is_said = found.decision and found.decision.answer is answer
        if is_said and (answer is SameAnswer.OTHER or found.is_kept_with_other):
            return found
        if answer is SameAnswer.SAME:
            _require_free(db, found)
        decision = Decision(
            found.own.recording.recording_id, found.other.recording.recording_id, answer, user.name, utc_now()
        )
        db.table("same_sound").insert(dataclasses.asdict(decision))
        if answer is SameAnswer.SAME:
            for job in list_jobs(db, programme_id):
                if job.state in ACTIVE:
                    cancel(db, job.job_id)
    return dataclasses.replace(found, decision=decision)


def _require_free(db: Database, found: Alike) -> None:
    own_id, other_id = found.programme_ids
    where = review(db, content(db, own_id))
    if where.public_since or where.state in (ReviewState.APPROVED, ReviewState.PUBLISHED):
        raise NotKeptWith(
            "This programme is approved or public; keep the other one with it, or withdraw it first.", is_public=True
        )
    aside = set_aside(db)
    has_others = any(each.has_the_other for each in alike_of(db, own_id, None))
    if other_id in aside or has_others:
        raise NotKeptWith(
            "One of these two is kept with a third already, or has one with it; say that these are not the same first.",
            is_public=False,
        )
