"""The public sound of a programme with masks: in them is one constant tone, and nothing of what was said."""

from __future__ import annotations

import io
import wave
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray
from sqlite_utils import Database

from media.archive import Archive
from media.decoder.mask import RATE_HZ, TONE_DBFS, Mask, tone_period
from media.decoder.messages import GUARD_MS, TONE_HZ
from media.decoder.placing import Placed
from media.errors import FixityError, UnknownProgramme
from media.fixity import file_sha256
from media.ingest import prepare
from media.masked import MaskedSound, find_masked, forget_erased, forget_masked, make_masked
from media.records import Covers, Recording, Span
from media.sandbox import cut
from tests.conftest import REPOSITORY
from tests.media.sounds import KINDS, write
from tests.media.test_access import loudness_lufs, samples_of, true_peak_dbtp
from tests.media.test_ingest import take
from webapp.schema import SCHEMAS

SPOKEN = REPOSITORY / "webapp" / "demo" / "programmes" / "saxaul.opus"
NAMES = (Span(3_210, 3_730), Span(9_000, 9_350), Span(9_900, 11_350))
SPANS = (Span(3_000, 4_000), Span(8_500, 9_500), Span(9_500, 11_500))
"""Names with 150 ms around them, on steps of 500 ms; the second and third touch one another, and the edge of a name."""
SPOKEN_SECONDS = 14
PER_MS = RATE_HZ // 1000
LEAST_BELOW_TONE_DB = 40
"""What is no tone within a mask: 56 dB below it, as measured, beside speech."""
LEAST_BESIDE_NOISE_DB = 26
"""Beside noise and real rooms the encoder has fewer bits for the tone (29 dB), and when a clip is encoded anew."""
SETTLING_MS = 60
"""At the beginning and end of a file, where the encoder has nothing to go on from."""

Samples = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Spoken:
    """Real speech, taken in, prepared, and masked."""

    archive: Archive
    recording: Recording
    spans: tuple[Span, ...]
    masked: MaskedSound


@pytest.fixture(scope="module")
def spoken(tmp_path_factory: pytest.TempPathFactory) -> Spoken:
    archive = Archive(tmp_path_factory.mktemp("masked"))
    archive.create()
    db = archive.open(SCHEMAS)
    recording = prepare(archive, db, take(archive, db, beginning(archive.work / "spoken.wav")))
    db.close()
    return Spoken(archive, recording, SPANS, make_masked(archive, recording, covered(SPANS)))


def covered(spans: Iterable[Span]) -> Covers:
    return Covers(tuple(spans))


def beginning(path: Path, seconds: int = SPOKEN_SECONDS) -> Path:
    """Write the first seconds of a bundled programme as WAV, mono at 48 kHz."""
    with av.open(str(SPOKEN)) as container, wave.open(str(path), "wb") as target:
        target.setparams((1, 2, RATE_HZ, 0, "NONE", ""))
        to_pcm = av.AudioResampler("s16", "mono", RATE_HZ)
        for frame in container.decode(audio=0):
            if frame.time >= seconds:
                break
            for part in to_pcm.resample(frame):
                target.writeframes(part.to_ndarray().tobytes())
    return path


