"""Clients that send or read a byte now and then, hundreds of them in one thread."""

from __future__ import annotations

import http.client
import socket
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from flask import Flask
from waitress import wasyncore

from webapp.connections import LimitedChannel
from webapp.listen import make_server

HOST = "127.0.0.1"
WAIT_S = 60
"""Until a test gives up; nothing is measured by it."""
TICK_S = 1.0
WATERMARK_BYTES = 1 << 20
"""Of an answer: beyond it a thread waits for the reader."""


@dataclass(frozen=True, slots=True)
class Slow:
    """What one of them does."""

    sends: bytes
    """At once."""
    then: bytes = b""
    """A byte a second, after that; where there is none left, a byte a second is read."""


def connected(port: int, sends: bytes = b"") -> socket.socket:
    """Return a connection with small buffers, so that what is not read is not taken."""
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    connection.settimeout(WAIT_S)
    connection.connect((HOST, port))
    connection.sendall(sends)
    return connection


def until_closed(connection: socket.socket) -> int:
    """Read until the other side ends the connection; return how many bytes came."""
    count = 0
    try:
        while block := connection.recv(1 << 16):
            count += len(block)
    except ConnectionResetError:
        pass  # It ended while something of ours was on its way.
    return count


def asked(port: int, path: str = "/", headers: dict[str, str] | None = None) -> http.client.HTTPResponse:
    """Ask as anybody does, on a connection of its own; the body is read."""
    client = http.client.HTTPConnection(HOST, port, timeout=WAIT_S)
    try:
        client.request("GET", path, headers=headers or {})
        answer = client.getresponse()
        answer.read()
        return answer
    finally:
        client.close()


@contextmanager
def crowd(port: int, kinds: Sequence[Slow], count: int) -> Iterator[None]:
    """Hold so many slow connections, of all kinds in turn, until the block ends; one that is closed is opened again."""
    ended = threading.Event()
    thread = threading.Thread(target=_be_slow, args=(port, [kinds[n % len(kinds)] for n in range(count)], ended))
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def _be_slow(port: int, kinds: Sequence[Slow], ended: threading.Event) -> None:
    held: dict[int, tuple[socket.socket, bytes]] = {}
    try:
        while not ended.wait(TICK_S):
            for number, kind in enumerate(kinds):
                if number not in held:
                    held[number] = (connected(port, kind.sends), kind.then)
                connection, then = held[number]
                connection.setblocking(False)
                try:
                    if then:
                        held[number] = (connection, then[connection.send(then[:1]) :])
                    elif not connection.recv(1):
                        raise ConnectionResetError
                except BlockingIOError:
                    continue
                except OSError:
                    connection.close()
                    del held[number]
    finally:
        for connection, _ in held.values():
            connection.close()


@contextmanager
def served(
    app: Flask, channel: type[LimitedChannel] = LimitedChannel, *, watermark_bytes: int = 1 << 20
) -> Iterator[int]:
    """Serve an app as `webapp.listen.listen` does, in a thread; yields its port."""
    server = make_server(app, HOST, 0, max_body_bytes=1 << 16, channel=channel)
    server.adj.outbuf_high_watermark = WATERMARK_BYTES
    loop = threading.Thread(target=server.run)
    loop.start()
    try:
        yield int(server.effective_port)
    finally:
        server.task_dispatcher.shutdown(cancel_pending=True)
        server.trigger.pull_trigger(lambda: wasyncore.close_all(server._map))
        loop.join()


def durations_s(port: int, paths: Sequence[str], for_s: float, headers: dict[str, str] | None = None) -> list[float]:
    """Ask for paths in turn, a connection each, for so long; return how long each whole answer took."""
    took, end = [], time.monotonic() + for_s
    while time.monotonic() < end:
        for path in paths:
            before = time.monotonic()
            assert asked(port, path, headers).status == http.client.OK, path
            took.append(time.monotonic() - before)
    return took
