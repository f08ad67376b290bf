"""Models that the engines' own downloaders know by name."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from transcribe.errors import WeightsMissing

FAILED = 4


def fetch(engine: str, name: str, models: Path) -> Path:
    """Return the place of a model, downloaded into ``models`` where it is not there yet.

    It is done in a child, because the libraries that know the addresses bring torch or CTranslate2 with them.

    :return: a directory for faster-whisper, a checkpoint for openai-whisper.
    :raises WeightsMissing: the engine knows no such model, or it could not be had.
    """
    child = subprocess.run(  # noqa: S603 (our own module)
        [sys.executable, "-P", "-m", "transcribe.weights_download", engine, name, str(models)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        check=False,
        text=True,
    )
    said = (child.stdout.splitlines() or ["its library is not installed"])[-1]
    if child.returncode:
        raise WeightsMissing(
            f"The model “{name}” for {engine} is not on this machine and could not be downloaded ({said}); "
            "install “muragat[weights]” for “base”, or give the path of a model with --model."
        )
    return Path(said)


def _for_openai_whisper(name: str, models: Path) -> Path:
    import whisper  # noqa: PLC0415 (torch, in a process of its own)

    if name not in whisper.available_models():
        raise ValueError("there is no model of this name")
    return Path(whisper._download(whisper._MODELS[name], str(models), in_memory=False))


def _for_faster_whisper(name: str, models: Path) -> Path:
    from faster_whisper.utils import download_model  # noqa: PLC0415 (ctranslate2, likewise)

    return Path(download_model(name, cache_dir=str(models)))


DOWNLOADERS = {"faster-whisper": _for_faster_whisper, "openai-whisper": _for_openai_whisper}

if __name__ == "__main__":
    try:
        print(DOWNLOADERS[sys.argv[1]](sys.argv[2], Path(sys.argv[3])))  # noqa: T201 (the answer to the parent)
    except Exception as error:  # whatever the downloaders raise; the parent says it
        print(str(error).partition("\n")[0])  # noqa: T201
        sys.exit(FAILED)
