"""Written pages that are asked for again: one of a long programme takes the server longer to write than to send.

Kept as they are sent, compressed, and only while the index is the one that they were written from: what is withdrawn
is answered for before anybody looks here, and leaves the memory with the next index.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable

MOST_BYTES = 32 << 20
"""Of all pages together; one of ten hours has about a megabyte."""


class KeptPages:
    """The pages that were written last, within `MOST_BYTES`."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pages: OrderedDict[Hashable, bytes] = OrderedDict()
        self._index: Hashable = None

    def get(self, index: Hashable, name: Hashable, write: Callable[[], bytes]) -> bytes:
        """Return a page, written now where it is not there.

        :param index: that it is written from; with another, all that was kept is dropped.
        :param name: all else that the page depends on.
        """
        with self._lock:
            if index != self._index:
                self._pages.clear()
                self._index = index
            kept = self._pages.get(name)
            if kept is not None:
                self._pages.move_to_end(name)
                return kept
        written = write()
        with self._lock:
            if index == self._index:
                self._pages[name] = written
                while sum(map(len, self._pages.values())) > MOST_BYTES:
                    self._pages.popitem(last=False)
        return written
