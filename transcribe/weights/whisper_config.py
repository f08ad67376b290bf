"""What stands beside Whisper's weights for CTranslate2: which heads follow the words, which tokens are never said."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from pathlib import Path
from typing import TypeVar

import msgspec

from transcribe.engines.languages import from_whisper
from transcribe.weights.ctranslate2_format import NotOurFormat
from transcribe.weights.model_record import Abilities
from transcribe.weights.whisper_shape import Shape
from transcribe.weights.whisper_vocabulary import END, LANGUAGES, START, same_text

MOST_BYTES = 1 << 24
"""Of a configuration; Whisper's take some kB."""
SPACE = "Ġ"
_UNHEARD = (
    r"""" # ( ) (" (' (( ) )) ))) * + -( -- --- -[ / : ; < << = > >> >>> @ [ [[ \ ] ]] ^ _ ` { {{ | } }} ~ """
    r"""âĻ âĻª âĻªâĻª âĻ« âĻ¬ ãĢĮ ãĢį ãĢİ ãĢı Ġ" Ġ# Ġ' Ġ( Ġ(" Ġ(' Ġ(( Ġ) Ġ)) Ġ))) Ġ* Ġ+ Ġ- Ġ-( Ġ-- Ġ--- Ġ-[ Ġ/ Ġ: Ġ; """
    r"""Ġ< Ġ<< Ġ= Ġ> Ġ>> Ġ>>> Ġ@ Ġ[ Ġ[[ Ġ\ Ġ] Ġ^ Ġ_ Ġ` Ġ{ Ġ{{ Ġ| Ġ} Ġ}} Ġ~ ĠâĻ ĠâĻ© ĠâĻª ĠâĻªâĻª ĠâĻªâĻªâĻª """
    r"""ĠâĻ« ĠâĻ¬ ĠãĢĮ"""
)
UNHEARD = tuple(_UNHEARD.split())
"""Tokens that captions have for what is not speech: brackets, notes, rules. Whisper's own list, byte by byte."""
NOT_SAID = ("<|translate|>", "<|transcribe|>", "<|startoflm|>", "<|startofprev|>", "<|nospeech|>", "<|nocaptions|>")


Kind = TypeVar("Kind")


class HuggingFaceConfig(msgspec.Struct):
    """What is read of ``config.json``."""

    encoder_attention_heads: int
    decoder_attention_heads: int
    model_type: str = ""
    activation_function: str = "gelu"
    scale_embedding: bool = False
    suppress_tokens: list[int] | None = None
    begin_suppress_tokens: list[int] | None = None


class GenerationConfig(msgspec.Struct):
    """What is read of ``generation_config.json``, which older checkpoints lack."""

    alignment_heads: list[tuple[int, int]] | None = None
    suppress_tokens: list[int] | None = None
    begin_suppress_tokens: list[int] | None = None


class CTranslate2Config(msgspec.Struct):
    """``config.json`` of a Whisper model in CTranslate2's format."""

    alignment_heads: list[tuple[int, int]] | None
    """(layer, head)"""
    lang_ids: list[int]
    suppress_ids: list[int]
    suppress_ids_begin: list[int]


def read_hugging_face(directory: Path) -> tuple[HuggingFaceConfig, GenerationConfig]:
    """:raises NotOurFormat: it is no Whisper model as openai-whisper and CTranslate2 know it, or cannot be read."""
    config = read_json(directory / "config.json", HuggingFaceConfig)
    generation_path = directory / "generation_config.json"
    generation = read_json(generation_path, GenerationConfig) if generation_path.is_file() else GenerationConfig()
    if config.model_type != "whisper" or config.activation_function != "gelu" or config.scale_embedding:
        raise NotOurFormat("its config.json describes no Whisper model")
    return config, generation


def read_json(path: Path, kind: type[Kind]) -> Kind:
    """:raises NotOurFormat: it is missing, too large, or not as it must be."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise NotOurFormat(f"{path.name} is far too large")
        return msgspec.json.decode(path.read_bytes(), type=kind)
    except (FileNotFoundError, msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise NotOurFormat(f"{path.name} is missing or cannot be read ({error})") from error


def config_for(
    shape: Shape,
    tokens: Sequence[str],
    heads: Sequence[tuple[int, int]] = (),
    never_said: Sequence[int] = (),
    never_first: Sequence[int] = (),
) -> CTranslate2Config:
    """Return the configuration of a model; what is not given is as Whisper has it.

    :param heads: whose attention follows the words; else all of the later half of the layers, as openai-whisper does.
    :raises NotOurFormat: the model has no such heads or tokens.
    """
    numbers = {token: number for number, token in enumerate(tokens)}
    signs = {numbers[token] for token in (START, *NOT_SAID) if token in numbers}
    unheard = never_said or [numbers[token] for token in UNHEARD if token in numbers]
    later_half = product(range(shape.text_layers // 2, shape.text_layers), range(shape.text_heads))
    return checked(
        CTranslate2Config(
            alignment_heads=list(heads or later_half),
            lang_ids=[numbers[f"<|{code}|>"] for code in codes(tokens)],
            suppress_ids=sorted(signs.union(unheard)),
            suppress_ids_begin=list(never_first) or [numbers[token] for token in (SPACE, END) if token in numbers],
        ),
        shape,
    )


def checked(config: CTranslate2Config, shape: Shape) -> CTranslate2Config:
    """Return a configuration that fits its model; with another an engine would look outside its memory.

    :raises NotOurFormat: it names heads or tokens that the model does not have.
    """
    heads, layers = range(shape.text_heads), range(shape.text_layers)
    if any(layer not in layers or head not in heads for layer, head in config.alignment_heads or ()):
        raise NotOurFormat("it names attention heads that it does not have")
    if any(
        not 0 <= token < shape.tokens for token in (*config.lang_ids, *config.suppress_ids, *config.suppress_ids_begin)
    ):
        raise NotOurFormat("it names tokens that it does not have")
    return config


def codes(tokens: Sequence[str]) -> tuple[str, ...]:
    """Return Whisper's codes of the languages that a vocabulary has, in the order of their tokens."""
    there = set(tokens)
    return tuple(code for code in LANGUAGES if f"<|{code}|>" in there)


def abilities(shape: Shape, tokens: Sequence[str]) -> Abilities:
    languages = tuple(sorted(map(from_whisper, codes(tokens)))) if shape.multilingual else ("en",)
    return Abilities(languages, shape.translates)


def engines(tokens: Sequence[str], floats: bool) -> tuple[str, ...]:
    """Return the engines that can load such a model: openai-whisper brings a vocabulary, and no quantised weights."""
    both = floats and same_text(tokens)
    return ("faster-whisper", "openai-whisper") if both else ("faster-whisper",)
