"""The one door to the network: waitress on an address."""

from __future__ import annotations

import errno
import signal
import socket
import threading
from contextlib import suppress
from types import FrameType

import click
import waitress
from flask import Flask
from waitress.server import BaseWSGIServer, MultiSocketServer

from webapp.arena import share_arena
from webapp.connections import LimitedChannel, connection_limit
from webapp.draining import run_until
from webapp.errors import PortTaken

THREADS = 8


def listen(
    app: Flask, name: str, host: str, port: int, *, max_body_bytes: int, channel: type[LimitedChannel] = LimitedChannel
) -> None:
    """Serve an app until the process is told to end; says the address first.

    At SIGTERM whoever asked before is answered first; at SIGINT (Ctrl-C), or when told twice, nobody is waited for.

    :param max_body_bytes: a request with a larger body is answered 413 before it is read, and before the app hears of
        it. Up to there it is kept, a large one on disk, until it is whole.
    :param channel: how a connection is held.
    :raises PortTaken: the address cannot be listened on.
    """
    told = threading.Event()

    def stop(_signal: int, _frame: FrameType | None) -> None:
        if told.is_set():
            raise SystemExit(0)  # Told twice, it waits for nobody.
        told.set()

    # As the first process of a container, a program that handles no SIGTERM is deaf to it.
    signal.signal(signal.SIGTERM, stop)
    share_arena()
    try:
        server = make_server(app, host, port, max_body_bytes=max_body_bytes, channel=channel)
    except OSError as error:
        raise _port_taken(name, host, port, error) from error
    click.echo(f"{name}: http://{_in_address(host)}:{port_of(server)}", err=True)
    try:
        with suppress(KeyboardInterrupt):
            run_until(server, told.is_set)
    finally:
        server.close()


def make_server(
    app: Flask, host: str, port: int, *, max_body_bytes: int, channel: type[LimitedChannel]
) -> BaseWSGIServer | MultiSocketServer:
    """Return a server that listens and does not answer yet.

    :raises OSError: the address cannot be listened on.
    """
    server = waitress.create_server(
        app,
        host=host,
        port=port,
        threads=THREADS,
        ident=None,
        max_request_body_size=max_body_bytes + 1,  # Waitress refuses what is as large as its limit.
        connection_limit=connection_limit(),
        asyncore_use_poll=True,  # select() knows no file beyond the thousandth.
    )
    for each in server.map.values() if isinstance(server, MultiSocketServer) else (server,):
        if hasattr(each, "channel_class"):
            each.channel_class = channel
    return server


def port_of(server: BaseWSGIServer | MultiSocketServer) -> int:
    """Return where a server listens; of several addresses of one host the first."""
    return int(server.effective_listen[0][1] if isinstance(server, MultiSocketServer) else server.effective_port)


def check_free(name: str, host: str, port: int) -> None:
    """Refuse now what a child process could only refuse later.

    :raises PortTaken: the address cannot be listened on.
    """
    try:
        with socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET):
            pass
    except OSError as error:
        raise _port_taken(name, host, port, error) from error


def _port_taken(name: str, host: str, port: int, error: OSError) -> PortTaken:
    advice = {
        errno.EADDRINUSE: "something else listens there; choose another with --port",
        errno.EACCES: "ports below 1024 are the system's; choose another with --port, and put a proxy before it",
    }.get(error.errno or 0, "name an address of this machine with --host")
    return PortTaken(f"{name} cannot use {_in_address(host)}:{port}: {advice}.")


def _in_address(host: str) -> str:
    return f"[{host}]" if ":" in host else host
