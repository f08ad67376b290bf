"""What a transcript's file says: what it does not say is ``None``, never a guess."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from media.records import Span
from transcribe.records import Doubt, WordsBy


@dataclass(frozen=True, slots=True)
class FoundWord:
    """One word with its punctuation, without spaces around it."""

    text: str
    span: Span | None = None
    """When it is spoken, where the file says it of this word alone."""
    probability: float | None = None
    """The tool's, 0…1."""
    doubt: Doubt | None = None
    """Only our own JSON tells it."""


@dataclass(frozen=True, slots=True)
class FoundSegment:
    """A cue, paragraph or annotation: what one speaker says in one go."""

    words: tuple[FoundWord, ...]
    span: Span | None = None
    speaker: str | None = None
    """A name or a label, as the file has it."""
    language: str | None = None
    """As the file has it: a BCP 47 tag, or what a tool writes in its place."""
    doubts: tuple[Doubt, ...] = ()
    """Only our own JSON tells them."""


@dataclass(frozen=True, slots=True)
class Tool:
    """What made the words, as far as the file says; an empty text where it does not."""

    name: str
    """As its makers write it: ``openai-whisper``, ``whisper.cpp``, ``Amazon Transcribe``."""
    version: str = ""
    model: str = ""


@dataclass(frozen=True, slots=True)
class FoundTranscript:
    """A whole file. Segments stand in its order, which need not be that of time; times may overlap."""

    segments: tuple[FoundSegment, ...]
    made_by: Tool | None = None
    words_by: WordsBy = WordsBy.UNKNOWN
    """`WordsBy.MACHINE` where the format is one of a recogniser; no file proves that a person wrote it."""
    language: str | None = None
    """Of all of it, as the file has it."""
    remarks: tuple[str, ...] = ()
    """A sentence each for whoever brings it: what was left out, or had to be guessed."""


def plain_words(text: str) -> tuple[FoundWord, ...]:
    """Return the words of a text, none with a time."""
    return tuple(map(FoundWord, text.split()))


def has_words(segments: Sequence[FoundSegment]) -> bool:
    return any(segment.words for segment in segments)
