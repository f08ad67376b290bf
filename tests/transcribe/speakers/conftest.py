"""What the tests of speakers share: the real network, and speech of several people in a row."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from media.records import Span
from media.sound import SAMPLES_PER_MS, read_samples, sound_duration_ms
from transcribe.plan import plan
from transcribe.speakers.dvector import DVector
from transcribe.speakers.turns import Turn
from transcribe.speakers.weights import network_tensors

PAUSE_MS = 400
Conversation = tuple[Path, tuple[Turn, ...]]


@pytest.fixture(scope="session")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a directory of models with the network's tensors in it."""
    directory = tmp_path_factory.mktemp("voices")
    network_tensors(directory)
    return directory


@pytest.fixture(scope="session")
def diariser(models: Path) -> DVector:
    return DVector(models)


@pytest.fixture(scope="session")
def conversation(decoded: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory) -> Conversation:
    """Return speech of four people by turns, decoded, and who speaks when."""
    parts: list[NDArray[np.float32]] = []
    turns: list[Turn] = []
    now_ms = 0
    for name, start_ms, end_ms in (
        ("en_libri_1088.wav", 0, 7_000),
        ("en_jfk.flac", 0, 5_000),
        ("en_azure_general_test.wav", 500, 7_500),
        ("en_libri_1088.wav", 7_000, 15_000),
        ("en_gentle_lucier.mp3", 2_000, 12_000),
        ("en_jfk.flac", 5_000, 11_000),
        ("en_azure_general_test.wav", 9_000, 15_000),
        ("en_gentle_lucier.mp3", 30_000, 38_000),
    ):
        part = read_samples(decoded(name), Span(start_ms, end_ms))
        parts += [part / np.abs(part).max() / 2, np.zeros(PAUSE_MS * SAMPLES_PER_MS, np.float32)]
        turns.append(Turn(Span(now_ms, now_ms + end_ms - start_ms), name))
        now_ms += end_ms - start_ms + PAUSE_MS
    path = tmp_path_factory.mktemp("conversation") / "sound.s16"
    (np.concatenate(parts) * 32_767).astype("<i2").tofile(path)
    assert sound_duration_ms(path) == now_ms
    return path, tuple(turns)


def speech_of(sound: Path) -> tuple[Span, ...]:
    return tuple(span for chunk in plan(sound) for span in chunk.speech)
