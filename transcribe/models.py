"""The weights of a model: found on this machine and verified by sha256, or downloaded by name."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from media.fixity import file_sha256
from transcribe import weights_download, weights_package
from transcribe.errors import WeightsMissing
from transcribe.weights_convert import convert_once

CTRANSLATE2_FILE = "model.bin"


@dataclass(frozen=True, slots=True)
class Model:
    """Weights that an engine can load."""

    name: str
    """As the user wrote it."""
    path: Path
    """faster-whisper: a directory in CTranslate2's format; openai-whisper: a checkpoint."""
    sha256: str
    """Of the weights as they came: of ``model.bin``, for both engines where the checkpoint was converted from it."""


def find_model(engine: str, name: str, models: Path) -> Model:
    """Return the model of this name, ready for this engine.

    :param name: a path, or a name: of installed weights, or one that the engine can download.
    :param models: the archive's directory of models; what is joined, converted or downloaded is kept there.
    :raises WeightsMissing: there is no such model here, and it could not be downloaded.
    :raises WeightsCorrupt: the installed weights are not the ones they must be.
    """
    place = _local_path(name) or weights_package.join_once(name, models) or weights_download.fetch(engine, name, models)
    if place.is_file():
        if engine == "faster-whisper":
            raise WeightsMissing(
                f"“{name}” is a file; {engine} takes the directory of a model in CTranslate2's format."
            )
        return Model(name, place, file_sha256(place))
    weights = place / CTRANSLATE2_FILE
    if not weights.is_file():
        raise WeightsMissing(f"There is no {CTRANSLATE2_FILE} in {place}; name a directory with a whole model.")
    sha256 = file_sha256(weights)
    path = convert_once(place, sha256, models) if engine == "openai-whisper" else place
    return Model(name, path, sha256)


def _local_path(name: str) -> Path | None:
    """Return the path that is meant, ``None`` where a name is: a directory “base” beside the user is none."""
    path = Path(name).expanduser()
    return path.absolute() if "/" in name and path.exists() else None
