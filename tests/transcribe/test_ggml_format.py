"""The file for whisper.cpp holds the same weights and words; where it is installed, it hears by them."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt
import pytest

from transcribe.bench_asr.bench import Turn
from transcribe.engines.connection import SETTINGS
from transcribe.errors import WeightsCorrupt
from transcribe.models import Model
from transcribe.weights.checkpoint import state_dict
from transcribe.weights.ctranslate2_format import read_weights, write_weights
from transcribe.weights.ggml_format import ggml_once, mel_filters
from transcribe.weights.whisper_names import REVISION, SPECIFICATION

DTYPES = {0: "<f4", 1: "<f2"}


@dataclass(frozen=True)
class Ggml:
    """What whisper.cpp's loader reads, in its order."""

    sizes: tuple[int, ...]
    filters: npt.NDArray[np.float32]
    tokens: tuple[bytes, ...]
    tensors: Mapping[str, npt.NDArray[Any]]


def read_ggml(path: Path) -> Ggml:
    file = BytesIO(path.read_bytes())

    def numbers(count: int) -> tuple[int, ...]:
        return struct.unpack(f"<{count}i", file.read(4 * count))

    assert file.read(4) == b"lmgg"  # “ggml” as a little-endian number
    sizes = numbers(11)
    mels, bins = numbers(2)
    filters = np.frombuffer(file.read(4 * mels * bins), "<f4").reshape(mels, bins)
    tokens = tuple(file.read(*numbers(1)) for _ in range(*numbers(1)))
    tensors = {}
    while head := file.read(12):
        axes, letters, kind = struct.unpack("<3i", head)
        shape = numbers(axes)[::-1]
        name = file.read(letters).decode()
        dtype = np.dtype(DTYPES[kind])
        tensors[name] = np.frombuffer(file.read(int(np.prod(shape)) * dtype.itemsize), dtype).reshape(shape)
    return Ggml(sizes, filters, tokens, tensors)


@pytest.fixture(scope="module")
def made(base_model: Model, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return ggml_once(base_model.path, base_model.sha256, tmp_path_factory.mktemp("ggml"))


def test_a_reader_finds_the_sizes_words_and_weights_of_the_model(made: Path, base_model: Model) -> None:
    read = read_ggml(made)
    assert read.sizes == (51_865, 1_500, 512, 8, 6, 448, 512, 8, 6, 80, 1)
    assert np.array_equal(read.filters, mel_filters(80))
    assert len(read.tokens) == 50_257
    assert b" country" in read.tokens
    assert "әр".encode() not in read.tokens[:256]
    assert sorted(read.tokens[:256]) == sorted(bytes([byte]) for byte in range(256))
    weights = state_dict(read_weights(base_model.path / "model.bin").variables)
    assert set(read.tensors) == set(weights)
    for name, tensor in weights.items():
        assert np.array_equal(read.tensors[name].reshape(tensor.shape), tensor), name  # float16 as they are kept


def test_a_damaged_file_is_made_again(made: Path, base_model: Model) -> None:
    models = made.parent.parent
    assert ggml_once(base_model.path, base_model.sha256, models) == made
    with made.open("r+b") as file:
        file.truncate(1_000)
    assert ggml_once(base_model.path, base_model.sha256, models) == made
    assert made.stat().st_size > 100_000_000
    assert [path.name for path in made.parent.iterdir()] == [made.name]


def test_other_weights_are_refused_in_one_sentence(base_model: Model, tmp_path: Path) -> None:
    variables = {"encoder/num_heads": np.array(8, "<i2")}
    write_weights(tmp_path / "model.bin", SPECIFICATION, REVISION, variables, {})
    with pytest.raises(WeightsCorrupt, match=r"cannot be used by whisper\.cpp"):
        ggml_once(tmp_path, "0" * 64, tmp_path / "models")


@pytest.mark.release  # with pip install pywhispercpp
def test_whisper_cpp_hears_by_it(made: Path, decoded: Callable[[str], Path]) -> None:
    child = subprocess.run(
        [sys.executable, "-m", "transcribe.bench_asr.peer", "whisper.cpp", made, "2", decoded("en_jfk.flac")],
        check=True,
        capture_output=True,
        env=os.environ | SETTINGS,
    )
    turn = msgspec.json.decode(child.stdout.splitlines()[-1], type=Turn)
    assert turn.language == "en"
    assert "ask not what your country can do for you" in turn.text
    (words,) = turn.words
    assert all(0 <= word.start_ms <= word.end_ms <= 11_000 for word in words)
    assert words[-1].start_ms > 9_000
