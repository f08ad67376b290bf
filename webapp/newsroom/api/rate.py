"""How often a token may ask: so many requests a minute, counted in this process, which is the newsroom's only one."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field

MINUTE_S = 60
REQUESTS_A_MINUTE = 1_200
"""Twenty a second: a script that corrects a whole programme is not held up, one that runs wild is."""


@dataclass(slots=True)
class Rate:
    """Counts the requests of each token within a minute of the clock."""

    most: int = REQUESTS_A_MINUTE
    minute: int = 0
    counted: dict[str, int] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def wait_s(self, token_id: str) -> int:
        """Count a request; return 0 where it may pass, else how many seconds the token has to wait."""
        now_s = int(time.monotonic())
        with self.lock:
            if now_s // MINUTE_S != self.minute:
                self.minute = now_s // MINUTE_S
                self.counted.clear()
            self.counted[token_id] = self.counted.get(token_id, 0) + 1
            return 0 if self.counted[token_id] <= self.most else MINUTE_S - now_s % MINUTE_S
