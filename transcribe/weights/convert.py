"""CTranslate2's weights as a checkpoint of openai-whisper: the same numbers under other names, converted once."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from media.durable import move_durably, replace_durably
from media.fixity import file_sha256
from transcribe import errand
from transcribe.errors import EngineUnavailable, WeightsCorrupt

CONFIG = "config.json"
"""Lies beside the checkpoint too: it names the heads of the attention that follow the words."""
TORCH_MISSING = 3
"""The child's exit status."""


def convert_once(model: Path, sha256: str, models: Path) -> Path:
    """Return the checkpoint made of a model, from ``models`` where it is there and whole.

    A checkpoint's file is named by its own sha256, so that a damaged one is seen and made again.

    :param model: directory with ``model.bin`` and ``config.json``.
    :param sha256: of ``model.bin``.
    :raises WeightsCorrupt: the weights are not those of a Whisper model in 16 or 32 bit.
    :raises EngineUnavailable: torch is not installed, which writes checkpoints.
    Raises also what `errand.send` raises.
    """
    place = models / f"openai-whisper-{sha256[:12]}"
    for checkpoint in place.glob("*.pt"):
        if file_sha256(checkpoint) == checkpoint.stem:
            return checkpoint
    with replace_durably(place / CONFIG) as making:
        shutil.copyfile(model / CONFIG, making)
    with tempfile.TemporaryDirectory(prefix=".making-", dir=place) as directory:
        making = Path(directory) / "checkpoint"
        _convert(model, making)
        checkpoint = place / f"{file_sha256(making)}.pt"
        move_durably(making, checkpoint)
    return checkpoint


def _convert(model: Path, checkpoint: Path) -> None:
    """In a child, because torch must not come into this process."""
    child = errand.send("transcribe.weights.checkpoint", str(model / "model.bin"), str(checkpoint))
    if child.returncode == TORCH_MISSING:
        raise EngineUnavailable(
            "The engine openai-whisper is not installed; install it with “pip install openai-whisper”."
        )
    if child.returncode:
        why = (child.stderr.splitlines() or ["it died"])[-1]
        raise WeightsCorrupt(f"The weights in {model} cannot be used by openai-whisper ({why}); name another model.")
