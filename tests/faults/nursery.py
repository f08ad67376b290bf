"""Workers that are born quickly, to be killed: ``python -m tests.faults.nursery ARCHIVE PROGRAMME MODEL``.

Everything is imported once; each worker is a fork of that, a process of its own that does the real job. For each line
with a time on standard input a worker is started and killed after so many seconds, if it has not ended by itself; the
answer is the status that it ended with. An empty time lets it work to its end.
"""

from __future__ import annotations

import os
import signal
import sys
import time
import traceback
from contextlib import closing
from pathlib import Path

import onnxruntime  # noqa: F401 (what a worker needs is imported before it is born)

from media.archive import Archive
from tests.faults.quick_engine import NAME
from transcribe.pipeline import do_job
from transcribe.schema import SCHEMAS

TICK_S = 0.002


def work(archive: Archive, programme_id: str, model: str) -> None:
    """Do the job, as the process that this has become; it never returns."""
    status = 1
    try:
        with closing(archive.open(SCHEMAS)) as db:
            do_job(archive, db, "transcribe", programme_id, {"engine": NAME, "model": model})
        status = 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(status)


def ended(pid: int, seconds: float) -> int:
    """Return the status of a child, killed where it has not ended after so long."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        found, status = os.waitpid(pid, os.WNOHANG)
        if found:
            return os.waitstatus_to_exitcode(status)
        time.sleep(TICK_S)
    os.kill(pid, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def main() -> None:
    place, programme_id, model = sys.argv[1:]
    archive = Archive(Path(place))
    for line in sys.stdin:
        pid = os.fork()
        if not pid:
            work(archive, programme_id, model)
        sys.stdout.write(f"{ended(pid, float(line.strip() or 'inf'))}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
