"""What the fault tests run in processes of their own: ``python -m tests.faults.actors NAME DATABASE …``."""

from __future__ import annotations

import random
import sqlite3
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from threading import Thread

from sqlite_utils import Database

from media.database import connect
from media.records import Span
from tests.transcribe.texts import type_words
from transcribe import jobs, lease, unfinished
from transcribe.chunk_results import Asked, Recognition, store_results
from transcribe.errors import EditConflict, TranscribeError
from transcribe.owner import Owner, this_process
from transcribe.records import HeardSegment, Hypothesis, Provenance
from transcribe.revise import current_text
from transcribe.schema import SCHEMAS

PROVENANCE = Provenance("an engine", "1", "a model", "m" * 64, "s" * 64, "kk", {"beam_size": 5})
RECOGNITION = Recognition("an engine", "1", "m" * 64, "s" * 64, "kk", {"beam_size": 5})


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")  # One write: the lines of threads do not mix.
    sys.stdout.flush()


def wait_for_go() -> None:
    """Tell the test that this process is ready, and go when it says so."""
    say("ready")
    sys.stdin.readline()


def claim_all(db: Database, job_ids: str) -> None:
    """Claim every job that can be had, and hold it by living on until the test has seen both."""
    owner = this_process()
    wait_for_go()
    for job_id in job_ids.split(","):
        if claim(db, job_id, owner):
            say(job_id)
    wait_for_go()


def claim(db: Database, job_id: str, owner: Owner) -> bool:
    """Return whether a job is this process's now; of two that ask all the time SQLite lets one wait too long."""
    while True:
        try:
            return lease.claim(db, job_id, owner) is not None
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                raise


def write_late(db: Database, job_id: str) -> None:
    """Claim a job, and try every write when it may long be another's."""
    job = lease.claim(db, job_id, this_process())
    assert job is not None
    wait_for_go()
    writes: tuple[Callable[[], object], ...] = (
        lambda: lease.heartbeat(db, job),
        lambda: lease.progress(db, job, 99, 100, 1.0),
        lambda: store_results(db, job, RECOGNITION, [Asked(Span(0, 1), "kk")], [Hypothesis("kk", 1.0, ())]),
        lambda: unfinished.begin(db, job, "r", PROVENANCE),
        lambda: unfinished.note(db, job, 0, 1, ()),
        lambda: lease.succeed(db, job, None),
        lambda: lease.fail(db, job, "too late"),
    )
    for write in writes:
        try:
            write()
            say("written")
        except TranscribeError as error:
            say(type(error).__name__)


def hear(number: int) -> Hypothesis:
    """Return what an engine could make of a chunk."""
    heard = HeardSegment(0, number, (), -0.1, 0.0, 1.0)
    return Hypothesis("kk", number / 100, (heard,))


def edit_on(db: Database, programme_id: str, names: str, count: str) -> None:
    """Let editors, a thread each, add words at the end of one segment after another, and say each that was stored."""
    database = Path(next(iter(db.query("PRAGMA database_list")))["file"])
    say("ready")
    editors = [Thread(target=_edit_as, args=(database, programme_id, name, int(count))) for name in names.split(",")]
    for editor in editors:
        editor.start()
    for editor in editors:
        editor.join()


def _edit_as(database: Path, programme_id: str, name: str, count: int) -> None:
    choose = random.Random(name)
    with closing(connect(database, ())) as db:
        for number in range(count):
            word = f"{name}-{number}"
            while not _add_word(db, programme_id, choose, word, name):
                pass
            say(word)


def _add_word(db: Database, programme_id: str, choose: random.Random, word: str, name: str) -> bool:
    text = current_text(db, programme_id)
    segment = choose.choice(text.segments)
    try:
        type_words(db, programme_id, segment.segment_id, f"{segment.text} {word}", name, page=text)
    except EditConflict:
        return False
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
            raise
        return False
    return True


def hold_lock(db: Database, seconds: str) -> None:
    db.conn.execute("BEGIN IMMEDIATE")
    say("ready")
    time.sleep(float(seconds))
    db.rollback()


def enqueue_all(db: Database, programme_id: str, count: str) -> None:
    """Ask for the same work again and again, as several browsers do."""
    wait_for_go()
    for _ in range(int(count)):
        say(jobs.enqueue(db, "link", programme_id, {}).job_id)


ACTORS: dict[str, Callable[..., None]] = {
    actor.__name__: actor for actor in (claim_all, write_late, edit_on, hold_lock, enqueue_all)
}

if __name__ == "__main__":
    ACTORS[sys.argv[1]](connect(Path(sys.argv[2]), SCHEMAS), *sys.argv[3:])
