"""How fast a job is of late, in seconds of sound a second, from the notes of its progress."""

from __future__ import annotations

from collections import deque

WINDOW_SECONDS = 60.0
"""A machine that others use too is not as fast as it was an hour ago."""
LEAST_SECONDS = 2.0
"""Before that nobody can tell."""


class Speed:
    """Takes each note of progress; what was done before, in an earlier attempt, counts for nothing."""

    def __init__(self, done_before_ms: int) -> None:
        """:param done_before_ms: what the ledger already held when the job was taken over."""
        self._done_before_ms = done_before_ms
        self._notes: deque[tuple[float, int]] = deque()

    def note(self, now_seconds: float, done_ms: int) -> float:
        """Return the speed over the last `WINDOW_SECONDS`, 0 while it is unknown.

        :param now_seconds: on a clock that never goes back. :param done_ms: of sound, since the job first began.
        """
        if done_ms <= self._done_before_ms:
            self._notes.clear()
        self._notes.append((now_seconds, done_ms))
        while len(self._notes) > 1 and now_seconds - self._notes[1][0] > WINDOW_SECONDS:
            self._notes.popleft()
        began_seconds, began_ms = self._notes[0]
        if now_seconds - began_seconds < LEAST_SECONDS:
            return 0.0
        return max(0.0, (done_ms - began_ms) / 1000 / (now_seconds - began_seconds))


def seconds_left(done_ms: int, total_ms: int, speed: float) -> float | None:
    """Return how long the rest will take at this speed, ``None`` while that is unknown."""
    if speed <= 0 or not 0 < done_ms <= total_ms:
        return None
    return (total_ms - done_ms) / 1000 / speed
