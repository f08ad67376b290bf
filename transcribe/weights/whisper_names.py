"""The same tensors of Whisper under three families of names: Hugging Face's, openai-whisper's and CTranslate2's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from transcribe.weights.ctranslate2_format import NotOurFormat, Variables
from transcribe.weights.whisper_shape import Shape

Array = npt.NDArray[Any]
Tensors = Mapping[str, Array]

SPECIFICATION = "WhisperSpec"
REVISION = 3
"""Of CTranslate2's specification of Whisper."""
ALIASES = {"decoder/projection/weight": "decoder/embeddings/weight"}
"""Whisper turns states into tokens by the table that turns tokens into states."""
GELU = 3
"""CTranslate2's number of the activation."""

_HUGGING_FACE: Sequence[tuple[str, str]] = (
    (r"^(model\.)?(encoder|decoder)\.", r"\2."),
    (r"\.layers\.(\d+)\.", r".blocks.\1."),
    (r"\.self_attn_layer_norm\.", ".attn_ln."),
    (r"\.encoder_attn_layer_norm\.", ".cross_attn_ln."),
    (r"\.final_layer_norm\.", ".mlp_ln."),
    (r"\.self_attn\.", ".attn."),
    (r"\.encoder_attn\.", ".cross_attn."),
    (r"\.q_proj\.", ".query."),
    (r"\.k_proj\.", ".key."),
    (r"\.v_proj\.", ".value."),
    (r"\.out_proj\.", ".out."),
    (r"\.fc1\.", ".mlp.0."),
    (r"\.fc2\.", ".mlp.2."),
    (r"^encoder\.layer_norm\.", "encoder.ln_post."),
    (r"^decoder\.layer_norm\.", "decoder.ln."),
    (r"^decoder\.embed_tokens\.", "decoder.token_embedding."),
    (r"\.embed_positions\.weight$", ".positional_embedding"),
)
"""From Hugging Face's names to openai-whisper's, one rule after the other."""


def from_hugging_face(tensors: Tensors) -> dict[str, Array]:
    """Return the tensors under openai-whisper's names; ``proj_out``, the embeddings once more, is left out."""
    return {_renamed(name): array for name, array in tensors.items() if not name.startswith("proj_out.")}


def to_ctranslate2(tensors: Tensors, shape: Shape) -> Variables:
    """Return CTranslate2's variables of tensors under openai-whisper's names: float16 if all are, else float32.

    :raises NotOurFormat: a tensor is missing, or has another shape than the others ask for.
    """
    half = all(array.dtype == np.float16 for array in tensors.values())
    names = _Names(tensors, np.dtype("<f2" if half else "<f4"))
    variables = dict(_constants(shape)) | dict(names.encoder(shape)) | dict(names.decoder(shape))
    if any(not np.isfinite(array).all() for array in variables.values()):
        raise NotOurFormat("some of its numbers are none")
    return variables


def _renamed(name: str) -> str:
    for pattern, replacement in _HUGGING_FACE:
        name = re.sub(pattern, replacement, name)
    return name


def _constants(shape: Shape) -> Iterator[tuple[str, Array]]:
    for part, heads in (("encoder", shape.audio_heads), ("decoder", shape.text_heads)):
        yield f"{part}/num_heads", np.array(heads, "<i2")
    flags = ("alibi", "alibi_use_positive_positions", "scale_alibi", "scale_embeddings", "start_from_zero_embedding")
    for flag in flags:
        yield f"decoder/{flag}", np.array(0, "i1")
    yield "decoder/activation", np.array(GELU, "i1")
    yield "decoder/pre_norm", np.array(1, "i1")
    yield "decoder/alignment_heads", np.array(1, "<i2")
    yield "decoder/alignment_layer", np.array(-1, "<i2")


