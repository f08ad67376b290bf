"""Do the machine's jobs: one here and now, or the newsroom's queue, the urgent first, then the oldest."""

from __future__ import annotations

import logging
import sqlite3
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import closing, suppress
from functools import partial

from sqlite_utils import Database

from media.archive import Archive
from media.catalogue import get_programme, recordings_of
from media.database import immediate
from media.durable import remove_durably
from media.errors import MuragatError
from media.growing_sound import growing_path
from media.sound import sound_path
from transcribe import lease, unfinished
from transcribe.able import require_able, require_parts
from transcribe.cluster.place import cluster_named
from transcribe.early.carry import carry
from transcribe.errors import JobCancelled, LeaseLost
from transcribe.heartbeat import kept_alive
from transcribe.jobs import find_or_enqueue, get_job, list_jobs
from transcribe.kinds.align import align
from transcribe.kinds.link import link
from transcribe.kinds.prepare import prepare
from transcribe.kinds.recognise import transcribe
from transcribe.kinds.retime import retime
from transcribe.kinds.translate import translate
from transcribe.kinds.voices import ask_for_voices, voices
from transcribe.kinds.work import Outcome, Work
from transcribe.new_times import store_times
from transcribe.owner import this_process
from transcribe.patience import patiently
from transcribe.records import ACTIVE, UNFORESEEN, Job
from transcribe.schema import SCHEMAS
from transcribe.speed import Speed
from transcribe.transcripts import store_transcript

Kinds = Mapping[str, Callable[[Work], Outcome]]

KINDS: Kinds = {
    "prepare": prepare,
    "transcribe": transcribe,
    "align": align,
    "retime": retime,
    "link": link,
    "voices": voices,
    "translate": translate,
}
ASIDE = frozenset({"prepare"})
"""Kinds that are done beside the others: a decoder uses one processor, and words need not wait for it."""
FAR = frozenset({"transcribe"})
"""Kinds whose work others do, where there is a cluster."""
FAR_AT_ONCE = 4
POLL_SECONDS = 0.5
PROGRESS_SECONDS = 0.5
"""Between two notes of progress in the ledger: each is a write to the disk."""

Show = Callable[[Job], None]

log = logging.getLogger(__name__)


class _QueueEnds(Exception):
    """The newsroom is being stopped in the middle of a job."""


def do_job(
    archive: Archive,
    db: Database,
    kind: str,
    programme_id: str,
    options: Mapping[str, str],
    show: Show | None = None,
    kinds: Kinds = KINDS,
) -> Job:
    """Do a job in this process, going on where the same command was interrupted, stopped or failed.

    Where another living process is at the same job, wait for it, then do what it has left.

    :param kind: one of ``kinds``.
    :param show: is told of progress.
    :param kinds: what does each kind of job.
    :raises MuragatError: the job failed; it says why in one sentence, as the job does. Or it cannot be done with what
        there is (`transcribe.able`); then there is no job.
    :raises JobCancelled: somebody stopped the job.
    :raises KeyboardInterrupt: as it came; the job is cancelled, and the same command goes on from there.
    """
    show = show or _show_nobody
    require_able(kind, options, get_programme(db, programme_id).language, archive.models)
    require_parts(db, kind, programme_id)
    while True:
        job = find_or_enqueue(db, kind, programme_id, options)
        held = lease.claim(db, job.job_id, this_process())
        if held:
            return _perform(archive, db, held, show, threading.Event(), kinds)
        show(job)
        time.sleep(POLL_SECONDS)


def run_queue(
    archive: Archive, stop: threading.Event, kinds: Kinds = KINDS, share: frozenset[str] | None = None
) -> None:
    """Do what the queue holds until ``stop`` is set; a job that fails says so in the ledger, and the next is done.

    Jobs that were interrupted with their process are taken over, from what they had stored.

    :param kinds: what does each kind of job that may be in the queue.
    :param share: one of `shares`; ``None`` for jobs of all kinds.
    """
    with closing(archive.open(SCHEMAS)) as db:
        while not stop.is_set():
            job = _claim_next(db, share)
            if job is None:
                stop.wait(POLL_SECONDS)
                continue
            try:
                _perform(archive, db, job, _show_nobody, stop, kinds)
            except _QueueEnds:
                return
            except Exception as error:  # The ledger has it; one bad job must not stop the others.
                log.warning("job %s (%s) was not done: %s", job.job_id, job.kind, type(error).__name__)


