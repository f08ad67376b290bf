"""The forms in which a model comes, each made into a directory that an engine loads."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path

import msgspec

from transcribe.errors import WeightsCorrupt, WeightsMissing
from transcribe.weights.checkpoint import are_floats, shape_of_variables
from transcribe.weights.ctranslate2_format import NotOurFormat, read_weights, write_weights
from transcribe.weights.made import Made
from transcribe.weights.model_record import CTRANSLATE2, ONNX_ASR, Abilities
from transcribe.weights.safetensors_format import Array, Tensors, read_metadata, read_tensors
from transcribe.weights.translation import from_translation, translates_text
from transcribe.weights.unpickle import DIMENSIONS, HEADS, unpickle
from transcribe.weights.whisper_config import (
    CTranslate2Config,
    abilities,
    checked,
    config_for,
    engines,
    read_hugging_face,
    read_json,
)
from transcribe.weights.whisper_names import ALIASES, REVISION, SPECIFICATION, from_hugging_face, to_ctranslate2
from transcribe.weights.whisper_shape import Shape, shape_of
from transcribe.weights.whisper_tokenizer import read_tokenizer, read_tokens, tokenizer
from transcribe.weights.whisper_vocabulary import same_text, standard

INDEX = "model.safetensors.index.json"
SAFETENSORS = "model.safetensors"
PICKLE = "pytorch_model.bin"
ADAPTER = "adapter_config.json"
ONNX_FILES = ("*.onnx", "*.onnx.data", "*.onnx_data", "*.ort", "*vocab.txt", "tokens.txt", "config.json", "config.yaml")
"""Of a folder for onnx-asr, with its own names."""


class _Index(msgspec.Struct):
    weight_map: dict[str, str]


class Form(StrEnum):
    """What somebody brings."""

    CTRANSLATE2 = "CTranslate2 directory"
    OPENAI = "openai-whisper checkpoint"
    HUGGING_FACE = "Hugging Face checkpoint"
    ONNX_ASR = "onnx-asr folder"
    TRANSLATION = "CTranslate2 directory that translates text"


def form_of(source: Path) -> Form:
    """Return what a file or directory holds.

    :raises WeightsMissing: it is no model in a form that is known.
    """
    if source.is_file() and source.suffix == ".pt":
        return Form.OPENAI
    if translates_text(source):
        return Form.TRANSLATION
    if (source / "model.bin").is_file():
        return Form.CTRANSLATE2
    if any((source / name).is_file() for name in (INDEX, SAFETENSORS, PICKLE)):
        return Form.HUGGING_FACE
    if any(source.glob("*.onnx")):
        return Form.ONNX_ASR
    if (source / ADAPTER).is_file():
        raise WeightsMissing(f"{source} holds an adapter alone; merge it with the model it was made for, and add that.")
    raise WeightsMissing(
        f"There is no model in {source}; give a .pt of openai-whisper, or the directory of a model in CTranslate2's "
        "format (Whisper, OPUS-MT, NLLB), of a Whisper checkpoint (model.safetensors) or of one for onnx-asr."
    )


def sources_of(source: Path, form: Form) -> tuple[Path, ...]:
    """Return the files of weights as they came; those for onnx-asr are kept as they come.

    :raises WeightsCorrupt: what should name them cannot be read. :raises WeightsMissing: one is not there.
    """
    match form:
        case Form.OPENAI:
            return (source,)
        case Form.CTRANSLATE2 | Form.TRANSLATION:
            return (source / "model.bin",)
        case Form.HUGGING_FACE:
            with _one_sentence(source):
                return _hugging_face_weights(source)
        case Form.ONNX_ASR:
            return ()


@contextmanager
def _one_sentence(source: Path) -> Iterator[None]:
    try:
        yield
    except NotOurFormat as error:
        raise WeightsCorrupt(f"The model in {source} cannot be used ({error}); bring it anew, or another.") from error


def make(source: Path, form: Form, target: Path, name: str) -> Made:
    """Fill ``target``, an empty directory, with a model that an engine loads.

    :param name: by which openai-whisper knows the model, or an empty text.
    :raises WeightsCorrupt: the files are not what they must be. :raises WeightsMissing: one is not there.
    """
    makers: Mapping[Form, Callable[[Path, Path, str], Made]] = {
        Form.CTRANSLATE2: _from_ctranslate2,
        Form.OPENAI: _from_openai,
        Form.HUGGING_FACE: _from_hugging_face,
        Form.ONNX_ASR: _from_onnx,
        Form.TRANSLATION: from_translation,
    }
    with _one_sentence(source):
        return makers[form](source, target, name)


def _from_ctranslate2(source: Path, target: Path, _: str) -> Made:
    weights = read_weights(source / "model.bin")
    if weights.specification != SPECIFICATION:
        raise NotOurFormat(f"it is a {weights.specification}")
    shape = shape_of_variables(weights.variables)
    checked(read_json(source / "config.json", CTranslate2Config), shape)
    tokens = listed_tokens(source)
    if len(tokens) != shape.tokens:
        raise NotOurFormat("its vocabulary is not that of its weights")
    for path in (source / "model.bin", source / "config.json", *source.glob("vocabulary.*")):
        shutil.copyfile(path, target / path.name)
    _copy_tokenizer(source, target, tokens)
    _write_preprocessor(target, shape)
    return Made(CTRANSLATE2, engines(tokens, are_floats(weights.variables)), abilities(shape, tokens))


def _from_openai(source: Path, target: Path, name: str) -> Made:
    with tempfile.TemporaryDirectory(prefix=".unpickled-", dir=target) as directory:
        path = Path(directory) / "tensors"
        unpickle(source, path, name)
        metadata = read_metadata(path)
        dimensions = msgspec.json.decode(metadata[DIMENSIONS], type=dict[str, int])
        heads = msgspec.json.decode(metadata[HEADS], type=list[tuple[int, int]])
        tensors = read_tensors(path)
        shape = shape_of(tensors, dimensions.get("n_audio_head", 0), dimensions.get("n_text_head", 0))
        vocabulary = standard(shape.tokens)
        if not vocabulary:
            raise NotOurFormat(f"openai-whisper has no vocabulary of {shape.tokens} tokens")
        config = config_for(shape, vocabulary.tokens, heads)
        return _write(target, tensors, shape, vocabulary.tokens, tokenizer(vocabulary), config)


def _from_hugging_face(source: Path, target: Path, _: str) -> Made:
    config, generation = read_hugging_face(source)
    with tempfile.TemporaryDirectory(prefix=".unpickled-", dir=target) as directory:
        tensors = from_hugging_face(_all_tensors(source, Path(directory)))
        shape = shape_of(tensors, config.encoder_attention_heads, config.decoder_attention_heads)
        tokens = read_tokens(source, shape.tokens)
        beside = config_for(
            shape,
            tokens,
            generation.alignment_heads or (),
            generation.suppress_tokens or config.suppress_tokens or (),
            generation.begin_suppress_tokens or config.begin_suppress_tokens or (),
        )
        return _write(target, tensors, shape, tokens, read_tokenizer(source, shape.tokens), beside)


def _from_onnx(source: Path, target: Path, _: str) -> Made:
    """onnx-asr reads such a folder as it is; its engine finds out whether it can."""
    files = {path for pattern in ONNX_FILES for path in source.glob(pattern) if path.is_file()}
    if not any(path.suffix == ".txt" for path in files):
        raise WeightsMissing(f"There is no vocabulary (vocab.txt) in {source}; bring the whole folder.")
    for path in files:
        shutil.copyfile(path, target / path.name)
    return Made(ONNX_ASR, (ONNX_ASR,), Abilities((), translates=False))


def _write(
    target: Path,
    tensors: Tensors,
    shape: Shape,
    tokens: Sequence[str],
    tokenizer_json: bytes,
    config: CTranslate2Config,
) -> Made:
    """Write a model in CTranslate2's format, from which openai-whisper's checkpoint is made too.

    :param tensors: under openai-whisper's names.
    """
    write_weights(target / "model.bin", SPECIFICATION, REVISION, to_ctranslate2(tensors, shape), ALIASES)
    (target / "config.json").write_bytes(msgspec.json.encode(config))
    (target / "vocabulary.json").write_bytes(msgspec.json.encode(tokens))
    (target / "tokenizer.json").write_bytes(tokenizer_json)
    _write_preprocessor(target, shape)
    return Made(CTRANSLATE2, engines(tokens, floats=True), abilities(shape, tokens))


def _write_preprocessor(target: Path, shape: Shape) -> None:
    """faster-whisper learns only here that a model hears more than 80 bands."""
    (target / "preprocessor_config.json").write_bytes(msgspec.json.encode({"feature_size": shape.mels}))


def _copy_tokenizer(source: Path, target: Path, tokens: Sequence[str]) -> None:
    """Without ``tokenizer.json`` faster-whisper would fetch one from the network."""
    own = standard(len(tokens))
    if (source / "tokenizer.json").is_file():
        (target / "tokenizer.json").write_bytes(read_tokenizer(source, len(tokens)))
    elif own and same_text(tokens):
        (target / "tokenizer.json").write_bytes(tokenizer(own))
    else:
        raise WeightsMissing(f"There is no tokenizer.json in {source}; bring the one of the model it was tuned from.")


def listed_tokens(source: Path) -> tuple[str, ...]:
    """Return the vocabulary of a CTranslate2 directory, by number."""
    if (source / "vocabulary.json").is_file():
        return read_json(source / "vocabulary.json", tuple[str, ...])
    if (source / "vocabulary.txt").is_file():
        return tuple((source / "vocabulary.txt").read_text("utf-8").split("\n")[:-1])
    raise WeightsMissing(f"There is no vocabulary.json in {source}; bring the whole directory.")


def _hugging_face_weights(source: Path) -> tuple[Path, ...]:
    """Return the files with tensors: safetensors in one file or, of large models, in several; else a pickle."""
    if not (source / INDEX).is_file():
        return tuple(path for name in (SAFETENSORS, PICKLE) if (path := source / name).is_file())[:1]
    names = read_json(source / INDEX, _Index).weight_map.values()
    paths = tuple(source / Path(name).name for name in sorted(set(names)))
    if missing := [path.name for path in paths if not path.is_file()]:
        raise WeightsMissing(f"{missing[0]} is missing in {source}; bring the whole folder.")
    return paths


def _all_tensors(source: Path, directory: Path) -> Tensors:
    tensors: dict[str, Array] = {}
    for path in _hugging_face_weights(source):
        if path.name == PICKLE:
            unpickle(path, directory / "tensors", "")
        tensors |= read_tensors(directory / "tensors" if path.name == PICKLE else path)
    return tensors
