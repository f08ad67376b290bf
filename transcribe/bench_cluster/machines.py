"""The machines of the benchmark, each in a process of its own: ``python -m transcribe.bench_cluster.machines …``.

``scheduler HOST PORT CERTS`` · ``worker ADDRESS CERTS ENGINE MODEL MODELS`` · ``sleepers ADDRESS CERTS COUNT SECONDS``
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import AsyncExitStack
from pathlib import Path

from media.decoder.confine import die_with_parent
from transcribe.cluster import answering
from transcribe.cluster.answering import Loadable
from transcribe.cluster.certificates import Role
from transcribe.cluster.door import door_of
from transcribe.cluster.library import get_address_host, get_ip
from transcribe.cluster.messages import Done, Reply
from transcribe.cluster.offers import Offer, pack
from transcribe.cluster.place import ClusterPlace
from transcribe.cluster.scheduler import run_scheduler
from transcribe.cluster.version import MURAGAT
from transcribe.cluster.worker import HeldWorker, run_worker
from transcribe.engines.messages import Recognised
from transcribe.models import find_model

SLEEPING = Offer(MURAGAT, "sleeping", "1", "0" * 64, "none")


class Sleeper:
    """Takes its time over every question, as an engine does, and computes nothing."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds

    def answer(self, question: bytes) -> Reply:
        del question
        time.sleep(self._seconds)
        return Done(Recognised(()))


def scheduler(host: str, port: str, certificates: str) -> None:
    run_scheduler(host, int(port), Path(certificates), _silent)


def worker(address: str, certificates: str, engine: str, model: str, models: str) -> None:
    loadable = Loadable(engine, find_model(engine, model, Path(models)), gpu=False)
    run_worker(ClusterPlace(address, Path(certificates)), [loadable], 1, _silent)


def sleepers(address: str, certificates: str, count: str, seconds: str) -> None:
    answering.hear_with(Sleeper(float(seconds)))
    asyncio.run(_sleep(ClusterPlace(address, Path(certificates)), int(count)))


async def _sleep(place: ClusterPlace, count: int) -> None:
    door = door_of(place, Role.WORKER)
    async with AsyncExitStack() as opened:
        nothing = opened.enter_context(tempfile.TemporaryDirectory(prefix="muragat-worker-"))
        for number in range(count):
            await opened.enter_async_context(
                HeldWorker(
                    place.address,
                    nthreads=1,
                    name=f"sleeper-{os.getpid()}-{number}",
                    host=get_ip(get_address_host(place.address)),
                    security=door,
                    resources=SLEEPING.needs,
                    memory_limit=0,
                    local_directory=nothing,
                    startup_information={"offers": lambda _: pack([SLEEPING])},
                )
            )
        await asyncio.Event().wait()


def _silent(line: str) -> None:
    del line


MACHINES: dict[str, Callable[..., None]] = {each.__name__: each for each in (scheduler, worker, sleepers)}

if __name__ == "__main__":
    parent, name, *arguments = sys.argv[1:]
    die_with_parent(int(parent))
    MACHINES[name](*arguments)