class _Names:
    """Hands out tensors one by one, each of the shape it must have."""

    def __init__(self, tensors: Tensors, dtype: np.dtype[Any]) -> None:
        self._tensors = tensors
        self._dtype = dtype

    def encoder(self, shape: Shape) -> Iterator[tuple[str, Array]]:
        width = shape.audio_width
        yield self._one(
            "encoder/position_encodings/encodings", "encoder.positional_embedding", shape.audio_context, width
        )
        for number, inputs in ((1, shape.mels), (2, width)):
            yield self._one(f"encoder/conv{number}/weight", f"encoder.conv{number}.weight", width, inputs, 3)
            yield self._one(f"encoder/conv{number}/bias", f"encoder.conv{number}.bias", width)
        for layer in range(shape.audio_layers):
            yield from self._block(f"encoder/layer_{layer}", f"encoder.blocks.{layer}", width)
        yield from self._norm("encoder/layer_norm", "encoder.ln_post", width)

    def decoder(self, shape: Shape) -> Iterator[tuple[str, Array]]:
        width = shape.text_width
        yield self._one(
            "decoder/position_encodings/encodings", "decoder.positional_embedding", shape.text_context, width
        )
        yield self._one("decoder/embeddings/weight", "decoder.token_embedding.weight", shape.tokens, width)
        for layer in range(shape.text_layers):
            target, source = f"decoder/layer_{layer}", f"decoder.blocks.{layer}"
            yield from self._block(target, source, width)
            yield from self._cross_attention(f"{target}/attention", f"{source}.cross_attn", width)
        yield from self._norm("decoder/layer_norm", "decoder.ln", width)

    def _block(self, target: str, source: str, width: int) -> Iterator[tuple[str, Array]]:
        attention = f"{target}/self_attention"
        yield from self._stacked(f"{attention}/linear_0", f"{source}.attn", ("query", "key", "value"), width)
        yield from self._linear(f"{attention}/linear_1", f"{source}.attn.out", width, width)
        yield from self._norm(f"{attention}/layer_norm", f"{source}.attn_ln", width)
        yield from self._linear(f"{target}/ffn/linear_0", f"{source}.mlp.0", 4 * width, width)
        yield from self._linear(f"{target}/ffn/linear_1", f"{source}.mlp.2", width, 4 * width)
        yield from self._norm(f"{target}/ffn/layer_norm", f"{source}.mlp_ln", width)

    def _cross_attention(self, target: str, source: str, width: int) -> Iterator[tuple[str, Array]]:
        yield from self._linear(f"{target}/linear_0", f"{source}.query", width, width)
        yield from self._stacked(f"{target}/linear_1", source, ("key", "value"), width)
        yield from self._linear(f"{target}/linear_2", f"{source}.out", width, width)
        yield from self._norm(f"{target}/layer_norm", f"{source}_ln", width)

    def _stacked(self, target: str, source: str, names: Sequence[str], width: int) -> Iterator[tuple[str, Array]]:
        """A key has no bias in Whisper: CTranslate2 wants zeros there."""
        weights = [self._take(f"{source}.{name}.weight", width, width) for name in names]
        nothing = np.zeros(width, self._dtype)
        biases = [nothing if name == "key" else self._take(f"{source}.{name}.bias", width) for name in names]
        yield f"{target}/weight", np.concatenate(weights)
        yield f"{target}/bias", np.concatenate(biases)

    def _linear(self, target: str, source: str, outputs: int, inputs: int) -> Iterator[tuple[str, Array]]:
        yield self._one(f"{target}/weight", f"{source}.weight", outputs, inputs)
        yield self._one(f"{target}/bias", f"{source}.bias", outputs)

    def _norm(self, target: str, source: str, width: int) -> Iterator[tuple[str, Array]]:
        yield self._one(f"{target}/gamma", f"{source}.weight", width)
        yield self._one(f"{target}/beta", f"{source}.bias", width)

    def _one(self, target: str, source: str, *shape: int) -> tuple[str, Array]:
        return target, self._take(source, *shape)

    def _take(self, name: str, *shape: int) -> Array:
        if name not in self._tensors:
            raise NotOurFormat(f"{name} is missing")
        array = self._tensors[name]
        if array.shape != shape:
            raise NotOurFormat(f"{name} has the shape {array.shape}, not {shape}")
        return array.astype(self._dtype, copy=False)
