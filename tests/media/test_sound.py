"""Decoded sound, read in parts."""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np
import pytest
from sqlite_utils import Database

from media.archive import Archive
from media.errors import FixityError
from media.records import Span
from media.sound import SAMPLE_RATE_HZ, decoded_sound, read_samples, sound_duration_ms
from tests.media.test_ingest import take


def test_what_is_16_khz_already_comes_out_bit_by_bit(archive: Archive, db: Database, shared_data: Path) -> None:
    path = shared_data / "audio" / "en_libri_1088.wav"
    with wave.open(str(path)) as source:
        assert source.getframerate() == SAMPLE_RATE_HZ
        expected = np.frombuffer(source.readframes(source.getnframes()), "<i2")
    sound = decoded_sound(archive, take(archive, db, path))
    assert np.array_equal(np.fromfile(sound, "<i2"), expected[: sound_duration_ms(sound) * 16])


def test_it_lasts_as_long_as_the_recording_and_is_made_once(archive: Archive, db: Database, shared_data: Path) -> None:
    recording = take(archive, db, shared_data / "audio" / "de_podlove_podlovers3.m4a")
    sound = decoded_sound(archive, recording)
    made_at = sound.stat().st_mtime_ns
    assert sound_duration_ms(sound) == recording.duration_ms
    assert decoded_sound(archive, recording) == sound
    assert sound.stat().st_mtime_ns == made_at


def test_reads_a_span_as_far_as_the_sound_goes(archive: Archive, db: Database, shared_data: Path) -> None:
    sound = decoded_sound(archive, take(archive, db, shared_data / "audio" / "kk_commands_example_1.wav"))
    whole = read_samples(sound, Span(0, sound_duration_ms(sound)))
    assert whole.dtype == np.float32
    assert 0.05 < np.abs(whole).max() <= 1
    assert np.array_equal(read_samples(sound, Span(1000, 2500)), whole[16_000:40_000])
    assert len(read_samples(sound, Span(5000, 99_000))) == len(whole) - 80_000
    assert len(read_samples(sound, Span(99_000, 99_000))) == 0


def test_two_channels_become_their_mean(archive: Archive, db: Database, shared_data: Path) -> None:
    path = shared_data / "audio" / "en_fw_stereo_diarization.wav"
    with wave.open(str(path)) as source:
        both = np.frombuffer(source.readframes(source.getnframes()), "<i2").reshape(-1, 2)
    sound = decoded_sound(archive, take(archive, db, path))
    heard = np.fromfile(sound, "<i2")
    assert np.abs(heard - both[: len(heard)].mean(axis=1)).max() <= 1


@pytest.mark.parametrize("sides", [(1.0, -1.0), (-1.0, 0.6), (1.0, 0.0), (0.0, -1.0)])
def test_no_side_silences_the_other(
    archive: Archive, db: Database, tmp_path: Path, shared_data: Path, sides: tuple[float, float]
) -> None:
    """A cable wired the wrong way round makes one channel the other's opposite; an empty one is heard as it was."""
    with wave.open(str(shared_data / "audio" / "kk_commands_example_2.wav")) as source:
        assert source.getnchannels() == 1
        said = np.frombuffer(source.readframes(source.getnframes()), "<i2").astype(np.float64)
        rate_hz = source.getframerate()
    path = tmp_path / "two.wav"
    with wave.open(str(path), "wb") as target:
        target.setparams((2, 2, rate_hz, 0, "NONE", ""))
        target.writeframes(np.round(said[:, None] * sides).astype("<i2").tobytes())
    heard = np.fromfile(decoded_sound(archive, take(archive, db, path)), "<i2").astype(np.float64)
    level = np.sqrt((heard**2).mean()) / np.sqrt((said**2).mean())
    assert level == pytest.approx(sum(map(abs, sides)) / 2, rel=0.02)


def test_a_missing_original_is_said(archive: Archive, db: Database, shared_data: Path) -> None:
    recording = take(archive, db, shared_data / "audio" / "kk_commands_example_2.wav")
    archive.original_path(recording.sha256).unlink()
    with pytest.raises(FixityError, match="restore"):
        decoded_sound(archive, recording)
    assert not list(archive.work.iterdir())
