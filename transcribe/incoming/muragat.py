"""Our own JSON (docs/transcript-json.md), of this archive or another one."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from transcribe.errors import BadTranscript
from transcribe.formats.json_transcript import JsonSegment, JsonTranscript, JsonWord
from transcribe.incoming.fields import share
from transcribe.incoming.file import FileIn
from transcribe.incoming.records import FoundSegment, FoundTranscript, FoundWord, Tool
from transcribe.incoming.times import span_of
from transcribe.records import WordsBy


def read(file: FileIn) -> FoundTranscript:
    """Return its segments. Whose words they were in the other archive is told, and counts for nothing here.

    :raises BadTranscript: it is not what docs/transcript.schema.json asks for.
    """
    try:
        transcript = msgspec.convert(file.json, JsonTranscript)
    except (msgspec.ValidationError, ValueError, OverflowError) as error:
        raise BadTranscript(
            f"“{file.name}” is not as docs/transcript.schema.json has it ({error}); export it anew."
        ) from error
    made = transcript.provenance
    return FoundTranscript(
        tuple(map(_segment, transcript.segments)),
        made_by=Tool(made.engine, made.engine_version, made.model),
        words_by=WordsBy.MACHINE if transcript.method == "recognised" else WordsBy.UNKNOWN,
        language=transcript.programme.language,
        remarks=tuple(_remarks(transcript)),
    )


def _segment(segment: JsonSegment) -> FoundSegment:
    return FoundSegment(
        tuple(word for each in segment.words for word in _words(each)),
        span_of(max(0, segment.start_ms), segment.end_ms),
        segment.speaker,
        segment.language,
        segment.doubts,
    )


def _words(word: JsonWord) -> Iterator[FoundWord]:
    """A mask may have spaces in it; it stays one word."""
    if text := " ".join(word.text.split()):
        yield FoundWord(text, span_of(max(0, word.start_ms), word.end_ms), share(word.probability), word.doubt)


def _remarks(transcript: JsonTranscript) -> Iterator[str]:
    human = sum(segment.human for segment in transcript.segments)
    if human:
        yield f"In the archive that it is from, people had corrected {human} of {len(transcript.segments)} segments."
    redacted = sum(word.redacted for segment in transcript.segments for word in segment.words)
    if redacted:
        yield f"In {redacted} places words had been taken out before it was published."
