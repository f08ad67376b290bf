"""What waits at the desk, by what has to be done: the newsroom's first page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from sqlite_utils import Database

from media.database import utc_now
from transcribe.jobs import failed_jobs
from transcribe.records import Job
from webapp.accounts import User
from webapp.alike.found import open_pairs, set_aside
from webapp.alike.records import Alike
from webapp.desk.mentions import Mention, mentions_of
from webapp.desk.standings import Standing, standings
from webapp.people.assignments import Assignment, assigned_to, brought_by, seen_by
from webapp.review import ReviewState

ENDED = frozenset({ReviewState.PUBLISHED})
"""States in which nobody is waited for, but who was assigned since: what is public may have to be corrected. What is
withdrawn waits for whoever is assigned: it may come back corrected."""


@dataclass(frozen=True, slots=True)
class Work:
    """A programme that somebody is to work on."""

    standing: Standing
    due: str | None
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class Failed:
    job: Job
    title: str


@dataclass(frozen=True, slots=True)
class Worklist:
    """All of it, as far as a person may see it."""

    mine: tuple[Work, ...]
    """What is due first comes first; last what the person brought without being assigned to it."""
    mentions: tuple[Mention, ...]
    for_review: tuple[Standing, ...]
    for_approval: tuple[Standing, ...]
    for_publication: tuple[Standing, ...]
    failed: tuple[Failed, ...]
    stale: tuple[Standing, ...]
    """Whose summary has sentences whose place has other words now."""
    alike: tuple[Alike, ...]
    """Recordings that sound the same and about which nobody has decided."""
    published: tuple[Standing, ...]
    """The last first."""
    withdrawn: tuple[Standing, ...]
    not_looked_at: int
    """Programmes of which the state is not known yet; the next look knows more."""


def worklist(db: Database, person: User) -> Worklist:
    """Return what waits."""
    seen = seen_by(db, person)
    aside = set_aside(db)
    all_of_them = [each for each in standings(db, seen) if each.programme_id not in aside]
    by_id = {each.programme_id: each for each in all_of_them}
    return Worklist(
        mine=_mine(db, by_id, person),
        mentions=tuple(each for each in mentions_of(db, person) if each.programme_id in seen),
        for_review=_those(all_of_them, lambda each: each.waits_for_review),
        for_approval=_those(all_of_them, lambda each: each.waits_for_approval),
        for_publication=_those(all_of_them, lambda each: each.state is ReviewState.APPROVED),
        failed=tuple(
            Failed(job, by_id[job.programme_id].title) for job in failed_jobs(db) if job.programme_id in by_id
        ),
        stale=_those(all_of_them, lambda each: each.stale_links > 0),
        alike=open_pairs(db, seen),
        published=_by_decision(all_of_them, ReviewState.PUBLISHED),
        withdrawn=_by_decision(all_of_them, ReviewState.WITHDRAWN),
        not_looked_at=sum(each.state is None for each in all_of_them),
    )


def _mine(db: Database, by_id: dict[str, Standing], person: User) -> tuple[Work, ...]:
    given = assigned_to(db, person.name)
    done = {each.programme_id for each in given}
    brought = (by_id[each] for each in brought_by(db, person.name) if each in by_id and each not in done)
    own = (Work(each, None, is_overdue=False) for each in brought if each.state not in ENDED)
    return (*work_of(by_id, given), *own)


def work_of(by_id: dict[str, Standing], assignments: Iterable[Assignment]) -> tuple[Work, ...]:
    """Return what somebody is to work on still, in the order of the assignments."""
    today = utc_now()[:10]
    open_ones = (each for each in assignments if each.programme_id in by_id)
    return tuple(
        Work(by_id[each.programme_id], each.due, is_overdue=bool(each.due and each.due < today))
        for each in open_ones
        if not _is_done(by_id[each.programme_id], each)
    )


def _is_done(standing: Standing, given: Assignment) -> bool:
    return standing.state in ENDED and given.created_at <= (standing.decided_at or "")


def _those(standing: Iterable[Standing], is_one: Callable[[Standing], bool]) -> tuple[Standing, ...]:
    return tuple(filter(is_one, standing))


def _by_decision(standing: Sequence[Standing], state: ReviewState) -> tuple[Standing, ...]:
    found = [each for each in standing if each.state is state]
    return tuple(sorted(found, key=lambda each: each.decided_at or "", reverse=True))
