"""How loud each channel is, by the decoder that is confined."""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np
from sqlite_utils import Database

from media.archive import Archive
from media.channels import channel_levels
from media.decoder.levels import FULL_SCALE
from media.decoder.messages import LEVEL_MS
from tests.media.test_ingest import take

RATE_HZ = 22_050
"""No whole number of samples in `LEVEL_MS`."""


def write(path: Path, sides: np.ndarray) -> Path:
    with wave.open(str(path), "wb") as target:
        target.setparams((sides.shape[1], 2, RATE_HZ, 0, "NONE", ""))
        target.writeframes((sides * 32_767).astype("<i2").tobytes())
    return path


def test_levels_are_those_of_each_side_where_they_are(archive: Archive, db: Database, tmp_path: Path) -> None:
    sides = np.zeros((RATE_HZ * 4, 2))
    tone = np.sin(np.arange(RATE_HZ) * 2 * np.pi * 441 / RATE_HZ)
    sides[RATE_HZ : 2 * RATE_HZ, 0] = 0.5 * tone
    sides[3 * RATE_HZ :, 1] = 0.05 * tone
    levels = channel_levels(archive, take(archive, db, write(tmp_path / "a.wav", sides))) - FULL_SCALE
    a_second = 1000 // LEVEL_MS
    assert levels.shape == (4 * a_second, 2)
    assert set(levels[a_second + 1 : 2 * a_second - 1, 0].tolist()) == {-9}, "half of full scale, as a sine"
    assert set(levels[3 * a_second + 1 : -1, 1].tolist()) == {-29}
    assert levels[: a_second - 1].max() < -100
    assert levels[a_second + 1 : 2 * a_second - 1, 1].max() < -100
    assert list(archive.work.iterdir()) == []


def test_one_channel_has_no_sides(archive: Archive, db: Database, tmp_path: Path) -> None:
    one = np.full((RATE_HZ, 1), 0.1)
    assert channel_levels(archive, take(archive, db, write(tmp_path / "a.wav", one))).shape == (0, 2)
