"""Tell a child that hangs from one that is slow, as a person would who looks at it."""

from __future__ import annotations

from media.held_up import NOTHING_KNOWN, standing_of

LOOK_S = 1.0
"""Between two looks at a child, and at whether anybody still wants its answer."""
STILL_S = 45.0
"""A child that has used no processor for so long is stuck: what computes uses some even on a crowded machine."""
FIRST_S = 1_800.0
"""Of processor, for the first answer, while nobody knows this machine's speed: the largest model on old cores."""
SLOWER = (4.0, 20.0)
"""How many times as much processor as ever before an answer may take, at the first and at the second attempt: sound on
which every temperature is tried takes several times as much, and that must not become a gap."""
LEAST_S = (50.0, 300.0)
"""Of processor at each attempt, however fast the answers were."""

_ON_DISK = "D"
"""Waiting for a disk, which counts as work: weights on a slow one take long."""
_LEAST_SHARE = 0.002
"""Of a processor: threads that only wait wake up now and then."""


class Stuck(Exception):
    """The child computes nothing, or for ever."""


class Watched:
    """One process while it is asked one thing.

    What it computes is counted, not what the clock on the wall says: beside much other work an answer takes ten times
    as long, and a child that is ended for that would have to begin anew. Where there is no ``/proc``, every look counts
    as `LOOK_S` of one processor.
    """

    def __init__(self, pid: int, most_s: float) -> None:
        """:param most_s: of processor, all threads together, that the answer may take."""
        self._pid = pid
        self._most_s = most_s
        self._began_s = self._moved_s = self._processor_s() or 0.0
        self._still_s = 0.0
        self._unseen_s = 0.0

    @property
    def used_s(self) -> float:
        """Of processor since it is watched, as far as that can be seen."""
        return max(0.0, (self._processor_s() or self._began_s) - self._began_s) + self._unseen_s

    def look(self) -> None:
        """Look once more; call it every `LOOK_S`.

        Looks are counted, not hours: where this process was itself held up, the child is not blamed for the time.

        :raises Stuck: the child has used no processor for `STILL_S`, or more of it than an answer may take.
        """
        now_s = self._processor_s()
        if now_s is None:
            self._unseen_s += LOOK_S
        else:
            self._look_for_movement(now_s)
        if self.used_s > self._most_s:
            raise Stuck(f"it has computed for {self._most_s:.0f} s and not answered")

    def _look_for_movement(self, now_s: float) -> None:
        self._still_s += LOOK_S
        if now_s - self._moved_s > _LEAST_SHARE * self._still_s:
            self._moved_s, self._still_s = now_s, 0.0
        if self._still_s >= STILL_S:
            raise Stuck(f"it has used no processor for {STILL_S:.0f} s")

    def _processor_s(self) -> float | None:
        """Return the time that all threads have computed, ``None`` where that cannot be seen."""
        standing = standing_of(self._pid)
        if standing is NOTHING_KNOWN:  # No /proc, or it has ended, which its pipe tells.
            return None
        if standing.state == _ON_DISK:
            self._still_s = 0.0
        return standing.processor_s


class Pace:
    """How much processor an answer may take: a child that computes for ever is found by what its kind took before."""

    def __init__(self) -> None:
        self._slowest: dict[type, float] = {}

    def learn(self, kind: type, sound_s: float, took_s: float) -> None:
        """Note what an answer took. :param kind: of question. :param sound_s: of sound that it was about."""
        self._slowest[kind] = max(self._slowest.get(kind, 0.0), took_s / sound_s)

    def most_s(self, kind: type, sound_s: float, attempt: int) -> float:
        """Return what the next answer may take. :param attempt: 0, or 1 after a child was replaced."""
        if kind not in self._slowest:
            return FIRST_S
        return max(LEAST_S[attempt], SLOWER[attempt] * self._slowest[kind] * sound_s)
