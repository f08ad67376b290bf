"""THREATS 14: what a newsroom says of its work, in logs, jobs, names of files and answers, has no name in it."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.security.loud_engine import NOTES, register
from tests.security.names_inside import FIRST, KEPT, LAST, UNHARMED
from tests.webapp.redaction.kept import KEY
from webapp.leaks.names import Alias, Name
from webapp.leaks.sweep import Sweep
from webapp.redaction.vault import KEY_VARIABLE

REPOSITORY = Path(__file__).resolve().parents[2]
LOOKED_FOR = Sweep([Name((Alias(KEPT), Alias(FIRST), Alias(LAST)))], resembling=False)


@dataclass(frozen=True, slots=True)
class Told:
    place: Path
    log: bytes
    printed: bytes


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Told:
    place = tmp_path_factory.mktemp("inside")
    site, scratch = place / "site", place / "scratch"
    register(site)
    scratch.mkdir()
    environment = os.environ | {
        "PYTHONPATH": f"{site}{os.pathsep}{REPOSITORY}",
        "TMPDIR": str(scratch),
        NOTES: str(place / "engine"),
        KEY_VARIABLE: KEY,
    }
    story = subprocess.run(
        [sys.executable, "-m", "tests.security.inside_story", str(place)],
        env=environment,
        cwd=REPOSITORY,
        capture_output=True,
        timeout=250,
        check=False,
    )
    assert story.returncode == 0, story.stderr.decode()
    return Told(place, story.stderr, story.stdout)


def names(said: bytes) -> list[str]:
    """Return what of the name is in some bytes."""
    return [f"{found.alias.text}, {how}: {found.around}" for how, found in LOOKED_FOR.bytes(said)]


def test_the_story_is_worth_looking_through(told: Told) -> None:
    """The engine was told the name and failed in it; pages failed in it; there are logs."""
    assert KEPT in (told.place / "engine.heard").read_text()
    log = told.log.decode()
    assert "a request failed" in log
    assert "UnicodeEncodeError" in log
    assert names(KEPT.encode()) != []


def test_no_line_of_a_log_has_it(told: Told) -> None:
    assert names(told.log) == []
    assert names(told.printed) == []


def test_no_job_has_it(told: Told) -> None:
    with closing(sqlite3.connect(told.place / "desk" / "archive.db")) as db:
        rows = db.execute("SELECT job_id, kind, state, options, error FROM job").fetchall()
    assert {row[2] for row in rows if row[1] in ("transcribe", "prepare")} == {"failed"}
    assert names(repr(rows).encode()) == []


def test_no_file_is_called_by_it_and_none_is_left_that_has_it(told: Told) -> None:
    kept = [*files(told.place / "desk"), *files(told.place / "edition"), *files(told.place / "scratch")]
    assert len(kept) > 10
    assert [path for path in kept if names(str(path.relative_to(told.place)).encode())] == []
    left = [*files(told.place / "scratch"), *files(told.place / "desk" / "work"), *files(told.place / "edition")]
    assert {str(path): found for path in left if (found := names(path.read_bytes()))} == {}


def test_no_process_was_started_with_it(told: Told) -> None:
    started = (told.place / "engine").read_bytes()
    assert b"transcribe.engines.child" in started
    assert names(started) == []
    assert KEY.encode() not in started


def test_no_engine_is_told_to_expect_it_once_it_is_kept_back(told: Told) -> None:
    """In any programme: a model may write a name that it is told where nobody says it."""
    assert (told.place / "later.heard").read_text() == UNHARMED


def test_no_answer_is_headed_or_named_by_it(told: Told) -> None:
    said = (told.place / "told").read_text()
    assert "500 " in said
    assert "Content-Disposition" in said
    assert names(said.encode()) == []


def files(directory: Path) -> Iterator[Path]:
    return (path for path in directory.rglob("*") if path.is_file())
