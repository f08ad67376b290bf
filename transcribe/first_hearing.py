"""What an engine hears in a sound at first, in a job's batches but without the ledger: for measurements."""

from __future__ import annotations

from pathlib import Path

from media.records import Span
from media.sound import read_samples
from transcribe.engines.supervisor import EngineProcess
from transcribe.plan import batches, plan
from transcribe.records import Chunk, Hypothesis


def hear_first(process: EngineProcess, sound: Path, language: str) -> tuple[tuple[Chunk, ...], tuple[Hypothesis, ...]]:
    """Return the chunks of a decoded sound, and what is heard in each.

    :param language: of all chunks, a BCP 47 tag; ``und`` lets the model decide.
    :raises EngineFailed: see `EngineProcess.recognise`.
    """
    chunks = tuple(plan(sound))
    hypotheses: list[Hypothesis] = []
    for batch in batches(chunks):
        samples = [read_samples(sound, Span(chunk.start_ms, chunk.end_ms)) for chunk in batch]
        hypotheses += process.recognise(samples, [language] * len(batch))
    return chunks, tuple(hypotheses)
