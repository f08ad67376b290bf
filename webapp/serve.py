"""Runs the two apps. The public one always has a process of its own that never hears of the archive."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from media.archive import Archive
from media.environment import for_children
from transcribe.pipeline import run_queue, shares
from webapp.desk.standings import fill_names
from webapp.edition.layout import Layout
from webapp.edition.store import renew_index
from webapp.erasing.erase import go_on_with_all
from webapp.kinds import ALL_KINDS
from webapp.listen import check_free, listen
from webapp.newsroom.app import create_newsroom
from webapp.newsroom.bodies import channel_of
from webapp.people.settings import read_settings
from webapp.schema import SCHEMAS
from webapp.uploads.store import Uploads

PUBLIC_NAME = "The public site"
NEWSROOM_BODY_BYTES = 3 << 30
"""Above what the newsroom takes in one form, so that the newsroom, which can explain it, refuses what is too much."""


def serve_newsroom(archive: Archive, edition: Path, host: str, port: int) -> None:
    """Serve the newsroom, and do its jobs, until the process is ended.

    :raises BadSettings: its settings cannot be used.
    """
    settings = read_settings(archive.root, os.environ)
    queue_shares = shares(os.environ, ALL_KINDS)
    # Beside the rest: of ten thousand programmes it takes minutes, in which the newsroom can work.
    threading.Thread(target=renew_index, args=(Layout(edition),), name="index", daemon=True).start()
    threading.Thread(target=_look_where_programmes_stand, args=(archive,), name="standings", daemon=True).start()
    threading.Thread(target=go_on_with_all, args=(archive, edition), name="erasing", daemon=True).start()
    stop = threading.Event()
    queues = [
        threading.Thread(target=run_queue, args=(archive, stop, ALL_KINDS, share), name="jobs")
        for share in queue_shares
    ]
    for queue in queues:
        queue.start()
    try:
        app = create_newsroom(archive, edition, settings)
        channel = channel_of(app)
        listen(app, "The newsroom", host, port, max_body_bytes=NEWSROOM_BODY_BYTES, channel=channel)
    finally:
        stop.set()
        for queue in queues:
            queue.join()


def _look_where_programmes_stand(archive: Archive) -> None:
    """Note it of all programmes of which it is not known, so that the first page need not; it may take minutes.

    Before that, uploads are removed that nobody went on with: else they would lie there until the next begins.
    """
    with closing(archive.open(SCHEMAS)) as db:
        Uploads(archive).clear_expired(db)
        fill_names(db)


def serve_both(
    archive: Archive, edition: Path, host: str, port: int, address: str | None = None, contact: str | None = None
) -> None:
    """Serve the public site at ``port`` and the newsroom one above, until the process is ended.

    :param address: that others know the public site by. :param contact: where readers write of errors.
    """
    with public_process(edition, host, port, address, contact):
        serve_newsroom(archive, edition, host, port + 1)


@contextmanager
def public_process(
    edition: Path, host: str, port: int, address: str | None = None, contact: str | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """Run the public site in a child that is told the edition's place and nothing else.

    :raises PortTaken: the address cannot be listened on.
    """
    check_free(PUBLIC_NAME, host, port)
    command = [*public_command(edition, host, port, address, contact), "--with-parent"]
    child = subprocess.Popen(command, env=_public_environment(), stdin=subprocess.PIPE)  # noqa: S603
    try:
        yield child
    finally:
        child.terminate()
        child.wait()


def become_public(edition: Path, host: str, port: int, address: str | None = None, contact: str | None = None) -> None:
    """Replace this process, which knows the archive, by one that does not."""
    command = public_command(edition, host, port, address, contact)
    os.execve(command[0], command, _public_environment())  # noqa: S606


def public_command(
    edition: Path, host: str, port: int, address: str | None = None, contact: str | None = None
) -> list[str]:
    """Return the command line of the public site's process."""
    command = [sys.executable, "-m", "webapp.public", str(edition), "--host", host, "--port", str(port)]
    command += ["--address", address] if address else []
    return [*command, "--contact", contact] if contact else command


def _public_environment() -> dict[str, str]:
    return {name: value for name, value in for_children().items() if not name.startswith("MURAGAT_")}
