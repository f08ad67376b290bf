"""What becomes of a request's body before the newsroom hears of the request: waitress takes it in whole first.

Of somebody whom the newsroom does not know it takes next to nothing, so that no stranger fills the disk. And what has
come of a piece of a file when its line breaks is handed on as a smaller piece: a client that sends a file in one piece
loses nothing of it. What is too large for memory is kept inside the archive, without a name: sound before its review
belongs on no other disk.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, cast

from flask import Flask, request, session
from waitress.buffers import FileBasedBuffer, OverflowableBuffer
from waitress.parser import HTTPRequestParser
from waitress.task import WSGITask
from waitress.utilities import RequestEntityTooLarge
from werkzeug.test import create_environ

from webapp.accounts import signed_in
from webapp.connections import LimitedChannel
from webapp.newsroom.api.door import PLACE
from webapp.newsroom.guard import TOKEN
from webapp.newsroom.request import database
from webapp.people.tokens import bearer_of

STRANGERS_BYTES = 1 << 20
A_PIECE = re.compile(r"(/api/v1)?/uploads/[^/]+")


def channel_of(app: Flask) -> type[LimitedChannel]:
    """Return how waitress is to hold a connection to a newsroom."""
    work: Path = app.config["ARCHIVE"].work

    class Parser(HTTPRequestParser):  # type: ignore[misc]  # waitress has no types
        def parse_header(self, header_plus: bytes) -> None:
            super().parse_header(header_plus)
            is_large = self.content_length > STRANGERS_BYTES or self.chunked
            if is_large and not is_of_somebody(app, self.path, self.headers):
                self.error = RequestEntityTooLarge("sign in first")
                self.completed = True
                self.expect_continue = False  # Nobody is asked to send it.
            elif self.body_rcv is not None:
                self.body_rcv.buf = InArchive(self.adj.inbuf_overflow, work)

    class Channel(LimitedChannel):
        parser_class = Parser
        request: HTTPRequestParser | None

        def handle_close(self) -> None:
            cut, self.request = self.request, None
            if cut is not None and is_piece(cut):
                self.server.task_dispatcher.add_task(CutPiece(self, cut))
            elif cut is not None:
                cut.close()
            super().handle_close()

    return Channel


class InArchive(OverflowableBuffer):  # type: ignore[misc]
    """A body: in memory while it is small, else in a file of the archive."""

    buf: Any

    def __init__(self, overflow_bytes: int, directory: Path) -> None:
        super().__init__(overflow_bytes)
        self._directory = directory

    def _set_large_buffer(self) -> None:
        small = self.buf
        self.buf = FileBasedBuffer(TemporaryFile("w+b", dir=self._directory), small)  # noqa: SIM115 waitress closes it
        if small is not None:
            small.close()
        self.overflowed = True


def is_of_somebody(app: Flask, path: str, headers: dict[str, str]) -> bool:
    """Return whether a request is of somebody who is signed in, or has a token that can be used.

    :param headers: by names in capitals, as waitress has them.
    """
    said = {name: headers[name.upper()] for name in ("Cookie", "Authorization") if name.upper() in headers}
    if not said:
        return False
    with app.request_context(create_environ(path, headers=said)):
        if path.startswith(PLACE):
            kind, _, text = request.headers.get("Authorization", "").partition(" ")
            return kind.lower() == "bearer" and bearer_of(database(), text.strip()) is not None
        # Of a cookie that this newsroom has not signed there is no session, and the database is not asked.
        token = session.get(TOKEN)
        return isinstance(token, str) and signed_in(database(), token) is not None


def is_piece(cut: HTTPRequestParser) -> bool:
    """Return whether what has come of a request is of a file: a piece without a checksum, which a part would fail."""
    return bool(
        cut.headers_finished
        and not (cut.error or cut.chunked or cut.completed)
        and cut.body_bytes_received
        and cut.command.upper() == "PATCH"
        and "UPLOAD_CHECKSUM" not in cut.headers
        and A_PIECE.fullmatch(cut.path)
    )


class CutPiece:
    """Lets the newsroom store what has come of a piece; nobody waits for the answer."""

    def __init__(self, channel: LimitedChannel, cut: HTTPRequestParser) -> None:
        self._channel, self._cut = channel, cut

    def service(self) -> None:
        """Called by one of waitress's threads."""
        self._cut.headers["CONTENT_LENGTH"] = str(self._cut.body_bytes_received)
        environ = WSGITask(self._channel, self._cut).get_environment()
        try:
            answer = cast("Iterable[bytes]", self._channel.server.application(environ, _no_answer))
            with closing(cast(Any, answer)):
                for _ in answer:
                    pass
        finally:
            self._cut.close()

    def cancel(self) -> None:
        """Called where waitress ends before it came to it."""
        self._cut.close()


def _no_answer(*_: object) -> None:
    return None
