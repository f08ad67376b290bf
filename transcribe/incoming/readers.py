"""The table of what can be read, and the one door to it: a file is told by what is in it, never by its ending."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib import import_module

from transcribe.errors import BadTranscript, UnknownTranscript
from transcribe.incoming import signs
from transcribe.incoming.encoding import told
from transcribe.incoming.file import FileIn, open_file
from transcribe.incoming.grouping import joined_words
from transcribe.incoming.records import FoundTranscript, has_words

MOST_WORDS = 1_000_000
"""A hundred hours of speech; what has more is not the transcript of one programme."""


@dataclass(frozen=True, slots=True)
class Reader:
    """One kind of file."""

    name: str
    """Kept with the words, and told to people: ``srt``, ``whisper.cpp``."""
    fits: Callable[[FileIn], bool]
    """Cheap: it is asked of every file, in the table's order, and the first that fits reads it."""
    module: str
    """Of this room; loaded when it is wanted. Its ``read(file: FileIn) -> FoundTranscript`` raises `BadTranscript`,
    with a sentence that says what to do, and nothing else, whatever the file holds."""


@dataclass(frozen=True, slots=True)
class Read:
    """A file, read."""

    format: str
    """`Reader.name`."""
    found: FoundTranscript


READERS = (
    Reader("muragat", signs.is_muragat, "muragat"),
    Reader("whisper.cpp", signs.is_whisper_cpp, "whisper_cpp"),
    Reader("aws", signs.is_aws, "aws"),
    Reader("word list", signs.is_word_list, "word_list"),
    Reader("whisper", signs.is_whisper, "whisper"),
    Reader("ttml", signs.is_ttml, "ttml"),
    Reader("eaf", signs.is_eaf, "eaf"),
    Reader("textgrid", signs.is_praat, "textgrid"),
    Reader("trint html", signs.is_hypertranscript, "hypertranscript"),
    Reader("docx", signs.is_docx, "docx"),
    Reader("vtt", signs.is_vtt, "cues"),
    Reader("srt", signs.is_srt, "cues"),
    Reader("csv", signs.is_table, "table"),
    Reader("rttm", signs.is_rttm, "rttm"),
    Reader("ctm", signs.is_ctm, "ctm"),
    Reader("audacity", signs.is_audacity, "audacity"),
    Reader("txt", signs.is_text, "text"),
)


def read_transcript_file(data: bytes, name: str) -> Read:
    """Return what a file says.

    :param name: as people call it, for messages.
    :raises UnreadableFile: it is empty, too large, or of an encoding that cannot be told.
    :raises UnknownTranscript: it is no kind of transcript that is known.
    :raises BadTranscript: it is broken, or has no words.
    """
    file = open_file(data, name)
    reader = next((each for each in READERS if each.fits(file)), None)
    if reader is None:
        raise UnknownTranscript(
            f"“{name}” is no transcript that can be read; bring WebVTT, SRT, TTML, DOCX, plain text, EAF, TextGrid, or "
            "the JSON of a tool that docs/formats-in.md names."
        )
    found: FoundTranscript = import_module(f"transcribe.incoming.{reader.module}").read(file)
    if not has_words(found.segments):
        raise BadTranscript(f"“{name}” ({reader.name}) has no words in it; bring a transcript that has some.")
    if sum(len(segment.words) for segment in found.segments) > MOST_WORDS:
        raise BadTranscript(f"“{name}” has more than {MOST_WORDS:,} words; bring the transcript of one programme.")
    encoding = told(file.encoding)
    remarks = (*found.remarks, encoding) if encoding else found.remarks
    return Read(reader.name, replace(found, segments=tuple(joined_words(found.segments)), remarks=remarks))
