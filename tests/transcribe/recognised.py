"""From a decoded sound to its segments, as the kind ``transcribe`` does it, without the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from media.sound import sound_duration_ms
from transcribe.engines.registry import get_engine
from transcribe.engines.supervisor import EngineProcess
from transcribe.first_hearing import hear_first
from transcribe.records import Segment, Word
from transcribe.stitch import stitch
from transcribe.word_times import settle_chunks


def transcribed(sound: Path, process: EngineProcess, language: str) -> tuple[Segment, ...]:
    chunks, heard = hear_first(process, sound, language)
    hypotheses = settle_chunks(sound, chunks, heard, get_engine(process.engine).word_lead_ms)
    return stitch(chunks, hypotheses, sound_sha256="s", duration_ms=sound_duration_ms(sound), language=language)


def words_in(segments: Sequence[Segment]) -> list[Word]:
    return [word for segment in segments for word in segment.words]
