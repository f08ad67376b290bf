"""A recording heard by one worker of one thread and by two: the job as it is, through scheduler, TLS and ledger."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from media.archive import Archive
from media.catalogue import add_programme, current_recording
from media.ingest import ingest_file
from media.sound import decoded_sound
from transcribe.bench_cluster.processes import Machines, machines, processor_of_all_s, processor_s
from transcribe.cluster.look import look
from transcribe.cluster.place import CERTIFICATES, SCHEDULER
from transcribe.errors import EngineFailed
from transcribe.pipeline import do_job
from transcribe.plan import plan
from transcribe.schema import SCHEMAS
from transcribe.transcripts import get_transcript

ENGINE, MODEL = "faster-whisper", "base"
PATIENCE_S = 300.0


@dataclass(frozen=True, slots=True)
class Turn:
    """One job."""

    workers: int
    seconds: float
    work_s: float
    """Of processor that workers and their engines used."""
    head_s: float
    """Of processor that the head used: speech detection, times of words, the ledger, and what the cluster costs."""
    scheduler_s: float
    chunks: int
    sha256: str
    """Of the words."""


def hear(file: Path, workers: int, models: Path) -> Turn:
    """Recognise a file's sound in an archive of its own by so many workers of one thread."""
    with TemporaryDirectory(prefix="muragat-") as directory, machines() as there:
        there.start_workers(workers, ENGINE, MODEL, models)
        archive = Archive(Path(directory, "archive"))
        archive.create()
        archive.models.rmdir()
        archive.models.symlink_to(models.absolute())
        with closing(archive.open(SCHEMAS)) as db:
            programme_id = add_programme(db, {"title": file.name, "language": "und"}).programme_id
            with file.open("rb") as source:
                ingest_file(archive, db, programme_id, source, file.name)
            recording = current_recording(db, programme_id)
            assert recording  # noqa: S101 (just added)
            decoded_sound(archive, recording)  # Not what is measured.
            _wait_for(there, workers)
            used = [processor_of_all_s(process.pid) for process in there.running[1:]]
            scheduler, head = processor_s(there.scheduler_pid), time.process_time()
            began = time.monotonic()
            with _named(there):
                do_job(archive, db, "transcribe", programme_id, {"engine": ENGINE, "model": MODEL, "speakers": "off"})
            seconds = time.monotonic() - began
            now = [processor_of_all_s(process.pid) for process in there.running[1:]]
            return Turn(
                workers=workers,
                seconds=seconds,
                work_s=sum(now) - sum(used),
                head_s=time.process_time() - head,
                scheduler_s=processor_s(there.scheduler_pid) - scheduler,
                chunks=sum(1 for _ in plan(decoded_sound(archive, recording))),
                sha256=get_transcript(db, programme_id).sha256,
            )


def _wait_for(there: Machines, workers: int) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while len(look(there.place).members) < workers:
        if time.monotonic() > deadline:
            raise EngineFailed("The workers did not come; let this machine rest.")


@contextmanager
def _named(there: Machines) -> Iterator[None]:
    """Let this process's environment name the cluster."""
    os.environ[SCHEDULER], os.environ[CERTIFICATES] = there.address, str(there.certificates / "head")
    try:
        yield
    finally:
        del os.environ[SCHEDULER], os.environ[CERTIFICATES]
