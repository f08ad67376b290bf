"""Frames through pipes to a child that may be dead, hung or talking nonsense: no call outlasts its deadline.

While a call waits, it lets the caller look every `LOOK_S`: at the child, and at whether the answer is still wanted.
"""

from __future__ import annotations

import os
import select
import time
from collections.abc import Callable

from transcribe.engines.messages import LENGTH, MOST_BYTES
from transcribe.engines.watch import LOOK_S

PIECE_BYTES = 1 << 16


Look = Callable[[], None]
"""Called while a pipe is waited for; what it raises ends the wait."""


class PipeFailed(Exception):
    """The other side is gone, silent or not speaking our protocol; the message says which."""


def send(fd: int, data: bytes, deadline: float, look: Look) -> None:
    """Write all of it. :param fd: not blocking. :param deadline: on the monotonic clock.

    :raises PipeFailed: the other side is gone, or has not taken it in time.
    """
    rest = memoryview(data)
    while rest:
        _wait(fd, select.POLLOUT, deadline, look)
        try:
            rest = rest[os.write(fd, rest[:PIECE_BYTES]) :]
        except BlockingIOError:
            continue
        except BrokenPipeError as error:
            raise PipeFailed("it has ended") from error


def receive(fd: int, deadline: float, look: Look) -> bytes:
    """Return the body of the next frame. :param deadline: on the monotonic clock.

    :raises PipeFailed: the other side is gone, too slow, or sends what is no frame.
    """
    (length,) = LENGTH.unpack(_read(fd, LENGTH.size, deadline, look))
    if length > MOST_BYTES:
        raise PipeFailed("it answers nonsense")
    return _read(fd, length, deadline, look)


def _read(fd: int, size: int, deadline: float, look: Look) -> bytes:
    data = bytearray()
    while len(data) < size:
        _wait(fd, select.POLLIN, deadline, look)
        piece = os.read(fd, size - len(data))
        if not piece:
            raise PipeFailed("it has ended")
        data += piece
    return bytes(data)


def _wait(fd: int, event: int, deadline: float, look: Look) -> None:
    poll = select.poll()
    poll.register(fd, event)
    while not poll.poll(max(0.0, min(LOOK_S, deadline - time.monotonic())) * 1000):
        look()
        if time.monotonic() >= deadline:
            raise PipeFailed("it gave no answer in time")
