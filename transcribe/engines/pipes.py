"""Frames through pipes to a child that may be dead, hung or talking nonsense.

While a call waits, it lets the caller look every `LOOK_S`: at the child, and at whether the answer is still wanted.
What that raises ends the call.
"""

from __future__ import annotations

import os
import select
from collections.abc import Callable

from transcribe.engines import watch
from transcribe.engines.messages import LENGTH, MOST_BYTES

PIECE_BYTES = 1 << 16


Look = Callable[[], None]
"""Called while a pipe is waited for; what it raises ends the wait."""


class PipeFailed(Exception):
    """The other side is gone, silent or not speaking our protocol; the message says which."""


def send(fd: int, data: bytes, look: Look) -> None:
    """Write all of it. :param fd: not blocking.

    :raises PipeFailed: the other side is gone.
    """
    rest = memoryview(data)
    while rest:
        _wait(fd, select.POLLOUT, look)
        try:
            rest = rest[os.write(fd, rest[:PIECE_BYTES]) :]
        except BlockingIOError:
            continue
        except BrokenPipeError as error:
            raise PipeFailed("it has ended") from error


def receive(fd: int, look: Look) -> bytes:
    """Return the body of the next frame.

    :raises PipeFailed: the other side is gone, or sends what is no frame.
    """
    (length,) = LENGTH.unpack(_read(fd, LENGTH.size, look))
    if length > MOST_BYTES:
        raise PipeFailed("it answers nonsense")
    return _read(fd, length, look)


def _read(fd: int, size: int, look: Look) -> bytes:
    data = bytearray()
    while len(data) < size:
        _wait(fd, select.POLLIN, look)
        piece = os.read(fd, size - len(data))
        if not piece:
            raise PipeFailed("it has ended")
        data += piece
    return bytes(data)


def _wait(fd: int, event: int, look: Look) -> None:
    poll = select.poll()
    poll.register(fd, event)
    while not poll.poll(watch.LOOK_S * 1000):
        look()
