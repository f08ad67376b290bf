"""A stretch of a waveform is read by itself, and is where it is in the sound."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from media.records import Span
from media.waveform import HEADER, heights


@pytest.fixture
def peaks(tmp_path: Path) -> Path:
    """Ten seconds, a hundred pixels a second; the sixth second is loud."""
    path = tmp_path / "a.dat"
    pairs = np.tile(np.array([-13, 13], np.int8), (1000, 1))
    pairs[500:600] = (-128, 127)
    path.write_bytes(HEADER.pack(2, 1, 8_000, 80, 1000, 1) + pairs.tobytes())
    return path


def test_what_is_loud_is_where_it_is_said(peaks: Path) -> None:
    assert heights(peaks, Span(4_000, 7_000), 3) == (10, 100, 10)
    assert heights(peaks, Span(5_000, 6_000), 10) == (100,) * 10
    assert heights(peaks, Span(0, 10_000), 10) == (*(10,) * 5, 100, *(10,) * 4)


def test_more_bars_than_pixels_and_less_sound_than_asked(peaks: Path) -> None:
    assert heights(peaks, Span(5_500, 5_520), 6) == (100,) * 6
    assert heights(peaks, Span(9_000, 11_000), 4) == (10, 10, 0, 0)
    assert heights(peaks, Span(20_000, 21_000), 2) == (0, 0)
