"""Hold a job's lease while its worker is busy with something long."""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from media.database import connect
from transcribe.errors import JobCancelled, LeaseLost
from transcribe.lease import LEASE_MS, heartbeat
from transcribe.records import Job

HEARTBEAT_SECONDS = LEASE_MS / 1000 / 4
"""Three may be missed, by a locked database or a busy machine, before the lease runs out."""

log = logging.getLogger(__name__)


@contextmanager
def kept_alive(database: Path, job: Job) -> Iterator[None]:
    """Send heartbeats from a thread with its own connection until the block ends."""
    ended = threading.Event()
    thread = threading.Thread(target=_beat, args=(database, job, ended), name=f"heartbeat {job.job_id}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def _beat(database: Path, job: Job, ended: threading.Event) -> None:
    while not ended.wait(HEARTBEAT_SECONDS):
        try:
            with closing(connect(database, ())) as db:
                heartbeat(db, job)
        except (JobCancelled, LeaseLost):
            return  # The worker hears of it at its own next write, which is refused too.
        except sqlite3.OperationalError as error:
            log.warning("job %s: a heartbeat was missed (%s)", job.job_id, error)
