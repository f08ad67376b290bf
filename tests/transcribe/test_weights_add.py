"""Models brought in: the same small Whisper in each form is one model to both engines; what is damaged is refused."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from random import Random

import numpy as np
import pytest

from media.errors import StorageFull
from media.fixity import file_sha256
from tests.transcribe import checkpoints
from transcribe.engines.languages import to_whisper
from transcribe.engines.protocol import Samples
from transcribe.engines.supervisor import EngineProcess
from transcribe.errors import ModelExists, WeightsCorrupt, WeightsMissing
from transcribe.models import Model, abilities_of, find_model, models_here
from transcribe.weights.add import ADDING, Wish, add_model
from transcribe.weights.convert import _convert
from transcribe.weights.model_record import RECORD, ModelRecord
from transcribe.weights.safetensors_format import read_tensors, write_tensors
from transcribe.weights.unpickle import unpickle
from transcribe.weights.whisper_tokenizer import tokenizer
from transcribe.weights.whisper_vocabulary import standard

SAID = ["long", "number", "is", "going", "to", "world"]
"""`checkpoints.SAYS`."""


@pytest.fixture(scope="module")
def tensors() -> checkpoints.Tensors:
    return checkpoints.hugging_face()


@pytest.fixture(scope="module")
def brought(tmp_path_factory: pytest.TempPathFactory, tensors: checkpoints.Tensors, base_model: Model) -> Path:
    """A directory in which the same model lies in three forms."""
    place = tmp_path_factory.mktemp("brought")
    checkpoints.write_ctranslate2(place / "converted", tensors, base_model.path)
    checkpoints.write_openai(place / "pickled.pt", tensors)
    checkpoints.write_hugging_face(place / "tuned", tensors, base_model.path)
    return place


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory, brought: Path) -> Path:
    """A directory of models to which all three were added."""
    place = tmp_path_factory.mktemp("models")
    for name in ("converted", "pickled.pt", "tuned"):
        add(brought / name, place, licence="CC-BY-4.0", origin="the desk's own")
    return place


@pytest.fixture(scope="module")
def noise() -> Samples:
    return np.random.default_rng(5).normal(0, 0.1, 30 * 16_000).astype(np.float32)


def add(
    path: Path, models: Path, licence: str | None = None, origin: str | None = None, name: str | None = None
) -> ModelRecord:
    added = add_model(Wish(str(path), None, name, licence, origin), models, lambda *_: None)
    assert added.untried == ""
    return added.record


def left_over(models: Path) -> list[str]:
    return sorted(path.name for path in models.iterdir())


def test_three_forms_of_a_model_become_the_same_bytes(models: Path, brought: Path) -> None:
    records = {record.name: record for record in models_here(models) if record.added_at}
    assert sorted(records) == ["converted", "pickled", "tuned"]
    ctranslate2s_own = file_sha256(brought / "converted" / "model.bin")
    assert {record.sha256 for record in records.values()} == {ctranslate2s_own}
    for record in records.values():
        assert record.engines == ("faster-whisper", "openai-whisper")
        assert record.abilities.translates
        assert len(record.abilities.languages) == 99
        assert {"kk", "ru", "jv"} <= set(record.abilities.languages)
        assert (record.licence, record.origin) == ("CC-BY-4.0", "the desk's own")
        config = json.loads((models / record.name / "config.json").read_text())
        assert config["alignment_heads"] == checkpoints.HEADS_THAT_FOLLOW
    assert records["pickled"].sources[0].sha256 == file_sha256(brought / "pickled.pt")
    assert records["tuned"].came_as == "Hugging Face checkpoint"


IN_FULL_PRECISION = """
import json, sys
import numpy as np
from faster_whisper import WhisperModel

model = WhisperModel(sys.argv[1], device="cpu", compute_type="float32")
sound = np.load(sys.argv[2])
segments, _ = model.transcribe(sound, language="kk", word_timestamps=True)
words = [(word.word.strip(), word.start, word.probability) for segment in segments for word in segment.words]
print(json.dumps([words, dict(model.detect_language(sound)[2])]))
"""
"""CTranslate2 without the roundings by which our engine is faster: what remains is the weights'."""


