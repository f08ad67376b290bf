"""What has been made of a model that was brought."""

from __future__ import annotations

from dataclasses import dataclass

from transcribe.weights.model_record import Abilities


@dataclass(frozen=True, slots=True)
class Made:
    """A directory that can be used."""

    form: str
    """`CTRANSLATE2`, `ONNX_ASR` or `TRANSLATION` of `transcribe.weights.model_record`."""
    engines: tuple[str, ...]
    abilities: Abilities
