"""The scheduler: passes questions and replies on, and lets nobody ask for anything else."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from transcribe.cluster.certificates import Role
from transcribe.cluster.door import door_of, role_in
from transcribe.cluster.library import CommClosedError, Scheduler, WorkStealing
from transcribe.cluster.place import ClusterPlace, require_loopback
from transcribe.cluster.unpickling import GRAPH, TASK, allow
from transcribe.cluster.version import MURAGAT
from transcribe.errors import BadCluster

_BOTH = frozenset({"close", "close-stream", "muragat-hello"})
MAY_SAY: Mapping[Role, frozenset[str]] = {
    Role.HEAD: _BOTH
    | {
        "cancel-keys",
        "client-desires-keys",
        "client-releases-keys",
        "close-client",
        "gather",
        "heartbeat-client",
        "identity",
        "muragat-state",
        "register-client",
        "report-key",
        "subscribe-topic",
        "unsubscribe-topic",
        "update-graph",
    },
    Role.WORKER: _BOTH
    | {
        "add-keys",
        "heartbeat_worker",
        "keep-alive",
        "log-event",
        "register-worker",
        "release-worker-data",
        "request-refresh-who-has",
        "reschedule",
        "steal-response",
        "task-erred",
        "task-finished",
        "unregister",
        "worker-status-change",
    },
}
"""Of all that Dask's scheduler does for whoever asks, what each role needs. The rest runs functions, reads the words of
others, or tells other clients what to unpickle."""
_ANY = frozenset[str]().union(*MAY_SAY.values())

allow(GRAPH | TASK)


class HeldScheduler(Scheduler):  # type: ignore[misc]  # Dask is not typed
    """Dask's scheduler with one more question and without most of the others, without web pages."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(dashboard=False, extensions={"stealing": WorkStealing}, **settings)
        self.handlers["muragat-hello"] = self.hello
        self.handlers["muragat-state"] = self.state
        self.stream_handlers["log-event"] = self.pass_over

    def start_http_server(self, *_: object, **__: object) -> None:
        """Open no second port."""

    def pass_over(self, **_: object) -> None:
        """Keep no notes of workers, and tell them to nobody: Dask's client would unpickle some."""

    async def hello(self) -> str:
        """Return which release this is."""
        return MURAGAT

    async def state(self) -> list[tuple[str, bytes]]:
        """Return the name of each worker and its packed offers."""
        return [(str(worker.name), worker.extra.get("offers", b"")) for worker in self.workers.values()]

    def handle_comm(self, comm: Any) -> Any:
        _hold(comm)
        return super().handle_comm(comm)


def _hold(comm: Any) -> None:
    """End a connection at the first message that its role may not send."""
    certificate = comm.extra_info.get("peercert")
    role = role_in(certificate)
    # Without certificates, within one machine, nobody says who they are.
    allowed = (MAY_SAY.get(role, frozenset()) if role else frozenset()) if certificate else _ANY
    read = comm.read

    async def read_held(*arguments: Any, **named: Any) -> Any:
        message = await read(*arguments, **named)
        for each in message if isinstance(message, list | tuple) else (message,):
            if each != "OK" and not (isinstance(each, dict) and each.get("op") in allowed):
                comm.abort()
                raise CommClosedError("a message that its sender may not send")
        return message

    comm.read = read_held


def run_scheduler(host: str, port: int, certificates: Path | None, say: Callable[[str], None]) -> None:
    """Run one until the process is told to stop (SIGTERM, Ctrl-C).

    :param host: to listen at. :param certificates: ``None`` for plain connections within this machine.
    :param say: is told where it listens.
    :raises BadCluster: certificates or address cannot be used.
    """
    if not certificates:
        require_loopback(host)
    protocol = "tls" if certificates else "tcp"
    place = ClusterPlace(f"{protocol}://{host}:{port}", certificates)
    asyncio.run(_run(place, host, port, protocol, say))


async def _run(place: ClusterPlace, host: str, port: int, protocol: str, say: Callable[[str], None]) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    door = door_of(place, Role.SCHEDULER)
    try:
        scheduler = await HeldScheduler(host=host, port=port, protocol=protocol, security=door)
    except (OSError, RuntimeError) as error:
        raise BadCluster(f"{place.address} cannot be listened at; choose another --host or --port.") from error
    try:
        say(f"muragat {MURAGAT}: the scheduler listens at {scheduler.address}")
        await stop.wait()
    finally:
        await scheduler.close(reason="stopped")
