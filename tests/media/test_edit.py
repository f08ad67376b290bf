"""Excerpts are what was said; masks leave nothing of it."""

from __future__ import annotations

import io
import wave
from pathlib import Path

import av
import numpy as np
from sqlite_utils import Database

from media.archive import Archive
from media.decoder.messages import AccessMade, Task
from media.edit import MASK_MARGIN_MS, covered_spans, excerpt, mask
from media.records import Span
from media.sandbox import decode
from media.sound import decoded_sound, read_samples, sound_duration_ms
from tests.media.test_ingest import take

PERIOD = 16


def test_an_excerpt_is_a_wav_of_the_span(archive: Archive, db: Database, shared_data: Path) -> None:
    recording = take(archive, db, shared_data / "audio" / "en_libri_1088.wav")
    with wave.open(io.BytesIO(excerpt(archive, recording, Span(2000, 3500)))) as cut:
        assert (cut.getframerate(), cut.getnchannels(), cut.getsampwidth()) == (16_000, 1, 2)
        heard = np.frombuffer(cut.readframes(cut.getnframes()), "<i2")
    sound = decoded_sound(archive, recording)
    assert np.array_equal(heard / np.float32(32_768), read_samples(sound, Span(2000, 3500)))
    with wave.open(io.BytesIO(excerpt(archive, recording, Span(15_900, 99_000)))) as end:
        assert end.getnframes() == (recording.duration_ms - 15_900) * 16


def test_masks_are_wide_merged_and_on_fixed_steps() -> None:
    covered = covered_spans([Span(9_900, 9_950), Span(1_000, 1_200), Span(1_700, 1_900), Span(5_200, 5_300)], 10_000)
    assert covered == (Span(500, 2_500), Span(5_000, 5_500), Span(9_500, 10_000))


def test_the_length_of_a_mask_does_not_tell_that_of_the_name() -> None:
    lengths = {covered_spans([Span(2_200, end_ms)], 10_000)[0].duration_ms for end_ms in range(2_250, 2_850, 50)}
    assert lengths == {500, 1_000}


def test_a_mask_is_one_constant_tone_and_the_rest_is_untouched(
    archive: Archive, db: Database, shared_data: Path, tmp_path: Path
) -> None:
    sound = decoded_sound(archive, take(archive, db, shared_data / "audio" / "en_ina_musanmix.mp3"))
    target = tmp_path / "masked.s16"
    name, long = Span(3_210, 3_730), Span(20_000, 45_000)
    covered = mask(sound, [long, name], target)
    before, after = np.fromfile(sound, "<i2"), np.fromfile(target, "<i2")
    assert len(before) == len(after)
    hidden = np.zeros(len(after), bool)
    for span in covered:
        hidden[span.start_ms * 16 : span.end_ms * 16] = True
    for span in (name, long):
        assert hidden[(span.start_ms - MASK_MARGIN_MS) * 16 : (span.end_ms + MASK_MARGIN_MS) * 16].all()
    assert np.array_equal(after[~hidden], before[~hidden])
    periods = after[hidden].reshape(-1, PERIOD)
    assert (periods == periods[0]).all()
    assert len(np.unique(periods[0])) > 5


def test_masks_do_not_depend_on_what_they_cover(
    archive: Archive, db: Database, shared_data: Path, tmp_path: Path
) -> None:
    """Other sound under the mask, the same bytes out: nothing can leak."""
    sound = decoded_sound(archive, take(archive, db, shared_data / "audio" / "en_libri_1088.wav"))
    samples = np.fromfile(sound, "<i2")
    span = Span(4_000, 6_000)
    samples[(span.start_ms - MASK_MARGIN_MS) * 16 : (span.end_ms + MASK_MARGIN_MS) * 16] = 12_345
    other = tmp_path / "other.s16"
    samples.tofile(other)
    mask(sound, [span], tmp_path / "a")
    mask(other, [span], tmp_path / "b")
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_a_mask_stays_constant_through_the_access_copy(
    archive: Archive, db: Database, shared_data: Path, tmp_path: Path
) -> None:
    sound = decoded_sound(archive, take(archive, db, shared_data / "audio" / "en_libri_1088.wav"))
    span = Span(4_000, 6_000)
    mask(sound, [span], tmp_path / "masked.s16")
    with wave.open(str(tmp_path / "masked.wav"), "wb") as target:
        target.setparams((1, 2, 16_000, 0, "NONE", ""))
        target.writeframes((tmp_path / "masked.s16").read_bytes())
    copy, peaks = tmp_path / "copy.m4a", tmp_path / "peaks.dat"
    duration_ms = sound_duration_ms(sound)
    decode(Task.ACCESS, tmp_path / "masked.wav", (copy, peaks), AccessMade, file_name="masked", duration_ms=duration_ms)
    with av.open(str(copy)) as container:
        heard = np.concatenate([frame.to_ndarray()[0] for frame in container.decode(audio=0)])
    inside = heard[(span.start_ms - MASK_MARGIN_MS + 20) * 48 : (span.end_ms + MASK_MARGIN_MS - 20) * 48]
    time = np.arange(len(inside)) / 48_000
    parts = np.stack([np.sin(2 * np.pi * 1000 * time), np.cos(2 * np.pi * 1000 * time)], axis=1)
    rest = inside - parts @ np.linalg.lstsq(parts, inside, rcond=None)[0]
    assert np.sqrt((rest**2).mean()) < 0.02 * np.sqrt((inside**2).mean())
    drawn = np.frombuffer(peaks.read_bytes()[24:], np.int8).reshape(-1, 2)
    middle = drawn[span.start_ms * 48 // 512 : span.end_ms * 48 // 512]
    assert (middle.max(axis=0) - middle.min(axis=0)).max() <= 2


def test_nothing_to_cover_copies_the_sound(archive: Archive, db: Database, shared_data: Path, tmp_path: Path) -> None:
    sound = decoded_sound(archive, take(archive, db, shared_data / "audio" / "kk_commands_example_1.wav"))
    assert mask(sound, [], tmp_path / "same") == ()
    assert (tmp_path / "same").read_bytes() == sound.read_bytes()
