"""Frames through pipes to a child that may be dead, hung or talking nonsense: no call outlasts its deadline."""

from __future__ import annotations

import os
import select
import time

from transcribe.engines.messages import LENGTH, MOST_BYTES

PIECE_BYTES = 1 << 16


class PipeFailed(Exception):
    """The other side is gone, silent or not speaking our protocol; the message says which."""


def send(fd: int, data: bytes, deadline: float) -> None:
    """Write all of it. :param fd: not blocking. :param deadline: on the monotonic clock.

    :raises PipeFailed: the other side is gone, or has not taken it in time.
    """
    rest = memoryview(data)
    while rest:
        _wait(fd, select.POLLOUT, deadline)
        try:
            rest = rest[os.write(fd, rest[:PIECE_BYTES]) :]
        except BlockingIOError:
            continue
        except BrokenPipeError as error:
            raise PipeFailed("it has ended") from error


def receive(fd: int, deadline: float) -> bytes:
    """Return the body of the next frame. :param deadline: on the monotonic clock.

    :raises PipeFailed: the other side is gone, too slow, or sends what is no frame.
    """
    (length,) = LENGTH.unpack(_read(fd, LENGTH.size, deadline))
    if length > MOST_BYTES:
        raise PipeFailed("it answers nonsense")
    return _read(fd, length, deadline)


def _read(fd: int, size: int, deadline: float) -> bytes:
    data = bytearray()
    while len(data) < size:
        _wait(fd, select.POLLIN, deadline)
        piece = os.read(fd, size - len(data))
        if not piece:
            raise PipeFailed("it has ended")
        data += piece
    return bytes(data)


def _wait(fd: int, event: int, deadline: float) -> None:
    poll = select.poll()
    poll.register(fd, event)
    if not poll.poll(max(0.0, deadline - time.monotonic()) * 1000):
        raise PipeFailed("it gave no answer in time")
