"""Real speech of any length: a bundled programme, repeated."""

from __future__ import annotations

import hashlib
import subprocess
import tempfile
from pathlib import Path

import webapp
from webapp.bench_web.errors import BenchFailed
from webapp.bench_web.site import python_module
from webapp.edition.layout import Layout
from webapp.edition.records import EditionSound

SPEECH = Path(webapp.__file__).parent / "demo" / "programmes" / "saxaul.opus"


def add_sound(layout: Layout, duration_ms: int) -> EditionSound:
    """Put a public sound of about this length into an edition, with its waveform.

    :raises BenchFailed: it cannot be made.
    """
    layout.sound.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".making-", dir=layout.sound) as directory:
        sound, peaks = Path(directory) / "sound.m4a", Path(directory) / "sound.dat"
        command = python_module("webapp.bench_web.speak", *map(str, (SPEECH, sound, peaks, duration_ms)))
        made = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False, text=True)  # noqa: S603
        if made.returncode:
            raise BenchFailed(f"No long sound could be made ({made.stderr.strip().splitlines()[-1]}).")
        with sound.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        size_bytes = sound.stat().st_size
        sound.rename(layout.sound_path(sha256))
        peaks.rename(layout.peaks_path(sha256))
    return EditionSound(sha256, size_bytes, duration_ms)
