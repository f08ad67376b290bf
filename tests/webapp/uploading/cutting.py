"""A line that breaks: everything between a client and a server goes through here, until it is cut."""

from __future__ import annotations

import random
import selectors
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

READ_BYTES = 1 << 14


@dataclass
class Line:
    """Cuts connections at random bytes, in either direction, so many times."""

    port: int
    chance: random.Random
    span_bytes: int
    """Within which a connection is cut, in a piece or behind it."""
    cuts_left: int = 0
    cuts: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def next_cut(self) -> int | None:
        """Return after how many bytes the next connection is cut, ``None`` for never."""
        with self._lock:
            return self.chance.randrange(1, self.span_bytes) if self.cuts_left > 0 else None

    def note_cut(self) -> None:
        with self._lock:
            self.cuts, self.cuts_left = self.cuts + 1, self.cuts_left - 1


@contextmanager
def cutting(server_port: int, span_bytes: int, cuts: int = 0, seed: int = 11) -> Iterator[Line]:
    """Yield a line to a server of this machine."""
    listener = socket.create_server(("127.0.0.1", 0), backlog=64)
    line = Line(listener.getsockname()[1], random.Random(seed), span_bytes, cuts)
    threads: list[threading.Thread] = []

    def accept() -> None:
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            thread = threading.Thread(target=_carry, args=(client, server_port, line), daemon=True)
            thread.start()
            threads.append(thread)

    accepting = threading.Thread(target=accept, daemon=True)
    accepting.start()
    try:
        yield line
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        accepting.join()
        for thread in threads:
            thread.join(5)


def _carry(client: socket.socket, server_port: int, line: Line) -> None:
    left: int | None = None
    with client, socket.create_connection(("127.0.0.1", server_port)) as server, selectors.DefaultSelector() as wait:
        other = {client: server, server: client}
        for end in other:
            wait.register(end, selectors.EVENT_READ)
        while True:
            for key, _ in wait.select(10) or [(None, 0)]:
                if key is None:
                    return
                end = key.fileobj
                assert isinstance(end, socket.socket)
                left = line.next_cut() if left is None else left
                try:
                    data = end.recv(READ_BYTES)
                    if left is not None and len(data) >= left:
                        other[end].sendall(data[:left])
                        line.note_cut()
                        return
                    other[end].sendall(data)
                except OSError:
                    return
                if not data:
                    return
                left = None if left is None else left - len(data)