def below_tone_db(heard: Samples) -> float:
    """Return by how much everything but the steady tone is weaker than it, at the worst 20 ms.

    :param heard: shape (n,), of a whole number of its periods.
    """
    time = np.arange(len(heard)) / RATE_HZ
    parts = np.stack([np.sin(2 * np.pi * TONE_HZ * time), np.cos(2 * np.pi * TONE_HZ * time)], axis=1)
    rest = heard - parts @ np.linalg.lstsq(parts, heard, rcond=None)[0]
    worst = max(np.sqrt((part**2).mean()) for part in np.array_split(rest, max(1, len(rest) // (20 * PER_MS))))
    return float(20 * np.log10(np.sqrt((heard**2).mean()) / max(worst, 1e-12)))


def level_dbfs(heard: Samples) -> float:
    return float(20 * np.log10(np.sqrt(2 * (heard**2).mean())))


def likeness(heard: Samples, said: Samples) -> float:
    """Return the highest correlation of two sounds at any shift of up to 50 ms, without the tone's own frequency."""
    spectra = [np.fft.rfft(each, 2 * len(each)) for each in (heard, said)]
    hz = np.fft.rfftfreq(2 * len(heard), 1 / RATE_HZ)
    for spectrum in spectra:
        spectrum[np.abs(hz - TONE_HZ) < 60] = 0
    norm = np.sqrt(np.prod([(np.abs(spectrum) ** 2).sum() for spectrum in spectra]))
    shifts = np.fft.irfft(spectra[0] * np.conj(spectra[1])) * len(hz)
    near = np.concatenate([shifts[: 50 * PER_MS], shifts[-50 * PER_MS :]])
    return float(np.abs(near).max() / norm)


def test_each_span_is_one_constant_tone_in_the_public_sound(spoken: Spoken) -> None:
    samples, rate_hz = samples_of(spoken.masked.access)
    assert rate_hz == RATE_HZ
    levels = []
    for span in spoken.spans:
        for channel in samples:
            heard = channel[span.start_ms * PER_MS : span.end_ms * PER_MS]
            assert below_tone_db(heard) > LEAST_BELOW_TONE_DB
            levels.append(level_dbfs(heard))
    assert max(abs(level - TONE_DBFS) for level in levels) < 0.1


def test_each_name_is_covered_from_150_ms_before_it_to_150_ms_behind(spoken: Spoken) -> None:
    samples, _ = samples_of(spoken.masked.access)
    for name in NAMES:
        heard = samples[0, (name.start_ms - 150) * PER_MS : (name.end_ms + 150) * PER_MS]
        assert below_tone_db(heard) > LEAST_BELOW_TONE_DB


def test_nothing_of_the_voice_is_left(spoken: Spoken) -> None:
    """The unmasked sound resembles itself there, what is public does not."""
    said, _ = samples_of(spoken.archive.access_path(spoken.recording.sha256))
    heard, _ = samples_of(spoken.masked.access)
    for span in spoken.spans:
        place = slice(span.start_ms * PER_MS, span.end_ms * PER_MS)
        assert likeness(said[0, place], said[0, place]) > 0.99
        assert likeness(heard[0, place], said[0, place]) < 0.1


@pytest.mark.parametrize("start_ms", [2_000, 3_010, 3_500, 3_777])
def test_clips_cut_from_the_public_sound_have_the_tone_too(spoken: Spoken, start_ms: int) -> None:
    """Before, across, and from within a mask."""
    span = spoken.spans[0]
    with av.open(io.BytesIO(cut(spoken.masked.access, Span(start_ms, 6_000)))) as container:
        heard = np.concatenate([frame.to_ndarray()[0] for frame in container.decode(audio=0)]).astype(np.float64)
    first_ms = span.start_ms - start_ms if start_ms < span.start_ms else SETTLING_MS
    inside = heard[first_ms * PER_MS : (span.end_ms - start_ms) * PER_MS]
    assert below_tone_db(inside) > LEAST_BESIDE_NOISE_DB
    assert abs(level_dbfs(inside) - TONE_DBFS) < 0.5


def test_the_waveform_is_constant_there(spoken: Spoken) -> None:
    data = spoken.masked.peaks.read_bytes()
    width, pixels = np.frombuffer(data[12:20], "<i4")
    pairs = np.frombuffer(data[24:], np.int8).reshape(-1, 2)
    assert len(pairs) == pixels
    drawn = [pairs[-(-span.start_ms * PER_MS // width) : span.end_ms * PER_MS // width] for span in spoken.spans]
    assert len(np.unique(np.concatenate(drawn), axis=0)) == 1
    assert len(np.unique(pairs, axis=0)) > 50


def test_the_rest_is_as_loud_as_radio_and_stays_where_it_was(spoken: Spoken) -> None:
    samples, _ = samples_of(spoken.masked.access)
    hidden = np.zeros(samples.shape[1], bool)
    for span in spoken.spans:
        hidden[(span.start_ms - GUARD_MS) * PER_MS : (span.end_ms + GUARD_MS) * PER_MS] = True
    assert abs(loudness_lufs(np.where(hidden, 0, samples), RATE_HZ) + 16) <= 0.5
    assert true_peak_dbtp(samples[:, : 5_000 * PER_MS]) <= -1.0
    plain, _ = samples_of(spoken.archive.access_path(spoken.recording.sha256))
    assert plain.shape == samples.shape
    kept = slice(12_000 * PER_MS, 14_000 * PER_MS)
    assert np.corrcoef(plain[0, kept], samples[0, kept])[0, 1] > 0.95


def test_it_has_one_stream_and_says_nothing_of_itself(spoken: Spoken) -> None:
    data = spoken.masked.access.read_bytes()
    assert 0 < data.index(b"moov") < data.index(b"mdat")
    assert not any(word in data for word in (b"Lavf", b"Lavc", b"covr", b"chpl"))
    with av.open(str(spoken.masked.access)) as container:
        assert [stream.type for stream in container.streams] == ["audio"]
        assert set(container.metadata) <= {"major_brand", "minor_version", "compatible_brands"}
        assert not set(container.streams.audio[0].metadata) - {"language", "handler_name", "vendor_id"}


def test_it_is_named_by_its_bytes_and_never_as_the_unmasked_sound(spoken: Spoken) -> None:
    assert file_sha256(spoken.masked.access) == spoken.masked.sha256 == spoken.masked.access.stem
    assert spoken.masked.sha256 != spoken.recording.access_sha256


@pytest.mark.parametrize("name", ["kk_commands_example_1.wav"])
def test_real_speech_is_covered(archive: Archive, db: Database, shared_data: Path, name: str) -> None:
    recording = take(archive, db, shared_data / "audio" / name)
    heard, _ = samples_of(make_masked(archive, recording, covered([Span(500, 1_500)])).access)
    for channel in heard:
        assert below_tone_db(channel[500 * PER_MS : 1_500 * PER_MS]) > LEAST_BESIDE_NOISE_DB


@pytest.mark.parametrize("name", ["wav of telephones", pytest.param("wav", marks=pytest.mark.release)])
def test_what_is_covered_changes_no_byte(archive: Archive, db: Database, tmp_path: Path, name: str) -> None:
    """Silence or a scream under the mask: the same file, so that nothing of it can be in there."""
    kind, chance = KINDS[name], np.random.default_rng(5)
    rest = chance.normal(0, 0.08, kind.rate_hz * 3).astype(np.float32)
    span = Span(1_000, 2_000)
    made = []
    for number, level in enumerate((0.0, 0.9)):
        samples = rest.copy()
        first, end = (time_ms * kind.rate_hz // 1000 for time_ms in (span.start_ms, span.end_ms))
        samples[first:end] = level * np.sin(np.arange(end - first) * 0.05).astype(np.float32)
        recording = take(archive, db, write(tmp_path / f"{number}{kind.suffix}", kind, samples))
        made.append(make_masked(archive, recording, covered([span])))
    assert len({each.sha256 for each in made}) == 1
    assert len({each.peaks.read_bytes() for each in made}) == 1


def test_both_channels_are_covered(archive: Archive, db: Database, tmp_path: Path) -> None:
    chance = np.random.default_rng(3)
    path = tmp_path / "stereo.wav"
    with wave.open(str(path), "wb") as target:
        target.setparams((2, 2, 44_100, 0, "NONE", ""))
        target.writeframes(chance.normal(0, 3000, (44_100 * 2, 2)).astype("<i2").tobytes())
    made = make_masked(archive, take(archive, db, path), covered([Span(500, 1_500)]))
    samples, _ = samples_of(made.access)
    assert len(samples) == 2
    for channel in samples:
        assert below_tone_db(channel[500 * PER_MS : 1_500 * PER_MS]) > LEAST_BESIDE_NOISE_DB


@pytest.mark.parametrize("spans", [[Span(0, 60_000)], [Span(0, 500)], [Span(1_500, 9_000)]])
def test_masks_may_cover_the_beginning_the_end_and_everything(
    archive: Archive, db: Database, tmp_path: Path, spans: list[Span]
) -> None:
    kind = KINDS["wav of telephones"]
    samples = np.random.default_rng(3).normal(0, 0.1, kind.rate_hz * 2).astype(np.float32)
    made = make_masked(archive, take(archive, db, write(tmp_path / "a.wav", kind, samples)), covered(spans))
    heard, _ = samples_of(made.access)
    for span in spans:
        first_ms = max(span.start_ms, SETTLING_MS)
        end_ms = min(span.end_ms, heard.shape[1] // PER_MS - SETTLING_MS)
        assert below_tone_db(heard[0, first_ms * PER_MS : end_ms * PER_MS]) > LEAST_BESIDE_NOISE_DB


def test_it_is_found_again_and_made_anew_only_where_it_is_damaged(
    archive: Archive, db: Database, tmp_path: Path
) -> None:
    kind, spans = KINDS["wav of telephones"], (Span(500, 1_000), Span(1_500, 2_000))
    samples = np.random.default_rng(3).normal(0, 0.1, kind.rate_hz * 2).astype(np.float32)
    recording = take(archive, db, write(tmp_path / "a.wav", kind, samples))
    made = make_masked(archive, recording, covered(spans))
    when = made.access.stat().st_mtime_ns
    assert make_masked(archive, recording, covered(reversed(spans))) == made
    assert made.access.stat().st_mtime_ns == when
    whole = made.access.read_bytes()
    made.access.write_bytes(whole[:-1])
    assert find_masked(archive, recording, covered(spans)) is None
    assert make_masked(archive, recording, covered(spans)) == made
    assert made.access.read_bytes() == whole
    other = make_masked(archive, recording, covered([Span(0, 1_000)]))
    forget_masked(archive, recording, keep=covered(spans))
    assert not other.access.exists()
    assert not other.peaks.exists()
    forget_erased(archive, db, recording)
    assert find_masked(archive, recording, covered(spans)) == made
    db.execute("DELETE FROM recording")
    with pytest.raises(UnknownProgramme, match="erased meanwhile"):
        forget_erased(archive, db, recording)
    assert find_masked(archive, recording, covered(spans)) is None


def test_it_needs_the_original(spoken: Spoken) -> None:
    with pytest.raises(FixityError, match="restore"):
        make_masked(spoken.archive, replace(spoken.recording, sha256="0" * 64), covered(spoken.spans))


def test_spans_in_any_order_and_over_one_another_are_one_mask() -> None:
    period = tone_period()
    mask = Mask([Span(4_000, 5_000), Span(1_000, 2_000), Span(1_500, 2_150), Span(2_300, 2_400)], period)
    assert mask.spans == (Span(900, 2_500), Span(3_900, 5_100))
    assert len(period) == RATE_HZ // TONE_HZ


@pytest.mark.parametrize("size", [1, 480, 1_024, 48_000])
def test_blocks_of_any_size_are_covered_alike(size: int) -> None:
    """The same samples, whatever the pieces in which they come; the one given in is left as it is."""
    mask = Mask([Span(200, 300)], tone_period())
    whole = np.ones((2, RATE_HZ), np.float32)
    blocks = (whole[:, start : start + size] for start in range(0, RATE_HZ, size))
    covered = np.concatenate([*mask.toned(Placed(RATE_HZ, "stereo", 2, blocks)).blocks], axis=1)
    inside = covered[:, 100 * PER_MS : 400 * PER_MS].reshape(2, -1, len(tone_period()))
    assert (inside == tone_period()).all()
    assert (covered[:, : 100 * PER_MS] == 1).all()
    assert (covered[:, 400 * PER_MS :] == 1).all()
    assert (whole == 1).all()


@pytest.mark.parametrize("rate_hz", [8_000, 11_025, 44_100])
def test_a_sample_that_is_only_partly_in_a_span_is_covered(rate_hz: int) -> None:
    mask = Mask([Span(333, 1_001)], tone_period())
    blocks = iter([np.ones((1, 2 * rate_hz), np.float32)])
    silent = np.flatnonzero(next(iter(mask.silenced(Placed(rate_hz, "mono", 1, blocks)).blocks))[0] == 0)
    assert silent[0] <= 233 * rate_hz / 1000
    assert silent[-1] + 1 >= 1_101 * rate_hz / 1000
    assert len(silent) == silent[-1] - silent[0] + 1
