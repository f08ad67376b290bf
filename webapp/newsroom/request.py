"""What a handler may ask about the request at hand: the archive, its database, who is there, which programme."""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import IO, Any, cast

from flask import Request, current_app, g
from sqlite_utils import Database
from werkzeug.exceptions import NotFound

from media.archive import Archive
from media.catalogue import get_programme
from media.errors import UnknownProgramme
from media.records import Programme
from transcribe.errors import UnknownJob
from transcribe.jobs import get_job
from transcribe.records import Job
from webapp.accounts import User
from webapp.gate.ask import jobs_shown
from webapp.newsroom.kept_connections import Connection, KeptConnections
from webapp.people.assignments import may_see

BUSY_TIMEOUT_MS = 3_000
"""A page that must wait for another writer answers, if only to say so, within five seconds."""


class NewsroomRequest(Request):
    """Keeps what is being uploaded inside the archive: sound before its review belongs on no other disk."""

    def __init__(self, environ: dict[str, Any], **options: bool) -> None:
        super().__init__(environ, **options)
        self._arriving = ExitStack()

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        # Without a name from the first moment on, so that nothing is left behind.
        return self._arriving.enter_context(cast(IO[bytes], tempfile.TemporaryFile(dir=archive().work)))

    def close(self) -> None:
        """Give the disk its room back, also where the form was refused in the middle."""
        super().close()
        self._arriving.close()


def archive() -> Archive:
    return cast(Archive, current_app.config["ARCHIVE"])


def edition() -> Path:
    return cast(Path, current_app.config["EDITION"])


def database() -> Database:
    """Return this request's connection: one serves one thread."""
    if "connection" not in g:
        g.connection = _connections().take()
        g.connection.db.conn.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    return cast(Connection, g.connection).db


def give_connection(_error: BaseException | None) -> None:
    connection = g.pop("connection", None)
    if connection is not None:
        _connections().give(connection)


def _connections() -> KeptConnections:
    return cast(KeptConnections, current_app.config["KEPT_CONNECTIONS"])


def user() -> User:
    """Return who is signed in; the guard lets nobody else through."""
    return cast(User, g.user)


def programme(programme_id: str) -> Programme:
    """Return a programme that this person may see.

    :raise 404: there is none, or it is not theirs: nobody can tell which.
    """
    if not may_see(database(), user(), programme_id):
        raise NotFound
    try:
        return get_programme(database(), programme_id)
    except UnknownProgramme as error:
        raise NotFound from error


def job(job_id: str) -> Job:
    """Return a job on a programme that this person may see.

    :raise 404: there is none, or its programme is not theirs.
    """
    try:
        found = get_job(database(), job_id)
    except UnknownJob as error:
        raise NotFound from error
    programme(found.programme_id)
    if not jobs_shown(user(), [found]):
        raise NotFound
    return found
