"""Whether a model can do what is asked of it: said when a job is asked for, not in the middle of it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from transcribe.errors import WrongModel
from transcribe.kinds.translate import WHISPER
from transcribe.models import models_here
from transcribe.serving import AUTO, choose
from transcribe.translation.text_model import find_text_model, pieces_of
from transcribe.translation.whisper_model import choose_speech_model
from transcribe.typed_path import typed_path
from transcribe.weights.model_record import TRANSLATION


def require_able(kind: str, options: Mapping[str, str], language: str, models: Path) -> None:
    """Refuse a job for which its model was not made.

    :param kind: of a job. :param options: as `transcribe.jobs.enqueue` takes them.
    :param language: BCP 47, of the programme. :param models: the archive's directory of models.
    :raises WrongModel: the model cannot recognise, or cannot place known words.
    :raises CannotTranslate: it was not trained to translate.
    :raises WeightsMissing: it is not on this machine. :raises EngineUnavailable: no engine for it is installed.
    :raises WeightsCorrupt: it cannot be read.
    """
    model = options.get("model", AUTO)
    match kind:
        case "transcribe":
            _require_hearing(model, models)
        case "align" | "retime":
            _require_hearing(model, models)
            choose(AUTO, model, language, models, aligning=True)
        case "translate" if options.get("translate", WHISPER) == WHISPER:
            _require_hearing(model, models)
            choose_speech_model(model, language, models)
        case "translate":
            find_text_model(options["translate"], models)


def _require_hearing(model: str, models: Path) -> None:
    if _translates_text(model, models):
        raise WrongModel(
            f"The model “{model}” translates text and cannot hear; say “muragat translate ID --translate {model}”, or "
            "name a model that recognises speech (“muragat models list”)."
        )


def _translates_text(model: str, models: Path) -> bool:
    if "/" in model:
        return pieces_of(typed_path(model)) is not None
    known = any(record.form == TRANSLATION for record in models_here(models) if record.name == model)
    return known or (model not in ("", ".", "..", AUTO) and pieces_of(models / model) is not None)
