"""Hear the chunks of a recording, batch by batch; what an earlier job made of a batch is found again."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from media.language import UNDETERMINED
from media.records import Span
from media.sound import read_samples
from transcribe import unfinished
from transcribe.calibration import with_confidence
from transcribe.chunk_results import Asked, Recognition, find_results, store_results
from transcribe.engines.languages import same_language
from transcribe.engines.registry import get_engine
from transcribe.engines.supervisor import EngineProcess
from transcribe.errors import EngineFailed
from transcribe.kinds.languages import Listener
from transcribe.kinds.work import Work
from transcribe.languages import Belief
from transcribe.patience import patiently
from transcribe.plan import batches
from transcribe.records import Chunk, Hypothesis, Segment
from transcribe.second_hearing import hear_again
from transcribe.word_times import settle_chunks
from transcribe.written import written_language

GIVE_UP_AFTER = 5
"""Chunks that fail in a row before the engine itself counts as broken: the rest of ten hours would fail the same."""
FAILS_ON_ALL = "The engine {} fails on all that it is given; choose another with --engine, and see “muragat doctor”."

Words = Callable[[Sequence[Chunk], Sequence[Hypothesis | None]], tuple[Segment, ...]]

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Heard:
    """What was heard, chunk by chunk."""

    chunks: tuple[Chunk, ...]
    """Those of the plan, some cut where the language changes."""
    hypotheses: tuple[Hypothesis | None, ...]
    """With the words' times settled; ``None`` where the engine failed twice."""


def hear(
    work: Work,
    process: EngineProcess,
    recognition: Recognition,
    sound: Path,
    chunks: Iterable[Chunk],
    listener: Listener,
    belief: Belief,
    words: Words,
) -> Heard:
    """Return what is heard.

    :param sound: decoded (`media.sound.decoded_sound`).
    :param chunks: taken as they are needed; the plan of ten hours is not waited for.
    :param listener: tells the language of each chunk.
    :param belief: what is known of the language before anything is heard.
    :param words: makes words of some chunks; those of a batch can be read as soon as it is heard.
    :raises EngineFailed: the engine failed on every chunk, or on `GIVE_UP_AFTER` in a row.
    """
    settle = partial(_settled, sound, recognition, listener.allowed)
    duration_ms = work.recording().duration_ms
    cut: list[Chunk] = []
    hypotheses: list[Hypothesis | None] = []
    for planned in batches(chunks):
        labelled = listener.label(planned, belief)
        batch, belief = labelled.chunks, labelled.belief
        language_of = dict(zip(batch, labelled.languages, strict=True))
        asked = [Asked(Span(chunk.start_ms, chunk.end_ms), language_of[chunk]) for chunk in batch]
        heard = _recognise_batch(work, process, recognition, sound, asked)
        if _is_broken([*hypotheses, *heard]):
            raise EngineFailed(FAILS_ON_ALL.format(recognition.engine))
        if not cut:  # The first words do not wait for the second try, which may take longer than all before.
            _show(work, batch, words(batch, settle(batch, heard, labelled.languages)))
        heard = [
            first and _hear_again(work, process, recognition, sound, chunk, first, language_of[chunk])
            for chunk, first in zip(batch, heard, strict=True)
        ]
        heard = settle(batch, heard, labelled.languages)
        cut += batch
        hypotheses += heard
        _show(work, batch, words(batch, heard))
        work.progress(batch[-1].end_ms, duration_ms)
    if hypotheses and not any(hypotheses):
        raise EngineFailed(FAILS_ON_ALL.format(recognition.engine))
    return Heard(tuple(cut), tuple(hypotheses))


def _settled(
    sound: Path,
    recognition: Recognition,
    allowed: Sequence[str],
    batch: Sequence[Chunk],
    heard: Sequence[Hypothesis | None],
    asked: Sequence[str],
) -> list[Hypothesis | None]:
    """Return what was heard of a batch with its language named, its words' times settled and their confidence told."""
    named = [each and _named(each, language, allowed) for each, language in zip(heard, asked, strict=True)]
    settled = settle_chunks(sound, batch, named, get_engine(recognition.engine).word_lead_ms)
    return [each and with_confidence(each, recognition.engine, recognition.model_sha256) for each in settled]


def _named(hypothesis: Hypothesis, asked: str, allowed: Sequence[str]) -> Hypothesis:
    """Name the language as it was asked for; let the words tell it where the engine did not."""
    if asked != UNDETERMINED and same_language(asked, hypothesis.language):
        return replace(hypothesis, language=asked)
    if hypothesis.language != UNDETERMINED:
        return hypothesis
    text = " ".join(word.text for segment in hypothesis.segments for word in segment.words)
    return replace(hypothesis, language=written_language(text, allowed))


def _hear_again(
    work: Work,
    process: EngineProcess,
    recognition: Recognition,
    sound: Path,
    chunk: Chunk,
    first: Hypothesis,
    language: str,
) -> Hypothesis:
    """Ask once more for what was heard badly, in other pieces; which, and what is kept, depends on nothing else."""

    def ask(spans: Sequence[Span]) -> Sequence[Hypothesis]:
        return _recognise(work, process, recognition, sound, [Asked(span, language) for span in spans])

    try:
        return hear_again(chunk, first, ask)
    except EngineFailed as error:
        log.warning("job %s: the second try from %d ms on: %s", work.job.job_id, chunk.start_ms, error)
        return first


def _show(work: Work, batch: Sequence[Chunk], segments: tuple[Segment, ...]) -> None:
    patiently(lambda: unfinished.note(work.db, work.job, batch[0].start_ms, batch[-1].end_ms, segments))


def _recognise_batch(
    work: Work, process: EngineProcess, recognition: Recognition, sound: Path, batch: Sequence[Asked]
) -> Sequence[Hypothesis | None]:
    """Where an engine fails on a batch, its chunks are asked for one by one: one bad chunk costs only itself."""
    found = find_results(work.db, recognition, batch)
    if found is not None:
        return found
    if not any(find_results(work.db, recognition, [asked]) for asked in batch) and len(batch) > 1:
        try:
            return _recognise(work, process, recognition, sound, batch)
        except EngineFailed as error:
            log.warning("job %s: chunks from %d ms on: %s", work.job.job_id, batch[0].span.start_ms, error)
    hypotheses: list[Hypothesis | None] = []
    for asked in batch:
        try:
            hypotheses += _recognise(work, process, recognition, sound, [asked])
        except EngineFailed as error:
            log.warning("job %s: the chunk from %d ms on: %s", work.job.job_id, asked.span.start_ms, error)
            hypotheses.append(None)
        if _is_broken(hypotheses):
            break
    return hypotheses


def _recognise(
    work: Work, process: EngineProcess, recognition: Recognition, sound: Path, batch: Sequence[Asked]
) -> Sequence[Hypothesis]:
    found = find_results(work.db, recognition, batch)
    if found is not None:
        return found
    samples = [read_samples(sound, asked.span) for asked in batch]
    heard = process.recognise(samples, [asked.language for asked in batch], recognition.glossary)
    patiently(lambda: store_results(work.db, work.job, recognition, batch, heard))
    return heard


def _is_broken(hypotheses: Sequence[Hypothesis | None]) -> bool:
    return len(hypotheses) >= GIVE_UP_AFTER and not any(hypotheses[-GIVE_UP_AFTER:])
