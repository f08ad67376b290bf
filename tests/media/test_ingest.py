"""Sound comes in: any common container, nothing else, and the original stays what it was."""

from __future__ import annotations

import hashlib
import io
import stat
import threading
import wave
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import av
import numpy as np
import pytest
from sqlite_utils import Database

from media.archive import Archive
from media.catalogue import add_programme, recordings_of
from media.errors import DuplicateRecording, UnreadableSound
from media.ingest import ingest_file, plain_name
from media.originals import verify_original
from media.records import Recording
from media.sound import decoded_sound
from tests.media.sounds import KINDS, Kind, heard_ticks_ms, ticks, write
from webapp.schema import SCHEMAS

SECONDS = 6
LATEST_MS = 50
"""Raw AAC and WMA begin with the silence of their encoder."""


def take(archive: Archive, db: Database, path: Path, name: str | None = None) -> Recording:
    programme = add_programme(db, {"title": "A programme", "language": "kk"})
    with path.open("rb") as source:
        return ingest_file(archive, db, programme.programme_id, source, name or path.name)


def files_in(archive: Archive) -> list[Path]:
    return [path for place in (archive.originals, archive.work) for path in place.rglob("*") if path.is_file()]


@pytest.mark.parametrize("name", KINDS)
def test_takes_every_common_container(archive: Archive, db: Database, tmp_path: Path, name: str) -> None:
    kind = KINDS[name]
    path = write(tmp_path / f"programme{kind.suffix}", kind, ticks(kind.rate_hz, SECONDS), tags={"title": "Арал"})
    recording = take(archive, db, path)
    probe = recording.probe
    assert probe.sample_rate_hz == kind.rate_hz
    assert probe.channels == {"mono": 1, "stereo": 2, "5.1": 6}[kind.layout]
    assert abs(probe.duration_ms - SECONDS * 1000) <= 100
    assert probe.has_video == kind.film
    heard = {round(tick, -3): tick % 1000 for tick in heard_ticks_ms(decoded_sound(archive, recording))}
    assert set(range(1000, SECONDS * 1000, 1000)) <= set(heard)
    assert max(heard.values()) <= LATEST_MS


def test_the_probe_says_what_was_found(archive: Archive, db: Database, tmp_path: Path) -> None:
    tags = {"title": "Арал\u202e\x07 теңізі", "comment": "x" * 5000}
    kind = KINDS["mp3"]
    recording = take(archive, db, write(tmp_path / "a.mp3", kind, ticks(kind.rate_hz, 2), tags=tags))
    assert (recording.probe.container, recording.probe.codec) == ("mp3", "mp3")
    assert recording.probe.tags["title"] == "Арал теңізі"
    assert len(recording.probe.tags["comment"]) == 1000
    assert recordings_of(db, recording.programme_id) == [recording]


def test_the_original_lies_under_its_hash_and_cannot_be_written(
    archive: Archive, db: Database, shared_data: Path
) -> None:
    path = shared_data / "audio" / "de_podlove_podlovers3.m4a"
    recording = take(archive, db, path)
    original = archive.original_path(recording.sha256)
    assert original.read_bytes() == path.read_bytes()
    assert recording.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert stat.S_IMODE(original.stat().st_mode) == 0o444
    assert files_in(archive) == [original]


def test_the_same_bytes_twice_are_found_whatever_their_name(archive: Archive, db: Database, shared_data: Path) -> None:
    path = shared_data / "audio" / "en_jfk.flac"
    first = take(archive, db, path)
    with pytest.raises(DuplicateRecording, match=f"in programme {first.programme_id}") as refusal:
        take(archive, db, path, "another name.flac")
    assert refusal.value.programme_id == first.programme_id
    assert files_in(archive) == [archive.original_path(first.sha256)]


def test_the_same_bytes_at_the_same_moment_come_in_once(archive: Archive, db: Database, shared_data: Path) -> None:
    path = shared_data / "audio" / "en_jfk.flac"
    programme = add_programme(db, {"title": "A programme", "language": "en"})
    start = threading.Barrier(3)

    def come_in() -> Recording | DuplicateRecording:
        own = archive.open(SCHEMAS)
        start.wait()
        try:
            with path.open("rb") as source:
                return ingest_file(archive, own, programme.programme_id, source, path.name)
        except DuplicateRecording as error:
            return error
        finally:
            own.close()

    with ThreadPoolExecutor(3) as pool:
        outcomes = [each.result() for each in [pool.submit(come_in) for _ in range(3)]]
    (recording,) = [outcome for outcome in outcomes if isinstance(outcome, Recording)]
    assert files_in(archive) == [archive.original_path(recording.sha256)]
    verify_original(archive, recording)


def test_a_stream_is_read_once_and_needs_no_seeking(archive: Archive, db: Database, shared_data: Path) -> None:
    class Pipe(io.RawIOBase):
        def __init__(self, data: bytes) -> None:
            self._data = io.BytesIO(data)
            self.ended = 0

        def read(self, size: int = -1) -> bytes:
            data = self._data.read(min(size, 7001))
            self.ended += not data
            return data

        def seekable(self) -> bool:
            return False

    pipe = Pipe((shared_data / "audio" / "en_jfk.flac").read_bytes())
    programme = add_programme(db, {"title": "A programme", "language": "en"})
    recording = ingest_file(archive, db, programme.programme_id, pipe, "jfk.flac")  # type: ignore[arg-type]
    assert recording.duration_ms == 11_000
    assert pipe.ended == 1


