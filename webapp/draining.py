"""Ends a site without cutting off who is being answered.

Left to itself waitress stops its loop at once: an answer that is partly sent is cut, and what waits for a thread is
never answered, so that nobody knows whether their words were stored.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from waitress import wasyncore
from waitress.server import BaseWSGIServer, MultiSocketServer

from webapp.connections import LimitedChannel

STOP_S = 8.0
"""For what is under way. A container is killed ten seconds after it was told to stop, where nobody says otherwise."""
THREADS_S = 2.0
"""Then, for threads whose client is gone."""
STEP_S = 0.1


def run_until(server: BaseWSGIServer | MultiSocketServer, stopped: Callable[[], bool], stop_s: float = STOP_S) -> None:
    """Answer until told to stop; then let nobody in, and answer those whose requests have begun.

    :param stopped: asked once a second at least.
    :param stop_s: seconds; whoever is not done by then is cut off, as a slow reader of a long sound.
    """
    loop = _Loop(server)
    while not stopped():
        loop.turn(server.adj.asyncore_loop_timeout)
    loop.turn(0)  # What has come already has begun.
    loop.let_nobody_in()
    loop.answer(stop_s)
    for channel in loop.channels():
        channel.handle_close()  # Of a piece of an upload what came is stored by a thread: see `newsroom.bodies`.
    until_s = time.monotonic() + THREADS_S
    while _is_busy(server) and time.monotonic() < until_s:
        time.sleep(STEP_S)
    server.task_dispatcher.shutdown()


class _Loop:
    """What waitress's loop looks at: doors, connections, and the pipe by which threads wake it."""

    def __init__(self, server: BaseWSGIServer | MultiSocketServer) -> None:
        self._use_poll = server.adj.asyncore_use_poll
        self._map = server.map if isinstance(server, MultiSocketServer) else server._map

    def turn(self, seconds: float) -> None:
        """Do what there is to do; where there is nothing, wait for it so long at most."""
        wasyncore.loop(timeout=seconds, map=self._map, use_poll=self._use_poll, count=1)

    def channels(self) -> list[LimitedChannel]:
        return [each for each in self._map.values() if isinstance(each, LimitedChannel)]

    def let_nobody_in(self) -> None:
        for door in [each for each in self._map.values() if isinstance(each, BaseWSGIServer)]:
            door.del_channel()
            door.socket.close()

    def answer(self, stop_s: float) -> None:
        """Go on until nothing is under way on any connection, or so many seconds are over."""
        until_s = time.monotonic() + stop_s
        while time.monotonic() < until_s:
            for channel in self.channels():
                if channel.is_idle():
                    channel.handle_close()
            if not self.channels():
                return
            self.turn(STEP_S)


def _is_busy(server: BaseWSGIServer | MultiSocketServer) -> bool:
    dispatcher = server.task_dispatcher
    return bool(dispatcher.queue or dispatcher.active_count)
