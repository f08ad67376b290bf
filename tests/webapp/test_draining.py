"""A site that is told to stop answers who asked before, and lets nobody else in."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass

import pytest
from flask import Flask

from webapp.connections import LimitedChannel
from webapp.draining import run_until
from webapp.errors import PortTaken
from webapp.listen import THREADS, check_free, make_server, port_of

ANSWER_S = 60.0
"""Only so that a fault ends the test."""
ASK = b"GET /slow HTTP/1.1\r\nHost: x\r\n\r\n"


@dataclass
class Site:
    """A site whose answers wait until they are let go."""

    port: int
    stop: threading.Event
    go: threading.Event
    begun: threading.Semaphore
    thread: threading.Thread
    queued: Callable[[], int]
    """How many requests wait for a thread."""

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=ANSWER_S)

    def refuse(self) -> None:
        """Wait until nobody is let in any more."""
        while True:
            try:
                self.connect().close()
            except ConnectionError:
                return


def run(stop_s: float) -> Site:
    app, go, begun, stop = Flask("slow"), threading.Event(), threading.Semaphore(0), threading.Event()

    @app.get("/slow")
    def slow() -> str:
        begun.release()
        assert go.wait(ANSWER_S)
        return "stored"

    server = make_server(app, "127.0.0.1", 0, max_body_bytes=1000, channel=LimitedChannel)

    def serve() -> None:
        try:
            run_until(server, stop.is_set, stop_s)
        finally:
            server.close()

    thread = threading.Thread(target=serve)
    thread.start()
    return Site(port_of(server), stop, go, begun, thread, lambda: len(server.task_dispatcher.queue))


@pytest.fixture
def site(request: pytest.FixtureRequest) -> Iterator[Site]:
    site = run(request.param)
    yield site
    site.stop.set()
    site.go.set()
    site.thread.join(ANSWER_S)
    assert not site.thread.is_alive()


def read(client: socket.socket) -> bytes:
    """Return all that comes until the site closes."""
    found = b""
    while data := client.recv(4096):
        found += data
    return found


@pytest.mark.parametrize("site", [ANSWER_S], indirect=True)
def test_who_asked_before_is_answered(site: Site) -> None:
    """More than there are threads: some are still in the queue when the site is told to stop."""
    with ExitStack() as stack:
        idle = stack.enter_context(site.connect())
        asking = [stack.enter_context(site.connect()) for _ in range(THREADS + 2)]
        for client in asking:
            client.sendall(ASK)
        for _ in range(THREADS):
            assert site.begun.acquire(timeout=ANSWER_S)
        while site.queued() < 2:
            assert site.thread.is_alive()
        site.stop.set()
        site.refuse()
        assert read(idle) == b"", "nothing was under way on it"
        site.go.set()
        for client in asking:
            answer = read(client)
            assert answer.startswith(b"HTTP/1.1 200 OK")
            assert answer.endswith(b"stored")


@pytest.mark.parametrize("site", [0.0], indirect=True)
def test_nobody_holds_a_site_up_for_ever(site: Site) -> None:
    with site.connect() as half:
        half.sendall(ASK[:-2])
        site.stop.set()
        with suppress(ConnectionResetError):  # An end too.
            assert read(half) == b""
        site.thread.join(ANSWER_S)
        assert not site.thread.is_alive()


def test_where_nothing_can_listen_what_to_change_is_said() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(PortTaken, match=rf"127\.0\.0\.1:{port}: something else listens there; choose another with"):
            check_free("The newsroom", "127.0.0.1", port)
    with pytest.raises(PortTaken, match="name an address of this machine with --host"):
        check_free("The newsroom", "192.0.2.1", 8001)  # RFC 5737: of documents, and so of no machine.
