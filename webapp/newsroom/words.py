"""What the pages call states, jobs, kinds of work and roles, in the reader's language."""

from __future__ import annotations

import math
from pathlib import PurePath

from babel.numbers import format_decimal
from flask import Flask, g

from media.database import acted_by
from media.records import DATES, DATES_IN_PART, KEPT, LISTS
from transcribe.jobs import OF_SOUND
from transcribe.records import ACTIVE, Job, JobState, Priority, Provenance
from transcribe.speed import seconds_left
from webapp.edition.records import PublicReason
from webapp.interface import gettext, interface_language
from webapp.moment import moment
from webapp.newsroom.desk.obstacle_words import obstacle_address, obstacle_said
from webapp.newsroom.history import action_name
from webapp.newsroom.job_errors import job_error
from webapp.review import EventKind, ReviewState


def setup_words(app: Flask) -> None:
    """Give an app's templates these words, and who is signed in."""
    app.jinja_env.filters.update(state_name=state_name, event_name=event_name, job_name=job_name, job_state=job_state)
    app.jinja_env.filters.update(percent=percent, standing=standing, minute=minute, moment=moment)
    app.jinja_env.filters.update(model_name=model_name, decimal=decimal, action_name=action_name)
    app.jinja_env.filters.update(actor_name=actor_name, job_error=job_error)
    app.jinja_env.filters.update(obstacle_said=obstacle_said, obstacle_address=obstacle_address)
    app.jinja_env.tests.update(urgent=is_urgent)
    app.jinja_env.globals.update(facts=KEPT, fact_name=fact_name, fact_hint=fact_hint, public_reasons=public_reasons)
    app.context_processor(lambda: {"me": g.get("user")})


def state_name(state: ReviewState | None) -> str:
    return {
        None: gettext("not looked at yet"),
        ReviewState.UNREVIEWED: gettext("not reviewed"),
        ReviewState.IN_REVIEW: gettext("in review"),
        ReviewState.APPROVED: gettext("approved"),
        ReviewState.PUBLISHED: gettext("public"),
        ReviewState.WITHDRAWN: gettext("withdrawn"),
    }[state]


def public_reasons() -> list[tuple[PublicReason, str]]:
    """Return what readers may be told of why a programme was withdrawn."""
    said = {
        PublicReason.NEWSROOM: gettext("only that it was withdrawn"),
        PublicReason.ERROR: gettext("that it was in error"),
        PublicReason.RIGHTS: gettext("that others hold rights in it"),
        PublicReason.CONSENT: gettext("that somebody who is heard in it no longer consents"),
        PublicReason.LAW: gettext("that the law demands it"),
        PublicReason.CORRECTED: gettext("that it is being corrected and will come back"),
    }
    return list(said.items())


def event_name(kind: EventKind) -> str:
    return {
        EventKind.CHANGED: gettext("Facts, summary, sound or links changed"),
        EventKind.APPROVED: gettext("Approved"),
        EventKind.PUBLISHED: gettext("Published"),
        EventKind.WITHDRAWN: gettext("Withdrawn"),
    }[kind]


def job_name(kind: str) -> str:
    return {
        "prepare": gettext("Preparing the sound"),
        "transcribe": gettext("Writing down what is said"),
        "align": gettext("Timing the script"),
        "retime": gettext("Timing the corrected words"),
        "link": gettext("Looking for the summary in the sound"),
        "translate": gettext("Translating into English"),
        "voices": gettext("Listening for known voices"),
        "check": gettext("Looking and listening for what is kept back"),
    }[kind]


def job_state(job: Job) -> str:
    return {
        JobState.QUEUED: gettext("waiting"),
        JobState.RUNNING: gettext("running"),
        JobState.SUCCEEDED: gettext("done"),
        JobState.FAILED: gettext("failed"),
        JobState.CANCELLED: gettext("stopped"),
    }[job.state]


def fact_name(name: str) -> str:
    """Return what a fact is called. No filter: Jinja would apply it to a constant once, in one language for all."""
    return {
        "title": gettext("Title"),
        "series": gettext("Series"),
        "publisher": gettext("Publisher"),
        "author": gettext("Author"),
        "published": gettext("Published"),
        "language": gettext("Language spoken"),
        "broadcast": gettext("Broadcast"),
        "broadcaster": gettext("Broadcaster"),
        "service": gettext("Service of the broadcaster"),
        "aired": gettext("First on air"),
        "people": gettext("People"),
        "places": gettext("Places"),
        "topics": gettext("Topics"),
        "embargo": gettext("Not public before"),
        "project": gettext("Project"),
        "funder": gettext("Funder"),
        "rights": gettext("Rights"),
        "disclaimer": gettext("Disclaimer"),
        "citation": gettext("Cite as"),
        "medium": gettext("Medium"),
        "parent": gettext("Organisation of the broadcaster"),
        "accessed": gettext("Page read on"),
        "page_updated": gettext("Page last changed"),
        "notes": gettext("Notes of the newsroom"),
    }[name]


def fact_hint(name: str) -> str | None:
    """Return how a fact is to be written, where it is not any text."""
    if name in DATES_IN_PART:
        return gettext("As 2026-11-24; as 2026-11 or 2026 where no more is known.")
    if name in DATES:
        return gettext("As 2026-11-24.")
    return gettext("With a semicolon between two.") if name in LISTS else None


def actor_name(user_name: str | None) -> str:
    """Return who did something as the audit names them, and by which token where it was done by one."""
    person, token = acted_by(user_name or "")
    if not token:
        return person or "–"
    return gettext("%(person)s, by the token “%(token)s”") % {"person": person, "token": token}


def percent(job: Job) -> int | None:
    """Return how far a job is, ``None`` while nobody knows."""
    return 100 * job.done // job.total if job.total else None


def decimal(number: float) -> str:
    """Return a number as it is written in the reader's language, with at most one digit after the point."""
    return format_decimal(round(number, 1), locale=interface_language())


def standing(job: Job) -> str:
    """Return how far a running job is, how fast, and how long it will take, as far as that is known."""
    if job.state is not JobState.RUNNING or not job.total:
        return ""
    parts = [f"{percent(job)} %"]
    if job.speed and job.kind in OF_SOUND:
        parts.append(gettext("%(speed)s × real time") % {"speed": decimal(job.speed)})
    left = seconds_left(job.done, job.total, job.speed)
    if left is not None:
        parts.append(_left(left))
    return ", ".join(parts)


def _left(seconds: float) -> str:
    minutes = math.ceil(seconds / 60)
    if minutes <= 1:
        return gettext("less than a minute left")
    hours, minutes = divmod(minutes, 60)
    if hours:
        return gettext("about %(hours)s h %(minutes)s min left") % {"hours": hours, "minutes": minutes}
    return gettext("about %(minutes)s min left") % {"minutes": minutes}


def is_urgent(job: Job) -> bool:
    return job.priority is Priority.URGENT and job.state in ACTIVE


def minute(time: str) -> str:
    """Return ``14:05`` of an RFC 3339 time; the pages say that it is UTC."""
    return time[11:16]


def model_name(made: Provenance) -> str:
    """Return what a run's model is called; it may be named by its place on a disk."""
    return PurePath(made.model).name
