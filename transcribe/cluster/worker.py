"""A worker: joins a scheduler, hears what it is given, and joins again when the scheduler comes back."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import tempfile
from collections.abc import Callable, Sequence
from itertools import count
from typing import Any

from transcribe.cluster.answering import Ear, Loadable
from transcribe.cluster.certificates import Role
from transcribe.cluster.door import door_of
from transcribe.cluster.library import Security, Worker, get_address_host, get_ip, rpc
from transcribe.cluster.offers import GPU, Offer, pack
from transcribe.cluster.place import ClusterPlace
from transcribe.cluster.unpickling import TASK, allow
from transcribe.cluster.version import MURAGAT
from transcribe.errors import ClusterRefused

CONNECT_S = 30.0
AGAIN_S = 1.0
"""Between two tries to reach the scheduler."""
NEEDED = {"get_data", "free_keys", "terminate", "ping", "identity", "connection_stream", "echo"}
"""Of all that Dask's worker does for whoever asks: without running functions and taking files."""

allow(TASK)


class HeldWorker(Worker):  # type: ignore[misc]  # Dask is not typed
    """Dask's worker without most of what it can be asked for, without web pages."""

    def __init__(self, *arguments: Any, **settings: Any) -> None:
        super().__init__(*arguments, dashboard=False, extensions={}, **settings)
        for name in set(self.handlers) - NEEDED:
            del self.handlers[name]

    def start_http_server(self, *_: object, **__: object) -> None:
        """Open no second port."""


def run_worker(
    place: ClusterPlace, loadable: Sequence[Loadable], threads: int | None, say: Callable[[str], None]
) -> None:
    """Work until the process is told to stop (SIGTERM, Ctrl-C).

    :param loadable: what it hears with. :param threads: of an engine; one for each processor where it is not given.
    :param say: is told, in a line, when it has joined and when it waits.
    :raises BadCluster: the certificates cannot be used.
    :raises ClusterRefused: the scheduler is of another release.
    :raises EngineUnavailable: an engine's library is missing. :raises EngineFailed: one cannot use its model.
    """
    door = door_of(place, Role.WORKER)
    with Ear(threads) as ear:
        offers = ear.offer(list(loadable), MURAGAT)
        asyncio.run(_work(place, door, ear, offers, say))


async def _work(
    place: ClusterPlace, door: Security, ear: Ear, offers: Sequence[Offer], say: Callable[[str], None]
) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    is_waiting = False
    for times in count():
        try:
            await _check_release(place, door)
            is_waiting = False
            with tempfile.TemporaryDirectory(prefix="muragat-worker-") as nothing:  # Dask wants one; it stays empty.
                await _take_part(place, door, ear, offers, nothing, times, stop, say)
        except (OSError, TimeoutError, RuntimeError):  # RuntimeError: Dask's, of a worker that could not start.
            if not is_waiting:
                say(f"The scheduler {place.address} cannot be reached; this worker waits for it.")
            is_waiting = True
        if stop.is_set() or await _within(stop, AGAIN_S):
            return


async def _within(stop: asyncio.Event, seconds: float) -> bool:
    try:
        await asyncio.wait_for(stop.wait(), seconds)
    except TimeoutError:
        return False
    return True


async def _check_release(place: ClusterPlace, door: Security) -> None:
    """:raises ClusterRefused: the scheduler is of another release. :raises OSError: it cannot be reached."""
    arguments = door.get_connection_args("worker")
    async with rpc(place.address, timeout=CONNECT_S, connection_args=arguments) as scheduler:
        release = await asyncio.wait_for(getattr(scheduler, "muragat-hello")(), CONNECT_S)
    if release != MURAGAT:
        raise ClusterRefused(
            f"The scheduler {place.address} is muragat {release}, and this worker is {MURAGAT}; "
            "install the same release on both."
        )


async def _take_part(
    place: ClusterPlace,
    door: Security,
    ear: Ear,
    offers: Sequence[Offer],
    directory: str,
    times: int,
    stop: asyncio.Event,
    say: Callable[[str], None],
) -> None:
    """Work until the scheduler is gone or ``stop`` is set."""
    worker = await HeldWorker(
        place.address,
        nthreads=1,
        name=f"{socket.gethostname()}-{os.getpid()}-{times}",
        host=get_ip(get_address_host(place.address)),
        security=door,
        resources={offer.tag: 1 for offer in offers} | ({GPU: 1} if any(offer.gpu for offer in offers) else {}),
        memory_limit=0,
        local_directory=directory,
        startup_information={"offers": lambda _: pack(offers)},
    )
    try:
        say(f"muragat {MURAGAT}: {worker.name} has joined {place.address}")
        gone, stopped = asyncio.create_task(worker.finished()), asyncio.create_task(stop.wait())
        await asyncio.wait({gone, stopped}, return_when=asyncio.FIRST_COMPLETED)
        stopped.cancel()
        if stop.is_set():
            ear.stop()
    finally:
        await worker.close(reason="stopped")
