"""By what each kind of file is known. Cheap: all are asked of every file, before any reader is loaded."""

from __future__ import annotations

import re

from transcribe.incoming.fields import fields
from transcribe.incoming.file import FileIn

HEAD_CHARACTERS = 20_000
HEAD_LINES = 50
CUE_TIMES = re.compile(r"^[ \t]*\d[\d:., ]{0,20}-->[ \t]*\d", re.MULTILINE)
PRAAT_CHARACTERS = 100
LINES_TOLD_BY = 10
COMMENT = ";;"
"""Begins a comment in NIST's formats."""
RTTM_LINE = re.compile(r"(?:SPEAKER|SPKR-INFO|LEXEME|NON-LEX|NON-SPEECH|SEGMENT|NOSCORE)(?:[ \t]+\S+){7,9}")
CTM_LINE = re.compile(
    r"(?P<recording>\S{1,200})[ \t]+(?P<channel>\S{1,20})[ \t]+(?P<start>\d{1,9}(?:\.\d{0,9})?)[ \t]+"
    r"(?P<length>\d{1,9}(?:\.\d{0,9})?)[ \t]+(?P<word>\S+)"
    r"(?:[ \t]+(?P<sure>[01](?:\.\d{0,9})?|\.\d{1,9}))?(?:[ \t]+\S+)?"
)
"""Some programs have a seventh field, which no standard knows."""
LABEL_LINE = re.compile(r"(?P<start>\d{1,9}[.,]\d{1,9})\t(?P<end>\d{1,9}[.,]\d{1,9})(?:\t(?P<text>.*))?")
FIELDS_OF_OLD_SEGMENT = 11
"""faster-whisper's Segment was a named tuple, which JSON has as a list."""


def is_muragat(file: FileIn) -> bool:
    return str(fields(file.json).get("format", "")).startswith("muragat-transcript/")


def is_whisper_cpp(file: FileIn) -> bool:
    return isinstance(fields(file.json).get("transcription"), list)


def is_aws(file: FileIn) -> bool:
    results = fields(fields(file.json).get("results"))
    return isinstance(results.get("items"), list) and "transcripts" in results


def is_word_list(file: FileIn) -> bool:
    content = fields(file.json)
    return isinstance(content.get("words"), list) and isinstance(content.get("paragraphs"), list)


def is_whisper(file: FileIn) -> bool:
    content = file.json
    if isinstance(content, dict):
        return isinstance(content.get("segments"), list) or isinstance(content.get("chunks"), list)
    first = content[0] if isinstance(content, list) and content else None
    if isinstance(first, list):
        return len(first) == FIELDS_OF_OLD_SEGMENT and isinstance(first[4], str)
    return isinstance(first, dict) and any(name in first for name in ("text", "sentence"))


def is_ttml(file: FileIn) -> bool:
    return file.root == "tt"


def is_eaf(file: FileIn) -> bool:
    return file.root == "ANNOTATION_DOCUMENT"


def is_praat(file: FileIn) -> bool:
    """Anything that Praat saves as text: what is no TextGrid is told what it is."""
    return '"ooTextFile' in file.text[:PRAAT_CHARACTERS]


def is_hypertranscript(file: FileIn) -> bool:
    return bool(file.root) and 'data-m="' in file.text


def is_docx(file: FileIn) -> bool:
    return file.is_zip and b"word/" in file.data


def is_vtt(file: FileIn) -> bool:
    return file.starts_with("WEBVTT")


def is_srt(file: FileIn) -> bool:
    return bool(CUE_TIMES.search(file.text[:HEAD_CHARACTERS]))


def heading_of(text: str) -> tuple[int, str, tuple[str, ...]] | None:
    """Return where a table's heading stands, what parts its cells, and its names; ``None`` for what is no table."""
    for place, line in enumerate(text[:HEAD_CHARACTERS].split("\n")[:HEAD_LINES]):
        for mark in "\t;,":
            cells = [" ".join(cell.strip(' "').lower().replace("_", " ").split()) for cell in line.split(mark)]
            names = tuple(cell.removesuffix(" time") for cell in cells)
            if "start" in names and "text" in names:
                return place, mark, names
    return None


def is_table(file: FileIn) -> bool:
    return file.json is None and not file.is_zip and heading_of(file.text) is not None


def is_rttm(file: FileIn) -> bool:
    return _begins(file, RTTM_LINE)


def is_ctm(file: FileIn) -> bool:
    return _begins(file, CTM_LINE)


def is_audacity(file: FileIn) -> bool:
    return _begins(file, LABEL_LINE)


def _begins(file: FileIn, line: re.Pattern[str]) -> bool:
    """Return whether the first lines that say something are of one kind."""
    written = (each.rstrip() for each in file.text[:HEAD_CHARACTERS].split("\n")[:-1] or [file.text])
    told = [each for each in written if each and not each.startswith((COMMENT, "\\"))][:LINES_TOLD_BY]
    return bool(told) and all(map(line.fullmatch, told))


def is_text(file: FileIn) -> bool:
    """Anything that is written down; asked last."""
    return bool(file.text) and file.json is None and not file.root and not file.starts_with("<?xml")
