"""Work ahead of whoever takes the results: a thread makes the next ones while these are in use."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

Item = TypeVar("Item")

LOOK_SECONDS = 1.0
SHORT_SECONDS = 0.05


class _Ended:
    """After the last item: how it ended."""

    def __init__(self, error: BaseException | None) -> None:
        self.error = error


@contextmanager
def ahead(
    items: Iterable[Item], most: int, check: Callable[[], None], stop: Callable[[], None]
) -> Iterator[Iterator[Item]]:
    """Yield the items of an iterable that a thread of its own goes through; what it raises is raised here.

    :param most: so many items may wait.
    :param check: called every second while none is there; what it raises ends the waiting.
    :param stop: called when the block is left, perhaps more than once; makes an item that is being made end soon. The
        thread is waited for: an interpreter that ends while a thread is inside a library's own code ends by an abort.
    """
    waiting: queue.Queue[Item | _Ended] = queue.Queue(most)
    left = threading.Event()
    thread = threading.Thread(target=_go_through, args=(items, waiting, left), daemon=True)
    thread.start()
    try:
        yield _items(waiting, check)
    finally:
        left.set()
        _end(thread, waiting, stop)


def _end(thread: threading.Thread, waiting: queue.Queue[Item | _Ended], stop: Callable[[], None]) -> None:
    """Wait for the thread, also where whoever has pressed Ctrl-C once presses it again."""
    interrupted: KeyboardInterrupt | None = None
    while thread.is_alive():
        try:
            stop()
            _empty(waiting)  # It may wait for room.
            thread.join(SHORT_SECONDS)
        except KeyboardInterrupt as error:
            interrupted = error
    if interrupted:
        raise interrupted


def _items(waiting: queue.Queue[Item | _Ended], check: Callable[[], None]) -> Iterator[Item]:
    while not isinstance(item := _next(waiting, check), _Ended):
        yield item
    if item.error:
        raise item.error


def _next(waiting: queue.Queue[Item | _Ended], check: Callable[[], None]) -> Item | _Ended:
    while True:
        check()
        try:
            return waiting.get(timeout=LOOK_SECONDS)
        except queue.Empty:
            continue


def _go_through(items: Iterable[Item], waiting: queue.Queue[Item | _Ended], left: threading.Event) -> None:
    try:
        for item in items:
            waiting.put(item)
            if left.is_set():
                return
    except BaseException as error:  # Raised again where the items are taken.
        waiting.put(_Ended(error))
        return
    waiting.put(_Ended(None))


def _empty(waiting: queue.Queue[Item | _Ended]) -> None:
    while not waiting.empty():
        waiting.get_nowait()
