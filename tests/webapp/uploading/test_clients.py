"""A client that others wrote sends a file over a line that breaks at random bytes: all of it arrives, none twice."""

from __future__ import annotations

import hashlib
import random
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from tusclient.client import TusClient
from tusclient.exceptions import TusCommunicationError
from tusclient.uploader import Uploader

from tests.serving import serving
from tests.webapp.desk import Desk, make_desk
from tests.webapp.uploading.cutting import cutting
from tests.webapp.uploading.sending import by_token
from webapp.newsroom.bodies import channel_of


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = make_desk(tmp_path)
    desk.app.config["API_RATE"].most = 10**9
    return desk


def resumed(client: TusClient, url: str | None, **options: Any) -> Uploader:
    """Return an uploader that has asked how much is there, as often as the line breaks."""
    while True:
        try:
            return client.uploader(url=url, metadata={"filename": "a.wav"}, upload_checksum=True, **options)
        except (TypeError, TusCommunicationError):
            continue


def abort_often(desk: Desk, path: Path, cuts: int, chunk_bytes: int) -> None:
    sender, size = by_token(desk), path.stat().st_size
    with (
        serving(desk.app, threads=4, channel=channel_of(desk.app)) as port,
        cutting(port, 3 * chunk_bytes // 2, cuts) as line,
        path.open("rb") as file,
    ):
        client = TusClient(f"{line.address}{sender.place}", dict(sender.lets_in))
        options = {"file_stream": file, "chunk_size": chunk_bytes, "retries": 50, "retry_delay": 0}
        uploader = resumed(client, None, **options)
        while uploader.offset < size:
            try:
                uploader.upload()
            except (TypeError, TusCommunicationError):
                # An answer that is cut in its head is more than tuspy can read: whoever runs it starts it again.
                uploader = resumed(client, uploader.url, **options)
        assert line.cuts >= cuts
    with closing(desk.open()) as db:
        (row,) = db.query("SELECT * FROM upload WHERE sha256 IS NOT NULL")
    assert row["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert hashlib.sha256((desk.archive.uploads / row["upload_id"]).read_bytes()).hexdigest() == row["sha256"]


def test_tuspy_over_a_line_that_breaks(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    path.write_bytes(random.Random(1).randbytes(240_000))
    abort_often(desk, path, cuts=8, chunk_bytes=20_000)


@pytest.mark.release
@pytest.mark.timeout(3600)
def test_tuspy_over_a_line_that_breaks_a_thousand_times(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    path.write_bytes(random.Random(2).randbytes(20_000_000))
    abort_often(desk, path, cuts=1_000, chunk_bytes=20_000)
