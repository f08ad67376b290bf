"""WebVTT and SRT: a cue is a segment; a word has a time of its own where WebVTT's timestamps give it one."""

from __future__ import annotations

import re

from transcribe.errors import BadTranscript
from transcribe.formats.read_cues import ReadCue, read_cues
from transcribe.incoming.file import FileIn
from transcribe.incoming.labels import labels_of, split_label
from transcribe.incoming.own import made_by_of
from transcribe.incoming.records import FoundSegment, FoundTranscript, FoundWord

LONGEST_CUE = 20_000
"""Characters: what is longer between two blank lines is no caption, and patterns over it could be made to hang."""
BLANK_LINE = re.compile(r"\n[ \t]*\n")
NAMED_LABELS = 5
"""How many names are told of one by one."""
LANGUAGE = re.compile(r"^Language:[ \t]*([A-Za-z0-9-]{1,40})[ \t]*$", re.MULTILINE)


def read(file: FileIn) -> FoundTranscript:
    """Return the cues.

    :raises BadTranscript: a cue ends before it starts, or the times cannot be read.
    """
    if any(len(block) > LONGEST_CUE for block in BLANK_LINE.split(file.text)):
        raise BadTranscript(f"“{file.name}” has a cue of more than {LONGEST_CUE:,} characters; export it anew.")
    cues = read_cues(file.text)
    head = file.text.partition("-->")[0] if file.starts_with("WEBVTT") else ""
    language = LANGUAGE.search(head)
    tool, words_by = made_by_of(head)
    labels = labels_of([" ".join(text for text, _ in cue.words) for cue in cues if cue.speaker is None])
    return FoundTranscript(
        tuple(_segment(cue, labels) for cue in cues),
        made_by=tool,
        words_by=words_by,
        language=language[1] if language else None,
        remarks=remarks_of(labels),
    )


def remarks_of(labels: frozenset[str]) -> tuple[str, ...]:
    """Return what whoever brings it must know of names that were found before colons."""
    if not labels:
        return ()
    some = ", ".join(f"“{label}”" for label in sorted(labels)[:NAMED_LABELS])
    return (f"Names before a colon were taken for who speaks: {some}{' …' if len(labels) > NAMED_LABELS else ''}.",)


def _segment(cue: ReadCue, labels: frozenset[str]) -> FoundSegment:
    words = tuple(FoundWord(text, span) for text, span in cue.words)
    speaker = cue.speaker
    if speaker is None and labels:
        speaker, left = split_label(" ".join(word.text for word in words), labels)
        words = words[len(words) - len(left.split()) :]
    return FoundSegment(words, cue.span, speaker)
