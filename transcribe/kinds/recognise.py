"""The kind ``transcribe``: sound → chunks → hypotheses → one run."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from sqlite_utils import Database

from media.catalogue import get_programme
from media.growing_sound import growing_sound
from media.language import UNDETERMINED, parse_languages
from transcribe import unfinished
from transcribe.ahead import ahead
from transcribe.chunk_results import Recognition
from transcribe.engines.registry import get_engine
from transcribe.glossary import MOST_TERMS, glossary_of
from transcribe.kinds.engine import engine_of
from transcribe.kinds.hear import hear
from transcribe.kinds.languages import Listener
from transcribe.kinds.speakers import tell_speakers
from transcribe.kinds.work import Outcome, Remark, Work
from transcribe.languages import first_belief
from transcribe.models import find_model
from transcribe.omissions import mark_omissions
from transcribe.patience import patiently
from transcribe.plan import PLANNED_AHEAD, plan_growing
from transcribe.records import Chunk, Hypothesis, Provenance, Segment
from transcribe.serving import choose
from transcribe.stitch import stitch
from transcribe.transcripts import RECOGNISED, NewRun

Terms = Callable[[Database, str | None], tuple[str, ...]]
"""Takes the archive and a series; returns what a model is told to expect there."""


def transcribe(work: Work, terms: Terms = glossary_of) -> Outcome:
    """Recognise what is said, chunk by chunk; what an earlier job made of a chunk is found again.

    :param terms: what the engine is told to expect; of more than `MOST_TERMS`, the first.
    :raises NoSound: the programme has no recording.
    :raises EngineUnavailable: no engine is installed, or the one asked for is not.
    :raises WeightsMissing: the model is not on this machine.
    :raises EngineFailed: the engine failed on every chunk, or on several in a row.
    """
    recording = work.recording()
    work.progress(0, recording.duration_ms)
    programme = get_programme(work.db, work.job.programme_id)
    allowed = _allowed(work.job.options, programme.language)
    language = allowed[0] if len(allowed) == 1 else UNDETERMINED
    first, *others = allowed or (UNDETERMINED,)
    options = work.job.options
    choice = choose(options["engine"], options["model"], first, work.archive.models, also=others)
    engine = choice.engine
    model = find_model(engine, choice.model, work.archive.models)
    with growing_sound(work.archive, recording) as sound:
        with engine_of(work, engine, model) as hearing:
            recognition = Recognition(
                engine=engine,
                engine_version=hearing.version,
                model_sha256=model.sha256,
                sound_sha256=recording.sha256,
                language=language,
                options={**get_engine(engine).options, **_more_languages(allowed)},
                glossary=terms(work.db, programme.series)[:MOST_TERMS],
            )

            def part(chunks: Sequence[Chunk], hypotheses: Sequence[Hypothesis | None]) -> tuple[Segment, ...]:
                said = stitch(
                    chunks,
                    hypotheses,
                    sound_sha256=recording.sha256,
                    duration_ms=recording.duration_ms,
                    language=recognition.language,
                )
                return mark_omissions(chunks, said, recording.sha256)

            heard_by = _provenance(engine, Path(model.name).name, recognition)
            patiently(lambda: unfinished.begin(work.db, work.job, recording.recording_id, heard_by))
            listener = Listener(work, recognition, sound.path, allowed)
            belief = first_belief(programme.language, allowed)
            chunks = plan_growing(sound, recording.duration_ms, allowed)
            with ahead(chunks, PLANNED_AHEAD, work.check, sound.leave) as planned:
                heard = hear(work, hearing, recognition, sound.path, planned, listener, belief, part)
        told = tell_speakers(work, recording, sound.path, heard.chunks, part(heard.chunks, heard.hypotheses))
    provenance = replace(heard_by, options={**heard_by.options, "speakers": told.how})
    run = NewRun(recording.recording_id, RECOGNISED, provenance, told.segments)
    return Outcome(run, remark=_remark(heard.hypotheses, choice.better))


def _provenance(engine: str, model: str, recognition: Recognition) -> Provenance:
    """:param model: its name; of a path, not where this machine has it."""
    return Provenance(
        engine=engine,
        engine_version=recognition.engine_version,
        model=model,
        model_sha256=recognition.model_sha256,
        sound_sha256=recognition.sound_sha256,
        language=recognition.language,
        options=recognition.options,
    )


def _allowed(options: Mapping[str, str], of_programme: str) -> tuple[str, ...]:
    """Return the languages that may be spoken; none are any."""
    if "languages" in options:
        return parse_languages(options["languages"])
    language = options.get("language", of_programme)
    return () if language == UNDETERMINED else (language,)


def _more_languages(allowed: Sequence[str]) -> dict[str, str]:
    return {"languages": ",".join(allowed)} if len(allowed) > 1 else {}


def _remark(hypotheses: Sequence[Hypothesis | None], better: str | None) -> Remark | None:
    if not hypotheses:
        silence = "No speech was found in this sound; listen to it, and add it anew if it should have some."
        return Remark("no speech", silence)
    failed = hypotheses.count(None)
    if not failed:
        return Remark("better model", better) if better else None
    return Remark(
        "gaps",
        f"The engine failed on {failed} of {len(hypotheses)} chunks, which are marked as gaps; asked for again in the "
        "same way, it tries only these.",
    )
