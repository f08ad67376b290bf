"""Stitch the hypotheses of a recording's chunks into segments in recording time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from media.language import UNDETERMINED
from transcribe.badness import is_silent
from transcribe.doubts import doubt_segment, doubt_word
from transcribe.inventions import invented
from transcribe.languages import is_another
from transcribe.loops import repeated
from transcribe.records import Chunk, Doubt, HeardSegment, Hypothesis, Segment, Word, make_segment_id
from transcribe.segmentation import cut
from transcribe.written import doubt_script

EDGE_MS = 100
"""How far a word may reach beyond the speech that it lies in: detection is late for soft sounds."""


@dataclass(frozen=True, slots=True)
class ChunkWords:
    """The words of one chunk in recording time, and for each the raw output that it comes from."""

    chunk: Chunk
    language: str
    in_another: bool
    """Whether the engine itself hears another language there."""
    words: tuple[Word, ...]
    heard: tuple[HeardSegment, ...]


def stitch(
    chunks: Sequence[Chunk],
    hypotheses: Sequence[Hypothesis | None],
    *,
    sound_sha256: str,
    duration_ms: int,
    language: str,
) -> tuple[Segment, ...]:
    """Return what was said, ascending in time, every word within its chunk and the sound.

    Words that the engine itself takes for no speech, and for improbable, are left out; a segment without words is their
    trace, and that of a stretch in which a second hearing found none.

    :param hypotheses: one for each chunk; ``None`` where recognition failed, which becomes a segment without words.
    :param language: as asked for; where it is ``und``, a segment has the language that was heard in its chunk.
    """
    spoken = [
        _in_recording(chunk, hypothesis, duration_ms)
        for chunk, hypothesis in zip(chunks, hypotheses, strict=True)
        if hypothesis
    ]
    segments = [segment for part in _doubted(spoken) for segment in _segments(part, language, sound_sha256)]
    gaps = [_gap(chunk, sound_sha256) for chunk, each in zip(chunks, hypotheses, strict=True) if each is None]
    silent = [
        _silence(chunk, heard, number, sound_sha256)
        for chunk, hypothesis in zip(chunks, hypotheses, strict=True)
        if hypothesis
        for number, heard in enumerate(hypothesis.segments)
        if is_silent(heard) or not heard.words
    ]
    return tuple(sorted([*segments, *gaps, *silent], key=lambda segment: segment.start_ms))


def _in_recording(chunk: Chunk, hypothesis: Hypothesis, duration_ms: int) -> ChunkWords:
    """Times beyond the chunk, backwards or over one another are put right; Whisper gives all of these."""
    pairs = [(word, heard) for heard in hypothesis.segments if not is_silent(heard) for word in heard.words]
    last_ms = max(chunk.start_ms, min(chunk.end_ms, duration_ms) - 1)
    words: list[Word] = []
    now_ms = chunk.start_ms
    for word, _ in pairs:
        start_ms, end_ms = _within_speech(chunk.start_ms + word.start_ms, chunk.start_ms + word.end_ms, chunk)
        now_ms = min(last_ms, max(now_ms, start_ms))
        words.append(replace(word, start_ms=now_ms, end_ms=min(last_ms + 1, max(now_ms, end_ms))))
    ends = [after.start_ms for after in words[1:]] + [last_ms + 1]
    return ChunkWords(
        chunk,
        hypothesis.language,
        is_another(hypothesis.language, hypothesis.language_probability, chunk.speech_ms),
        tuple(replace(word, end_ms=min(word.end_ms, end_ms)) for word, end_ms in zip(words, ends, strict=False)),
        tuple(heard for _, heard in pairs),
    )


def _within_speech(start_ms: int, end_ms: int, chunk: Chunk) -> tuple[int, int]:
    """Whisper lets words after a pause begin in it and those before go on in it: keep what lies in speech."""
    touched = [speech for speech in chunk.speech if start_ms < speech.end_ms and speech.start_ms < end_ms]
    if not touched:
        return start_ms, end_ms
    return max(start_ms, touched[0].start_ms - EDGE_MS), min(end_ms, touched[-1].end_ms + EDGE_MS)


def _doubted(parts: Sequence[ChunkWords]) -> Iterator[ChunkWords]:
    """A loop may run over several chunks, so it is looked for in all of the words."""
    texts = [word.text for part in parts for word in part.words]
    marks = iter(zip(repeated(texts).tolist(), invented(texts).tolist(), strict=True))
    for part in parts:
        words = []
        for word, heard in zip(part.words, part.heard, strict=True):
            repeats, is_invented = next(marks)
            words.append(doubt_word(word, heard, part.chunk, repeats=repeats, invented=is_invented))
        yield replace(part, words=tuple(words))


def _segments(part: ChunkWords, language: str, sound_sha256: str) -> Iterator[Segment]:
    first = 0
    for words in cut(part.words):
        end = first + len(words)
        text = " ".join(word.text for word in words)
        spoken = part.language if language == UNDETERMINED else language
        yield Segment(
            segment_id=make_segment_id(sound_sha256, words[0].start_ms, text),
            start_ms=words[0].start_ms,
            end_ms=words[-1].end_ms,
            words=tuple(words),
            language=None if spoken == UNDETERMINED else spoken,
            doubts=(*doubt_segment(words, part.heard[first:end]), *_of_language(text, spoken, part)),
        )
        first = end


def _of_language(text: str, language: str, part: ChunkWords) -> Iterator[Doubt]:
    if script := doubt_script(text, language):
        yield script
    if part.in_another:
        yield Doubt.OTHER_LANGUAGE


def _gap(chunk: Chunk, sound_sha256: str) -> Segment:
    segment_id = make_segment_id(sound_sha256, chunk.start_ms, "")
    return Segment(segment_id, chunk.start_ms, chunk.end_ms, (), doubts=(Doubt.GAP,))


def _silence(chunk: Chunk, heard: HeardSegment, number: int, sound_sha256: str) -> Segment:
    """Return the trace of words that were left out. :param number: of the stretch in its chunk."""
    start_ms = min(chunk.end_ms, chunk.start_ms + max(0, heard.start_ms))
    end_ms = min(chunk.end_ms, max(start_ms, chunk.start_ms + heard.end_ms))
    segment_id = make_segment_id(sound_sha256, start_ms, f"silence {number}")
    return Segment(segment_id, start_ms, end_ms, (), doubts=(Doubt.NO_SPEECH,))
