"""Files made to do harm: each becomes a recording or one plain sentence, and the archive stays whole."""

from __future__ import annotations

import hashlib
import random
import struct
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from sqlite_utils import Database

from media.archive import Archive
from media.catalogue import list_programmes, recordings_of
from media.errors import DecoderFailed, UnreadableSound
from media.records import Recording
from tests.media.sounds import KINDS, ticks, write
from tests.media.test_ingest import take

BASES = ("mp3", "m4a with AAC", "flac", "ogg with Opus", "wma", "mkv with a film", "3gp", "wav", "MPEG-TS", "avi")


def base(tmp_path: Path, name: str) -> bytes:
    kind = KINDS[name]
    path = tmp_path / f"base{kind.suffix}"
    if not path.exists():
        write(path, kind, ticks(kind.rate_hz, 3))
    return path.read_bytes()


def id3(frames: bytes) -> bytes:
    """Return an ID3v2.3 tag."""
    return b"ID3\x03\x00\x00" + bytes((len(frames) >> shift) & 0x7F for shift in (21, 14, 7, 0)) + frames


def frame(name: bytes, content: bytes) -> bytes:
    return name + struct.pack(">IH", len(content), 0) + content


def huge_cover(tmp_path: Path) -> bytes:
    header = struct.pack(">IIBBBBB", 50_000, 50_000, 8, 6, 0, 0, 0)
    png = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", len(header)) + b"IHDR" + header + bytes(4) + bytes(1000)
    return id3(frame(b"APIC", b"\x00image/png\x00\x03\x00" + png)) + base(tmp_path, "mp3")


def many_tags(tmp_path: Path) -> bytes:
    """More of them take FFmpeg, which compares each with all before, longer than it is given."""
    tags = b"".join(frame(b"TXXX", b"\x00t%d\x00v" % number) for number in range(10_000))
    return id3(tags) + base(tmp_path, "mp3")


def many_streams(tmp_path: Path) -> bytes:
    path = tmp_path / "many.mka"
    with av.open(str(path), "w", format="matroska") as target:
        streams = [target.add_stream("pcm_s16le", rate=8000, layout="mono") for _ in range(100)]
        for stream in streams:
            packet = av.Packet(np.full(8000, 1000, np.int16).tobytes())
            packet.pts = packet.dts = 0
            packet.time_base = Fraction(1, 8000)
            packet.stream = stream
            target.mux(packet)
    return path.read_bytes()


def page_before_sound(tmp_path: Path) -> bytes:
    return b"<html><script>alert(1)</script></html>\n" * 20 + base(tmp_path, "mp3")


def zip_behind_sound(tmp_path: Path) -> bytes:
    return base(tmp_path, "mp3") + b"PK\x03\x04" + random.Random(1).randbytes(5000)


def film_that_names_a_file(tmp_path: Path) -> bytes:
    """An m4a whose data reference, instead of “here”, is a path on this machine."""
    data = base(tmp_path, "m4a with AAC")
    reference = b"\x00\x00\x00\x0curl \x00\x00\x00\x01"
    assert reference in data
    return data.replace(reference, b"\x00\x00\x00\x0curl \x00\x00\x00\x00")


HOSTILE: dict[str, tuple[Callable[[Path], bytes], bool]] = {
    "a cover of 50,000 × 50,000": (huge_cover, True),
    "ten thousand tags": (many_tags, True),
    "a hundred streams": (many_streams, True),
    "a page, then sound": (page_before_sound, True),
    "sound, then a zip": (zip_behind_sound, True),
    "a path instead of sound": (film_that_names_a_file, False),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile(archive: Archive, db: Database, tmp_path: Path, name: str) -> None:
    make, is_sound = HOSTILE[name]
    path = tmp_path / "programme.mp3"
    path.write_bytes(make(tmp_path))
    recording = taken_or_refused(archive, db, path)
    if is_sound:
        assert recording is not None
        assert not recording.probe.has_video
        assert len(recording.probe.tags) <= 64


def taken_or_refused(archive: Archive, db: Database, path: Path) -> Recording | None:
    recording, said = None, "."
    try:
        recording = take(archive, db, path)
    except (UnreadableSound, DecoderFailed) as error:
        said = str(error)
    assert said.endswith(".")
    assert "\n" not in said
    stored = {path.name for path in archive.originals.rglob("*") if path.is_file()}
    rows = [recording for p in list_programmes(db) for recording in recordings_of(db, p.programme_id)]
    assert stored == {recording.sha256 for recording in rows}
    assert not list(archive.work.iterdir())
    return recording


def damage_often(archive: Archive, db: Database, tmp_path: Path, times: int) -> None:
    chance = random.Random(times)
    taken = 0
    for number in range(times):
        data = bytearray(base(tmp_path, BASES[number % len(BASES)]))
        way = chance.randrange(3)
        if way == 0:
            del data[chance.randrange(len(data)) :]
        elif way == 1:
            for _ in range(chance.randrange(1, 200)):
                data[chance.randrange(len(data))] = chance.randrange(256)
        else:  # In the header, where sizes and counts are.
            for _ in range(chance.randrange(1, 20)):
                data[chance.randrange(min(len(data), 1000))] = chance.choice((0, 1, 0x7F, 0x80, 0xFF))
        path = tmp_path / f"damaged-{number}.mp3"
        path.write_bytes(data + hashlib.sha256(str(number).encode()).digest())
        taken += taken_or_refused(archive, db, path) is not None
    assert taken > 0


def test_damaged(archive: Archive, db: Database, tmp_path: Path) -> None:
    damage_often(archive, db, tmp_path, times=15)


@pytest.mark.release
@pytest.mark.timeout(3600)
def test_damaged_often(archive: Archive, db: Database, tmp_path: Path) -> None:
    damage_often(archive, db, tmp_path, times=600)


@pytest.mark.release
@pytest.mark.timeout(1800)
def test_a_bomb_of_a_day_is_taken_or_refused(archive: Archive, db: Database, tmp_path: Path) -> None:
    """Some hundred kilobytes that hold 23 hours of silence."""
    path = tmp_path / "bomb.mka"
    samples = 4_608
    with av.open(str(path), "w", format="matroska") as target:
        stream = target.add_stream("flac", rate=8000, layout="mono")
        quiet = av.AudioFrame.from_ndarray(np.zeros((1, samples), np.int16), "s16", "mono")
        quiet.sample_rate, quiet.pts = 8000, 0
        (packet, *_) = [*stream.encode(quiet), *stream.encode(None)]
        data = bytes(packet)
        for number in range(23 * 3600 * 8000 // samples):
            copy = av.Packet(data)
            copy.pts = copy.dts = number * samples
            copy.time_base = Fraction(1, 8000)
            copy.stream = stream
            target.mux(copy)
    recording = taken_or_refused(archive, db, path)
    assert recording is None or abs(recording.duration_ms - 23 * 3_600_000) < 2000
