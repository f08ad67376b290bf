"""What the pages call states, jobs, kinds of work and roles, in the reader's language."""

from __future__ import annotations

from flask import Flask, g

from media.records import FACTS
from transcribe.records import Job, JobState
from webapp.interface import gettext
from webapp.public.words import moment
from webapp.review import EventKind, ReviewState


def setup_words(app: Flask) -> None:
    """Give an app's templates these words, and who is signed in."""
    app.jinja_env.filters.update(state_name=state_name, event_name=event_name, job_name=job_name, job_state=job_state)
    app.jinja_env.filters.update(percent=percent, minute=minute, moment=moment)
    app.jinja_env.globals.update(facts=FACTS, fact_name=fact_name)
    app.context_processor(lambda: {"me": g.get("user")})


def state_name(state: ReviewState) -> str:
    return {
        ReviewState.UNREVIEWED: gettext("not reviewed"),
        ReviewState.IN_REVIEW: gettext("in review"),
        ReviewState.APPROVED: gettext("approved"),
        ReviewState.PUBLISHED: gettext("public"),
        ReviewState.WITHDRAWN: gettext("withdrawn"),
    }[state]


def event_name(kind: EventKind) -> str:
    return {
        EventKind.CHANGED: gettext("Facts, summary or sound changed"),
        EventKind.APPROVED: gettext("Approved"),
        EventKind.PUBLISHED: gettext("Published"),
        EventKind.WITHDRAWN: gettext("Withdrawn"),
    }[kind]


def job_name(kind: str) -> str:
    return {
        "prepare": gettext("Preparing the sound"),
        "transcribe": gettext("Writing down what is said"),
        "align": gettext("Timing the script"),
        "link": gettext("Looking for the summary in the sound"),
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
        "published": gettext("Date"),
        "language": gettext("Language spoken"),
        "broadcast": gettext("Broadcast"),
        "project": gettext("Project"),
        "funder": gettext("Funder"),
        "rights": gettext("Rights"),
        "disclaimer": gettext("Disclaimer"),
        "citation": gettext("Cite as"),
    }[name]


def percent(job: Job) -> int | None:
    """Return how far a job is, ``None`` while nobody knows."""
    return 100 * job.done // job.total if job.total else None


def minute(time: str) -> str:
    """Return ``14:05`` of an RFC 3339 time; the pages say that it is UTC."""
    return time[11:16]
