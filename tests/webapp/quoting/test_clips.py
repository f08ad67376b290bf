"""Clips over HTTP: what is cached, what is asked in part, and how many are made at once."""

from __future__ import annotations

import io
import threading
import time
from pathlib import Path

import av
import numpy as np
import pytest
from flask.testing import FlaskClient

from media.records import Span
from tests.webapp.published import SAXAUL, published_once
from webapp.public.quoting.clips import MOST_AT_ONCE, MOST_WAITING, Busy, Clips
from webapp.public.shelf import Shelf

CLIP = f"/programmes/{SAXAUL}/versions/1/clip.m4a?t=12.34,18.9"


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    layout = published_once(tmp_path_factory)
    shelf = Shelf(layout.root)
    sha256 = shelf.version(SAXAUL).sound_sha256
    shelf.close()
    assert sha256
    return layout.sound_path(sha256)


def samples_of(path_or_bytes: Path | bytes) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    """Return what is heard, shape (n,), −1…1, 16 kHz."""
    source = str(path_or_bytes) if isinstance(path_or_bytes, Path) else io.BytesIO(path_or_bytes)
    with av.open(source) as container:
        return np.concatenate([frame.to_ndarray()[0] for frame in container.decode(audio=0)])


def test_clip_is_that_part_of_the_sound(client: FlaskClient, sound: Path) -> None:
    """The clip fits the whole sound best where it was cut from: the shift is looked for among ±200 ms."""
    response = client.get(CLIP)
    assert (response.status_code, response.mimetype) == (200, "audio/mp4")
    clip, whole = samples_of(response.data), samples_of(sound)
    rate_hz = 16_000
    start, length = round(12.34 * rate_hz), round(6.56 * rate_hz)
    assert 0 <= len(clip) - length < rate_hz // 10
    shifts = range(-rate_hz // 5, rate_hz // 5 + 1, 8)
    alike = [float(np.dot(clip[:length], whole[start + shift :][:length])) for shift in shifts]
    assert abs(shifts[int(np.argmax(alike))]) * 1000 / rate_hz <= 2


def test_headers(client: FlaskClient) -> None:
    response = client.get(CLIP)
    assert response.headers["Cache-Control"] == "public, no-cache"
    assert "Expires" not in response.headers
    assert response.headers["Accept-Ranges"] == "bytes"
    assert response.headers["Content-Disposition"].endswith("-v1.kk.12340-18900.m4a")
    etag = response.headers["ETag"]
    assert client.get(CLIP, headers={"If-None-Match": etag}).status_code == 304
    assert client.get(CLIP, headers={"If-Match": '"x"'}).status_code == 412
    assert client.get(CLIP.replace("18.9", "18.8")).headers["ETag"] != etag


def test_ranges(client: FlaskClient) -> None:
    whole = client.get(CLIP).data
    part = client.get(CLIP, headers={"Range": "bytes=100-199"})
    assert (part.status_code, part.data) == (206, whole[100:200])
    assert part.headers["Content-Range"] == f"bytes 100-199/{len(whole)}"
    assert client.get(CLIP, headers={"Range": "bytes=-10"}).data == whole[-10:]
    assert client.get(CLIP, headers={"Range": f"bytes={len(whole)}-"}).status_code == 416
    assert client.head(CLIP).headers["Content-Length"] == str(len(whole))


def test_clip_ends_where_the_sound_does(client: FlaskClient) -> None:
    response = client.get(f"/programmes/{SAXAUL}/versions/1/clip.m4a?t=125,260")
    assert response.status_code == 200
    assert len(samples_of(response.data)) / 16_000 < 10


def test_many_who_want_one_clip_make_it_once(sound: Path) -> None:
    clips, made = Clips(), []
    threads = [
        threading.Thread(target=lambda: made.append(clips.get(sound, "s", Span(0, 60_000))))
        for _ in range(1 + MOST_WAITING)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 1 + MOST_WAITING
    assert len({id(clip) for clip in made}) == 1
    assert clips.get(sound, "s", Span(0, 60_000)) is made[0], "it is kept"


def test_too_many_at_once_are_sent_away(client: FlaskClient, sound: Path) -> None:
    clips: Clips = client.application.extensions["clips"]
    spans = [Span(number, 60_000 + number) for number in range(MOST_AT_ONCE)]
    threads = [threading.Thread(target=clips.get, args=(sound, "s", span)) for span in spans]
    for thread in threads:
        thread.start()
    try:
        while len(clips._making) < MOST_AT_ONCE:
            time.sleep(0.005)
        with pytest.raises(Busy):
            clips.get(sound, "s", Span(5, 1_000))
        response = client.get(f"/programmes/{SAXAUL}/versions/1/clip.m4a?t=3,4")
        assert response.status_code == 503
        assert int(response.headers["Retry-After"]) > 0
        assert "try again" in response.text
    finally:
        for thread in threads:
            thread.join()
    assert client.get(f"/programmes/{SAXAUL}/versions/1/clip.m4a?t=3,4").status_code == 200


def test_failure_is_told_to_all_and_kept_by_nobody(tmp_path: Path) -> None:
    clips = Clips()
    for _ in range(2):
        with pytest.raises(FileNotFoundError):
            clips.get(tmp_path / "none.m4a", "s", Span(0, 1_000))
    assert clips._making == {}


def test_only_the_last_are_kept(sound: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clips = Clips()
    first = clips.get(sound, "s", Span(0, 3_000))
    monkeypatch.setattr("webapp.public.quoting.clips.KEPT_BYTES", len(first) + 10)
    clips.get(sound, "s", Span(60_000, 61_000))
    assert [key[1] for key in clips._kept] == [60_000]
