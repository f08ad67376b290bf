"""What an engine says of itself before it is loaded; docs/engines.md shows how to add one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class EnginePlugin:
    """What an entry point of the group ``muragat.engines`` names; the entry point's name is the engine's.

    The module that holds it is imported by every process of muragat, so it imports nothing heavy itself.
    """

    load: str
    """``module:function``, imported in the engine's own process: (path of the model, threads) → `Engine`."""
    load_on_gpu: str = field(default="", kw_only=True)
    """The same for a graphics processor; empty where the engine cannot use one. Its version must say so."""
    package: str
    """A module that ``load`` needs; where it cannot be found, the engine is not installed."""
    install: str
    """What “pip install” is told to get it."""
    aligns: bool = False
    """Whether it is an `Aligner` with the models that it is given."""
    align_lead_ms: int = 0
    """How long before a known word begins its `Aligner` says that it does (median)."""
    translates: bool = False
    """Whether it is a `Translator` with models that were trained to translate."""
    options: Mapping[str, str | int | float | bool] = field(default_factory=dict)
    """How it recognises: part of a transcript's provenance, and of what its stored results are found by."""
    word_lead_ms: int = 0
    """How long before a word begins its engine says that it does (median); recognised words are moved by it."""
