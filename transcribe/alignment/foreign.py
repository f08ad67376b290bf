"""Speech that the script does not have."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from media.language import UNDETERMINED
from media.records import Span
from media.sound import read_samples, sound_duration_ms
from transcribe.alignment.breaks import LEAST_WORDLESS_MS
from transcribe.alignment.evidence import Evidence
from transcribe.engines.supervisor import EngineProcess
from transcribe.records import Chunk, Doubt, Hypothesis, Segment, Word
from transcribe.stitch import stitch


def speech_without_words(chunks: Sequence[Chunk], heard: Evidence) -> tuple[Chunk, ...]:
    """Return the stretches of speech, each within its chunk, for which no word of the script was heard."""
    words = [
        Span(start, max(start, end)) for start, end in zip(heard.start_ms.tolist(), heard.end_ms.tolist(), strict=True)
    ]
    stretches: list[Chunk] = []
    for chunk in chunks:
        inside = [word for word in words if word.overlap_ms(Span(chunk.start_ms, chunk.end_ms))]
        edges = [chunk.start_ms, *(edge for word in inside for edge in (word.start_ms, word.end_ms)), chunk.end_ms]
        for start, end in list(pairwise(edges))[::2]:
            speech = tuple(_within(chunk, start, end))
            if sum(span.duration_ms for span in speech) >= LEAST_WORDLESS_MS:
                stretches.append(Chunk(len(stretches), speech[0].start_ms, speech[-1].end_ms, speech))
    return tuple(stretches)


def _within(chunk: Chunk, start_ms: int, end_ms: int) -> list[Span]:
    return [
        Span(max(start_ms, speech.start_ms), min(end_ms, speech.end_ms))
        for speech in chunk.speech
        if max(start_ms, speech.start_ms) < min(end_ms, speech.end_ms)
    ]


def recognise_foreign(
    process: EngineProcess,
    sound: Path,
    stretches: Sequence[Chunk],
    languages: Sequence[str],
    *,
    sound_sha256: str,
    done: Callable[[int], None],
) -> tuple[Segment, ...]:
    """Return the machine's words for these stretches, marked `Doubt.NOT_IN_SCRIPT`.

    :param languages: of each stretch, as the model is told.
    :param done: is told how many stretches are recognised.
    :raises EngineFailed: see `EngineProcess`.
    """
    hypotheses: list[Hypothesis] = []
    for number, (stretch, language) in enumerate(zip(stretches, languages, strict=True), 1):
        samples = read_samples(sound, Span(stretch.start_ms, stretch.end_ms))
        hypotheses.append(*process.recognise([samples], [language]))
        done(number)
    segments = stitch(
        stretches, hypotheses, sound_sha256=sound_sha256, duration_ms=sound_duration_ms(sound), language=UNDETERMINED
    )
    return tuple(_marked(segment) for segment in segments)


def _marked(segment: Segment) -> Segment:
    words = tuple(_marked_word(word) for word in segment.words)
    return replace(segment, words=words, doubts=(Doubt.NOT_IN_SCRIPT, *segment.doubts))


def _marked_word(word: Word) -> Word:
    return replace(word, doubt=word.doubt or Doubt.NOT_IN_SCRIPT)
