"""An engine for tests that kill: a plug-in like any other, in a child like any other, whose words are quickly computed.

What it says of a sound depends on every sample of it. Each batch is noted in a file when it is begun.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from transcribe.engines.plugin import EnginePlugin
from transcribe.engines.protocol import Samples
from transcribe.records import HeardSegment, Hypothesis, Word

NAME = "quick"
LOG = "QUICK_ENGINE_LOG"
PAUSE_SECONDS = "QUICK_ENGINE_PAUSE_SECONDS"
"""Where it is set, every batch takes so long at least, so that somebody can look on."""
WEIGHTS = b"weights"
WORD_MS = 200
ROUNDS = 20
"""Of hashing, so that a chunk takes some milliseconds and a kill can come in the middle of it."""


class QuickEngine:
    name = NAME
    version = "1"

    def __init__(self, path: Path, threads: int) -> None:
        self._model = (path / "model.bin").read_bytes()

    def recognise(
        self, sounds: Sequence[Samples], languages: Sequence[str], glossary: Sequence[str]
    ) -> tuple[Hypothesis, ...]:
        with Path(os.environ[LOG]).open("a") as log:
            log.write(digest(self._model, b"".join(sound.tobytes() for sound in sounds)) + "\n")
        time.sleep(float(os.environ.get(PAUSE_SECONDS, "0")))
        return tuple(map(self._hear, sounds, languages))

    def detect_languages(self, sounds: Sequence[Samples]) -> tuple[Mapping[str, float], ...]:
        return tuple({"en": 1.0} for _ in sounds)

    def _hear(self, samples: Samples, language: str) -> Hypothesis:
        told = digest(self._model, samples.tobytes())
        texts = [told[start : start + 8] for start in range(0, 24, 8)]
        words = tuple(Word(text, n * WORD_MS, (n + 1) * WORD_MS, 0.9) for n, text in enumerate(texts))
        return Hypothesis(language, 1.0, (HeardSegment(0, 3 * WORD_MS, words, -0.1, 0.0, 1.0),))


def digest(model: bytes, data: bytes) -> str:
    """Return what this engine makes of some bytes."""
    made = model
    for _ in range(ROUNDS):
        made = hashlib.sha256(made + data).digest()
    return made.hex()


class QuickerEngine(QuickEngine):
    """As if it computed on a graphics processor."""

    version = "1 (gpu)"


PLUGIN = EnginePlugin(
    load="tests.faults.quick_engine:QuickEngine",
    load_on_gpu="tests.faults.quick_engine:QuickerEngine",
    package="numpy",
    install="numpy",
)


def register(site: Path) -> None:
    """Write what pip would write of a package that registers this engine: whoever has ``site`` in its path has it."""
    metadata = site / "quick_engine-1.dist-info"
    metadata.mkdir(parents=True)
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: quick-engine\nVersion: 1\n")
    (metadata / "entry_points.txt").write_text(f"[muragat.engines]\n{NAME} = tests.faults.quick_engine:PLUGIN\n")


def add_model(place: Path) -> str:
    """Make this engine's weights, which decide what it says; return their path."""
    place.mkdir()
    (place / "model.bin").write_bytes(WEIGHTS)
    return str(place)
