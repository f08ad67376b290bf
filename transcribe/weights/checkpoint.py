"""Writes a checkpoint of openai-whisper from CTranslate2's weights. Its own process only: it imports torch.

An errand (`transcribe.errand`) with the arguments MODEL.BIN CHECKPOINT.
"""

from __future__ import annotations

import itertools
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from transcribe import errand
from transcribe.weights.convert import TORCH_MISSING
from transcribe.weights.ctranslate2_format import NotOurFormat, Variables, read_weights
from transcribe.weights.whisper_names import SPECIFICATION
from transcribe.weights.whisper_shape import Shape, shape_of

Array = npt.NDArray[Any]

FLOATS = ("float16", "float32")


def are_floats(variables: Variables) -> bool:
    """Return whether the weights are as they were trained, not quantised."""
    return all(array.dtype in FLOATS for array in state_dict(variables).values())


def state_dict(variables: Variables) -> dict[str, Array]:
    """Return the same tensors under openai-whisper's names, in their own precision."""
    return dict(_encoder(variables)) | dict(_decoder(variables))


def shape_of_variables(variables: Variables) -> Shape:
    """Return the shape of a model, quantised or not.

    :raises NotOurFormat: the variables are not those of a Whisper model.
    """
    try:
        audio_heads, text_heads = (int(variables[f"{part}/num_heads"]) for part in ("encoder", "decoder"))
        return shape_of(state_dict(variables), audio_heads, text_heads)
    except (KeyError, ValueError, TypeError) as error:
        raise NotOurFormat(f"its variables are not those of a Whisper model ({error})") from error


def _encoder(variables: Variables) -> Iterator[tuple[str, Array]]:
    yield "encoder.positional_embedding", variables["encoder/position_encodings/encodings"]
    for number in (1, 2):
        for kind in ("weight", "bias"):
            yield f"encoder.conv{number}.{kind}", variables[f"encoder/conv{number}/{kind}"]
    for layer in range(_layers(variables, "encoder")):
        yield from _block(variables, f"encoder/layer_{layer}", f"encoder.blocks.{layer}")
    yield from _norm(variables, "encoder/layer_norm", "encoder.ln_post")


def _decoder(variables: Variables) -> Iterator[tuple[str, Array]]:
    yield "decoder.positional_embedding", variables["decoder/position_encodings/encodings"]
    yield "decoder.token_embedding.weight", variables["decoder/embeddings/weight"]
    for layer in range(_layers(variables, "decoder")):
        source, target = f"decoder/layer_{layer}", f"decoder.blocks.{layer}"
        yield from _block(variables, source, target)
        yield from _cross_attention(variables, f"{source}/attention", f"{target}.cross_attn")
    yield from _norm(variables, "decoder/layer_norm", "decoder.ln")


def _block(variables: Variables, source: str, target: str) -> Iterator[tuple[str, Array]]:
    yield from _self_attention(variables, f"{source}/self_attention", f"{target}.attn")
    yield from _linear(variables, f"{source}/ffn/linear_0", f"{target}.mlp.0")
    yield from _linear(variables, f"{source}/ffn/linear_1", f"{target}.mlp.2")
    yield from _norm(variables, f"{source}/ffn/layer_norm", f"{target}.mlp_ln")


def _self_attention(variables: Variables, source: str, target: str) -> Iterator[tuple[str, Array]]:
    """``linear_0`` is query, key and value, stacked."""
    yield from _stacked(variables, f"{source}/linear_0", target, ("query", "key", "value"))
    yield from _linear(variables, f"{source}/linear_1", f"{target}.out")
    yield from _norm(variables, f"{source}/layer_norm", f"{target}_ln")


def _cross_attention(variables: Variables, source: str, target: str) -> Iterator[tuple[str, Array]]:
    """``linear_0`` is query; ``linear_1`` is key and value, stacked."""
    yield from _linear(variables, f"{source}/linear_0", f"{target}.query")
    yield from _stacked(variables, f"{source}/linear_1", target, ("key", "value"))
    yield from _linear(variables, f"{source}/linear_2", f"{target}.out")
    yield from _norm(variables, f"{source}/layer_norm", f"{target}_ln")


def _stacked(variables: Variables, source: str, target: str, names: tuple[str, ...]) -> Iterator[tuple[str, Array]]:
    """A key has no bias in Whisper: CTranslate2 puts zeros there."""
    weights = np.split(variables[f"{source}/weight"], len(names))
    biases = np.split(variables[f"{source}/bias"], len(names))
    for name, weight, bias in zip(names, weights, biases, strict=True):
        yield f"{target}.{name}.weight", weight
        if name != "key":
            yield f"{target}.{name}.bias", bias


def _linear(variables: Variables, source: str, target: str) -> Iterator[tuple[str, Array]]:
    yield f"{target}.weight", variables[f"{source}/weight"]
    yield f"{target}.bias", variables[f"{source}/bias"]


def _norm(variables: Variables, source: str, target: str) -> Iterator[tuple[str, Array]]:
    yield f"{target}.weight", variables[f"{source}/gamma"]
    yield f"{target}.bias", variables[f"{source}/beta"]


def _layers(variables: Variables, part: str) -> int:
    names = (f"{part}/layer_{number}/ffn/linear_0/weight" for number in itertools.count())
    return sum(1 for _ in itertools.takewhile(variables.__contains__, names))


def convert(arguments: list[str]) -> None:
    """What is wrong is the last line on standard error."""
    try:
        import torch  # noqa: PLC0415 (its absence is said by the exit status)
    except ImportError:
        sys.exit(TORCH_MISSING)
    source, target = map(Path, arguments)
    try:
        weights = read_weights(source)
    except NotOurFormat as error:
        sys.exit(str(error))
    if weights.specification != SPECIFICATION:
        sys.exit(f"it is a {weights.specification}")
    if not are_floats(weights.variables):
        sys.exit("its weights are quantised")
    state = {name: torch.from_numpy(array.copy()) for name, array in state_dict(weights.variables).items()}
    checkpoint = {"dims": shape_of_variables(weights.variables).dimensions(), "model_state_dict": state}
    with target.open("wb") as file:  # given a path, torch does not say that the disk is full
        torch.save(checkpoint, file)


if __name__ == "__main__":
    errand.run(convert)
