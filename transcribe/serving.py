"""Which engine and model serve which language, the best first; and what of it this machine has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from babel import Locale

from transcribe.engines.builtin import WHISPER
from transcribe.engines.registry import get_engine, is_installed, require_engine
from transcribe.errors import EngineUnavailable, TranscribeError, WeightsMissing, WrongModel
from transcribe.models import models_here
from transcribe.typed_path import typed_path
from transcribe.weights.known import known_model
from transcribe.weights.model_record import are_of_a_transducer

AUTO = "auto"
"""For an engine or a model: the best that this machine has for the language."""


@dataclass(frozen=True, slots=True)
class Row:
    """A model and the engine that is best at loading it."""

    model: str
    engine: str
    languages: frozenset[str]
    """BCP 47; empty: every language that Whisper knows."""


_STEPPE = frozenset({"kk", "ru", "ky", "uz"})
_EVERY: frozenset[str] = frozenset()

# model                            engine             languages    published word error rates, not ours
SERVING = (
    Row("gigaam-multilingual-large-ctc", "onnx-asr", _STEPPE),  # Kazakh: FLEURS 4.4 %, in the wild 15.8 %
    Row("gigaam-multilingual-ctc", "onnx-asr", _STEPPE),  # Kazakh: FLEURS 5.2 %, in the wild 18.8 %
    Row("large-v3", "faster-whisper", _EVERY),  # Kazakh: FLEURS 32.4 %, in the wild 65.2 %
    Row("large-v3-turbo", "faster-whisper", _EVERY),
    Row("medium", "faster-whisper", _EVERY),
    Row("small", "faster-whisper", _EVERY),
    Row("base", "faster-whisper", _EVERY),
    Row("base", "openai-whisper", _EVERY),
)
"""In each language's rows the best stands first."""
ADVISED = "gigaam-multilingual-ctc"
"""Of the models made for a language, the one that a small machine runs well."""
LAST_RESORT = "base"
ENGLISH = Locale("en")


@dataclass(frozen=True, slots=True)
class Choice:
    """What a job runs with."""

    engine: str
    model: str
    """A name or a path."""
    better: str | None
    """A sentence: what would serve this language better, where this machine lacks it."""


def choose(
    engine: str, model: str, language: str, models: Path, *, also: Sequence[str] = (), aligning: bool = False
) -> Choice:
    """Return the best that this machine has, as far as ``engine`` and ``model`` leave it open.

    :param engine: a name, or `AUTO`.
    :param model: a name, a path, or `AUTO`.
    :param language: a BCP 47 tag.
    :param models: the archive's directory of models.
    :param also: other languages that may be spoken in the same recording.
    :param aligning: the engine has to find known words in the sound.
    :raises EngineUnavailable: no engine is installed, or the one asked for is not; or none can align with the model.
    :raises WrongModel: the model cannot do what is asked.
    :raises WeightsMissing: the engine asked for has no model of its own, and none is named.
    :raises WeightsCorrupt: the record of a model is damaged.
    """
    if engine != AUTO:
        require_engine(engine)
    if model != AUTO:
        return Choice(_engine_of(model, models, aligning) if engine == AUTO else engine, model, None)
    rows = [row for row in _rows(language, *also) if engine in (AUTO, row.engine) and _can(row.engine, aligning)]
    if not rows:
        raise _nothing_serves(engine, language)
    better = better_for(language, models) if engine == AUTO else None
    here = _here(models)
    best = next((row for row in rows if (row.model, row.engine) in here), None)
    if best:
        return Choice(best.engine, best.model, better)
    # What is not here is missed by the name that is easiest to get.
    wanted = next((row for name in (LAST_RESORT, ADVISED) for row in rows if row.model == name), rows[0])
    return Choice(wanted.engine, wanted.model, better)


def better_for(language: str, models: Path) -> str | None:
    """Return a sentence that says what would serve a language better, ``None`` where this machine has it.

    :raises WeightsCorrupt: the record of a model is damaged.
    """
    made_for = [row for row in _rows(language) if row.languages]
    here = _here(models)
    if not made_for or any(is_installed(row.engine) and (row.model, row.engine) in here for row in made_for):
        return None
    advised = next(row for row in made_for if row.model == ADVISED)
    add = f"“muragat models add {advised.model}”"
    if not is_installed(advised.engine):
        add = f"“pip install {get_engine(advised.engine).install}” and {add}"
    return f"For {language_name(language)} the model {advised.model} would hear more; get it with {add}."


def language_name(tag: str) -> str:
    """Return the English name of a language."""
    name: str = ENGLISH.languages.get(_primary(tag), tag)
    return name


def _rows(*languages: str) -> Iterator[Row]:
    return (row for row in SERVING if not row.languages or row.languages.issuperset(map(_primary, languages)))


def _primary(tag: str) -> str:
    return tag.partition("-")[0].lower()


def _here(models: Path) -> set[tuple[str, str]]:
    """Return (model, engine) of all that can be loaded here."""
    return {(record.name, engine) for record in models_here(models) for engine in record.engines}


def _engine_of(model: str, models: Path, aligning: bool) -> str:
    """Return the engine for a model of this name or path; for an unknown one Whisper's, which then says what it lacks.

    :raises EngineUnavailable: none that could load it is installed, or can align where that is asked for.
    :raises WrongModel: to align is asked for, and this model cannot.
    """
    known = known_model(model)
    if "/" in model:
        able = _engines_of_path(typed_path(model))
    else:
        able = tuple(engine for name, engine in sorted(_here(models)) if name == model)
        able = able or ((known.engine,) if known else WHISPER)
    if aligning and _is_transducer(model, models):
        raise WrongModel(
            f"The model “{model}” is a transducer, which cannot place known words; leave the choice of a model to "
            "muragat, or name a CTC model or one of Whisper's with --model."
        )
    if aligning and not (able := tuple(engine for engine in able if get_engine(engine).aligns)):
        raise EngineUnavailable(
            f"No engine that loads the model “{model}” can align known words; leave the choice of a model to muragat, "
            "or name one with --model for faster-whisper or onnx-asr (“muragat models add” makes one of a .pt)."
        )
    best = next(filter(is_installed, able), able[0])
    require_engine(best)
    return best


def _is_transducer(model: str, models: Path) -> bool:
    if "/" in model:
        place = typed_path(model)
        return place.is_dir() and are_of_a_transducer(path.name for path in place.iterdir())
    return any(record.is_transducer for record in models_here(models) if record.name == model)


def _can(engine: str, aligning: bool) -> bool:
    return is_installed(engine) and (get_engine(engine).aligns or not aligning)


def _engines_of_path(path: Path) -> tuple[str, ...]:
    if path.is_file():
        return ("openai-whisper",)
    return ("onnx-asr",) if any(path.glob("*.onnx")) else WHISPER


def _nothing_serves(engine: str, language: str) -> TranscribeError:
    if engine == AUTO:
        return EngineUnavailable("No engine is installed; do “pip install faster-whisper”, and see “muragat doctor”.")
    return WeightsMissing(
        f"muragat knows no model of the engine {engine} for {language_name(language)}; name one with --model."
    )
