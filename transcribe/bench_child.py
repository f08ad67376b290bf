"""One engine's turn of `transcribe.bench_asr`: `python -m transcribe.bench_child NAME MODEL SOUND…`.

A process has one of torch and CTranslate2, so each engine is imported only in its own function.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from media.records import Span
from media.sound import read_samples, sound_duration_ms
from transcribe.engines.protocol import BEAM_SIZE, CHUNK_MOST_MS, PRECISION, Samples
from transcribe.engines.supervisor import EngineProcess
from transcribe.models import Model
from transcribe.plan import plan
from transcribe.stitch import stitch

OURS = "muragat"
REFERENCE = "openai-whisper"
ENGINE_OF = {
    OURS: "faster-whisper",
    "faster-whisper": "faster-whisper",
    "faster-whisper batched 8": "faster-whisper",
    REFERENCE: "openai-whisper",
}
"""Competitor → the engine whose weights it takes."""

BATCH = 8
KB_PER_MB = 1024


@dataclass(frozen=True, slots=True)
class Turn:
    """What one engine did with all files."""

    seconds: float
    peak_rss_mb: float
    text: str


def main() -> None:
    name, model, *sounds = sys.argv[1:]
    paths = list(map(Path, sounds))
    seconds, texts = _ours(Path(model), paths) if name == OURS else _peer(name, model, paths)
    # Ours is this process and its engine's; a peer is this process alone.
    peak_kb = (
        resource.getrusage(resource.RUSAGE_SELF).ru_maxrss + resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    )
    turn = Turn(seconds, peak_kb / KB_PER_MB, "\n".join(texts))
    sys.stdout.write(msgspec.json.encode(turn).decode())


def _ours(model: Path, sounds: Sequence[Path]) -> tuple[float, list[str]]:
    with EngineProcess(ENGINE_OF[OURS], Model(model.name, model, "")) as process:
        return _timed(lambda path: _our_words(process, path), sounds)


def _our_words(process: EngineProcess, path: Path) -> str:
    chunks, duration_ms = plan(path), sound_duration_ms(path)
    # Once a file, as the peers do.
    language, _ = process.detect_language(read_samples(path, Span(0, min(CHUNK_MOST_MS, duration_ms))))
    heard = [process.recognise(read_samples(path, Span(c.start_ms, c.end_ms)), language) for c in chunks]
    segments = stitch(chunks, heard, sound_sha256="", duration_ms=duration_ms, language="und")
    return " ".join(segment.text for segment in segments)


def _peer(name: str, model: str, sounds: Sequence[Path]) -> tuple[float, list[str]]:
    recognise = _openai_whisper(model) if name == REFERENCE else _faster_whisper(model, batched=name.endswith("8"))
    return _timed(lambda path: recognise(_whole(path)), sounds)


def _faster_whisper(model: str, *, batched: bool) -> Callable[[Samples], str]:
    from faster_whisper import BatchedInferencePipeline, WhisperModel  # noqa: PLC0415 (never beside torch)

    whisper = WhisperModel(model, device="cpu", compute_type=PRECISION, local_files_only=True)
    pipeline = BatchedInferencePipeline(whisper)

    def recognise(samples: Samples) -> str:
        if batched:
            segments, _ = pipeline.transcribe(samples, beam_size=BEAM_SIZE, word_timestamps=True, batch_size=BATCH)
        else:
            segments, _ = whisper.transcribe(samples, beam_size=BEAM_SIZE, word_timestamps=True, vad_filter=True)
        return _joined(segment.text for segment in segments)

    return recognise


def _openai_whisper(model: str) -> Callable[[Samples], str]:
    import whisper  # noqa: PLC0415 (never beside CTranslate2)

    loaded = whisper.load_model(model, device="cpu")

    def recognise(samples: Samples) -> str:
        result = loaded.transcribe(samples, beam_size=BEAM_SIZE, word_timestamps=True, fp16=False)
        return _joined(segment["text"] for segment in result["segments"])

    return recognise


def _timed(recognise: Callable[[Path], str], sounds: Sequence[Path]) -> tuple[float, list[str]]:
    started = time.perf_counter()
    texts = [recognise(path) for path in sounds]
    return time.perf_counter() - started, texts


def _whole(path: Path) -> Samples:
    return read_samples(path, Span(0, sound_duration_ms(path)))


def _joined(texts: Iterable[str]) -> str:
    return " ".join(text.strip() for text in texts)


if __name__ == "__main__":
    main()
