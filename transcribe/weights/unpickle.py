"""A checkpoint of torch as safetensors: in a process of its own, because it imports torch and opens pickles.

An errand (`transcribe.errand`) with the arguments CHECKPOINT [TENSORS NAME]. torch is told to make nothing but tensors
of what a pickle says (``weights_only``); what else it asks for is refused.
"""

from __future__ import annotations

import json
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from transcribe import errand
from transcribe.weights.ctranslate2_format import NotOurFormat
from transcribe.weights.safetensors_format import write_tensors

DIMENSIONS = "dims"
HEADS = "alignment_heads"
ZIP, OLD_PICKLE = b"PK\x03\x04", b"\x80\x02"
"""With one of these what torch writes begins: now, and before its release 1.6."""
NO_TENSORS = "torch reads no tensors from it: it is another kind of file, or a part of one"


def unpickle(checkpoint: Path, tensors: Path, name: str) -> None:
    """Write the tensors of a checkpoint; what else openai-whisper keeps of it is in the file's metadata, as JSON.

    :param name: that openai-whisper knows it by, if any; its list of the heads that follow the words comes with it.
    :raises NotOurFormat: it holds anything but tensors of floats. Raises also what `errand.send` raises.
    """
    _complain_of_other_files(checkpoint)
    _run(str(checkpoint), str(tensors), name)


def dimensions_of(checkpoint: Path) -> dict[str, int]:
    """Return ``ModelDimensions`` of an openai-whisper checkpoint.

    :raises NotOurFormat: it is none. Raises also what `errand.send` raises.
    """
    try:
        return msgspec.json.decode(_run(str(checkpoint)), type=dict[str, int])
    except msgspec.MsgspecError as error:
        raise NotOurFormat("it is no checkpoint of openai-whisper") from error


def _complain_of_other_files(checkpoint: Path) -> None:
    """What torch says of these is not for people; it need not be asked."""
    with checkpoint.open("rb") as file:
        start = file.read(len(ZIP))
    if not start:
        raise NotOurFormat("it is empty")
    if start == ZIP and not zipfile.is_zipfile(checkpoint):
        raise NotOurFormat("its end is missing")
    if start != ZIP and not start.startswith(OLD_PICKLE):
        raise NotOurFormat("it is no checkpoint of torch")


def _run(*arguments: str) -> str:
    child = errand.send("transcribe.weights.unpickle", *arguments)
    if child.returncode:
        raise NotOurFormat((child.stderr.strip().splitlines() or ["its reader died"])[-1])
    return child.stdout


def _load(path: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return (dimensions, tensors): openai-whisper's checkpoints have both, Hugging Face's are tensors alone."""
    import torch  # noqa: PLC0415 (in a process of its own)

    try:
        loaded = torch.load(path, map_location="cpu", weights_only=True, mmap=zipfile.is_zipfile(path))
    except (OSError, MemoryError):
        raise
    except Exception as error:  # whatever torch raises on a foreign file
        raise NotOurFormat(NO_TENSORS) from error
    tensors = loaded.get("model_state_dict", loaded) if isinstance(loaded, dict) else None
    if not isinstance(tensors, dict):
        raise NotOurFormat(NO_TENSORS)
    dimensions = loaded.get(DIMENSIONS, {})
    if not isinstance(dimensions, dict) or not all(isinstance(size, int) for size in dimensions.values()):
        raise NotOurFormat("what it says of its size is no numbers")
    floats = {
        name: tensor.float() if tensor.dtype in (torch.bfloat16, torch.float64) else tensor
        for name, tensor in tensors.items()
        if isinstance(tensor, torch.Tensor) and tensor.is_floating_point() and _is_whole(tensor, path)
    }
    return dimensions, floats


def _is_whole(tensor: Any, path: Path) -> bool:
    """A few bytes can claim to be a tensor of any size, each number of it in the same place."""
    if tensor.is_sparse:
        raise NotOurFormat("its tensors are sparse")
    if tensor.numel() * tensor.element_size() > path.stat().st_size:
        raise NotOurFormat("it names tensors that are larger than the file")
    return True


def _heads(name: str, dimensions: Mapping[str, int]) -> list[list[int]]:
    """Return (layer, head) of openai-whisper's own list for this model, none where it has no such."""
    import base64  # noqa: PLC0415 (with whisper, which only this process imports)
    import gzip  # noqa: PLC0415

    import numpy as np  # noqa: PLC0415
    import whisper  # noqa: PLC0415

    if not (packed := whisper._ALIGNMENT_HEADS.get(name)):
        return []
    mask = np.frombuffer(gzip.decompress(base64.b85decode(packed)), bool)
    found: list[list[int]] = np.argwhere(mask.reshape(dimensions["n_text_layer"], dimensions["n_text_head"])).tolist()
    return found


def convert(arguments: list[str]) -> None:
    """What is wrong is the last line on standard error."""
    source, *rest = arguments
    try:
        dimensions, tensors = _load(Path(source))
        if not rest:
            print(json.dumps(dimensions))  # noqa: T201 (the answer to the parent)
            return
        target, name = rest
        metadata = {DIMENSIONS: json.dumps(dimensions), HEADS: json.dumps(_heads(name, dimensions))}
        write_tensors(Path(target), {name: tensor.numpy() for name, tensor in tensors.items()}, metadata)
    except OSError:  # of the disk, not of the file
        raise
    except Exception as error:  # whatever torch raises on a foreign file; the parent says it
        sys.exit(str(error).partition("\n")[0] or repr(error))


if __name__ == "__main__":
    errand.run(convert)
