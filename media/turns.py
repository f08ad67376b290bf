"""A lock that is given in the order in which it was asked for.

SQLite lets writers try again and again until one of them is lucky: of twenty at once some wait for many seconds while
others write five times.
"""

from __future__ import annotations

import threading
from collections import deque


class Turns:
    """Shared by the threads of a process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._is_taken = False
        self._waiting: deque[threading.Lock] = deque()

    def take(self, timeout_s: float) -> bool:
        """Wait for one's turn; return whether it came in time. Who got it must `give` it."""
        with self._lock:
            if not self._is_taken:
                self._is_taken = True
                return True
            called = threading.Lock()
            called.acquire()
            self._waiting.append(called)
        if called.acquire(timeout=max(0.0, timeout_s)):
            return True
        with self._lock:
            if called not in self._waiting:  # It came in the last moment.
                return True
            self._waiting.remove(called)
            return False

    def give(self) -> None:
        """Let the next one have it."""
        with self._lock:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._is_taken = False
