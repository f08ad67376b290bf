"""Models from strangers: whatever is in the files, one sentence is said and nothing of them stays."""

from __future__ import annotations

import json
import os
import pickle
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.transcribe import checkpoints
from transcribe.errors import TranscribeError
from transcribe.models import Model
from transcribe.weights.add import Wish, add_model
from transcribe.weights.ctranslate2_format import NotOurFormat, read_weights, write_weights
from transcribe.weights.safetensors_format import METADATA, read_tensors, write_tensors

Spoil = Callable[[Path], None]


@pytest.fixture(scope="module")
def tensors() -> dict[str, Any]:
    return checkpoints.hugging_face()


@pytest.fixture
def tuned(tmp_path: Path, tensors: checkpoints.Tensors, base_model: Model) -> Path:
    return checkpoints.write_hugging_face(tmp_path / "tuned", tensors, base_model.path)


def refused(path: Path, models: Path) -> str:
    """Return the sentence with which a model is refused; nothing of it may stay."""
    models.mkdir()
    with pytest.raises(TranscribeError) as error:
        add_model(Wish(str(path)), models, lambda *_: None)
    said = str(error.value)
    assert said.endswith(".")
    assert "\n" not in said
    assert len(said) < 600
    assert list(models.iterdir()) == []
    return said


def rewritten(change: Callable[[dict[str, Any]], object]) -> Spoil:
    """Change the tensors of a checkpoint."""

    def spoil(place: Path) -> None:
        tensors = {name: np.array(array) for name, array in read_tensors(place / "model.safetensors").items()}
        change(tensors)
        write_tensors(place / "model.safetensors", tensors, {})

    return spoil


def header(change: Callable[[dict[str, Any]], object]) -> Spoil:
    """Change the header of a safetensors file."""

    def spoil(place: Path) -> None:
        raw = (place / "model.safetensors").read_bytes()
        length = struct.unpack("<Q", raw[:8])[0]
        head = json.loads(raw[8 : 8 + length])
        change(head)
        text = json.dumps(head).encode()
        (place / "model.safetensors").write_bytes(struct.pack("<Q", len(text)) + text + raw[8 + length :])

    return spoil


def changed(name: str, **values: object) -> Spoil:
    """Change a JSON file beside the weights."""

    def spoil(place: Path) -> None:
        path = place / name
        path.write_text(json.dumps(json.loads(path.read_text()) | values))

    return spoil


def written(name: str, content: bytes) -> Spoil:
    def spoil(place: Path) -> None:
        (place / name).write_bytes(content)

    return spoil


CONV = "model.encoder.conv1.weight"
SPOILT: dict[str, tuple[Spoil, str]] = {
    "cut off": (lambda place: os.truncate(place / "model.safetensors", 9_000_000), "outside the file"),
    "empty": (written("model.safetensors", b""), "cut off"),
    "a header of 2^63 bytes": (
        written("model.safetensors", struct.pack("<Q", 1 << 63) + b"{}"),
        "longer than the file",
    ),
    "a header that is no JSON": (written("model.safetensors", struct.pack("<Q", 4) + b"{{{{"), "no safetensors"),
    "a header of brackets": (written("model.safetensors", struct.pack("<Q", 50_000) + b"[" * 50_000), "no safetensors"),
    "a place before the file": (header(lambda head: head[CONV].update(data_offsets=[-8, 61432])), "outside the file"),
    "a place behind the file": (
        header(lambda head: head[CONV].update(data_offsets=[1 << 60, 1 << 61])),
        "outside the file",
    ),
    "a shape of too much": (header(lambda head: head[CONV].update(shape=[1 << 40, 80, 3])), "size that its shape"),
    "a negative shape": (header(lambda head: head[CONV].update(shape=[-64, -80, 3])), "outside the file"),
    "text as a shape": (header(lambda head: head[CONV].update(shape="much")), "no safetensors"),
    "a tensor is missing": (rewritten(lambda t: t.pop("model.decoder.layers.1.fc2.bias")), "mlp.2.bias is missing"),
    "a layer is missing": (
        rewritten(lambda t: [t.pop(name) for name in list(t) if ".layers." in name and "fc1.weight" in name]),
        "cannot",
    ),
    "a tensor of another shape": (
        rewritten(lambda t: t.update({"model.decoder.layers.0.fc1.bias": np.zeros(7, np.float32)})),
        "has the shape",
    ),
    "a number that is none": (rewritten(lambda t: t[CONV].__setitem__((0, 0, 0), np.nan)), "numbers are none"),
    "another model's config": (changed("config.json", model_type="wav2vec2"), "no Whisper model"),
    "no heads": (changed("config.json", encoder_attention_heads=0), "cut into its heads"),
    "heads that do not fit": (changed("config.json", decoder_attention_heads=7), "cut into its heads"),
    "text for heads": (changed("config.json", decoder_attention_heads="two"), "cannot be read"),
    "a config that is no JSON": (written("config.json", b"\xff\xfe{"), "cannot be read"),
    "a config of brackets": (written("config.json", b"[" * 100_000), "cannot be read"),
    "no config": (lambda place: (place / "config.json").unlink(), "is missing"),
    "heads outside the model": (changed("generation_config.json", alignment_heads=[[9, 9]]), "attention heads"),
    "tokens outside the model": (changed("generation_config.json", begin_suppress_tokens=[1 << 40]), "names tokens"),
    "another vocabulary": (changed("tokenizer.json", model={"vocab": {"a": 0}}), "not that of its weights"),
    "a vocabulary of more tokens than weights": (
        changed("tokenizer.json", added_tokens=[{"id": 1 << 30, "content": "<|endoftext|>"}]),
        "not that of its weights",
    ),
    "an index that is no JSON": (written("model.safetensors.index.json", b"{"), "cannot be read"),
    "no vocabulary": (lambda place: (place / "tokenizer.json").unlink(), "There is no tokenizer.json"),
    "a vocabulary that is no JSON": (written("tokenizer.json", b"<html>"), "cannot be read"),
    "an index of files elsewhere": (
        written("model.safetensors.index.json", b'{"weight_map": {"x": "../../../etc/passwd"}}'),
        "passwd is missing",
    ),
}


