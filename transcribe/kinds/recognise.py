"""The kind ``transcribe``: sound → chunks → hypotheses → one run."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from media.catalogue import get_programme
from media.records import Span
from media.sound import decoded_sound, read_samples
from transcribe.chunk_results import Recognition, find_result, store_result
from transcribe.engines.protocol import ENGINE_NAMES, RECOGNITION_OPTIONS
from transcribe.engines.supervisor import EngineProcess
from transcribe.errors import EngineFailed, EngineUnavailable
from transcribe.kinds.work import Outcome, Work
from transcribe.models import find_model
from transcribe.patience import patiently
from transcribe.plan import plan
from transcribe.records import Chunk, Hypothesis, Provenance
from transcribe.stitch import stitch
from transcribe.transcripts import RECOGNISED, NewRun

PACKAGES = {"faster-whisper": "faster_whisper", "openai-whisper": "whisper"}
GIVE_UP_AFTER = 5
"""Chunks that fail in a row before the engine itself counts as broken: the rest of ten hours would fail the same."""

log = logging.getLogger(__name__)


def transcribe(work: Work) -> Outcome:
    """Recognise what is said, chunk by chunk; what an earlier job made of a chunk is found again.

    :raises NoSound: the programme has no recording.
    :raises EngineUnavailable: no engine is installed, or the one asked for is not.
    :raises WeightsMissing: the model is not on this machine.
    :raises EngineFailed: the engine failed on every chunk, or on `GIVE_UP_AFTER` in a row.
    """
    recording = work.recording()
    work.progress(0, recording.duration_ms)
    engine = _choose(work.job.options["engine"])
    model = find_model(engine, work.job.options["model"], work.archive.models)
    sound = decoded_sound(work.archive, recording)
    chunks = plan(sound)
    with EngineProcess(engine, model) as process:
        recognition = Recognition(
            engine=engine,
            engine_version=process.version,
            model_sha256=model.sha256,
            sound_sha256=recording.sha256,
            language=_language(work),
            options=RECOGNITION_OPTIONS,
        )
        hypotheses = _recognise_all(work, process, recognition, sound, chunks, recording.duration_ms)
    segments = stitch(
        chunks,
        hypotheses,
        sound_sha256=recording.sha256,
        duration_ms=recording.duration_ms,
        language=recognition.language,
    )
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


def _recognise_all(
    work: Work,
    process: EngineProcess,
    recognition: Recognition,
    sound: Path,
    chunks: Sequence[Chunk],
    duration_ms: int,
) -> list[Hypothesis | None]:
    hypotheses: list[Hypothesis | None] = []
    failed_in_a_row = 0
    for chunk in chunks:
        try:
            hypotheses.append(_recognise(work, process, recognition, sound, chunk))
            failed_in_a_row = 0
        except EngineFailed as error:
            log.warning("job %s: chunk %d: %s", work.job.job_id, chunk.index, error)
            hypotheses.append(None)
            failed_in_a_row += 1
            if failed_in_a_row == min(GIVE_UP_AFTER, len(chunks)):
                raise
        work.progress(chunk.end_ms, duration_ms)
    return hypotheses


def _recognise(work: Work, process: EngineProcess, recognition: Recognition, sound: Path, chunk: Chunk) -> Hypothesis:
    span = Span(chunk.start_ms, chunk.end_ms)
    found = find_result(work.db, recognition, span)
    if found:
        return found
    hypothesis = process.recognise(read_samples(sound, span), recognition.language)
    patiently(lambda: store_result(work.db, work.job, recognition, span, hypothesis))
    return hypothesis


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
