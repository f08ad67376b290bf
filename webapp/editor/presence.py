"""Who has a programme open in the editor, and where they type: told from window to window, kept nowhere.

It is of one process and ends with it; every window says anew where it is, every few seconds.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

HERE_S, TYPING_S = 20.0, 12.0
"""For so long somebody is taken to be there, and to type, since they last said so."""
MOST_WINDOWS = 2_000
"""Of all programmes; a newsroom has fewer people."""


@dataclass(frozen=True, slots=True)
class Here:
    """One window of one person."""

    user_name: str
    segment_id: str
    """Where their cursor is, empty where it is in no segment."""
    is_typing: bool


@dataclass(frozen=True, slots=True)
class _Said:
    here: Here
    at_s: float


class Presence:
    """Shared by the threads of the newsroom."""

    def __init__(self, now_s: Callable[[], float]) -> None:
        self._now_s = now_s
        self._said: dict[tuple[str, str], _Said] = {}
        self._lock = threading.Lock()

    def say(self, programme_id: str, window: str, here: Here) -> None:
        """Note where a window is. :param window: a name that it drew."""
        with self._lock:
            now_s = self._now_s()
            self._said = {key: each for key, each in self._said.items() if now_s - each.at_s < HERE_S}
            if len(self._said) < MOST_WINDOWS or (programme_id, window) in self._said:
                self._said[programme_id, window] = _Said(here, now_s)

    def leave(self, programme_id: str, window: str) -> None:
        """Forget a window."""
        with self._lock:
            self._said.pop((programme_id, window), None)

    def others(self, programme_id: str, window: str) -> tuple[Here, ...]:
        """Return who else is there, in the order in which they came."""
        with self._lock:
            now_s = self._now_s()
            return tuple(
                Here(
                    each.here.user_name,
                    each.here.segment_id,
                    each.here.is_typing and now_s - each.at_s < TYPING_S,
                )
                for (programme, other), each in self._said.items()
                if programme == programme_id and other != window and now_s - each.at_s < HERE_S
            )