def shares(environment: Mapping[str, str], kinds: Kinds = KINDS) -> tuple[frozenset[str], ...]:
    """Return of which kinds each thread of the newsroom's queue does the jobs.

    One thread makes access copies, one does everything else on this machine, one job after another. Where others hear,
    several recordings may be under way, since one alone has too few batches for many workers, and what is done here
    does not wait for them.

    :raises BadCluster: what the environment says of the cluster cannot be used.
    """
    if cluster_named(environment) is None:
        return (frozenset(kinds) - ASIDE, ASIDE)
    return (frozenset(kinds) - ASIDE - FAR, ASIDE, *[FAR] * FAR_AT_ONCE)


def _claim_next(db: Database, share: frozenset[str] | None) -> Job | None:
    try:
        return lease.claim(db, None, this_process(), share)
    except sqlite3.OperationalError as error:
        log.warning("the queue could not be read (%s); it is tried again", error)
        return None


def _show_nobody(job: Job) -> None:
    pass


class _Progress:
    """Notes in the ledger how far a job is, now and then; where the job is no longer ours, that raises."""

    def __init__(self, db: Database, job: Job, show: Show, stop: threading.Event) -> None:
        self._db = db
        self._job = job
        self._show = show
        self._stop = stop
        self._noted_seconds = float("-inf")
        self._speed = Speed(job.done)

    def __call__(self, done_ms: int, total_ms: int) -> None:
        if self._stop.is_set():
            raise _QueueEnds
        now_seconds = time.monotonic()
        speed = self._speed.note(now_seconds, done_ms)
        if now_seconds - self._noted_seconds < PROGRESS_SECONDS:
            return
        noted = patiently(lambda: lease.progress(self._db, self._job, done_ms, total_ms, speed))
        self._noted_seconds = time.monotonic()
        self._show(noted)

    def check(self) -> None:
        """Raise where the job has to stop, without a write."""
        if self._stop.is_set():
            raise _QueueEnds
        patiently(lambda: lease.check_held(self._db, self._job))


def _perform(archive: Archive, db: Database, job: Job, show: Show, stop: threading.Event, kinds: Kinds) -> Job:
    end = partial(_end, archive, db, job)
    progress = _Progress(db, job, show, stop)
    try:
        with kept_alive(archive.database_path, job):
            outcome = kinds[job.kind](Work(archive, db, job, progress, progress.check))
            done = end(lambda: _succeed(archive, db, job, outcome))
    except LeaseLost:
        raise
    except JobCancelled:
        end(lambda: get_job(db, job.job_id))
        raise
    except _QueueEnds:
        end(lambda: lease.requeue(db, job))
        raise
    except KeyboardInterrupt:
        end(lambda: lease.stop(db, job))
        raise
    except Exception as error:
        sentence = _sentence(job, error)
        because = type(error).__name__ if isinstance(error, MuragatError) else UNFORESEEN
        with suppress(JobCancelled, LeaseLost):  # Then somebody else has said how the job ended.
            end(lambda: lease.fail(db, job, sentence, because))
        raise
    show(done)
    return done


def _succeed(archive: Archive, db: Database, job: Job, outcome: Outcome) -> Job:
    lease.check_held(db, job)
    if outcome.run:
        carry(db, store_transcript(db, job.programme_id, outcome.run))
        unfinished.forget(db, job.job_id)
        ask_for_voices(archive, db, job.programme_id)
    if outcome.times:
        store_times(db, job.programme_id, outcome.times)
    remark = outcome.remark
    return lease.succeed(db, job, remark.sentence, remark.because) if remark else lease.succeed(db, job, None)


def _end(archive: Archive, db: Database, job: Job, write: Callable[[], Job]) -> Job:
    def in_one_step() -> Job:
        with immediate(db):
            ended = write()
            # Within the transaction: no other job of the programme can be claimed before the file is gone.
            if not any(other.state in ACTIVE for other in list_jobs(db, job.programme_id)):
                _forget_sound(archive, db, job.programme_id)
        return ended

    return patiently(in_one_step)


def _forget_sound(archive: Archive, db: Database, programme_id: str) -> None:
    for recording in recordings_of(db, programme_id):
        try:
            for path in (sound_path(archive, recording), growing_path(archive, recording)):
                remove_durably(path)
        except OSError as error:  # It lies there for nothing; how the job ended must be stored all the same.
            log.warning("decoded sound of programme %s was not removed: %s", programme_id, error.strerror)


def _sentence(job: Job, error: Exception) -> str:
    if isinstance(error, MuragatError):
        return str(error)
    log.error("job %s failed in a way it should not", job.job_id, exc_info=error)
    # Only the class: the text of an unforeseen error may hold words of the programme.
    return f"This failed in a way it should not ({type(error).__name__}); “muragat retry {job.job_id}” tries it again."
