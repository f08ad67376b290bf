"""The kind ``transcribe``: sound → chunks → hypotheses → one run."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from importlib.util import find_spec
from pathlib import Path

from media.catalogue import get_programme
from media.sound import decoded_sound
from transcribe import unfinished
from transcribe.chunk_results import Recognition
from transcribe.engines.protocol import ENGINE_NAMES, RECOGNITION_OPTIONS
from transcribe.engines.supervisor import EngineProcess
from transcribe.errors import EngineUnavailable
from transcribe.kinds.hear import hear
from transcribe.kinds.work import Outcome, Work
from transcribe.models import find_model
from transcribe.plan import plan
from transcribe.records import Hypothesis, Provenance
from transcribe.stitch import stitch
from transcribe.transcripts import RECOGNISED, NewRun

PACKAGES = {"faster-whisper": "faster_whisper", "openai-whisper": "whisper"}


def transcribe(work: Work) -> Outcome:
    """Recognise what is said, chunk by chunk; what an earlier job made of a chunk is found again.

    :raises NoSound: the programme has no recording.
    :raises EngineUnavailable: no engine is installed, or the one asked for is not.
    :raises WeightsMissing: the model is not on this machine.
    :raises EngineFailed: the engine failed on every chunk, or on several in a row.
    """
    recording = work.recording()
    work.progress(0, recording.duration_ms)
    engine = _choose(work.job.options["engine"])
    model = find_model(engine, work.job.options["model"], work.archive.models)
    sound = decoded_sound(work.archive, recording, work.check)
    chunks = plan(sound)
    with EngineProcess(engine, model, check=work.check) as process:
        recognition = Recognition(
            engine=engine,
            engine_version=process.version,
            model_sha256=model.sha256,
            sound_sha256=recording.sha256,
            language=_language(work),
            options=RECOGNITION_OPTIONS,
        )
        part = partial(
            stitch,
            sound_sha256=recording.sha256,
            duration_ms=recording.duration_ms,
            language=recognition.language,
        )
        unfinished.begin(work.db, work.job)
        hypotheses = hear(work, process, recognition, sound, chunks, [recognition.language] * len(chunks), part)
    segments = part(chunks, hypotheses)
    provenance = Provenance(
        engine=engine,
        engine_version=recognition.engine_version,
        model=Path(model.name).name,  # Of a path, not where this machine has it.
        model_sha256=model.sha256,
        sound_sha256=recording.sha256,
        language=recognition.language,
        options=recognition.options,
    )
    run = NewRun(recording.recording_id, RECOGNISED, provenance, segments)
    return Outcome(run, _remark(work.job.programme_id, hypotheses))


def _choose(asked: str) -> str:
    """Return the engine of this name, for ``auto`` the first that is installed.

    :raises EngineUnavailable: none is, or the name is unknown.
    """
    wanted = ENGINE_NAMES if asked == "auto" else (asked,)
    for name in wanted:
        if name in PACKAGES and find_spec(PACKAGES[name]):
            return name
    raise EngineUnavailable(
        f"The engine “{asked}” is not installed; choose {' or '.join(ENGINE_NAMES)}, and see “muragat doctor”."
    )


def _language(work: Work) -> str:
    return work.job.options.get("language") or get_programme(work.db, work.job.programme_id).language


def _remark(programme_id: str, hypotheses: Sequence[Hypothesis | None]) -> str | None:
    if not hypotheses:
        return "No speech was found in this sound; listen to it, and add it anew if it should have some."
    failed = hypotheses.count(None)
    if not failed:
        return None
    return (
        f"The engine failed on {failed} of {len(hypotheses)} chunks, which are marked as gaps; "
        f"“muragat transcribe {programme_id}” tries only these again."
    )
