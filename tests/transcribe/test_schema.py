"""An archive that an older muragat made opens with this one, and nothing in it is lost."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database

from media.database import connect, immediate
from media.schema import SCHEMAS as MEDIA_SCHEMAS
from transcribe import jobs, lease
from transcribe.linking.store import latest_linking
from transcribe.owner import this_process
from transcribe.records import Priority
from transcribe.schema import SCHEMAS, transcribe_migrations

NEXT_AFTER_M002 = "m003_priority_and_any_kind_of_job"
JOBS = [
    ("j1", "prepare", "succeeded", 1, 3, None, 1_000, 1_000),
    ("j2", "transcribe", "running", 2, 7, "boot/pid:[1] 42 99", 400, 1_000),
    ("j3", "align", "failed", 1, 2, None, 10, 1_000),
    ("j5", "link", "queued", 0, 0, None, 0, 0),
]
"""``j4`` was there once: the numbers of rows have a gap, and the order is theirs."""


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """An archive's database as the second migration left it, with work in every state and what hangs on it."""
    path = tmp_path / "archive.db"
    with closing(connect(path, MEDIA_SCHEMAS)) as db, immediate(db):
        transcribe_migrations.apply(db, stop_before=NEXT_AFTER_M002)
        programme = {"programme_id": "p1", "title": "Тарих", "language": "kk", "created_at": "day", "updated_at": "day"}
        db.table("programme").insert(programme)
        for number, (job_id, kind, state, attempt, fence, owner, done, total) in enumerate(JOBS):
            db.execute(
                """INSERT INTO job (rowid, job_id, kind, programme_id, state, options, attempt, fence, lease_until_ms,
                   done, total, error, created_at, owner) VALUES (?, ?, ?, 'p1', ?, '{"model":"base"}', ?, ?, 5,
                   ?, ?, 'why', 'day', ?)""",
                [number * 10 + 1, job_id, kind, state, attempt, fence, done, total, owner],
            )
        db.execute("INSERT INTO chunk_result VALUES ('key', '{}', 'j2', 7, 'day')")
    return path


@pytest.fixture
def opened(old: Path) -> Iterator[Database]:
    with closing(connect(old, SCHEMAS)) as db:
        yield db


def rows(db: Database, table: str) -> list[dict[str, object]]:
    return list(db.query(f"SELECT rowid, * FROM {table} ORDER BY rowid"))  # noqa: S608


def test_jobs_of_an_old_archive_are_kept_in_their_order(old: Path) -> None:
    with closing(connect(old, ())) as before:
        jobs_before, results_before = rows(before, "job"), rows(before, "chunk_result")
    with closing(connect(old, SCHEMAS)) as after:
        assert [{**row, "priority": 0, "speed": 0.0, "because": None} for row in jobs_before] == rows(after, "job")
        assert rows(after, "chunk_result") == results_before
        assert list(after.query("PRAGMA foreign_key_check")) == []
        assert list(after.query("PRAGMA integrity_check")) == [{"integrity_check": "ok"}]


def test_what_hangs_on_a_job_still_holds_it(opened: Database) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
        opened.execute("DELETE FROM job WHERE job_id = 'j2'")
    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
        opened.execute("INSERT INTO chunk_result VALUES ('other', '{}', 'j4', 1, 'day')")
    assert {index["name"] for index in opened.query("PRAGMA index_list(job)")} >= {"job_state", "job_programme"}


def test_the_work_of_an_old_archive_goes_on(opened: Database) -> None:
    assert [job.job_id for job in jobs.list_jobs(opened)] == ["j5", "j3", "j2", "j1"]
    taken = lease.claim(opened, None, this_process())
    assert taken is not None, "its owner is gone, and so is its lease"
    assert (taken.job_id, taken.fence, taken.attempt, taken.done) == ("j2", 8, 3, 400)
    lease.succeed(opened, taken, None)
    following = lease.claim(opened, None, this_process())
    assert following is not None
    assert (following.job_id, following.priority) == ("j5", Priority.NORMAL)


def test_the_names_and_numbers_of_old_links_are_parts_of_their_claims(tmp_path: Path) -> None:
    path = tmp_path / "links.db"
    claim = {"claim_id": "c1", "position": 0, "text": "Dina saw 15 birds.", "start_char": 7, "end_char": 25}
    old = {
        "link_id": "l1",
        "claim": claim,
        "verdict": "partly",
        "score": 0.9,
        "alternatives": [],
        "spans": [{"start_ms": 0, "end_ms": 10}],
        "quote": "Дина",
        "anchors": ["Dina"],
        "missing": ["15"],
    }
    with closing(connect(path, MEDIA_SCHEMAS)) as db, immediate(db):
        transcribe_migrations.apply(db, stop_before="m009_parts_of_a_claim")
        programme = {"programme_id": "p1", "title": "T", "language": "kk", "created_at": "day", "updated_at": "day"}
        db.table("programme").insert(programme)
        db.execute(
            "INSERT INTO document (document_id, programme_id, kind, language, author, text, sha256, created_at) "
            "VALUES ('d1', 'p1', 'summary', 'en', NULL, 'x', 'sha', 'day')"
        )
        db.execute("INSERT INTO linking VALUES ('k1', 'p1', 'sha', 'd1', '[\"anchors\"]', 'day')")
        db.execute("INSERT INTO link VALUES ('k1', 0, 'l1', ?)", [json.dumps(old)])
    with closing(connect(path, SCHEMAS)) as db:
        linking = latest_linking(db, "p1")
    assert linking is not None
    assert linking.omitted == ()
    assert [(part.kind, part.text, part.start_char, part.verdict) for part in linking.links[0].parts] == [
        ("name", "Dina", 7, "supported"),
        ("number", "15", 16, "not found"),
    ]
    assert linking.links[0].anchors == ("Dina",)
    assert linking.links[0].missing == ("15",)
