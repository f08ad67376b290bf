"""Which Whisper model of this machine translates: not every one was trained to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from transcribe.engines.builtin import WHISPER
from transcribe.engines.registry import get_engine, is_installed
from transcribe.errors import CannotTranslate, WeightsMissing
from transcribe.models import abilities_of, models_here
from transcribe.serving import AUTO, LAST_RESORT, SERVING, choose

ABLE = "base, small, medium or large-v3"
NOT_TRAINED = re.compile(r"([^/]+-)?turbo|distil-[^/]+|[^/]+\.en")
"""Names that engines know, of models that do not translate: nobody should be told to fetch one for it."""


@dataclass(frozen=True, slots=True)
class SpeechModel:
    """An engine, and the name or path of a model that it loads."""

    engine: str
    model: str


def choose_speech_model(model: str, language: str, models: Path) -> SpeechModel:
    """Return a model that says in English what it hears.

    :param model: a name, a path, or `AUTO` for the best that is here.
    :param language: BCP 47, of the programme.
    :param models: the archive's directory of models.
    :raises CannotTranslate: the model was not trained to translate, or its engine cannot.
    :raises EngineUnavailable: no engine for it is installed.
    :raises WeightsMissing: it is not on this machine.
    """
    if model == AUTO:
        return _best(models)
    if NOT_TRAINED.fullmatch(model) and not any(record.name == model for record in models_here(models)):
        raise _not_trained(model)
    engine = choose(AUTO, model, language, models).engine
    if not get_engine(engine).translates:
        raise CannotTranslate(
            f"The engine {engine}, which loads “{model}”, only transcribes; translate with {ABLE}, or the text itself "
            "with --translate NAME|PATH."
        )
    if not abilities_of(model, models).translates:
        raise _not_trained(model)
    return SpeechModel(engine, model)


def _not_trained(model: str) -> CannotTranslate:
    return CannotTranslate(
        f"The model “{model}” was not trained to translate (turbo, distil and English models are not); use {ABLE}."
    )


def _best(models: Path) -> SpeechModel:
    able = {
        (record.name, engine)
        for record in models_here(models)
        if record.abilities.translates
        for engine in record.engines
    }
    for row in SERVING:
        if row.engine in WHISPER and is_installed(row.engine) and (row.model, row.engine) in able:
            return SpeechModel(row.engine, row.model)
    raise WeightsMissing(
        f"No model that translates is on this machine; fetch one with “muragat models add {LAST_RESORT}”, or translate "
        "the text with --translate NAME|PATH."
    )
