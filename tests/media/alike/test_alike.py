"""The same sound is found under another name, and another sound is not."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray
from sqlite_utils import Database

from media.alike.fingerprint import KEPT_STEPS, fingerprint
from media.alike.look import look
from media.alike.pairs import all_pairs, note_pairs, pairs_of
from media.alike.prints import open_prints, prints_path
from media.alike.records import Likeness
from media.archive import Archive
from media.catalogue import add_programme, add_recording
from media.database import new_id, utc_now
from media.ingest import ingest_file
from media.records import Probe, Recording
from media.schema import SCHEMAS
from media.sound import sound_path

RATE_HZ = 16_000
SECONDS = 30


def speech_like(seed: int, seconds: int = SECONDS) -> NDArray[np.float64]:
    """Return noise whose bands swell and fade as syllables do, shape (n,), −0.5…0.5; each seed another one."""
    random = np.random.default_rng(seed)
    samples = seconds * RATE_HZ
    bands = np.zeros(samples)
    for low_hz in range(300, 3_000, 300):
        spectrum = np.fft.rfft(random.normal(size=samples))
        hz = np.fft.rfftfreq(samples, 1 / RATE_HZ)
        spectrum[(hz < low_hz) | (hz >= low_hz + 300)] = 0
        swell = np.interp(np.arange(samples), np.arange(0, samples + 4_000, 4_000), random.random(samples // 4_000 + 1))
        bands += np.fft.irfft(spectrum, samples) * swell**2
    loudest = float(np.abs(bands).max())
    return 0.5 * bands / loudest


@pytest.fixture(scope="module")
def spoken() -> NDArray[np.float64]:
    return speech_like(1)


def mp3(path: Path, sound: NDArray[np.float64], rate_hz: int = 24_000) -> Path:
    samples = np.clip(np.round(sound * 32_767), -32_768, 32_767).astype(np.int16)
    frame = av.AudioFrame.from_ndarray(samples[None, :], format="s16", layout="mono")
    frame.sample_rate, frame.pts = RATE_HZ, 0
    with av.open(str(path), "w", format="mp3") as target:
        stream = target.add_stream("libmp3lame", rate=rate_hz, layout="mono")
        stream.bit_rate = 32_000
        size = stream.frame_size or 1024
        resampler = av.AudioResampler(stream.format.name, "mono", rate_hz, frame_size=size)
        for part in (*resampler.resample(frame), *resampler.resample(None)):
            target.mux(stream.encode(part))
        target.mux(stream.encode(None))
    return path


def put(archive: Archive, db: Database, sound: NDArray[np.float64], to: str | None = None) -> Recording:
    """Put a sound into the archive as if it had been decoded, and listen to it."""
    programme_id = to or add_programme(db, {"title": "T", "language": "en"}).programme_id
    samples = np.clip(np.round(sound * 32_767), -32_768, 32_767).astype("<i2").tobytes()
    recording = Recording(
        recording_id=new_id("r"),
        programme_id=programme_id,
        sha256=hashlib.sha256(samples).hexdigest(),
        file_name="a.wav",
        size_bytes=len(samples),
        probe=Probe("wav", "pcm_s16le", 1, RATE_HZ, len(sound) * 1000 // RATE_HZ),
        created_at=utc_now(),
    )
    add_recording(db, recording)
    sound_path(archive, recording).write_bytes(samples)
    look(archive, db, recording)
    return recording


def take_in(archive: Archive, db: Database, path: Path) -> Recording:
    """Take a file in, decoded by the sandboxed child, and listen to it."""
    programme_id = add_programme(db, {"title": path.name, "language": "en"}).programme_id
    with path.open("rb") as source:
        recording = ingest_file(archive, db, programme_id, source, path.name)
    look(archive, db, recording)
    return recording


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    made = Archive(tmp_path / "archive")
    made.create()
    return made


@pytest.fixture
def db(archive: Archive) -> Iterator[Database]:
    with closing(archive.open(SCHEMAS)) as db:
        yield db


def test_the_same_is_found_and_another_is_not(
    archive: Archive, db: Database, tmp_path: Path, spoken: NDArray[np.float64]
) -> None:
    first = put(archive, db, spoken)
    put(archive, db, speech_like(2))
    assert all_pairs(db) == ()
    # Three seconds less at the beginning, 32 kbit/s, louder than it can be without being clipped.
    copy = take_in(archive, db, mp3(tmp_path / "copy.mp3", np.clip(spoken[3 * RATE_HZ :] * 2.5, -1, 1)))
    (pair,) = all_pairs(db)
    assert (pair.recording_id, pair.other_id) == (copy.recording_id, first.recording_id)
    assert pair.percent >= 90
    assert -3_100 <= pair.offset_ms <= -2_900
    assert pairs_of(db, first.recording_id) == (pair,)


def test_what_was_compared_is_not_compared_again(
    archive: Archive, db: Database, tmp_path: Path, spoken: NDArray[np.float64]
) -> None:
    first = put(archive, db, spoken)
    with open_prints(archive) as prints:
        assert prints.is_compared(first.sha256)
    second = put(archive, db, spoken * 0.5)
    db.execute("DELETE FROM alike")
    look(archive, db, second)
    assert all_pairs(db) == ()
    # The file is made of the sound: without it all is found again, also what was killed before it was noted.
    prints_path(archive).unlink()
    for each in (first, second):
        look(archive, db, each)
    assert {all_pairs(db)[0].recording_id, all_pairs(db)[0].other_id} == {first.recording_id, second.recording_id}


def test_recordings_of_one_programme_are_no_pair(
    archive: Archive, db: Database, tmp_path: Path, spoken: NDArray[np.float64]
) -> None:
    first = put(archive, db, spoken)
    put(archive, db, spoken * 0.5, to=first.programme_id)
    assert all_pairs(db) == ()


def test_a_part_that_two_share_is_not_the_same(
    archive: Archive, db: Database, tmp_path: Path, spoken: NDArray[np.float64]
) -> None:
    jingle = spoken[: 12 * RATE_HZ]
    for seed in (3, 4):
        put(archive, db, np.concatenate([jingle, speech_like(seed, 30)]))
    assert all_pairs(db) == ()


def test_silence_and_short_sound_are_like_nothing(archive: Archive, db: Database, tmp_path: Path) -> None:
    short = speech_like(5, 1)
    for sound in (np.zeros(20 * RATE_HZ), np.zeros(21 * RATE_HZ), short, short * 0.5, np.zeros(0)):
        put(archive, db, sound)
    assert all_pairs(db) == ()


def test_a_pair_is_noted_once_from_whichever_side(
    archive: Archive, db: Database, tmp_path: Path, spoken: NDArray[np.float64]
) -> None:
    first = put(archive, db, spoken)
    second = put(archive, db, speech_like(6))
    note_pairs(db, first, (Likeness(second.sha256, 97, 30_000, 0), Likeness("gone" * 16, 97, 30_000, 0)))
    note_pairs(db, second, (Likeness(first.sha256, 80, 20_000, 0),))
    assert [pair.percent for pair in all_pairs(db)] == [97]


def test_what_is_forgotten_is_in_no_byte_of_the_file(
    archive: Archive, db: Database, tmp_path: Path, spoken: NDArray[np.float64]
) -> None:
    gone, stays = (
        put(archive, db, spoken),
        put(archive, db, spoken * 0.5),
    )
    assert gone.sha256.encode() in prints_path(archive).read_bytes() + log_of(archive)
    with open_prints(archive) as prints:
        prints.forget((gone.sha256,))
    left = prints_path(archive).read_bytes() + log_of(archive)
    assert gone.sha256.encode() not in left
    assert stays.sha256.encode() in left


def test_nothing_is_kept_of_a_sound_that_was_erased_meanwhile(
    archive: Archive, db: Database, spoken: NDArray[np.float64]
) -> None:
    gone = put(archive, db, spoken)
    with open_prints(archive) as prints:
        prints.forget((gone.sha256,))
    db.execute("DELETE FROM recording")
    look(archive, db, gone)
    with open_prints(archive) as prints:
        assert prints.lacking([gone.sha256]) == [gone.sha256]


def log_of(archive: Archive) -> bytes:
    log = prints_path(archive).with_name("prints.db-wal")
    return log.read_bytes() if log.exists() else b""


def test_block_by_block_is_the_same_as_at_once(
    tmp_path: Path, spoken: NDArray[np.float64], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.s16"
    path.write_bytes((spoken[: 20 * RATE_HZ + 7] * 32_767).astype("<i2").tobytes())
    whole = fingerprint(path)
    monkeypatch.setattr("media.alike.fingerprint.BLOCK_STEPS", 37)
    parts = fingerprint(path)
    assert np.array_equal(whole.bits, parts.bits)
    assert np.array_equal(whole.sounds, parts.sounds)
    assert len(whole.kept) == -(-len(whole.bits) // KEPT_STEPS)


def test_looking_can_be_stopped(tmp_path: Path, spoken: NDArray[np.float64]) -> None:
    path = tmp_path / "a.s16"
    path.write_bytes((spoken * 32_767).astype("<i2").tobytes())

    def stop() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fingerprint(path, stop)
