"""Whether what is asked can be done: said when a job is asked for, and not by a job that fails."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from sqlite_utils import Database

from media.catalogue import current_document, get_programme
from transcribe.alignment.script import require_spoken
from transcribe.errors import NoScript, NoSummary, WrongModel
from transcribe.jobs import newest_jobs
from transcribe.kinds.translate import WHISPER
from transcribe.kinds.work import recording_of
from transcribe.models import models_here, require_here
from transcribe.records import ACTIVE
from transcribe.revise import current_text
from transcribe.serving import AUTO, choose
from transcribe.transcripts import list_transcripts, no_text
from transcribe.translation.text_model import find_text_model, pieces_of
from transcribe.translation.units import require_foreign
from transcribe.translation.whisper_model import choose_speech_model
from transcribe.typed_path import typed_path
from transcribe.weights.model_record import TRANSLATION

MAKES_WORDS = frozenset({"transcribe", "align"})


def require_parts(db: Database, kind: str, programme_id: str) -> None:
    """Refuse a job for which a programme lacks something that nobody is making.

    :param kind: of a job; of kinds that nobody asks for by name nothing is required.
    :raises NoSound, NoScript, NoSummary, NoText: what it lacks.
    :raises AlreadyEnglish: it is to be translated, and there is nothing else than English.
    """
    match kind:
        case "prepare" | "transcribe":
            recording_of(db, programme_id)
        case "align":
            recording_of(db, programme_id)
            script = current_document(db, programme_id, "script")
            if script is None:
                raise NoScript(
                    f"Programme {programme_id} has no script; name its file: “muragat align {programme_id} SCRIPT”."
                )
            require_spoken(script.text, script.language)
        case "retime":
            _require_words(db, programme_id)
            recording_of(db, programme_id)
        case "translate":
            if not _require_words(db, programme_id):
                require_foreign(current_text(db, programme_id), get_programme(db, programme_id).language)
            recording_of(db, programme_id)
        case "link":
            if current_document(db, programme_id, "summary") is None:
                raise NoSummary(
                    f"Programme {programme_id} has no summary; add it in the newsroom, or with "
                    f"“muragat add --to {programme_id} --summary FILE”."
                )
            _require_words(db, programme_id)


def _require_words(db: Database, programme_id: str) -> bool:
    """Return whether words are being made: the queue does a programme's jobs in their order, so they will be there."""
    being_made = any(job.kind in MAKES_WORDS and job.state in ACTIVE for job in newest_jobs(db, programme_id))
    if not being_made and not list_transcripts(db, programme_id):
        raise no_text(programme_id)
    return being_made


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
            choice = choose(options.get("engine", AUTO), model, language, models)
            require_here(choice.engine, choice.model, models)
        case "align" | "retime":
            _require_hearing(model, models)
            choice = choose(AUTO, model, language, models, aligning=True)
            require_here(choice.engine, choice.model, models)
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
