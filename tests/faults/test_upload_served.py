"""kill -9 the newsroom while a client sends a file: started again, it goes on from what it had answered for."""

from __future__ import annotations

import hashlib
import random
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from tusclient.client import TusClient
from tusclient.exceptions import TusCommunicationError

from media.archive import Archive
from tests.webapp.command_line import Muragat
from tests.webapp.uploading.test_clients import resumed
from webapp.accounts import add_user
from webapp.people.tokens import Scope, make_token
from webapp.schema import SCHEMAS


@contextmanager
def newsroom(muragat: Muragat, port: int) -> Iterator[None]:
    """Serve a newsroom in a process of its own until it is killed."""
    command = muragat.command("serve", "newsroom", "--port", str(port))
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr
        assert f"http://127.0.0.1:{port}" in process.stderr.readline()
        reading = threading.Thread(target=process.stderr.read, daemon=True)
        reading.start()
        try:
            yield
        finally:
            process.kill()
            reading.join()


def kill_often(tmp_path: Path, size_bytes: int, times: int) -> None:
    archive, chance = Archive(tmp_path / "archive"), random.Random(12)
    archive.create()
    with closing(archive.open(SCHEMAS)) as db:
        _, token = make_token(db, add_user(db, "journalist", "journalist", "correct horse battery"), "t", [Scope.EDIT])
    path, muragat = tmp_path / "a.wav", Muragat(archive.root)
    path.write_bytes(random.Random(13).randbytes(size_bytes))
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    kills, url = 0, None
    client = TusClient(f"http://127.0.0.1:{port}/api/v1/uploads", {"Authorization": f"Bearer {token}"})
    options = {"chunk_size": size_bytes // (4 * times), "retries": 0}
    with path.open("rb") as file:
        while True:
            with newsroom(muragat, port):
                uploader = resumed(client, url, file_stream=file, **options)
                sending = threading.Thread(target=send, args=(uploader,))
                sending.start()
                if kills == times:
                    sending.join()
                    break
                deadline = time.monotonic() + 30
                while uploader.url is None and time.monotonic() < deadline:
                    time.sleep(0.01)
                time.sleep(chance.uniform(0, 0.3))
            kills += 1
            sending.join()
            url = uploader.url
    with closing(archive.open(SCHEMAS)) as db:
        (row,) = db.query("SELECT * FROM upload")
    assert row["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert (archive.uploads / row["upload_id"]).read_bytes() == path.read_bytes()


def send(uploader: object) -> None:
    """Send until the newsroom is gone."""
    try:
        uploader.upload()  # type: ignore[attr-defined]
    except (TypeError, TusCommunicationError):
        return


@pytest.mark.release
@pytest.mark.timeout(1800)
def test_kill_the_newsroom_often(tmp_path: Path) -> None:
    kill_often(tmp_path, 50_000_000, times=25)
