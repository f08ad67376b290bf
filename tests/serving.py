"""An app in a thread of the test's own process, for what only a real connection can show."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import waitress
from flask import Flask
from waitress import wasyncore
from waitress.channel import HTTPChannel
from waitress.server import BaseWSGIServer


@contextmanager
def serving(app: Flask, *, threads: int, channel: type[HTTPChannel] = HTTPChannel) -> Iterator[int]:
    """Serve an app as `webapp.listen` does, and end it whole. Yields its port.

    :param threads: how many questions are answered at once.
    :param channel: what reads a connection.
    """
    server = waitress.create_server(app, host="127.0.0.1", port=0, threads=threads)
    server.channel_class = channel
    loop = threading.Thread(target=server.run)
    loop.start()
    try:
        yield int(server.effective_port)
    finally:
        # What has been asked is answered first: a page that goes says so with its last request.
        server.task_dispatcher.shutdown(cancel_pending=False)
        # The loop itself closes its sockets: closed from here, they would be gone while it looks at them.
        server.trigger.pull_trigger(lambda: _close(server))
        loop.join()


def _close(server: BaseWSGIServer) -> None:
    for channel in list(server.active_channels.values()):
        channel.handle_close()  # With the file that it may still be sending.
    wasyncore.close_all(server._map)
