"""Where every programme stands, for lists: as `webapp.review.review` says it, without reading any words.

What a programme's content is called as it stands is kept in the table ``content_name``; whatever changes a part of the
content takes it away (`webapp.desk.schema`). Only a decision is held against it, so that only programmes about which
somebody decided, or which are linked, need it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlite_utils import Database

from media.database import immediate
from webapp.links import links_now
from webapp.review import EventKind, ReviewState, content

FILLED_MOST = 100
"""Programmes whose words one page reads to know where they stand; each takes some milliseconds."""
STEP = 10
"""Programmes whose names are written in one transaction, for which others wait."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A programme in a list."""

    programme_id: str
    title: str
    language: str
    series: str | None
    embargo: str | None
    created_at: str
    state: ReviewState | None
    """``None`` while nobody has looked since a part of it changed."""
    decided_by: str | None
    decided_at: str | None
    """Of the newest approval, publication or withdrawal."""
    public_since: str | None
    """When the version went out that the public has; in review, that is an older one."""
    asked_by: str | None
    """Who asked for an approval since the last decision, and was not refused it."""
    refused_by: str | None
    """Who sent it back when somebody had asked, since the last decision; ``refused_because`` says why."""
    refused_because: str | None
    stale_links: int
    """Sentences whose place has other words now."""

    @property
    def waits_for_review(self) -> bool:
        return self.state in (ReviewState.UNREVIEWED, ReviewState.IN_REVIEW) and self.asked_by is None

    @property
    def waits_for_approval(self) -> bool:
        return self.state in (ReviewState.UNREVIEWED, ReviewState.IN_REVIEW) and self.asked_by is not None


def standings(db: Database, seen: frozenset[str] | None = None) -> list[Standing]:
    """Return where programmes stand, the newest first.

    :param seen: ids of those that are asked for; ``None`` for all.
    """
    fill_names(db, seen, FILLED_MOST)
    return [_standing(row) for row in db.query(_STANDINGS) if seen is None or row["programme_id"] in seen]


def fill_names(db: Database, seen: frozenset[str] | None = None, most: int | None = None) -> int:
    """Note what contents are called that nobody has looked at since they changed; return how many were looked at.

    A database that somebody else holds for too long is left as it is: what is not noted is looked for again.

    :param most: at most so many, ``None`` for all.
    """
    wanting = [row[0] for row in db.execute(_WANTING).fetchall() if seen is None or row[0] in seen]
    count = 0
    for step in _steps(wanting[:most]):
        try:
            with immediate(db):  # What is read is what is noted: nobody changes it in between.
                for programme_id in step:
                    _note_name(db, programme_id)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                raise
            break
        count += len(step)
    return count


def _note_name(db: Database, programme_id: str) -> None:
    now = content(db, programme_id)
    db.table("content_name").insert(
        {
            "programme_id": programme_id,
            "sha256": now.sha256,
            "translated_sha256": now.translated_sha256,
            "stale_links": sum(each.placed.is_stale for each in links_now(now)),
        },
        replace=True,
    )


def _steps(programme_ids: Iterable[str]) -> Iterator[list[str]]:
    remaining = iter(programme_ids)
    while step := list(islice(remaining, STEP)):
        yield step


def _standing(row: Mapping[str, Any]) -> Standing:
    is_public = row["shown_kind"] == EventKind.PUBLISHED
    return Standing(
        programme_id=row["programme_id"],
        title=row["title"],
        language=row["language"],
        series=row["series"],
        embargo=row["embargo"],
        created_at=row["created_at"],
        state=_state(row),
        decided_by=row["decided_by"],
        decided_at=row["decided_at"],
        public_since=row["shown_at"] if is_public else None,
        asked_by=row["asked_by"] if row["refused_by"] is None else None,
        refused_by=row["refused_by"] if row["asked_by"] is not None else None,
        refused_because=row["refused_because"] if row["asked_by"] is not None else None,
        stale_links=row["stale_links"] or 0,
    )


def _state(row: Mapping[str, Any]) -> ReviewState | None:
    """As `webapp.review` has it."""
    if row["kind"] is None:
        return ReviewState.IN_REVIEW if row["is_touched"] else ReviewState.UNREVIEWED
    kind = EventKind(row["kind"])
    if kind is EventKind.WITHDRAWN:
        return ReviewState.WITHDRAWN
    if row["sha256"] is None:
        return None
    if row["content_sha256"] not in (row["sha256"], row["translated_sha256"]):
        return ReviewState.IN_REVIEW
    return ReviewState.APPROVED if kind is EventKind.APPROVED else ReviewState.PUBLISHED


# SQLite takes bare columns from the row that has the maximum (lang_select.html, "bare columns").
_STANDINGS = """
    WITH decision AS (
        SELECT programme_id, kind, content_sha256, user_name, created_at, max(review_event_id)
        FROM review_event WHERE kind != 'in_review' GROUP BY programme_id
    ), shown AS (
        SELECT programme_id, kind, created_at, max(review_event_id)
        FROM review_event WHERE kind IN ('published', 'withdrawn') GROUP BY programme_id
    ), asked AS (
        SELECT programme_id, user_name, created_at, max(approval_asked_id) AS approval_asked_id
        FROM approval_asked GROUP BY programme_id
    )
    SELECT programme.programme_id, title, language, series, embargo, programme.created_at,
        decision.kind, content_sha256, decision.user_name AS decided_by, decision.created_at AS decided_at,
        shown.kind AS shown_kind, shown.created_at AS shown_at, sha256, translated_sha256, stale_links,
        CASE WHEN decision.created_at IS NULL OR asked.created_at > decision.created_at
            THEN asked.user_name END AS asked_by,
        refused.user_name AS refused_by, refused.reason AS refused_because,
        EXISTS (SELECT 1 FROM review_event AS each WHERE each.programme_id = programme.programme_id)
            OR EXISTS (SELECT 1 FROM revision WHERE revision.programme_id = programme.programme_id) AS is_touched
    FROM programme LEFT JOIN decision USING (programme_id) LEFT JOIN shown USING (programme_id)
    LEFT JOIN asked USING (programme_id) LEFT JOIN content_name USING (programme_id)
    LEFT JOIN approval_refused AS refused ON refused.approval_asked_id = asked.approval_asked_id
    ORDER BY programme.created_at DESC, programme.programme_id"""
_WANTING = """
    SELECT programme_id FROM programme WHERE programme_id NOT IN (SELECT programme_id FROM content_name) AND (
        EXISTS (SELECT 1 FROM review_event AS each WHERE each.programme_id = programme.programme_id
            AND kind != 'in_review')
        OR EXISTS (SELECT 1 FROM linking WHERE linking.programme_id = programme.programme_id)
    ) ORDER BY created_at DESC"""
