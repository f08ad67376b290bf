"""From a decoded sound to its segments, as the kind ``transcribe`` does it, without the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from media.records import Span
from media.sound import read_samples, sound_duration_ms
from transcribe.engines.registry import get_engine
from transcribe.engines.supervisor import EngineProcess
from transcribe.plan import batches, plan
from transcribe.records import Segment, Word
from transcribe.stitch import stitch
from transcribe.word_times import settle_chunks


def transcribed(sound: Path, process: EngineProcess, language: str) -> tuple[Segment, ...]:
    chunks = tuple(plan(sound))
    lead_ms = get_engine(process.engine).word_lead_ms
    hypotheses = [
        hypothesis
        for batch in batches(chunks)
        for hypothesis in settle_chunks(
            sound,
            batch,
            process.recognise(
                [read_samples(sound, Span(c.start_ms, c.end_ms)) for c in batch], [language] * len(batch)
            ),
            lead_ms,
        )
    ]
    return stitch(chunks, hypotheses, sound_sha256="s", duration_ms=sound_duration_ms(sound), language=language)


def words_in(segments: Sequence[Segment]) -> list[Word]:
    return [word for segment in segments for word in segment.words]