def in_full_precision(
    model: Path, sound: Samples, directory: Path
) -> tuple[list[tuple[str, float, float]], dict[str, float]]:
    np.save(directory / "sound.npy", sound)
    command = [sys.executable, "-c", IN_FULL_PRECISION, str(model), str(directory / "sound.npy")]
    words, languages = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return words, languages


@pytest.mark.release
def test_both_engines_hear_the_same_with_it(models: Path, noise: Samples, tmp_path: Path) -> None:
    with EngineProcess("openai-whisper", find_model("openai-whisper", "tuned", models)) as process:
        (reference,), (languages,) = process.recognise([noise], ["kk"]), process.detect_languages([noise])
    words = [word for segment in reference.segments for word in segment.words]
    assert [word.text for word in words] == SAID
    found, others = in_full_precision(models / "tuned", noise, tmp_path)
    assert [(text, round(1000 * start)) for text, start, _ in found] == [(word.text, word.start_ms) for word in words]
    assert [probability for *_, probability in found] == pytest.approx([word.probability for word in words], abs=1e-3)
    assert max(abs(others[to_whisper(tag, others) or ""] - chance) for tag, chance in languages.items()) < 1e-5


def test_our_engines_load_it(models: Path, noise: Samples) -> None:
    with EngineProcess("faster-whisper", find_model("faster-whisper", "pickled", models)) as process:
        (heard,) = process.recognise([noise], ["kk"])
    assert [word.text for segment in heard.segments for word in segment.words] == SAID


def test_a_model_that_was_damaged_later_is_not_loaded(models: Path, tmp_path: Path) -> None:
    shutil.copytree(models / "tuned", tmp_path / "tuned")
    with (tmp_path / "tuned" / "model.bin").open("r+b") as file:
        file.seek(5_000_000)
        file.write(b"?")
    with pytest.raises(WeightsCorrupt, match=r"model\.bin is not the file that was added; remove the directory"):
        find_model("faster-whisper", "tuned", tmp_path)


def test_a_record_that_was_damaged_is_said(models: Path, tmp_path: Path) -> None:
    shutil.copytree(models / "tuned", tmp_path / "tuned")
    (tmp_path / "tuned" / RECORD).write_text("{")
    with pytest.raises(WeightsCorrupt, match="is damaged"):
        find_model("faster-whisper", "tuned", tmp_path)


@pytest.mark.parametrize(
    ("name", "why"),
    [("tuned", "already"), ("a b", "cannot be"), ("../x", "cannot be"), ("openai-whisper-1", "cannot be")],
)
def test_a_name_that_cannot_be_given(models: Path, brought: Path, name: str, why: str) -> None:
    before = left_over(models)
    with pytest.raises(ModelExists, match=why):
        add(brought / "converted", models, name=name)
    assert left_over(models) == before


def test_a_model_with_a_short_decoder_does_not_translate(base_model: Model, tmp_path: Path) -> None:
    place = checkpoints.write_hugging_face(
        tmp_path / "turbo", checkpoints.hugging_face(decoder_layers=1), base_model.path
    )
    (place / "generation_config.json").unlink()
    models = tmp_path / "models"
    record = add(place, models)
    assert record.abilities.multilingual
    assert not record.abilities.translates
    assert not abilities_of("turbo", models).translates
    assert not abilities_of(str(models / "turbo"), models).translates
    assert abilities_of("base", models).translates


def test_a_full_disk_is_not_the_checkpoints_fault(brought: Path) -> None:
    with pytest.raises(StorageFull, match="is full; make room"):
        unpickle(brought / "pickled.pt", Path("/dev/full"), "")
    with pytest.raises(StorageFull, match="is full; make room"):
        _convert(brought / "converted", Path("/dev/full"))


@pytest.mark.release
def test_what_a_loose_checkpoint_can_do_is_seen_in_it(brought: Path, tmp_path: Path) -> None:
    assert abilities_of(str(brought / "pickled.pt"), tmp_path).translates


