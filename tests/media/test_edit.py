"""Excerpts are what was said."""

from __future__ import annotations

import io
import wave
from pathlib import Path

import numpy as np
from sqlite_utils import Database

from media.archive import Archive
from media.edit import excerpt
from media.records import Span
from media.sound import decoded_sound, read_samples
from tests.media.test_ingest import take


def test_an_excerpt_is_a_wav_of_the_span(archive: Archive, db: Database, shared_data: Path) -> None:
    recording = take(archive, db, shared_data / "audio" / "en_libri_1088.wav")
    with wave.open(io.BytesIO(excerpt(archive, recording, Span(2000, 3500)))) as cut:
        assert (cut.getframerate(), cut.getnchannels(), cut.getsampwidth()) == (16_000, 1, 2)
        heard = np.frombuffer(cut.readframes(cut.getnframes()), "<i2")
    sound = decoded_sound(archive, recording)
    assert np.array_equal(heard / np.float32(32_768), read_samples(sound, Span(2000, 3500)))
    with wave.open(io.BytesIO(excerpt(archive, recording, Span(15_900, 99_000)))) as end:
        assert end.getnframes() == (recording.duration_ms - 15_900) * 16
