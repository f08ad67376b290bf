"""A server on this machine that plays a broadcaster, and a door that finds it under any name."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from webapp.feeds.door import Door

Page = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Broadcaster:
    """What lies where, and what was asked."""

    port: int = 0
    pages: dict[str, Page] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def url(self, path: str, host: str = "radio.example") -> str:
        return f"http://{host}:{self.port}{path}"

    @property
    def door(self) -> Door:
        """A door to this machine: the names of hosts and what is let through are arguments of it."""
        return Door(resolve=lambda host, port: ["127.0.0.1"], is_allowed=lambda address: address == "127.0.0.1")

    def of(self, path: str) -> list[dict[str, str]]:
        """Return the headers of each request for a page."""
        return [headers for asked, headers in self.asked if asked == path]


@contextmanager
def broadcasting() -> Iterator[Broadcaster]:
    here = Broadcaster()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            here.asked.append((self.path, dict(self.headers)))
            page = here.pages.get(self.path)
            if page is None:
                return send(b"", status=404)(self)
            return page(self)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    here.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield here
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def send(data: bytes, status: int = 200, **headers: str) -> Page:
    """Return a page of these bytes."""

    def answer(request: BaseHTTPRequestHandler) -> None:
        request.close_connection = True
        request.send_response(status)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        for name, value in ({"Content-Length": str(len(data))} | named).items():
            request.send_header(name, value)
        request.end_headers()
        request.wfile.write(data)

    return answer


def changing(data: bytes, etag: str) -> Page:
    """Return a page that is not sent again to who has it."""

    def answer(request: BaseHTTPRequestHandler) -> None:
        known = request.headers.get("If-None-Match") == etag
        send(b"" if known else data, 304 if known else 200, ETag=etag)(request)

    return answer


def in_parts(data: bytes, etag: str, break_at: list[int]) -> Page:
    """Return a page that is sent from where it is asked, and whose line breaks after so many bytes, one time each."""

    def answer(request: BaseHTTPRequestHandler) -> None:
        asked = request.headers.get("Range")
        is_same = request.headers.get("If-Range") == etag
        start = int(asked[len("bytes=") :].rstrip("-")) if asked and is_same else 0
        end = start + break_at.pop(0) if break_at else len(data)
        request.close_connection = True
        request.send_response(206 if start else 200)
        request.send_header("Content-Length", str(len(data) - start))
        request.send_header("ETag", etag)
        if start:
            request.send_header("Content-Range", f"bytes {start}-{len(data) - 1}/{len(data)}")
        request.end_headers()
        request.wfile.write(data[start:end])
        request.wfile.flush()

    return answer