@pytest.mark.parametrize("how", SPOILT)
def test_a_spoilt_checkpoint_is_refused_in_one_sentence(tuned: Path, tmp_path: Path, how: str) -> None:
    spoil, why = SPOILT[how]
    spoil(tuned)
    assert why in refused(tuned, tmp_path / "models")


def test_a_pickle_that_runs_a_command_is_not_obeyed(tmp_path: Path) -> None:
    class Evil:
        def __reduce__(self) -> tuple[Callable[[str], int], tuple[str]]:
            return os.system, (f"touch {tmp_path}/obeyed",)

    with zipfile.ZipFile(tmp_path / "evil.pt", "w") as archive:
        archive.writestr("evil/data.pkl", pickle.dumps({"dims": {}, "model_state_dict": Evil()}, protocol=2))
        archive.writestr("evil/version", "3\n")
    assert "torch reads no tensors from it" in refused(tmp_path / "evil.pt", tmp_path / "models")
    assert not (tmp_path / "obeyed").exists()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "it is empty"),
        (b"hello", "it is no checkpoint of torch"),
        (b"PK\x03\x04" + b"\x00" * 500, "its end is missing"),
    ],
)
def test_a_file_that_torch_did_not_write(tmp_path: Path, content: bytes, why: str) -> None:
    (tmp_path / "mine.pt").write_bytes(content)
    assert why in refused(tmp_path / "mine.pt", tmp_path / "models")


@pytest.mark.release
@pytest.mark.parametrize("size", [5, {"n_audio_head": "two"}])
def test_a_checkpoint_whose_size_is_no_numbers(tmp_path: Path, size: object) -> None:
    with zipfile.ZipFile(tmp_path / "odd.pt", "w") as archive:
        archive.writestr("odd/data.pkl", pickle.dumps({"dims": size, "model_state_dict": {}}, protocol=2))
        archive.writestr("odd/version", "3\n")
    assert "its size is no numbers" in refused(tmp_path / "odd.pt", tmp_path / "models")


VAST = """
import sys, torch
vast = torch.zeros(1).expand(1 << 40)
torch.save({"dims": {}, "model_state_dict": {"encoder.conv1.weight": vast}}, sys.argv[1])
"""


@pytest.mark.release
def test_a_pickle_that_claims_to_be_vast_is_not_believed(tmp_path: Path) -> None:
    checkpoints.run(VAST, tmp_path / "vast.pt")
    assert "larger than the file" in refused(tmp_path / "vast.pt", tmp_path / "models")


@pytest.mark.parametrize(
    ("names", "why"),
    [
        ((), "There is no model in"),
        (("adapter_config.json", "adapter_model.safetensors"), "an adapter alone"),
        (("model.onnx",), "There is no vocabulary"),
        (("model.bin",), "cannot be used"),
    ],
)
def test_a_directory_that_is_no_model(tmp_path: Path, names: tuple[str, ...], why: str) -> None:
    (tmp_path / "mine").mkdir()
    for name in names:
        (tmp_path / "mine" / name).write_bytes(b"?")
    assert why in refused(tmp_path / "mine", tmp_path / "models")


def test_a_path_where_nothing_is(tmp_path: Path) -> None:
    assert "There is nothing at" in refused(tmp_path / "nothing", tmp_path / "models")


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """A small file of each binary format."""
    place = tmp_path_factory.mktemp("files")
    arrays = {"a": np.ones((2, 3), np.float32), "b": np.ones(4, np.float16)}
    write_tensors(place / "s", arrays, {"x": "y"})
    write_weights(place / "c", "WhisperSpec", 3, arrays, {"d": "a"})
    return {name: (place / name).read_bytes() for name in ("s", "c")}


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_readers_read_any_bytes_or_say_that_they_cannot(
    files: dict[str, bytes], tmp_path: Path, data: st.DataObject
) -> None:
    name = data.draw(st.sampled_from(sorted(files)))
    content = bytearray(files[name])
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(content) - 1))
        content[place : place + data.draw(st.integers(0, 9))] = data.draw(st.binary(max_size=9))
    (tmp_path / "x").write_bytes(bytes(content))
    try:
        read = read_tensors(tmp_path / "x") if name == "s" else read_weights(tmp_path / "x").variables
    except NotOurFormat:
        return
    assert sum(array.nbytes for array in read.values()) <= 2 * len(content)


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    arrays = {"a": np.arange(6, dtype=np.float32).reshape(2, 3), "b": np.float16([1.5])}
    write_tensors(tmp_path / "s", arrays, {})
    write_weights(tmp_path / "c", "WhisperSpec", 3, arrays, {"d": "a"})
    for read in (read_tensors(tmp_path / "s"), read_weights(tmp_path / "c").variables):
        for name, array in arrays.items():
            assert read[name].dtype == array.dtype
            assert np.array_equal(read[name], array)
    assert np.array_equal(read_weights(tmp_path / "c").variables["d"], arrays["a"])
    assert METADATA not in read_tensors(tmp_path / "s")
