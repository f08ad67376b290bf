"""How many chunks a second one head and one scheduler give out to how many workers: these only sleep."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass

import numpy as np

from transcribe.bench_cluster.machines import SLEEPING
from transcribe.bench_cluster.processes import Machines, machines, memory_mb, processor_s
from transcribe.cluster.link import Asked, Link
from transcribe.cluster.messages import pack_question
from transcribe.engines.messages import Recognise
from transcribe.errors import EngineFailed
from transcribe.plan import BATCH_CHUNKS

IN_A_PROCESS = 50
"""Sleeping workers."""
CHUNK_S = 20
"""Of sound in a chunk: what speech of radio comes to."""
BESIDE = 4
"""One more question is under way for so many workers, as of `RemoteEngine`."""
PATIENCE_S = 180.0


@dataclass(frozen=True, slots=True)
class Point:
    """One number of workers."""

    workers: int
    chunks_a_second: float
    most_chunks_a_second: float
    """If nothing but the workers took time."""
    head_ms: float
    """Of processor that the head used for each chunk: to read, pack, encrypt, send, and take the reply."""
    scheduler_ms: float
    head_mb: float
    scheduler_mb: float
    worker_mb: float
    """Of one sleeping worker, in a process with others."""


def measure(workers: int, seconds: float, rounds: int) -> Point:
    """Give each worker ``rounds`` batches, over each of which it sleeps so long."""
    with machines() as there, Link(there.place) as link:
        for start in range(0, workers, IN_A_PROCESS):
            there.start_sleepers(min(IN_A_PROCESS, workers - start), seconds)
        _wait_for(link, workers)
        pids = [process.pid for process in there.running[1:]]
        head, scheduler = processor_s(os.getpid()), processor_s(there.scheduler_pid)
        began = time.monotonic()
        peaks = _give_out(link, workers, workers * rounds, there)
        took_s = time.monotonic() - began
        chunks = workers * rounds * BATCH_CHUNKS
        return Point(
            workers=workers,
            chunks_a_second=chunks / took_s,
            most_chunks_a_second=workers * BATCH_CHUNKS / seconds,
            head_ms=1000 * (processor_s(os.getpid()) - head) / chunks,
            scheduler_ms=1000 * (processor_s(there.scheduler_pid) - scheduler) / chunks,
            head_mb=peaks[0],
            scheduler_mb=peaks[1],
            worker_mb=sum(map(memory_mb, pids)) / workers,
        )


def _wait_for(link: Link, workers: int) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while len(link.standing.members) < workers:
        if time.monotonic() > deadline:
            raise EngineFailed(f"{len(link.standing.members)} of {workers} workers came; let this machine rest.")
        link.take(0.1)


def _give_out(link: Link, workers: int, questions: int, there: Machines) -> tuple[float, float]:
    """Ask all of them, so many at once as a job does; return the most memory of head and scheduler, in MB."""
    sounds = [_noise(seed) for seed in range(BATCH_CHUNKS)]
    asked = Asked(lambda: pack_question(SLEEPING.tag, Recognise(("kk",) * len(sounds), (), tuple(sounds))), SLEEPING, 0)
    at_once = workers + max(2, workers // BESIDE)
    begun = done = 0
    head_mb = scheduler_mb = 0.0
    looked = 0.0
    came = time.monotonic()
    while done < questions:
        while begun < min(questions, done + at_once):
            link.put(begun, asked)
            begun += 1
        if replies := len(link.take(1.0)):
            done += replies
            came = time.monotonic()
        elif time.monotonic() - came > PATIENCE_S:
            raise EngineFailed(
                f"{len(link.standing.members)} workers are left, and none answers; let this machine rest."
            )
        if time.monotonic() - looked > 1:
            looked = time.monotonic()
            head_mb = max(head_mb, memory_mb(os.getpid()))
            scheduler_mb = max(scheduler_mb, memory_mb(there.scheduler_pid))
    return head_mb, scheduler_mb


def _noise(seed: int) -> bytes:
    samples = np.random.default_rng(seed).integers(-3000, 3000, CHUNK_S * 16_000, np.int16)
    return (samples.astype("<f4") / np.float32(32_768)).tobytes()