@pytest.mark.release
def test_quantised_weights_serve_one_engine(tensors: checkpoints.Tensors, base_model: Model, tmp_path: Path) -> None:
    place = checkpoints.write_ctranslate2(tmp_path / "small", tensors, base_model.path, "int8")
    models = tmp_path / "models"
    assert add(place, models).engines == ("faster-whisper",)
    with pytest.raises(
        WeightsMissing, match="openai-whisper cannot load the model “small”; use --engine faster-whisper"
    ):
        find_model("openai-whisper", "small", models)


def halves(tensors: checkpoints.Tensors) -> checkpoints.Tensors:
    return {name: array.astype(np.float16) for name, array in tensors.items()}


def in_bfloat16(path: Path, tensors: checkpoints.Tensors) -> None:
    """Write a safetensors file by hand, each number without its lower 16 bits."""
    cut = {name: (np.ascontiguousarray(array).view("<u4") >> 16).astype("<u2") for name, array in tensors.items()}
    head, place = {}, 0
    for name, array in cut.items():
        head[name] = {"dtype": "BF16", "shape": array.shape, "data_offsets": [place, place + array.nbytes]}
        place += array.nbytes
    text = json.dumps(head).encode()
    path.write_bytes(len(text).to_bytes(8, "little") + text + b"".join(array.tobytes() for array in cut.values()))


def test_bfloat16_is_read_as_the_numbers_that_it_is(tensors: checkpoints.Tensors, tmp_path: Path) -> None:
    in_bfloat16(tmp_path / "x.safetensors", tensors)
    read = read_tensors(tmp_path / "x.safetensors")
    assert read.keys() == tensors.keys()
    for name, array in tensors.items():
        assert read[name].dtype == np.float32
        assert np.array_equal(read[name].view("<u4"), array.view("<u4") & 0xFFFF_0000)


@pytest.mark.release
def test_half_precision_stays_what_it_is_and_parts_are_joined(
    tensors: checkpoints.Tensors, base_model: Model, tmp_path: Path
) -> None:
    place = checkpoints.write_hugging_face(tmp_path / "parts", halves(tensors), base_model.path)
    (place / "model.safetensors").unlink()
    names = list(tensors)
    parts = {"model-00001-of-00002.safetensors": names[::2], "model-00002-of-00002.safetensors": names[1::2]}
    for file, inside in parts.items():
        write_tensors(place / file, {name: halves(tensors)[name] for name in inside}, {})
    weight_map = {name: file for file, inside in parts.items() for name in inside}
    (place / "model.safetensors.index.json").write_text(json.dumps({"weight_map": weight_map}))
    whole = checkpoints.write_hugging_face(tmp_path / "whole", halves(tensors), base_model.path)
    models = tmp_path / "models"
    records = add(place, models), add(whole, models)
    assert records[0].sha256 == records[1].sha256
    assert records[0].size_bytes < 20_000_000
    assert len(records[0].sources) == 2


def test_the_older_files_of_a_vocabulary_are_joined(
    tensors: checkpoints.Tensors, base_model: Model, tmp_path: Path
) -> None:
    place = checkpoints.write_hugging_face(tmp_path / "older", tensors, base_model.path)
    (place / "tokenizer.json").unlink()
    own = standard(checkpoints.TOKENS)
    assert own
    numbers = own.numbers
    text = {token: numbers[token] for token in own.tokens[: own.added]}
    signs = {token: numbers[token] for token in own.tokens[own.added : 50364]}
    (place / "vocab.json").write_text(json.dumps(text))
    (place / "added_tokens.json").write_text(json.dumps(signs))
    (place / "merges.txt").write_text("#version: 0.2\n" + "".join(f"{a} {b}\n" for a, b in own.merges))
    record = add(place, tmp_path / "models")
    assert record.engines == ("faster-whisper", "openai-whisper")
    assert (tmp_path / "models" / "older" / "tokenizer.json").read_bytes() == tokenizer(own)


