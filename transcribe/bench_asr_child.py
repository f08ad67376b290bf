"""One competitor's turn in `transcribe.bench_asr`, in a process of its own.

Run as ``python -m transcribe.bench_asr_child NAME MODEL THREADS SOUND…``; the last line it prints is a `Turn`.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import msgspec

from media.language import UNDETERMINED
from media.records import Span
from media.sound import read_samples, sound_duration_ms
from transcribe.bench_asr import BATCHED, OURS, REFERENCE, SEQUENTIAL, Turn
from transcribe.engines.protocol import BEAM_SIZE, PRECISION
from transcribe.engines.registry import load_engine
from transcribe.plan import batches, plan
from transcribe.records import Chunk, Hypothesis
from transcribe.stitch import stitch

BATCH_SIZE = 8
WARM_UP = Span(0, 10_000)
"""Heard before the clock starts: libraries compile and load parts of themselves when the first words come."""

Heard = tuple[str, str]
"""(language, text)."""
Recogniser = Callable[[Path, Span], Heard]


def main() -> None:
    """Load the model, warm up on the first sound, then take the time for all of them."""
    name, model, threads, *paths = sys.argv[1:]
    sounds = list(map(Path, paths))
    recognise = COMPETITORS[name](Path(model), int(threads))
    recognise(sounds[0], WARM_UP)
    started_s = time.perf_counter()
    heard = [recognise(sound, Span(0, sound_duration_ms(sound))) for sound in sounds]
    seconds = time.perf_counter() - started_s
    peak_kb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    turn = Turn(seconds, peak_kb, heard[0][0], "\n".join(text for _, text in heard))
    sys.stdout.buffer.write(b"\n" + msgspec.json.encode(turn) + b"\n")


def _ours(model: Path, threads: int) -> Recogniser:
    engine = load_engine("faster-whisper", model, threads)

    def hear(sound: Path, batch: Sequence[Chunk]) -> Sequence[Hypothesis]:
        samples = [read_samples(sound, Span(chunk.start_ms, chunk.end_ms)) for chunk in batch]
        return engine.recognise(samples, [UNDETERMINED] * len(batch), ())

    def recognise(sound: Path, span: Span) -> Heard:
        chunks = [chunk for chunk in plan(sound) if chunk.start_ms < span.end_ms]
        heard = [hypothesis for batch in batches(chunks) for hypothesis in hear(sound, batch)]
        segments = stitch(chunks, heard, sound_sha256="", duration_ms=sound_duration_ms(sound), language=UNDETERMINED)
        return heard[0].language if heard else UNDETERMINED, "\n".join(segment.text for segment in segments)

    return recognise


def _sequential(model: Path, threads: int) -> Recogniser:
    whisper = _faster_whisper(model, threads)

    def recognise(sound: Path, span: Span) -> Heard:
        samples = read_samples(sound, span)
        segments, info = whisper.transcribe(samples, beam_size=BEAM_SIZE, word_timestamps=True, vad_filter=True)
        return info.language, "\n".join(segment.text.strip() for segment in segments)

    return recognise


def _batched(model: Path, threads: int) -> Recogniser:
    import faster_whisper  # noqa: PLC0415 (ctranslate2)

    pipeline = faster_whisper.BatchedInferencePipeline(_faster_whisper(model, threads))

    def recognise(sound: Path, span: Span) -> Heard:
        samples = read_samples(sound, span)
        segments, info = pipeline.transcribe(samples, beam_size=BEAM_SIZE, batch_size=BATCH_SIZE, word_timestamps=True)
        return info.language, "\n".join(segment.text.strip() for segment in segments)

    return recognise


def _faster_whisper(model: Path, threads: int) -> Any:
    import faster_whisper  # noqa: PLC0415 (ctranslate2)

    return faster_whisper.WhisperModel(str(model), device="cpu", compute_type=PRECISION, cpu_threads=threads)


def _openai_whisper(model: Path, threads: int) -> Recogniser:
    engine: Any = load_engine("openai-whisper", model, threads)

    def recognise(sound: Path, span: Span) -> Heard:
        samples = read_samples(sound, span)
        result = engine.model.transcribe(samples, beam_size=BEAM_SIZE, word_timestamps=True, fp16=False)
        return result["language"], "\n".join(segment["text"].strip() for segment in result["segments"])

    return recognise


COMPETITORS: dict[str, Callable[[Path, int], Recogniser]] = {
    OURS: _ours,
    SEQUENTIAL: _sequential,
    BATCHED: _batched,
    REFERENCE: _openai_whisper,
}

if __name__ == "__main__":
    main()
