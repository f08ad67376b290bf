"""What is known of a model that was added: kept beside its weights, readable by hand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import msgspec

from media.durable import replace_durably
from media.fixity import file_sha256
from transcribe.errors import WeightsCorrupt

RECORD = "muragat.json"
CTRANSLATE2 = "ctranslate2"
ONNX_ASR = "onnx-asr"
TRANSLATION = "translation"
"""The form of a model that translates text, in CTranslate2's format; no engine hears with it."""
CTRANSLATE2_FILE = "model.bin"
ONNX_SUFFIXES = (".onnx", ".ort", ".data", ".onnx_data")
NOT_STATED = "not stated"


@dataclass(frozen=True, slots=True)
class Abilities:
    """What a model can do, as its weights and its vocabulary show."""

    languages: tuple[str, ...]
    """BCP 47 tags, sorted; empty where the model does not say."""
    translates: bool
    """Whether it was trained to translate into English; one that was cut down (turbo, distil) is no more."""

    @property
    def multilingual(self) -> bool:
        return len(self.languages) != 1


@dataclass(frozen=True, slots=True)
class WeightsFile:
    """One file of a model."""

    name: str
    size_bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class ModelRecord:
    """A model on this machine."""

    name: str
    form: str
    """What its directory holds: ``ctranslate2``, ``onnx-asr`` or ``translation``."""
    came_as: str
    """What it was made from, such as “openai-whisper checkpoint”."""
    engines: tuple[str, ...]
    """That can load it; none for a model that translates text."""
    licence: str
    origin: str
    """An address, or what the person wrote who brought it."""
    abilities: Abilities
    files: tuple[WeightsFile, ...]
    """That an engine reads; the weights proper first, then the largest."""
    sources: tuple[WeightsFile, ...]
    """As they came, before anything was made of them."""
    added_at: str
    """RFC 3339, UTC; empty for what is installed as a package."""

    @property
    def size_bytes(self) -> int:
        return sum(file.size_bytes for file in self.files)

    @property
    def is_transducer(self) -> bool:
        return self.form == ONNX_ASR and are_of_a_transducer(file.name for file in self.files)

    @property
    def sha256(self) -> str:
        """Of the weights proper."""
        return self.files[0].sha256


def are_of_a_transducer(names: Iterable[str]) -> bool:
    """Tell from the names of an onnx-asr folder's files whether it holds an RNN-T or TDT model: these have a decoder.

    Such a model knows when its own words are spoken, but cannot place known ones.
    """
    graphs = [name for name in names if name.endswith(ONNX_SUFFIXES)]
    return any("decoder" in name or "joint" in name for name in graphs)


def weights_proper(directory: Path, form: str) -> Path | None:
    """Return the file with the weights of a model, ``None`` where there is none."""
    if form in (CTRANSLATE2, TRANSLATION):
        return path if (path := directory / CTRANSLATE2_FILE).is_file() else None
    graphs = [path for path in directory.iterdir() if path.is_file() and path.suffix in ONNX_SUFFIXES]
    return max(graphs, key=lambda path: (path.stat().st_size, path.name), default=None)


def measure(directory: Path, form: str) -> tuple[WeightsFile, ...]:
    """Return every file of a model with its hash, the weights proper first, then the largest."""
    proper = weights_proper(directory, form)
    paths = (path for path in directory.iterdir() if path.is_file() and path.name != RECORD)
    ordered = sorted(paths, key=lambda path: (path != proper, -path.stat().st_size, path.name))
    return tuple(weights_file(path) for path in ordered)


def weights_file(path: Path) -> WeightsFile:
    return WeightsFile(path.name, path.stat().st_size, file_sha256(path))


def write_record(directory: Path, record: ModelRecord) -> None:
    with replace_durably(directory / RECORD) as making:
        making.write_bytes(msgspec.json.format(msgspec.json.encode(record), indent=2) + b"\n")


def read_record(directory: Path) -> ModelRecord | None:
    """Return the record in a model's directory, ``None`` where none was added there.

    :raises WeightsCorrupt: it cannot be read.
    """
    try:
        return msgspec.json.decode((directory / RECORD).read_bytes(), type=ModelRecord)
    except FileNotFoundError:
        return None
    except msgspec.MsgspecError as error:
        raise WeightsCorrupt(f"{directory / RECORD} is damaged ({error}); {_again(directory)}") from error


def verify(directory: Path, record: ModelRecord) -> None:
    """Compare every file with what was added.

    :raises WeightsCorrupt: one is missing or has other bytes.
    """
    for file in record.files:
        path = directory / file.name
        if not path.is_file() or file_sha256(path) != file.sha256:
            raise WeightsCorrupt(f"{path} is not the file that was added; {_again(directory)}")


def _again(directory: Path) -> str:
    return f"remove the directory {directory} and add the model again."
