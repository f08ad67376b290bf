"""Range requests by RFC 9110, section 14: the table that players and download tools live on."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.webapp.editions import approved, make_sound
from tests.webapp.published import public_client
from webapp.bench_web.range_load import File, load, slow_readers
from webapp.bench_web.site import public_site
from webapp.edition.layout import Layout
from webapp.edition.records import EditionSound
from webapp.edition.store import SoundFiles, add_version, edition_writer
from webapp.listen import THREADS

LONG_BYTES = 48 << 20
N = 10_000
"""Stands for the size of the file in the table."""


class Sound:
    def __init__(self, layout: Layout, sha256: str) -> None:
        self.client: FlaskClient = public_client(layout.root)
        self.path = layout.sound_path(sha256)
        self.content = self.path.read_bytes()
        self.address = f"/sound/{sha256}.m4a"
        self.etag = f'"{sha256}"'
        self.modified = datetime.fromtimestamp(int(self.path.stat().st_mtime), UTC)

    def dated(self, later_s: int = 0) -> str:
        return format_datetime(self.modified + timedelta(seconds=later_s), usegmt=True)


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Sound:
    layout = Layout(tmp_path_factory.mktemp("edition"))
    files = make_sound(tmp_path_factory.mktemp("sound"))
    with edition_writer(layout):
        add_version(layout, approved(sound=files.sound), files)
    assert files.sound.size_bytes > N
    return Sound(layout, files.sound.sha256)


WHOLE, BEYOND = "whole", "beyond"
TABLE: list[tuple[str, str | tuple[int, int]]] = [
    # int-range, both ends
    ("bytes=0-0", (0, 0)),
    ("bytes=0-1", (0, 1)),
    ("bytes=0-499", (0, 499)),
    ("bytes=500-999", (500, 999)),
    ("bytes=9500-9999", (9500, 9999)),
    ("bytes=007-009", (7, 9)),
    # last-pos at or past the end: the rest of the file
    ("bytes=0-{last}", (0, -1)),
    ("bytes=0-{size}", (0, -1)),
    ("bytes=100-99999999", (100, -1)),
    ("bytes=0-99999999999999999999", (0, -1)),
    # open
    ("bytes=0-", (0, -1)),
    ("bytes=9500-", (9500, -1)),
    ("bytes={last}-", (-1, -1)),
    ("bytes={last}-{last}", (-1, -1)),
    # suffix
    ("bytes=-1", (-1, -1)),
    ("bytes=-500", (-500, -1)),
    ("bytes=-{size}", (0, -1)),
    ("bytes=-99999999", (0, -1)),
    ("bytes=-0", BEYOND),
    # first-pos past the end
    ("bytes={size}-", BEYOND),
    ("bytes={size}-{size}", BEYOND),
    ("bytes=99999999-", BEYOND),
    ("bytes=99999998-99999999", BEYOND),
    # the unit is case-insensitive, white space around the range is allowed
    ("BYTES=0-9", (0, 9)),
    ("Bytes=0-9", (0, 9)),
    ("bytes= 0-9", (0, 9)),
    ("bytes=0-9 ", (0, 9)),
    # a unit that is not known must be ignored
    ("items=0-9", WHOLE),
    ("seconds=1-2", WHOLE),
    ("none", WHOLE),
    # malformed: ignored
    ("bytes", WHOLE),
    ("bytes=", WHOLE),
    ("bytes=-", WHOLE),
    ("bytes=--1", WHOLE),
    ("bytes=a-b", WHOLE),
    ("bytes=0-9x", WHOLE),
    ("bytes=0x0-0x9", WHOLE),
    ("bytes=1.5-2", WHOLE),
    ("bytes=+1-2", WHOLE),
    ("bytes=9-0", WHOLE),
    ("bytes=٠-٩", WHOLE),
    ("bytes 0-9", WHOLE),
    ("bytes:0-9", WHOLE),
    ("bytes=0-" + "9" * 5000, WHOLE),
    # many ranges: a server may ignore them, and nobody can make this one work for a hundred pieces
    ("bytes=0-0,1-1", WHOLE),
    ("bytes=0-499, 500-999", WHOLE),
    ("bytes=0-0,-1", WHOLE),
    ("bytes=0-,0-,0-,0-,0-,0-", WHOLE),
    ("bytes=99999999-,0-0", WHOLE),
    ("bytes=0-0,", WHOLE),
]


@pytest.mark.parametrize(("asked", "answer"), TABLE, ids=[asked[:40] for asked, _ in TABLE])
def test_range(sound: Sound, asked: str, answer: str | tuple[int, int]) -> None:
    size = len(sound.content)
    response = sound.client.get(sound.address, environ_overrides={"HTTP_RANGE": asked.format(size=size, last=size - 1)})
    if answer == WHOLE:
        assert response.status_code == 200
        assert response.data == sound.content
        assert response.headers["Accept-Ranges"] == "bytes"
        assert "Content-Range" not in response.headers
    elif answer == BEYOND:
        assert response.status_code == 416
        assert response.headers["Content-Range"] == f"bytes */{size}"
        assert sound.content[:64] not in response.data
    else:
        first, last = (size + end if end < 0 else end for end in answer)
        assert response.status_code == 206
        assert response.headers["Content-Range"] == f"bytes {first}-{last}/{size}"
        assert response.headers["Content-Length"] == str(last - first + 1)
        assert response.data == sound.content[first : last + 1]
        assert response.headers["ETag"] == sound.etag
        assert response.mimetype == "audio/mp4"


@pytest.mark.parametrize(
    ("condition", "status"),
    [
        ("{etag}", 206),
        (" {etag} ", 206),
        ("W/{etag}", 200),  # a weak tag never matches here
        ('"other"', 200),
        ("{bare}", 200),
        ("{etag}, {etag}", 200),
        ("*", 200),
        ("{date}", 206),
        ("{earlier}", 200),
        ("{later}", 200),  # the date must be exactly the file's
        ("yesterday", 200),
        ("", 200),
    ],
)
def test_if_range(sound: Sound, condition: str, status: int) -> None:
    value = condition.format(
        etag=sound.etag,
        bare=sound.etag.strip('"'),
        date=sound.dated(),
        earlier=sound.dated(-1),
        later=sound.dated(1),
    )
    response = sound.client.get(sound.address, headers={"Range": "bytes=10-19", "If-Range": value})
    assert response.status_code == status
    assert response.data == (sound.content[10:20] if status == 206 else sound.content)


def test_if_range_without_range_means_nothing(sound: Sound) -> None:
    response = sound.client.get(sound.address, headers={"If-Range": sound.etag})
    assert (response.status_code, response.data) == (200, sound.content)


@pytest.mark.parametrize("asked", ["bytes=0-9", "bytes=99999999-", "nonsense"])
def test_range_is_for_get_alone(sound: Sound, asked: str) -> None:
    response = sound.client.head(sound.address, headers={"Range": asked})
    assert response.status_code == 200
    assert response.data == b""
    assert response.headers["Content-Length"] == str(len(sound.content))
    assert response.headers["Accept-Ranges"] == "bytes"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"If-None-Match": "{etag}"}, 304),
        ({"If-None-Match": "W/{etag}"}, 304),
        ({"If-None-Match": '"a", {etag}'}, 304),
        ({"If-None-Match": "*"}, 304),
        ({"If-None-Match": '"other"'}, 200),
        ({"If-None-Match": '"other"', "If-Modified-Since": "{later}"}, 200),  # the tag decides
        ({"If-Modified-Since": "{date}"}, 304),
        ({"If-Modified-Since": "{earlier}"}, 200),
        ({"If-Match": '"other"'}, 412),
        ({"If-Match": "{etag}"}, 200),
    ],
)
def test_conditions(sound: Sound, headers: dict[str, str], status: int) -> None:
    given = {
        name: value.format(etag=sound.etag, date=sound.dated(), earlier=sound.dated(-1), later=sound.dated(1))
        for name, value in headers.items()
    }
    response = sound.client.get(sound.address, headers=given)
    assert response.status_code == status
    if status == 200:
        assert response.data == sound.content
    else:
        assert sound.content[:64] not in response.data


def test_sound_may_be_kept_and_is_asked_about_each_time(sound: Sound) -> None:
    for headers in ({}, {"Range": "bytes=0-9"}, {"If-None-Match": sound.etag}):
        response = sound.client.get(sound.address, headers=headers)
        assert response.headers["Cache-Control"] == "public, no-cache"
        assert response.headers["ETag"] == sound.etag


def test_whole_file_adds_up_from_its_pieces(sound: Sound) -> None:
    pieces = []
    size = len(sound.content)
    for start in range(0, size, 4096):
        response = sound.client.get(sound.address, headers={"Range": f"bytes={start}-{start + 4095}"})
        assert response.status_code == 206
        pieces.append(response.data)
    assert b"".join(pieces) == sound.content


def test_peaks_are_sent_the_same_way(sound: Sound) -> None:
    address = sound.address.replace(".m4a", ".dat")
    content = Path(sound.path.with_suffix(".dat")).read_bytes()
    assert sound.client.get(address).data == content
    part = sound.client.get(address, headers={"Range": "bytes=0-23"})
    assert (part.status_code, part.data) == (206, content[:24])
    assert sound.client.get(address).headers["ETag"] != sound.etag


def test_listeners_who_take_their_time_keep_nobody_waiting(tmp_path: Path) -> None:
    """More of them than the server has threads, each in the middle of more than it buffers for one."""
    layout = Layout(tmp_path / "edition")
    long, peaks = tmp_path / "long.m4a", tmp_path / "peaks.dat"
    long.write_bytes(bytes(LONG_BYTES))
    peaks.write_bytes(b"")
    sound = EditionSound(hashlib.sha256(bytes(LONG_BYTES)).hexdigest(), LONG_BYTES, 1000)
    with edition_writer(layout):
        add_version(layout, approved(sound=sound), SoundFiles(sound, long, peaks))
    file = File(f"/sound/{sound.sha256}.m4a", LONG_BYTES)
    with public_site(layout) as site, slow_readers(site, file, 2 * THREADS):
        healthy = load(site, file, range_bytes=1000, readers=1, seconds=0.2)
    assert healthy.unanswered == 0
    assert healthy.requests_per_s > 0
