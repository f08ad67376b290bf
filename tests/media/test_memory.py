"""The decoder's memory does not grow with the sound."""

from __future__ import annotations

import subprocess
import sys
import wave
from pathlib import Path

import numpy as np
import pytest

from tests.conftest import REPOSITORY

RATE_HZ = 8_000
MINUTE_MS = 60_000

MEASURE = """
import resource, sys
from pathlib import Path
from media.decoder.messages import AccessMade, PcmMade, ProbeMade, Task
from media.records import Span
from media.sandbox import decode
is_masked = sys.argv[1] == "masked"
task, source, duration_ms = Task("access" if is_masked else sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
masks = tuple(Span(at, at + 1000) for at in range(0, duration_ms, duration_ms // 500)) if is_masked else ()
result, outputs = {
    Task.PROBE: (ProbeMade, ()), Task.PCM: (PcmMade, (".s16",)), Task.ACCESS: (AccessMade, (".m4a", ".dat"))
}[task]
decode(task, source, [source.with_suffix(suffix) for suffix in outputs], result, file_name="x", duration_ms=duration_ms,
       masks=masks)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def noise(path: Path, minutes: int) -> Path:
    minute = np.random.default_rng(1).normal(0, 2000, RATE_HZ * 60).astype("<i2").tobytes()
    with wave.open(str(path), "wb") as target:
        target.setparams((1, 2, RATE_HZ, 0, "NONE", ""))
        for _ in range(minutes):
            target.writeframes(minute)
    return path


def peak_mb(task: str, source: Path, minutes: int) -> tuple[float, float]:
    """Return the most memory that the child and the parent held."""
    command = [sys.executable, "-c", MEASURE, task, str(source), str(minutes * MINUTE_MS)]
    result = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=True)
    child, parent = result.stdout.split()
    return int(child) / 1024, int(parent) / 1024


def test_half_an_hour_takes_no_more_than_two_minutes(tmp_path: Path) -> None:
    short = peak_mb("pcm", noise(tmp_path / "short.wav", 2), 2)
    long = peak_mb("pcm", noise(tmp_path / "long.wav", 30), 30)
    assert long[0] < short[0] + 8
    assert long[1] < short[1] + 8


@pytest.mark.release
@pytest.mark.timeout(7200)
@pytest.mark.parametrize("task", ["probe", "pcm", "access", "masked"])
def test_ten_hours(tmp_path: Path, task: str) -> None:
    """The index of an m4a grows with its length (44,000 packets an hour); nothing else does."""
    child, parent = peak_mb(task, noise(tmp_path / "long.wav", 600), 600)
    assert child < 600
    assert parent < 100
