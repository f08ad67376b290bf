"""What people hear: loud as radio is, never over, playing from the first byte, and nothing but sound in it."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from numpy.typing import NDArray
from sqlite_utils import Database

from media.archive import Archive
from media.errors import FixityError, UnknownProgramme
from media.ingest import prepare
from media.records import Recording
from tests.media.sounds import KINDS, Kind, ticks, write
from tests.media.test_ingest import take

SPEECH = (
    "en_libri_1088.wav",
    "kk_commands_example_1.wav",
    "en_fw_stereo_diarization.wav",
    "ru_pisets_test_sound_ru.wav",
)


def samples_of(path: Path) -> tuple[NDArray[np.float64], int]:
    """Return shape (channels, n) and the rate."""
    with av.open(str(path)) as container:
        frames = [frame.to_ndarray() for frame in container.decode(audio=0)]
        return np.concatenate(frames, axis=1).astype(np.float64), container.streams.audio[0].rate


def loudness_lufs(samples: NDArray[np.float64], rate_hz: int) -> float:
    """Return the integrated loudness by ITU-R BS.1770-4, written from its text and not by FFmpeg's filter."""
    weighted = _biquad(samples, *_shelf(rate_hz))
    weighted = _biquad(weighted, *_high_pass(rate_hz))
    block, step = rate_hz * 400 // 1000, rate_hz * 100 // 1000
    starts = range(0, weighted.shape[1] - block + 1, step)
    power = np.array([(weighted[:, start : start + block] ** 2).mean(axis=1).sum() for start in starts])
    loud = power[_lufs(power) > -70]
    relative = _lufs(loud.mean()) - 10
    return float(_lufs(loud[_lufs(loud) > relative].mean()))


def _lufs(power: Any) -> Any:
    return -0.691 + 10 * np.log10(np.maximum(power, 1e-12))


def _shelf(rate_hz: int) -> tuple[list[float], list[float]]:
    k = np.tan(np.pi * 1681.974450955533 / rate_hz)
    high, low, q = (
        10 ** (3.999843853973347 / 20),
        (10 ** (3.999843853973347 / 20)) ** 0.4996667741545416,
        0.7071752369554196,
    )
    a0 = 1 + k / q + k * k
    b = [(high + low * k / q + k * k) / a0, 2 * (k * k - high) / a0, (high - low * k / q + k * k) / a0]
    return b, [1.0, 2 * (k * k - 1) / a0, (1 - k / q + k * k) / a0]


def _high_pass(rate_hz: int) -> tuple[list[float], list[float]]:
    k, q = np.tan(np.pi * 38.13547087602444 / rate_hz), 0.5003270373238773
    a0 = 1 + k / q + k * k
    return [1.0, -2.0, 1.0], [1.0, 2 * (k * k - 1) / a0, (1 - k / q + k * k) / a0]


def _biquad(x: NDArray[np.float64], b: list[float], a: list[float]) -> NDArray[np.float64]:
    """Filter in the frequency domain, with a second of room for what rings on."""
    length = x.shape[1] + 48_000
    z = np.exp(-2j * np.pi * np.fft.rfftfreq(length))
    response = (b[0] + b[1] * z + b[2] * z * z) / (a[0] + a[1] * z + a[2] * z * z)
    return np.asarray(np.fft.irfft(np.fft.rfft(x, length) * response, length)[:, : x.shape[1]])


