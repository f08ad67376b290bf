"""The machines of a cluster, born quickly to be killed: ``python -m tests.faults.cluster_nursery``.

Everything is imported once; each scheduler, worker and head is a fork of that, a process of its own that does the real
thing. A line of JSON on standard input names the machine and what it is given; the answer is its process id.
``["kill", PID]`` kills one, ``["stop", PID]`` tells it to end, ``["wait", PID]`` waits for its end; each answers with
its exit status.
"""

from __future__ import annotations

import hashlib
import json
import os
import signal
import sys
import traceback
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

import onnxruntime  # noqa: F401 (what a head needs is imported before it is born)
from sqlite_utils import Database

from media.archive import Archive
from tests.faults.quick_engine import NAME, WEIGHTS, digest
from transcribe.chunk_results import Asked, Recognition
from transcribe.cluster.answering import Loadable
from transcribe.cluster.place import CERTIFICATES, SCHEDULER, ClusterPlace
from transcribe.cluster.remote import RemoteEngine
from transcribe.cluster.scheduler import run_scheduler
from transcribe.cluster.worker import run_worker
from transcribe.conversations import Question
from transcribe.kinds import hear
from transcribe.models import find_model
from transcribe.pipeline import do_job
from transcribe.records import Hypothesis, Job
from transcribe.schema import SCHEMAS


def say(line: str) -> None:
    sys.stderr.write(f"{os.getpid()} {line}\n")
    sys.stderr.flush()


def scheduler(host: str, port: int, certificates: str) -> None:
    run_scheduler(host, port, Path(certificates), say)


def worker(address: str, certificates: str, model: str) -> None:
    loadable = Loadable(NAME, find_model(NAME, model, Path(model)), gpu=False)
    run_worker(ClusterPlace(address, Path(certificates)), [loadable], 1, say)


def head(place: str, programme_id: str, model: str, notes: str) -> None:
    """Do the job by the cluster, and note what is asked and what is kept."""
    note_all(Path(notes))
    archive = Archive(Path(place))
    with closing(archive.open(SCHEMAS)) as db:
        do_job(archive, db, "transcribe", programme_id, {"engine": NAME, "model": model})


def alone(place: str, programme_id: str, model: str) -> None:
    """Do the job as a machine without a cluster does."""
    del os.environ[SCHEDULER], os.environ[CERTIFICATES]
    archive = Archive(Path(place))
    with closing(archive.open(SCHEMAS)) as db:
        do_job(archive, db, "transcribe", programme_id, {"engine": NAME, "model": model})


def note_all(notes: Path) -> None:
    """Note each batch by the first chunk in it, when it is asked of the cluster and when the ledger has its result."""
    put, store = RemoteEngine.put, hear.store_results
    names: dict[str, str] = {}

    def note(line: str) -> None:
        with notes.open("a") as file:
            file.write(f"{line}\n")

    def noted_put(self: RemoteEngine, number: int, question: Question) -> None:
        sounds = [sound.tobytes() for sound in question.sounds()]
        name = hashlib.sha256(b"".join(sounds)).hexdigest()
        names[first_word(sounds[0])] = name
        note(f"asked {name}")
        put(self, number, question)

    def noted_store(
        db: Database, job: Job, recognition: Recognition, batch: Sequence[Asked], heard: Sequence[Hypothesis]
    ) -> None:
        store(db, job, recognition, batch, heard)
        note(f"kept {names[heard[0].segments[0].words[0].text]}")

    RemoteEngine.put = noted_put  # type: ignore[method-assign]
    hear.store_results = noted_store


def first_word(sound: bytes) -> str:
    """Return the first word that the engine hears in a sound."""
    return digest(WEIGHTS, sound)[:8]


MACHINES: dict[str, Callable[..., None]] = {each.__name__: each for each in (scheduler, worker, head, alone)}

SIGNALS = {"kill": signal.SIGKILL, "stop": signal.SIGTERM}


def become(machine: Callable[..., None], arguments: list[object]) -> None:
    """Be a machine, and never return."""
    status = 1
    try:
        devnull = os.open(os.devnull, os.O_RDONLY)
        os.dup2(devnull, sys.stdin.fileno())
        machine(*arguments)
        status = 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(status)


def main() -> None:
    born: set[int] = set()
    for line in sys.stdin:
        what, *arguments = json.loads(line)
        if what in MACHINES:
            answer = os.fork()
            if not answer:
                become(MACHINES[what], arguments)
            born.add(answer)
        else:
            (pid,) = arguments
            if what in SIGNALS:
                os.kill(pid, SIGNALS[what])
            answer = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
            born.discard(pid)
        sys.stdout.write(f"{answer}\n")
        sys.stdout.flush()
    for pid in born:
        os.kill(pid, signal.SIGKILL)


if __name__ == "__main__":
    main()
