"""Decoded recordings, the base weights and a running engine: made once a session."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from media.decoder.messages import PcmMade, Task
from media.sandbox import decode
from transcribe.engines.supervisor import EngineProcess
from transcribe.models import Model, find_model


@pytest.fixture(scope="session")
def decoded(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Takes a recording's file name, gives its samples as the archive would keep them (16 kHz, mono, s16)."""
    directory = tmp_path_factory.mktemp("decoded")

    def samples_of(name: str) -> Path:
        target = directory / f"{name}.s16"
        if not target.exists():
            decode(Task.PCM, shared_data / "audio" / name, (target,), PcmMade, file_name=name)
        return target

    return samples_of


@pytest.fixture(scope="session")
def base_model(models_dir: Path) -> Model:
    return find_model("faster-whisper", "base", models_dir)


@pytest.fixture(scope="session")
def recogniser(base_model: Model) -> Iterator[EngineProcess]:
    """One faster-whisper child for all tests that only ask it something."""
    with EngineProcess("faster-whisper", base_model) as process:
        yield process
