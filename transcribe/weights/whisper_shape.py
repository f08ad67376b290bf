"""How large a Whisper model is, read off its tensors, and what follows from it."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import astuple, dataclass
from typing import Any

import numpy.typing as npt

from transcribe.weights.ctranslate2_format import NotOurFormat
from transcribe.weights.whisper_vocabulary import ENGLISH_ONLY

Tensors = Mapping[str, npt.NDArray[Any]]

AUDIO_CONTEXT = 1500
"""Whisper hears 30 s at once, 20 ms a state."""
MELS = (80, 128)
NAMES = (
    "n_mels",
    "n_audio_ctx",
    "n_audio_state",
    "n_audio_head",
    "n_audio_layer",
    "n_vocab",
    "n_text_ctx",
    "n_text_state",
    "n_text_head",
    "n_text_layer",
)
"""openai-whisper's, of the fields of `Shape`."""


@dataclass(frozen=True, slots=True)
class Shape:
    """openai-whisper's ``ModelDimensions``."""

    mels: int
    audio_context: int
    audio_width: int
    audio_heads: int
    audio_layers: int
    tokens: int
    text_context: int
    text_width: int
    text_heads: int
    text_layers: int

    @property
    def multilingual(self) -> bool:
        return self.tokens > ENGLISH_ONLY

    @property
    def translates(self) -> bool:
        """A model whose decoder was cut down (turbo, distil) was trained no more to translate."""
        return self.multilingual and self.text_layers == self.audio_layers

    @classmethod
    def from_dimensions(cls, named: Mapping[str, int]) -> Shape:
        """:raises NotOurFormat: one is missing."""
        try:
            return cls(*(named[name] for name in NAMES))
        except KeyError as error:
            raise NotOurFormat(f"it does not say its {error}") from error

    def dimensions(self) -> dict[str, int]:
        """Return it under openai-whisper's names."""
        return dict(zip(NAMES, astuple(self), strict=True))


def shape_of(tensors: Tensors, audio_heads: int, text_heads: int) -> Shape:
    """Return the shape of tensors under openai-whisper's names.

    :raises NotOurFormat: it is no Whisper model, or one that hears other sound than Whisper does.
    """
    try:
        width, mels, _ = tensors["encoder.conv1.weight"].shape
        tokens, text_width = tensors["decoder.token_embedding.weight"].shape
        audio_context, _ = tensors["encoder.positional_embedding"].shape
        text_context, _ = tensors["decoder.positional_embedding"].shape
    except (KeyError, ValueError) as error:
        raise NotOurFormat(f"it is no Whisper model ({error})") from error
    if audio_context != AUDIO_CONTEXT or mels not in MELS:
        raise NotOurFormat("it does not hear 30 s of sound in 80 or 128 bands, as Whisper does")
    if width != text_width:
        raise NotOurFormat("its encoder and its decoder are not equally wide")
    if min(audio_heads, text_heads) < 1 or width % audio_heads or text_width % text_heads:
        raise NotOurFormat("its attention cannot be cut into its heads")
    audio_layers, text_layers = (_layers(tensors, part) for part in ("encoder", "decoder"))
    return Shape(
        mels, audio_context, width, audio_heads, audio_layers, tokens, text_context, text_width, text_heads, text_layers
    )


def _layers(tensors: Tensors, part: str) -> int:
    names = (f"{part}.blocks.{number}.mlp.0.weight" for number in itertools.count())
    return sum(1 for _ in itertools.takewhile(tensors.__contains__, names))
