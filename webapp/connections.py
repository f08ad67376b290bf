"""How many connections a site holds, and how slow each may be: nobody keeps others out by taking their time.

Waitress holds a hundred connections and lets go of one only where nothing at all has moved for two minutes, and even
then not while its reader takes nothing: a hundred clients that send or read a byte now and then would be all that a
site serves. Here it holds as many as the process may have files open, looks at each once a second, and asks more of
them where more than half of the places are taken.
"""

from __future__ import annotations

import enum
import resource
import time
from dataclasses import dataclass
from typing import Any

from waitress.channel import HTTPChannel

MOST_CONNECTIONS, FEWEST_CONNECTIONS = 2_000, 100
FILES_EACH = 3
"""Open files of a connection: its socket, the file that is sent by it, what of its answer is too much for memory."""
OWN_FILES = 256
"""Of the process: databases, files of words, what its threads read."""
MOST_FILES = 65_536
STEP_BYTES = 1 << 16
"""So much of an answer a reader takes in the time that is allowed: some seconds of sound."""
SLOWEST_BYTES_PER_S = 1024
"""At which a request's body may come; less than any telephone has."""


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds."""

    request_s: float
    """From a request's first byte until it is whole, beside what its bytes take at `SLOWEST_BYTES_PER_S`."""
    reading_s: float
    """Until a reader has taken another `STEP_BYTES`. Players that pause come back and ask for the rest."""
    thread_s: float
    """The same, where one of the few threads waits for the reader because the answer is larger than what is kept."""
    idle_s: float
    """Until somebody who keeps a connection asks again."""


CALM = Patience(request_s=30, reading_s=120, thread_s=20, idle_s=120)
CROWDED = Patience(request_s=8, reading_s=20, thread_s=8, idle_s=5)


class _Doing(enum.Enum):
    IDLE = enum.auto()
    ASKING = enum.auto()
    WAITING = enum.auto()
    """For us: no time is counted."""
    READING = enum.auto()


def connection_limit() -> int:
    """Let the process open as many files as the system allows it; return for how many connections that is enough."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = MOST_FILES if hard == resource.RLIM_INFINITY else min(hard, MOST_FILES)
    if soft == resource.RLIM_INFINITY or soft >= most:
        most = MOST_FILES if soft == resource.RLIM_INFINITY else soft
    else:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
    return max(FEWEST_CONNECTIONS, min(MOST_CONNECTIONS, (most - OWN_FILES) // FILES_EACH))


class LimitedChannel(HTTPChannel):  # type: ignore[misc]  # waitress has no types
    """A connection that is let go of where it is too slow."""

    calm, crowded = CALM, CROWDED

    def __init__(self, *arguments: Any, **named: Any) -> None:
        self._doing, self._since_s, self._taken_bytes = _Doing.IDLE, time.monotonic(), 0
        super().__init__(*arguments, **named)

    def send(self, data: bytes, do_close: bool = True) -> int:
        """Called by waitress, which holds the lock of what is to be sent."""
        taken = int(super().send(data, do_close=do_close))
        self._taken_bytes += taken
        return taken

    def readable(self) -> bool:
        """Called by waitress's loop, once a second at least."""
        if self._is_too_slow(time.monotonic()):
            # Asked to end when it can be written to, one whose reader takes nothing would stay.
            self.close_when_flushed = False
            self.handle_close()
            return False
        return bool(super().readable())

    def _is_too_slow(self, now_s: float) -> bool:
        doing = self._what()
        if doing is not self._doing or (doing is _Doing.READING and self._taken_bytes >= STEP_BYTES):
            self._doing, self._since_s, self._taken_bytes = doing, now_s, 0
        return now_s - self._since_s > self._allowed_s(doing)

    def is_idle(self) -> bool:
        """Return whether nothing is under way: no request has begun, and no answer is left to be sent."""
        return self._what() is _Doing.IDLE

    def _what(self) -> _Doing:
        if self.total_outbufs_len:
            return _Doing.READING
        if self.requests:
            return _Doing.WAITING
        return _Doing.IDLE if self.request is None else _Doing.ASKING

    def _allowed_s(self, doing: _Doing) -> float:
        patience = self.crowded if len(self._map) > self.adj.connection_limit / 2 else self.calm
        match doing:
            case _Doing.IDLE:
                return patience.idle_s
            case _Doing.ASKING:
                come_bytes = self.request.header_bytes_received + self.request.body_bytes_received
                return patience.request_s + int(come_bytes) / SLOWEST_BYTES_PER_S
            case _Doing.READING:
                holds_thread = self.requests and self.total_outbufs_len > self.adj.outbuf_high_watermark
                return patience.thread_s if holds_thread else patience.reading_s
            case _Doing.WAITING:
                return float("inf")
