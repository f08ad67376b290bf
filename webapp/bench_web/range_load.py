"""Asks a server for ranges of one file, by plain sockets: what is measured should be the server, not this side."""

from __future__ import annotations

import random
import re
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from webapp.bench_web.errors import BenchFailed
from webapp.bench_web.site import HOST, Site
from webapp.bench_web.timing import Spread, spread

TIMEOUT_S = 5.0
"""A healthy reader gives up then."""
SETTLE_S = 0.5
"""Until a server has begun with what slow readers asked for."""
BUFFER_BYTES = 1 << 18
SLOW_BUFFER_BYTES = 1 << 12
HEAD_END = b"\r\n\r\n"
PARTIAL = re.compile(rb"HTTP/1\.1 206 .*?\r\ncontent-length: *(\d+)", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Load:
    """What came back from one kind of asking."""

    requests_per_s: float
    mb_per_s: float
    durations: Spread | None
    unanswered: int
    """Requests given up after `TIMEOUT_S`."""


@dataclass(frozen=True, slots=True)
class File:
    """What is asked for."""

    path: str
    size_bytes: int


def load(site: Site, file: File, *, range_bytes: int, readers: int, seconds: float) -> Load:
    """Let readers ask for ranges at random places, each on a connection of its own, one after another.

    :raises BenchFailed: an answer is not 206, or not as long as asked.
    """
    before = time.perf_counter()
    with ThreadPoolExecutor(readers) as pool:
        jobs = [pool.submit(_read, site, file, range_bytes, seconds, number) for number in range(readers)]
        results = [job.result() for job in jobs]
    passed_s = time.perf_counter() - before
    durations_ms = [duration_ms for found, _ in results for duration_ms in found]
    return Load(
        requests_per_s=round(len(durations_ms) / passed_s, 1),
        mb_per_s=round(len(durations_ms) * range_bytes / passed_s / 1e6, 1),
        durations=spread(durations_ms),
        unanswered=sum(unanswered for _, unanswered in results),
    )


@contextmanager
def slow_readers(site: Site, file: File, count: int) -> Iterator[None]:
    """Hold connections that asked for the whole file as one range and read nothing of it, until the block ends."""
    with ExitStack() as stack:
        for _ in range(count):
            reader = stack.enter_context(socket.socket())
            reader.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SLOW_BUFFER_BYTES)
            reader.settimeout(TIMEOUT_S)
            reader.connect((HOST, site.port))
            reader.sendall(_request(file, 0, file.size_bytes - 1))
        time.sleep(SETTLE_S)
        yield


def _read(site: Site, file: File, range_bytes: int, seconds: float, number: int) -> tuple[list[float], int]:
    draw = random.Random(number)  # noqa: S311 (a draw to repeat, no secret)
    durations_ms: list[float] = []
    unanswered = 0
    buffer = bytearray(BUFFER_BYTES)
    end = time.monotonic() + seconds
    connection = _connect(site)
    try:
        while time.monotonic() < end:
            first = draw.randrange(max(1, file.size_bytes - range_bytes))
            before = time.perf_counter()
            try:
                connection.sendall(_request(file, first, first + range_bytes - 1))
                _receive(connection, buffer, range_bytes)
            except TimeoutError:
                unanswered += 1
                connection.close()
                connection = _connect(site)
            else:
                durations_ms.append((time.perf_counter() - before) * 1000)
    finally:
        connection.close()
    return durations_ms, unanswered


def _connect(site: Site) -> socket.socket:
    connection = socket.create_connection((HOST, site.port), timeout=TIMEOUT_S)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connection


def _request(file: File, first: int, last: int) -> bytes:
    return f"GET {file.path} HTTP/1.1\r\nHost: {HOST}\r\nRange: bytes={first}-{last}\r\n\r\n".encode()


def _receive(connection: socket.socket, buffer: bytearray, range_bytes: int) -> None:
    head = b""
    while HEAD_END not in head:
        got = connection.recv_into(buffer)
        if not got:
            raise BenchFailed("A server of the measurement closed a connection that it should have kept.")
        head += buffer[:got]
    answer, _, body = head.partition(HEAD_END)
    length = PARTIAL.match(answer)
    if not length or int(length[1]) != range_bytes:
        raise BenchFailed(f"A server answered a range with “{answer.splitlines()[0].decode(errors='replace')}”.")
    rest = range_bytes - len(body)
    while rest > 0:
        got = connection.recv_into(buffer, min(rest, BUFFER_BYTES))
        if not got:
            raise BenchFailed("A server of the measurement closed a connection before its answer ended.")
        rest -= got