def film_without_sound(path: Path) -> None:
    with av.open(str(path), "w", format="mp4") as target:
        stream = target.add_stream("mpeg4", rate=5, width=32, height=32)
        for number in range(10):
            frame = av.VideoFrame.from_ndarray(np.zeros((32, 32, 3), np.uint8), "rgb24")
            frame.pts = number
            target.mux(stream.encode(frame))
        target.mux(stream.encode(None))


def cover_without_sound(path: Path) -> None:
    with av.open(str(path), "w", format="image2") as target:
        stream = target.add_stream("mjpeg", rate=1, width=64, height=64)
        stream.pix_fmt = "yuvj420p"
        target.mux(stream.encode(av.VideoFrame(64, 64, "yuvj420p")))
        target.mux(stream.encode(None))
    picture = path.read_bytes()
    text = b"\x00image/jpeg\x00\x03\x00" + picture
    size = len(text)
    frame = b"APIC" + size.to_bytes(4, "big") + b"\x00\x00" + text
    whole = len(frame)
    header = b"ID3\x03\x00\x00" + bytes((whole >> shift) & 0x7F for shift in (21, 14, 7, 0))
    path.write_bytes(header + frame)


def cut(name: str, part: float) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        kind = KINDS[name]
        whole = write(path.with_suffix(kind.suffix), kind, ticks(kind.rate_hz, 2)).read_bytes()
        path.write_bytes(whole[: int(len(whole) * part)])

    return make


def written_as(container: str, codec: str) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        write(path, Kind(path.suffix, container, codec), ticks(44_100, 2))

    return make


def nothing_in_it(path: Path) -> None:
    with wave.open(str(path), "wb") as target:
        target.setparams((1, 2, 44_100, 0, "NONE", ""))


def holds(data: bytes) -> Callable[[Path], None]:
    return lambda path: path.write_bytes(data) and None  # type: ignore[return-value]


BAD: dict[str, tuple[Callable[[Path], object], str]] = {
    "empty": (lambda path: path.touch(), "is empty"),
    "text": (holds("Бұл дыбыс емес. ".encode() * 500), "is not a sound file"),
    "zeros": (holds(bytes(100_000)), "is not a sound file|no sound that can be decoded"),
    "m3u": (holds(b"#EXTM3U\n#EXTINF:9,\n/etc/passwd\n"), "is not a sound file"),
    "HLS": (
        holds(b"#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXT-X-MEDIA-SEQUENCE:0\n#EXTINF:9,\nfile:///etc/passwd\n"),
        "is not a sound file",
    ),
    "ffconcat": (holds(b"ffconcat version 1.0\nfile /etc/hostname\n"), "is not a sound file"),
    "SDP": (holds(b"v=0\nc=IN IP4 127.0.0.1\nm=audio 9 RTP/AVP 0\na=rtpmap:0 PCMU/8000\n"), "is not a sound file"),
    "zip": (holds(b"PK\x03\x04" + bytes(200)), "is not a sound file"),
    "film without sound": (film_without_sound, "has no sound in it"),
    "cover without sound": (cover_without_sound, "is not a sound file"),
    "half an m4a": (cut("m4a with AAC", 0.5), "is not a sound file|no sound that can be decoded"),
    "header of an mp3": (cut("mp3", 0.002), "no sound|is not a sound file"),
    "header of a flac": (cut("flac", 0.01), "no sound|is not a sound file"),
    "header of an ogg": (cut("ogg with Opus", 0.01), "no sound|is not a sound file"),
    "a container that is not on the list": (written_as("nut", "pcm_s16le"), "is not a sound file"),
    "a codec that is not on the list": (written_as("matroska", "tta"), "in a format that is not known here"),
    "no second": (nothing_in_it, "no sound"),
}


@pytest.mark.parametrize("case", BAD)
def test_refuses_in_one_sentence_and_leaves_the_archive_as_it_was(
    archive: Archive, db: Database, tmp_path: Path, case: str
) -> None:
    make, says = BAD[case]
    path = tmp_path / "programme.mp3"
    make(path)
    with pytest.raises(UnreadableSound, match=says) as refusal:
        take(archive, db, path)
    assert str(refusal.value).startswith("“programme.mp3” ")
    assert str(refusal.value).count(". ") == 0
    assert files_in(archive) == []
    assert db.table("recording").count == 0


def test_what_is_left_of_a_cut_file_is_taken(archive: Archive, db: Database, tmp_path: Path) -> None:
    kind = KINDS["mp3"]
    data = write(tmp_path / "whole.mp3", kind, ticks(kind.rate_hz, 6)).read_bytes()
    (tmp_path / "cut.mp3").write_bytes(data[: len(data) // 2])
    assert abs(take(archive, db, tmp_path / "cut.mp3").duration_ms - 3000) < 200


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\desk\\эфир.mp3", "эфир.mp3"),
        ("a\r\nSet-Cookie: b\x00.mp3", "aSet-Cookie: b.mp3"),
        ("evil\u202e3pm.exe", "evil3pm.exe"),
        ("x" * 4096, "x" * 200),
        ("", "sound"),
        ("..", "sound"),
    ],
)
def test_a_name_is_a_label_and_never_a_path(given: str, kept: str) -> None:
    assert plain_name(given) == kept
