"""One competitor's turn in `transcribe.bench_asr.bench`, in a process of its own.

Run as ``python -m transcribe.bench_asr.peer NAME MODEL THREADS SOUND…``; the last line it prints is a `Turn`.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

import msgspec

from media.language import UNDETERMINED
from media.records import Span
from media.sound import read_samples, sound_duration_ms
from transcribe.ahead import ahead
from transcribe.bench_asr.bench import BATCHED, OURS, REFERENCE, SEQUENTIAL, WHISPER_CPP, TimedWord, Turn
from transcribe.engines.protocol import BEAM_SIZE, PRECISION
from transcribe.engines.registry import get_engine, load_engine
from transcribe.engines.spoken import to_ms
from transcribe.languages import Belief, Stretch, first_belief, steady
from transcribe.plan import PLANNED_AHEAD, batches, plan
from transcribe.records import Chunk, Hypothesis
from transcribe.second_hearing import hear_again
from transcribe.stitch import stitch
from transcribe.word_times import settle_chunks

WARM_UP = Span(0, 10_000)
"""Heard before the clock starts: libraries compile and load parts of themselves when the first words come."""

BEAM_SEARCH = 1
"""whisper.cpp's number of that way to search."""
MS_PER_TICK = 10
"""Of its clock."""

Heard = tuple[str, tuple[TimedWord, ...]]
"""(language, words)."""
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
    turn = Turn(seconds, peak_kb, heard[0][0], tuple(words for _, words in heard))
    sys.stdout.buffer.write(b"\n" + msgspec.json.encode(turn) + b"\n")


def _ours(model: Path, threads: int) -> Recogniser:
    """All that a job does with a sound, but for the ledger and the pipe between its two processes."""
    engine = load_engine("faster-whisper", model, threads)
    lead_ms = get_engine("faster-whisper").word_lead_ms

    def ask(sound: Path, language: str, spans: Sequence[Span]) -> Sequence[Hypothesis]:
        return engine.recognise([read_samples(sound, span) for span in spans], [language] * len(spans), ())

    def label(sound: Path, batch: Sequence[Chunk], before: Belief) -> tuple[Sequence[str], Belief]:
        told = engine.detect_languages([read_samples(sound, Span(chunk.start_ms, chunk.end_ms)) for chunk in batch])
        stretches = [Stretch(chunk.speech_ms, each) for chunk, each in zip(batch, told, strict=True)]
        return steady(stretches, (), before)

    def recognise(sound: Path, span: Span) -> Heard:
        planned = (chunk for chunk in plan(sound) if chunk.start_ms < span.end_ms)
        chunks: list[Chunk] = []
        heard: list[Hypothesis | None] = []
        belief = first_belief(UNDETERMINED, ())
        with ahead(planned, PLANNED_AHEAD, lambda: None, lambda: None) as coming:
            for batch in batches(coming):
                languages, belief = label(sound, batch, belief)
                samples = [read_samples(sound, Span(chunk.start_ms, chunk.end_ms)) for chunk in batch]
                first = engine.recognise(samples, languages, ())
                again = [
                    hear_again(chunk, each, partial(ask, sound, language))
                    for chunk, each, language in zip(batch, first, languages, strict=True)
                ]
                heard += settle_chunks(sound, batch, again, lead_ms)
                chunks += batch
        segments = stitch(chunks, heard, sound_sha256="", duration_ms=sound_duration_ms(sound), language=UNDETERMINED)
        words = (TimedWord(w.text, w.start_ms, w.end_ms) for segment in segments for w in segment.words)
        return next((each.language for each in heard if each), UNDETERMINED), tuple(words)

    return recognise


def _sequential(model: Path, threads: int) -> Recogniser:
    whisper = _faster_whisper(model, threads)

    def recognise(sound: Path, span: Span) -> Heard:
        samples = read_samples(sound, span)
        segments, info = whisper.transcribe(samples, beam_size=BEAM_SIZE, word_timestamps=True, vad_filter=True)
        return info.language, _words_of(segments)

    return recognise


def _batched(model: Path, threads: int, batch_size: int) -> Recogniser:
    import faster_whisper  # noqa: PLC0415 (ctranslate2)

    pipeline = faster_whisper.BatchedInferencePipeline(_faster_whisper(model, threads))

    def recognise(sound: Path, span: Span) -> Heard:
        samples = read_samples(sound, span)
        segments, info = pipeline.transcribe(samples, beam_size=BEAM_SIZE, batch_size=batch_size, word_timestamps=True)
        return info.language, _words_of(segments)

    return recognise


def _words_of(segments: Iterable[Any]) -> tuple[TimedWord, ...]:
    words = (word for segment in segments for word in segment.words)
    return tuple(TimedWord(word.word.strip(), to_ms(word.start), to_ms(word.end)) for word in words)


def _faster_whisper(model: Path, threads: int) -> Any:
    import faster_whisper  # noqa: PLC0415 (ctranslate2)

    return faster_whisper.WhisperModel(str(model), device="cpu", compute_type=PRECISION, cpu_threads=threads)


def _whisper_cpp(model: Path, threads: int) -> Recogniser:
    """Words are its segments of at most one letter that are cut at words only."""
    library: Any = import_module("pywhispercpp.model")  # not a dependency: measured where it is there
    bindings: Any = import_module("_pywhispercpp")
    whisper = library.Model(
        str(model),
        params_sampling_strategy=BEAM_SEARCH,
        redirect_whispercpp_logs_to=None,  # nowhere
        n_threads=threads,
        beam_search={"beam_size": BEAM_SIZE, "patience": -1.0},
        language="auto",
        token_timestamps=True,
        max_len=1,
        split_on_word=True,
        print_progress=False,
        print_timestamps=False,
    )

    def recognise(sound: Path, span: Span) -> Heard:
        segments = whisper.transcribe(read_samples(sound, span))
        language = bindings.whisper_lang_str(bindings.whisper_full_lang_id(whisper._ctx))
        words = (TimedWord(each.text, each.t0 * MS_PER_TICK, each.t1 * MS_PER_TICK) for each in segments if each.text)
        return language, tuple(words)

    return recognise


def _openai_whisper(model: Path, threads: int) -> Recogniser:
    engine: Any = load_engine("openai-whisper", model, threads)

    def recognise(sound: Path, span: Span) -> Heard:
        samples = read_samples(sound, span)
        result = engine.model.transcribe(samples, beam_size=BEAM_SIZE, word_timestamps=True, fp16=False)
        words = (word for segment in result["segments"] for word in segment["words"])
        timed = (TimedWord(word["word"].strip(), to_ms(word["start"]), to_ms(word["end"])) for word in words)
        return result["language"], tuple(timed)

    return recognise


COMPETITORS: dict[str, Callable[[Path, int], Recogniser]] = {
    OURS: _ours,
    SEQUENTIAL: _sequential,
    **{name: partial(_batched, batch_size=size) for size, name in BATCHED.items()},
    WHISPER_CPP: _whisper_cpp,
    REFERENCE: _openai_whisper,
}

if __name__ == "__main__":
    main()