def test_a_standard_vocabulary_is_whispers_own(base_model: Model) -> None:
    own = standard(51865)
    assert own
    theirs = json.loads((base_model.path / "tokenizer.json").read_text())
    ours = json.loads(tokenizer(own))
    assert list(own.tokens) == json.loads((base_model.path / "vocabulary.json").read_text())
    assert ours["added_tokens"] == theirs["added_tokens"]
    assert ours["model"]["vocab"] == theirs["model"]["vocab"]
    assert ours["model"]["merges"] == theirs["model"]["merges"]


ADD = """
import sys
from pathlib import Path
from random import Random
from transcribe.weights.add import ADDING, Wish, add_model
print("ready", flush=True)
add_model(Wish(sys.argv[1]), Path(sys.argv[2]), lambda *_: None)
"""


def add_and_kill(path: Path, models: Path, after_s: float) -> bool:
    """Begin to add a model and kill that process with its engine; return whether it had come to its end before."""
    with subprocess.Popen(
        [sys.executable, "-c", ADD, path, models], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        assert process.stdout
        process.stdout.readline()
        try:
            return process.wait(after_s) == 0
        except subprocess.TimeoutExpired:
            process.kill()
            return False


@pytest.mark.parametrize("rounds", [2, pytest.param(60, marks=[pytest.mark.release, pytest.mark.timeout(900)])])
def test_a_kill_at_any_moment_leaves_a_model_whole_or_none(brought: Path, tmp_path: Path, rounds: int) -> None:
    dice = Random(rounds)
    for _ in range(rounds):
        done = add_and_kill(brought / "tuned", tmp_path, dice.uniform(0.2, 1.6))
        there = [record for record in models_here(tmp_path) if record.name == "tuned"]
        assert there or not done
        assert {path.name for path in tmp_path.iterdir()} <= {"tuned", f"{ADDING}tuned"}
        if there:
            assert find_model("faster-whisper", "tuned", tmp_path).sha256 == there[0].sha256
            shutil.rmtree(tmp_path / "tuned")
    add(brought / "tuned", tmp_path)
    assert left_over(tmp_path) == ["tuned"]


@pytest.mark.release
def test_two_processes_do_not_add_the_same_model_at_once(brought: Path, tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", ADD, brought / "tuned", tmp_path], stdout=subprocess.PIPE) as first:
        assert first.stdout
        first.stdout.readline()
        while not (tmp_path / f"{ADDING}tuned" / "made").is_dir():
            assert first.poll() is None
        with pytest.raises(ModelExists, match="being added already by another process"):
            add(brought / "tuned", tmp_path)
    assert first.returncode == 0
    assert left_over(tmp_path) == ["tuned"]


GIGAAM = Path(__file__).parent / "kazakh" / "gigaam"


def test_a_folder_for_onnx_asr_comes_on_a_stick(tmp_path: Path) -> None:
    pytest.importorskip("onnx_asr")
    stick = tmp_path / "stick" / "steppe"
    shutil.copytree(GIGAAM, stick)
    (stick / "notes.odt").write_bytes(b"not needed")
    models = tmp_path / "models"
    record = add(stick, models, "MIT", "a stick")
    assert record.engines == ("onnx-asr",)
    assert not record.abilities.translates
    assert {file.name for file in record.files} == {path.name for path in GIGAAM.iterdir()}
    found = find_model("onnx-asr", "steppe", models)
    assert found.sha256 == file_sha256(GIGAAM / "multilingual_ctc.onnx")
    assert find_model("onnx-asr", str(stick), models).sha256 == found.sha256
    with pytest.raises(WeightsMissing, match="use --engine onnx-asr"):
        find_model("faster-whisper", "steppe", models)


def test_a_folder_that_onnx_asr_cannot_load_is_refused(tmp_path: Path) -> None:
    pytest.importorskip("onnx_asr")
    shutil.copytree(GIGAAM, tmp_path / "steppe")
    (tmp_path / "steppe" / "multilingual_ctc.onnx").write_bytes(b"not a graph")
    with pytest.raises(WeightsCorrupt, match="The engine onnx-asr cannot load this model"):
        add(tmp_path / "steppe", tmp_path / "models")
    assert left_over(tmp_path / "models") == []