def true_peak_dbtp(samples: NDArray[np.float64]) -> float:
    """Return the peak of the wave between its samples, oversampled eightfold in the frequency domain."""
    highest = 0.0
    for channel in samples:
        padded = np.concatenate([np.zeros(4096), channel, np.zeros(4096)])
        spectrum = np.fft.rfft(padded)
        wide = np.fft.irfft(np.concatenate([spectrum, np.zeros(len(padded) * 7 // 2)]), len(padded) * 8) * 8
        highest = max(highest, float(np.abs(wide).max()))
    return 20 * np.log10(highest)


@pytest.mark.parametrize("name", SPEECH)
def test_speech_is_as_loud_as_radio_and_never_over(
    archive: Archive, db: Database, shared_data: Path, name: str
) -> None:
    recording = prepare(archive, db, take(archive, db, shared_data / "audio" / name))
    samples, rate_hz = samples_of(archive.access_path(recording.sha256))
    assert abs(loudness_lufs(samples, rate_hz) + 16) <= 0.5
    assert true_peak_dbtp(samples) <= -1.0
    assert recording.loudness_lufs is not None
    assert abs(recording.loudness_lufs - loudness_lufs(samples, rate_hz)) <= 0.1
    assert recording.true_peak_dbtp is not None
    assert abs(recording.true_peak_dbtp - true_peak_dbtp(samples)) <= 0.3


@pytest.mark.parametrize("name", ["mp3", "wav of 24 bits", "wav of telephones", "5.1"])
def test_it_plays_from_its_first_byte_with_the_channels_it_had(
    archive: Archive, db: Database, tmp_path: Path, name: str
) -> None:
    kind = KINDS[name]
    path = write(tmp_path / f"a{kind.suffix}", kind, ticks(kind.rate_hz, 4), tags={"title": "secret", "artist": "me"})
    recording = prepare(archive, db, take(archive, db, path))
    data = archive.access_path(recording.sha256).read_bytes()
    assert 0 < data.index(b"moov") < data.index(b"mdat")
    assert b"secret" not in data
    with av.open(str(archive.access_path(recording.sha256))) as container:
        assert len(container.streams) == 1
        stream = container.streams.audio[0]
        assert (stream.codec_context.name, stream.rate) == ("aac", 48_000)
        assert stream.channels == (1 if kind.layout == "mono" else 2)
        assert abs(container.duration // 1000 - recording.duration_ms) <= 30


def test_sound_keeps_its_place(archive: Archive, db: Database, tmp_path: Path) -> None:
    recording = prepare(archive, db, take(archive, db, write(tmp_path / "a.wav", KINDS["wav"], ticks(44_100, 5))))
    samples, rate_hz = samples_of(archive.access_path(recording.sha256))
    for second in range(1, 5):
        around = np.abs(samples[0, (second * rate_hz - rate_hz // 10) : (second * rate_hz + rate_hz // 10)])
        first = int(np.flatnonzero(around > 0.3 * around.max())[0])
        assert abs(first * 1000 / rate_hz - 100) <= 5


def test_silence_stays_silent(archive: Archive, db: Database, shared_data: Path) -> None:
    recording = prepare(archive, db, take(archive, db, shared_data / "audio" / "silence_ina_2s.wav"))
    assert (recording.loudness_lufs, recording.true_peak_dbtp) == (None, None)
    samples, _ = samples_of(archive.access_path(recording.sha256))
    assert not samples.any()
    assert set(archive.peaks_path(recording.sha256).read_bytes()[24:]) == {0}


@pytest.mark.parametrize("duration_ms", [2, 20, 300])
def test_a_sound_too_short_to_measure_is_kept_as_it_is(
    archive: Archive, db: Database, tmp_path: Path, duration_ms: int
) -> None:
    path = write(tmp_path / "a.wav", KINDS["wav"], ticks(44_100, 1)[: 44_100 * duration_ms // 1000])
    recording = prepare(archive, db, take(archive, db, path))
    assert abs(recording.duration_ms - duration_ms) <= 1
    assert recording.loudness_lufs is None
    assert archive.access_path(recording.sha256).stat().st_size > 0


@pytest.mark.parametrize("level_db", [-40, 0])
def test_the_quiet_and_the_clipped_come_out_alike(
    archive: Archive, db: Database, tmp_path: Path, level_db: int
) -> None:
    """Noise that is as dense as it gets, far below and at full scale, with single full-scale clicks in it."""
    noise = np.random.default_rng(1).normal(0, 0.3 * 10 ** (level_db / 20), 48_000 * 10).astype(np.float32)
    noise[48_000 * 5 :: 48_000] = 1.0
    kind = Kind(".wav", "wav", "pcm_f32le", 48_000)
    recording = prepare(archive, db, take(archive, db, write(tmp_path / "a.wav", kind, noise.clip(-1, 1))))
    samples, rate_hz = samples_of(archive.access_path(recording.sha256))
    assert abs(loudness_lufs(samples, rate_hz) + 16) <= 0.5
    assert true_peak_dbtp(samples) <= -1.0


def read_peaks(path: Path) -> tuple[tuple[int, ...], NDArray[np.int8]]:
    data = path.read_bytes()
    return struct.unpack("<iIiiII", data[:24]), np.frombuffer(data[24:], np.int8).reshape(-1, 2)


@pytest.mark.parametrize("name", ["kk_commands_example_1.wav", "en_fw_stereo_diarization.wav"])
def test_peaks_are_those_of_what_is_heard(archive: Archive, db: Database, shared_data: Path, name: str) -> None:
    recording = prepare(archive, db, take(archive, db, shared_data / "audio" / name))
    (version, flags, rate_hz, width, pixels, channels), pairs = read_peaks(archive.peaks_path(recording.sha256))
    assert (version, flags, rate_hz, width, channels) == (2, 1, 48_000, 512, 1)
    assert len(pairs) == pixels
    samples, _ = samples_of(archive.access_path(recording.sha256))
    heard = samples.mean(axis=0)
    assert pixels == -(-len(heard) // width)
    whole = heard[: len(heard) // width * width].reshape(-1, width)
    assert np.abs(pairs[: len(whole), 0] / 128 - whole.min(axis=1)).max() <= 1 / 128
    assert np.abs(pairs[: len(whole), 1] / 128 - whole.max(axis=1)).max() <= 1 / 128


def test_prepare_does_nothing_twice_and_puts_right_what_is_broken(
    archive: Archive, db: Database, shared_data: Path
) -> None:
    taken = take(archive, db, shared_data / "audio" / "kk_commands_example_2.wav")
    first = prepare(archive, db, taken)
    access, peaks = archive.access_path(first.sha256), archive.peaks_path(first.sha256)
    whole, drawn, when = access.read_bytes(), peaks.read_bytes(), access.stat().st_mtime_ns
    assert prepare(archive, db, taken) == first
    assert access.stat().st_mtime_ns == when
    peaks.unlink()
    assert prepare(archive, db, taken) == first
    access.write_bytes(whole[:-1])
    assert prepare(archive, db, taken) == first
    assert (access.read_bytes(), peaks.read_bytes()) == (whole, drawn)


def test_prepare_says_how_far_it_is(archive: Archive, db: Database, shared_data: Path) -> None:
    recording = take(archive, db, shared_data / "audio" / "en_picovoice_diarization_test.wav")
    said: list[tuple[int, int]] = []
    prepare(archive, db, recording, lambda done_ms, total_ms: said.append((done_ms, total_ms)))
    assert said == sorted(said)
    assert len(said) > 2
    assert {total_ms for _, total_ms in said} == {recording.duration_ms}
    assert said[-1][0] == recording.duration_ms


def test_prepare_needs_the_original(archive: Archive, db: Database, shared_data: Path) -> None:
    recording: Recording = take(archive, db, shared_data / "audio" / "kk_commands_example_2.wav")
    archive.original_path(recording.sha256).unlink()
    with pytest.raises(FixityError, match="restore"):
        prepare(archive, db, recording)


def test_nothing_is_made_of_a_sound_that_was_erased_meanwhile(
    archive: Archive, db: Database, shared_data: Path
) -> None:
    recording: Recording = take(archive, db, shared_data / "audio" / "kk_commands_example_2.wav")

    def erase(_done_ms: int, _total_ms: int) -> None:
        db.execute("DELETE FROM recording WHERE recording_id = ?", [recording.recording_id])

    with pytest.raises(UnknownProgramme, match="erased meanwhile"):
        prepare(archive, db, recording, erase)
    assert not archive.access_path(recording.sha256).exists()
    assert not archive.peaks_path(recording.sha256).exists()
