"""The one door to the network: waitress on an address."""

from __future__ import annotations

import click
import waitress
from flask import Flask

from webapp.errors import PortTaken

THREADS = 8


def listen(app: Flask, name: str, host: str, port: int) -> None:
    """Serve an app until the process is ended; says the address first.

    :raises PortTaken: the address cannot be listened on.
    """
    try:
        server = waitress.create_server(app, host=host, port=port, threads=THREADS, ident=None)
    except OSError as error:
        raise PortTaken(f"{name} cannot use {host}:{port} ({error.strerror}); choose another with --port.") from error
    click.echo(f"{name}: http://{host}:{server.effective_port}", err=True)
    try:
        server.run()
    finally:
        server.close()
