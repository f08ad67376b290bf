"""A programme of many short sayings with pauses between them: many chunks in little sound."""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np
from sqlite_utils import Database

from media.archive import Archive
from media.catalogue import add_programme
from media.ingest import ingest_file
from media.sound import SAMPLE_RATE_HZ

SAYINGS = 25
SAYING_MS = 1_300
"""From the start of the recording: somebody speaks."""
PAUSE_MS = 3_500
"""Longer than a chunk goes on over, so that every saying is a chunk."""


def add_sayings(archive: Archive, db: Database, shared_data: Path, place: Path, sayings: int = SAYINGS) -> str:
    """Add the programme, its sound made at ``place``; return its id."""
    with wave.open(str(shared_data / "audio" / "en_libri_1088.wav"), "rb") as file:
        assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (SAMPLE_RATE_HZ, 1, 2)
        said = np.frombuffer(file.readframes(SAYING_MS * SAMPLE_RATE_HZ // 1000), "<i2").astype(np.float32)
    pause = np.zeros(PAUSE_MS * SAMPLE_RATE_HZ // 1000, np.float32)
    # Each a little softer: no two chunks are alike.
    samples = np.concatenate([part for n in range(sayings) for part in (said * (1 - n / 200), pause)])
    sound = place / "sayings.wav"
    with wave.open(str(sound), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE_HZ)
        file.writeframes(samples.astype("<i2").tobytes())
    programme_id = add_programme(db, {"title": "Sayings", "language": "en"}).programme_id
    with sound.open("rb") as source:
        ingest_file(archive, db, programme_id, source, sound.name)
    return programme_id
