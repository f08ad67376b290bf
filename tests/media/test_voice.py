"""Spans that are said by another voice: as long as before, without its pitch, and everything else untouched."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from media.archive import Archive
from media.decoder.placing import Placed
from media.decoder.voice import Voice, random_phases
from media.ingest import prepare
from media.masked import MaskedSound, make_masked
from media.records import Covers, Recording, Span
from tests.media.test_access import samples_of
from tests.media.test_ingest import take
from tests.media.test_masked import PER_MS, RATE_HZ, beginning, below_tone_db, likeness
from webapp.schema import SCHEMAS

SPOKEN_SECONDS = 7
SAID = Span(2_000, 6_000)
NAME = Span(4_500, 5_000)
"""Covered by a tone, within the other voice."""
PITCHES_HZ = (70, 350)
PHASES = random_phases()


@pytest.fixture(scope="module")
def sounds(tmp_path_factory: pytest.TempPathFactory) -> tuple[Recording, MaskedSound, Path]:
    """Return real speech with another voice in it, and its access copy."""
    archive = Archive(tmp_path_factory.mktemp("voice"))
    archive.create()
    db = archive.open(SCHEMAS)
    spoken = beginning(archive.work / "spoken.wav", SPOKEN_SECONDS)
    recording = prepare(archive, db, take(archive, db, spoken))
    db.close()
    made = make_masked(archive, recording, Covers((NAME,), (SAID,)))
    return recording, made, archive.access_path(recording.sha256)


def heard(path: Path, span: Span) -> NDArray[np.float64]:
    samples, rate_hz = samples_of(path)
    assert rate_hz == RATE_HZ
    return samples[0, span.start_ms * PER_MS : span.end_ms * PER_MS]


def pitched(sound: NDArray[np.float64]) -> float:
    """Return how much of a sound has a pitch, 0…1: the share of frames of 50 ms that repeat themselves."""
    frames = sound[: len(sound) // 2_400 * 2_400].reshape(-1, 2_400)
    loud = frames[np.sqrt((frames**2).mean(axis=1)) > 0.02]
    spectra = np.abs(np.fft.rfft(loud * np.hanning(2_400), 4_800, axis=1)) ** 2
    repeats = np.fft.irfft(spectra, axis=1)
    shortest, longest = (RATE_HZ // hz for hz in reversed(PITCHES_HZ))
    peaks = repeats[:, shortest:longest].max(axis=1) / repeats[:, 0]
    return float((peaks > 0.4).mean())


def loudness(sound: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the level of each 40 ms."""
    return np.sqrt((sound[: len(sound) // 1_920 * 1_920].reshape(-1, 1_920) ** 2).mean(axis=1))


def test_pitch_and_waves_are_gone_and_rhythm_and_length_stay(sounds: tuple[Recording, MaskedSound, Path]) -> None:
    _, made, plain = sounds
    before = Span(2_000, 4_300)
    voice, other = heard(plain, before), heard(made.access, before)
    assert pitched(voice) > 0.5
    assert pitched(other) < 0.15
    assert likeness(other, voice) < 0.1
    assert np.corrcoef(loudness(voice), loudness(other))[0, 1] > 0.75
    assert samples_of(plain)[0].shape == samples_of(made.access)[0].shape


def test_the_rest_is_as_it_was_and_a_name_within_is_a_tone(sounds: tuple[Recording, MaskedSound, Path]) -> None:
    _, made, plain = sounds
    for span in (Span(0, 1_900), Span(6_100, 7_000)):
        assert np.corrcoef(heard(plain, span), heard(made.access, span))[0, 1] > 0.95
    assert below_tone_db(heard(made.access, NAME)) > 26


def test_another_sound_is_kept_for_other_stretches(sounds: tuple[Recording, MaskedSound, Path]) -> None:
    _, made, _ = sounds
    place = made.access.parent.parent
    assert [each.name for each in place.iterdir()] == [made.access.parent.name]


def changed(sound: NDArray[np.float32], spans: Sequence[Span], sizes: Sequence[int]) -> NDArray[np.float32]:
    def blocks() -> Iterator[NDArray[np.float32]]:
        at = number = 0
        while at < sound.shape[1]:
            size = sizes[number % len(sizes)]
            yield sound[:, at : at + size]
            at, number = at + size, number + 1

    placed = Voice(spans, PHASES).changed(Placed(16_000, "stereo", 2, blocks()))
    return np.concatenate(list(placed.blocks), axis=1)


@pytest.mark.parametrize("sizes", [(16_000,), (1,) * 7 + (640, 31_000), (100_000,)])
def test_it_is_as_long_and_the_same_however_it_comes(sizes: Sequence[int]) -> None:
    sound = np.random.default_rng(2).normal(0, 0.1, (2, 80_123)).astype(np.float32)
    spans = (Span(0, 700), Span(1_500, 3_000), Span(4_900, 6_000))
    whole = changed(sound, spans, (80_123,))
    made = changed(sound, spans, sizes)
    assert made.shape == sound.shape
    assert np.abs(made - whole).max() < 1e-5
    outside = np.ones(80_123, bool)
    for span in spans:
        outside[span.start_ms * 16 : span.end_ms * 16] = False
    assert np.array_equal(made[:, outside], sound[:, outside])
    assert np.abs(np.corrcoef(made[0, ~outside], sound[0, ~outside])[0, 1]) < 0.05


def test_what_is_silent_stays_silent() -> None:
    assert not changed(np.zeros((2, 40_000), np.float32), (Span(0, 2_500),), (16_000,)).any()
