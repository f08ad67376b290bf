"""The one door of feeds to the network: http and https, to public machines alone, so much and so long, nothing else."""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from importlib.metadata import version
from urllib.parse import urljoin

from webapp.feeds.addresses import IsAllowed, Resolve, Target, is_public, locate, look_up
from webapp.feeds.errors import NotThere, TooMuch, Unreachable

MOST_REDIRECTS = 5
REDIRECTS = frozenset({301, 302, 303, 307, 308})
STALL_S = 20.0
"""Without a byte."""
READ_BYTES = 1 << 18


class Answer:
    """What a server says: its head, and its body piece by piece."""

    def __init__(self, response: http.client.HTTPResponse, url: str, deadline: float) -> None:
        self._response = response
        self._deadline = deadline
        self.url = url
        """Of the last redirect."""
        self.status = response.status

    def header(self, name: str) -> str | None:
        return self._response.headers.get(name)

    def pieces(self) -> Iterator[bytes]:
        """Yield the body as it comes.

        :raises Unreachable: the line broke before its end. :raises TooMuch: it takes longer than is waited for.
        """
        left = self._response.length
        try:
            while data := self._response.read1(READ_BYTES):
                left = None if left is None else left - len(data)
                yield data
        except (http.client.HTTPException, OSError) as error:
            self._require_time()
            raise Unreachable("The line broke; try again later.") from error
        self._require_time()
        if left:
            raise Unreachable("The line broke; try again later.")

    def read(self, most_bytes: int) -> bytes:
        """Return the body.

        :raises TooMuch: it is larger, or takes longer than is waited for. :raises Unreachable: the line broke.
        """
        taken = bytearray()
        for data in self.pieces():
            taken += data
            if len(taken) > most_bytes:
                raise TooMuch(f"The answer is larger than {most_bytes / 1e6:.0f} MB.")
        return bytes(taken)

    def _require_time(self) -> None:
        if time.monotonic() >= self._deadline:
            raise TooMuch("The answer takes longer than is waited for.")


@dataclass(frozen=True, slots=True)
class Door:
    """Asks servers. Tests pass who knows the hosts and which addresses are let through; nothing else can set it."""

    resolve: Resolve = look_up
    is_allowed: IsAllowed = is_public

    @contextmanager
    def get(self, url: str, headers: Mapping[str, str], within_s: float) -> Iterator[Answer]:
        """Ask for what lies at an address, and follow where it leads.

        :param within_s: all together: the head, every redirect, the body.
        :raises BadAddress: it, or a redirect, may not be asked. :raises NotThere: there is nothing.
        :raises Unreachable: nobody answers.
        :raises TooMuch: it takes too long, or leads on and on.
        """
        deadline = time.monotonic() + within_s
        for _ in range(MOST_REDIRECTS + 1):
            target = locate(url, self.resolve, self.is_allowed)
            with _connected(target, deadline) as connection:
                response = _asked(connection, target, headers, deadline)
                if response.status not in REDIRECTS:
                    yield Answer(response, url, deadline)
                    return
                url = urljoin(url, response.headers.get("Location", ""))
        raise TooMuch("The address leads on and on; give the one at its end.")


@contextmanager
def _connected(target: Target, deadline: float) -> Iterator[http.client.HTTPConnection]:
    """Yield a connection that ends at a moment, whatever the server does."""
    connection = http.client.HTTPConnection(target.host, target.port)
    try:
        line = socket.create_connection((target.address, target.port), timeout=min(STALL_S, _left(deadline)))
    except OSError as error:
        raise Unreachable(f"{target.host} does not answer; try again later.") from error
    with ExitStack() as stack:
        stack.callback(connection.close)
        if target.scheme == "https":
            context = ssl.create_default_context()
            line = context.wrap_socket(line, server_hostname=target.host, do_handshake_on_connect=False)
        stack.callback(line.close)
        # A byte now and then keeps a read alive for ever; what ends it is this.
        ending = threading.Timer(_left(deadline), _shut, [line])
        ending.daemon = True
        ending.start()
        stack.callback(ending.cancel)
        try:
            if isinstance(line, ssl.SSLSocket):
                line.do_handshake()
        except OSError as error:
            raise Unreachable(f"{target.host} cannot be asked safely ({error}); try again later.") from error
        connection.sock = line
        yield connection


def _asked(
    connection: http.client.HTTPConnection, target: Target, headers: Mapping[str, str], deadline: float
) -> http.client.HTTPResponse:
    asked = {"User-Agent": f"muragat/{version('muragat')}", "Accept-Encoding": "identity", "Connection": "close"}
    try:
        connection.request("GET", target.path, headers=asked | dict(headers))
        response = connection.getresponse()
    except (http.client.HTTPException, OSError) as error:
        if time.monotonic() >= deadline:
            raise TooMuch(f"{target.host} takes longer than is waited for.") from error
        raise Unreachable(f"{target.host} does not answer as it should; try again later.") from error
    if response.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise Unreachable(f"{target.host} sends what it was not asked for: a compressed answer.")
    if response.status >= HTTPStatus.BAD_REQUEST and response.status != HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
        refused = NotThere if response.status < HTTPStatus.INTERNAL_SERVER_ERROR else Unreachable
        raise refused(f"{target.host} answers {response.status}; check the address, or try again later.")
    return response


def _left(deadline: float) -> float:
    return max(0.001, deadline - time.monotonic())


def _shut(line: socket.socket) -> None:
    try:
        # Not of `SSLSocket`, which takes itself apart while another thread reads.
        socket.socket.shutdown(line, socket.SHUT_RDWR)
    except OSError:
        return  # It is over.
