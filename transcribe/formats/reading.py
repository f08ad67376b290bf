"""Read a transcript that is to be compared: plain text, WebVTT, SRT, our JSON, or RTTM for turns alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import msgspec

from media.errors import UnreadableFile
from media.records import Span
from media.text_file import decode_text
from transcribe.errors import BadTranscript
from transcribe.formats.export import OWN_MARK
from transcribe.formats.json_transcript import JsonSegment, JsonTranscript
from transcribe.formats.read_cues import read_cues
from transcribe.formats.rttm import read_rttm
from transcribe.normalise import without_remarks
from transcribe.records import Doubt
from transcribe.speakers.labels import AS_READ
from transcribe.speakers.turns import Turn

MOST_BYTES = 64 << 20
"""Ten hours in our JSON are about 15 MB."""
CAPTIONS, VTT = (".vtt", ".srt"), "WEBVTT"
ONE_VOICE = "the one voice"
OWN_LABEL = re.compile(rf"^\[{OWN_MARK} [^\]]*\]\n", re.MULTILINE)
"""What our SRT says of itself, in its first caption."""
MACHINE_LABEL = re.compile(rf"^(?:S\d+|{AS_READ.pattern}): ", re.MULTILINE | re.IGNORECASE)
"""Of a speaker, as our TXT and SRT have it before the words: nobody says it."""


@dataclass(frozen=True, slots=True)
class ReadTranscript:
    """What a file says; ``None`` for what its format does not tell."""

    words: tuple[str, ...] | None
    spans: tuple[Span | None, ...]
    """When each word is spoken."""
    turns: tuple[Turn, ...] | None
    language: str | None
    """A BCP 47 tag."""


def read_transcript(path: Path) -> ReadTranscript:
    """Return a transcript by what the file is: its name's ending for RTTM and JSON, its first line else.

    :raises UnreadableFile: it is missing, too large or not a text.
    :raises BadTranscript: it is not what its format asks for.
    """
    data = _bytes(path)
    if path.suffix.lower() == ".json":
        return _from_json(data, path.name)
    # Silence has an empty reference: an empty file is a transcript too.
    text = MACHINE_LABEL.sub("", decode_text(data, path.name)) if data.removeprefix(b"\xef\xbb\xbf").strip() else ""
    with _named(path.name):
        if path.suffix.lower() == ".rttm":
            return ReadTranscript(None, (), read_rttm(text), None)
        if path.suffix.lower() in CAPTIONS or text.removeprefix("\ufeff").startswith(VTT):
            return _from_cues(text)
    words = tuple(without_remarks(text).split())
    return ReadTranscript(words, (None,) * len(words), None, None)


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise UnreadableFile(f"{path} is larger than {MOST_BYTES >> 20} MiB; name the transcript of one programme.")
        return path.read_bytes()
    except FileNotFoundError as error:
        raise UnreadableFile(f"There is no file {path}; check the name.") from error
    except OSError as error:
        raise UnreadableFile(f"{path} cannot be read ({error.strerror}); name a file that you may read.") from error


@contextmanager
def _named(name: str) -> Iterator[None]:
    """Two files are read: say which one cannot be."""
    try:
        yield
    except BadTranscript as error:
        raise BadTranscript(f"“{name}” cannot be compared: {error}") from error


def _from_cues(text: str) -> ReadTranscript:
    """:raises BadTranscript: it has text and no captions; a head alone is a file of silence."""
    cues = read_cues(OWN_LABEL.sub("", text, count=1))
    if not cues and text.strip() and not text.removeprefix("\ufeff").startswith(VTT):
        raise BadTranscript("it has no captions; name it .txt where it is plain text.")
    words = [pair for cue in cues for pair in cue.words]
    turns = tuple(sorted(Turn(cue.span, cue.speaker) for cue in cues if cue.speaker))
    return ReadTranscript(tuple(text for text, _ in words), tuple(span for _, span in words), turns or None, None)


def _from_json(data: bytes, name: str) -> ReadTranscript:
    try:
        transcript = msgspec.json.decode(data, type=JsonTranscript)
        segments = transcript.segments
        heard = [word for segment in segments for word in segment.words if word.doubt is not Doubt.NOT_SPOKEN]
        spans = tuple(Span(word.start_ms, word.end_ms) for word in heard)
        turns = tuple(sorted(turn for segment in segments for turn in _turns(segment)))
    except (msgspec.DecodeError, ValueError) as error:
        raise BadTranscript(
            f"“{name}” is not a transcript of ours ({error}); make one with “muragat export ID --format json”."
        ) from error
    return ReadTranscript(tuple(word.text for word in heard), spans, turns or None, transcript.programme.language)


def _turns(segment: JsonSegment) -> list[Turn]:
    """Where no speakers were told apart, all is one voice's."""
    return [Turn(Span(segment.start_ms, segment.end_ms), segment.speaker or ONE_VOICE)] if segment.words else []
