"""The first page of the newsroom: what waits for whom; and the list of all programmes, narrowed as somebody asks."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from flask import render_template, request
from sqlite_utils import Database

from media.catalogue import current_recording
from media.database import utc_now
from transcribe.jobs import newest_jobs
from transcribe.records import ACTIVE, Job, JobState
from webapp.desk.mentions import active_users
from webapp.desk.standings import Standing, standings
from webapp.desk.worklist import work_of, worklist
from webapp.errors import UnknownUser
from webapp.gate.ask import jobs_shown
from webapp.newsroom.request import database, user
from webapp.paging import page_number
from webapp.people.assignments import Assignment, assigned_to, assignees, brought_by, seen_by
from webapp.review import ReviewState

PAGE_ROWS = 50
SHOWN_ROWS = 6
"""Of each part of the first page; the list has the rest."""
UNDONE = ACTIVE | {JobState.FAILED}


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the list is narrowed to, as it was asked for; empty where it is not."""

    words: str
    """Of the title."""
    state: str
    language: str
    series: str
    person: str
    """Who works on it, or brought it."""
    overdue: bool


@dataclass(frozen=True, slots=True)
class Row:
    standing: Standing
    duration_ms: int | None
    job: Job | None
    """What the machine is at, or could not do."""
    assignees: tuple[Assignment, ...]


def index() -> str:
    """Show what waits."""
    return render_template("newsroom/index.html", work=worklist(database(), user()), most=SHOWN_ROWS)


def programmes() -> str:
    """List programmes, newest first; of one person, what is due first."""
    db, chosen = database(), _chosen()
    seen = standings(db, seen_by(db, user()))
    found = list(_narrowed(db, seen, chosen))
    page = page_number()
    part = found[(page - 1) * PAGE_ROWS : page * PAGE_ROWS]
    return render_template(
        "newsroom/programmes.html",
        rows=[_row(db, standing) for standing in part],
        count=len(found),
        all_of_them=len(seen),
        page=page,
        pages=-(-len(found) // PAGE_ROWS),
        chosen=chosen,
        asked={name: value for name, value in request.args.items() if name != "page" and value},
        states=tuple(ReviewState),
        languages=sorted({standing.language for standing in seen}),
        series=sorted({standing.series for standing in seen if standing.series}),
        today=utc_now()[:10],
        people=[each.name for each in active_users(db) if each.is_staff],
    )


def _chosen() -> Chosen:
    asked = request.args
    return Chosen(
        words=asked.get("q", "").strip(),
        state=asked.get("state", ""),
        language=asked.get("language", ""),
        series=asked.get("series", ""),
        person=asked.get("person", ""),
        overdue="overdue" in asked,
    )


def _narrowed(db: Database, seen: list[Standing], chosen: Chosen) -> Iterator[Standing]:
    words = [_folded(word) for word in chosen.words.split()]
    for standing in _worked_on(db, seen, chosen):
        title = _folded(standing.title) if words else ""
        if (
            all(word in title for word in words)
            and _stands(standing, chosen.state)
            and chosen.language in ("", standing.language)
            and chosen.series in ("", standing.series)
        ):
            yield standing


def _stands(standing: Standing, where: str) -> bool:
    """Return whether a programme stands where it is asked for."""
    match where:
        case "":
            return True
        case "waiting":
            return standing.waits_for_review
        case "asked":
            return standing.waits_for_approval
        case "stale":
            return standing.stale_links > 0
    return standing.state == where


def _worked_on(db: Database, seen: list[Standing], chosen: Chosen) -> list[Standing]:
    if not chosen.person and not chosen.overdue:
        return seen
    by_id = {standing.programme_id: standing for standing in seen}
    people = [chosen.person] if chosen.person else [each.name for each in active_users(db)]
    found: dict[str, Standing] = {}
    for person in people:
        try:
            given = assigned_to(db, person)
        except UnknownUser:
            return []
        if not chosen.overdue:
            ids = dict.fromkeys((*(each.programme_id for each in given), *brought_by(db, person)))
            return [by_id[each] for each in ids if each in by_id]
        found |= {work.standing.programme_id: work.standing for work in work_of(by_id, given) if work.is_overdue}
    return list(found.values())


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _row(db: Database, standing: Standing) -> Row:
    programme_id = standing.programme_id
    recording = current_recording(db, programme_id)
    undone = (job for job in jobs_shown(user(), newest_jobs(db, programme_id)) if job.state in UNDONE)
    return Row(
        standing=standing,
        duration_ms=recording.duration_ms if recording else None,
        job=next(undone, None),
        assignees=assignees(db, programme_id),
    )
