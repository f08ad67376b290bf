"""The voice network's checkpoint as safetensors: in a process of its own, because it imports torch and opens a pickle.

An errand (`transcribe.errand`) with the arguments CHECKPOINT TENSORS.
"""

from __future__ import annotations

import sys
from pathlib import Path

from transcribe import errand
from transcribe.speakers.network import SHAPES
from transcribe.weights.safetensors_format import write_tensors

STATE = "model_state"


def convert(arguments: list[str]) -> None:
    """What is wrong is the last line on standard error."""
    import torch  # noqa: PLC0415 (in a process of its own)

    source, target = map(Path, arguments)
    state = torch.load(source, map_location="cpu", weights_only=True)[STATE]
    tensors = {name: state[name].numpy() for name in SHAPES}
    wrong = [name for name, shape in SHAPES.items() if tensors[name].shape != shape]
    if wrong:
        sys.exit(f"{wrong[0]} has the shape {tensors[wrong[0]].shape}")
    write_tensors(target, tensors, {})


if __name__ == "__main__":
    errand.run(convert)
