"""What Dask would do for whoever asks, and does not here: roles at the door, few questions, no foreign pickles."""

from __future__ import annotations

import asyncio
import os
import pickle
import threading
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import distributed.client
import distributed.protocol.pickle
import pytest

from tests.faults.clustered import address_of_our_own
from transcribe.cluster import scheduler as scheduler_module
from transcribe.cluster.certificates import Role, make_all
from transcribe.cluster.door import door_of
from transcribe.cluster.library import Client, rpc
from transcribe.cluster.link import Link
from transcribe.cluster.place import PORT, ClusterPlace
from transcribe.cluster.scheduler import HeldScheduler
from transcribe.cluster.unpickling import NotOurs
from transcribe.cluster.worker import HeldWorker, _check_release
from transcribe.errors import ClusterRefused


class Evil:
    """A pickle that would make a folder where it is loaded."""

    def __init__(self, trace: Path) -> None:
        self._trace = trace

    def __reduce__(self) -> tuple[Any, ...]:
        return os.mkdir, (str(self._trace),)


def run_apart(asked: Coroutine[Any, Any, None]) -> None:
    """Run it in a thread of its own: in this one a browser's tests may have left a loop that runs."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, asked).result()


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("held") / "certs"
    make_all(place)
    return place


@pytest.mark.parametrize("what", [eval, os.system, pickle.loads, type("X", (), {})])
def test_pickles_make_nothing_but_our_messages(what: object) -> None:
    for loads in (distributed.protocol.pickle.loads, distributed.client.loads, distributed.client.pickle.loads):
        with pytest.raises((NotOurs, AttributeError)):
            loads(pickle.dumps(what) if not isinstance(what, type) else b"cposix\nsystem\n.")
        assert loads(pickle.dumps([b"reply", 1, "a"])) == [b"reply", 1, "a"]


def test_an_evil_pickle_does_nothing(tmp_path: Path) -> None:
    data = pickle.dumps(Evil(tmp_path / "evil"))
    with pytest.raises(NotOurs, match="no part of a message"):
        distributed.protocol.pickle.loads(data)
    assert not (tmp_path / "evil").exists()


def test_who_may_ask_what(certificates: Path, tmp_path: Path) -> None:
    run_apart(asyncio.wait_for(_ask_all(certificates, tmp_path), 60))


async def _ask_all(certificates: Path, tmp_path: Path) -> None:
    places = {role: ClusterPlace(address_of_our_own(), certificates / role) for role in Role}
    doors = {role: door_of(places[role], role) for role in Role}
    host = places[Role.HEAD].address.removeprefix("tls://").rpartition(":")[0]
    async with HeldScheduler(host=host, port=PORT, protocol="tls", security=doors[Role.SCHEDULER]) as scheduler:
        assert scheduler.services == {}
        async with HeldWorker(
            scheduler.address,
            nthreads=1,
            host=host,
            security=doors[Role.WORKER],
            memory_limit=0,
            local_directory=str(tmp_path),
        ) as worker:
            assert worker.services == {}
            await _head_asks(scheduler.address, doors[Role.HEAD], tmp_path)
            await _worker_asks(scheduler.address, doors[Role.WORKER])
            # Nobody but the scheduler reaches a worker.
            for role in (Role.HEAD, Role.WORKER):
                with pytest.raises(OSError, match=r"."):
                    await _say(worker.address, doors[role], "identity")
            # Another authority's certificates reach nobody.
            make_all(tmp_path / "others")
            foreign = door_of(ClusterPlace(scheduler.address, tmp_path / "others" / "head"), Role.HEAD)
            with pytest.raises(OSError, match=r"."):
                await _say(scheduler.address, foreign, "muragat-hello")
            await _check_release(places[Role.WORKER], doors[Role.WORKER])


async def _say(address: str, door: Any, question: str, **arguments: Any) -> Any:
    async with rpc(address, timeout=2, connection_args=door.get_connection_args("client")) as peer:
        return await asyncio.wait_for(getattr(peer, question)(**arguments), 10)


async def _head_asks(address: str, door: Any, tmp_path: Path) -> None:
    assert await _say(address, door, "muragat-hello")
    for forbidden in ("run_function", "broadcast", "register_worker_plugin", "feed", "get_logs", "terminate"):
        with pytest.raises(OSError, match=r"."):
            await _say(address, door, forbidden)
    async with Client(address, security=door, asynchronous=True, set_as_default=False, extensions={}) as client:
        future = client.submit(os.mkdir, str(tmp_path / "evil"))
        await future._state.wait()
        assert future.status == "error"
        assert not (tmp_path / "evil").exists()


async def _worker_asks(address: str, door: Any) -> None:
    assert await _say(address, door, "muragat-hello")
    for forbidden in ("muragat-state", "gather", "identity", "register-client"):
        with pytest.raises(OSError, match=r"."):
            await _say(address, door, forbidden, **({"keys": []} if forbidden == "gather" else {}))


def test_another_release_is_refused_in_a_sentence(certificates: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scheduler_module, "MURAGAT", "9.9")

    async def join() -> None:
        place = ClusterPlace(address_of_our_own(), certificates / "worker")
        host = place.address.removeprefix("tls://").rpartition(":")[0]
        door = door_of(ClusterPlace(place.address, certificates / "scheduler"), Role.SCHEDULER)
        async with HeldScheduler(host=host, port=PORT, protocol="tls", security=door):
            await _check_release(place, door_of(place, Role.WORKER))

    with pytest.raises(ClusterRefused, match=r"is muragat 9\.9, and this worker is .*; install the same"):
        run_apart(asyncio.wait_for(join(), 60))


@contextmanager
def no_thread_left() -> Iterator[None]:
    before = set(threading.enumerate())
    yield
    assert set(threading.enumerate()) <= before


def test_a_link_without_a_scheduler_ends_at_once_and_leaves_no_thread(certificates: Path) -> None:
    with no_thread_left(), Link(ClusterPlace(address_of_our_own(), certificates / "head")) as link:
        assert link.take(0) == []
        assert not link.standing.is_reached
