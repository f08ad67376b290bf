"""A file as its readers get it: bytes, and what can be told of them before anybody reads them."""

from __future__ import annotations

import codecs
import json
import re
from dataclasses import dataclass

import numpy as np

from media.errors import UnreadableFile
from transcribe.errors import BadTranscript
from transcribe.incoming.encoding import decode, with_lone_bytes

MOST_BYTES = 64 << 20
"""Ten hours in our own JSON are about 15 MB, in the fullest of whisper.cpp about 40."""
ZIP = b"PK\x03\x04"
NO_TRANSCRIPTS = (
    (b"%PDF", "a PDF, in which words have no order that can be relied on; save the text as .docx or .txt"),
    (b"\xd0\xcf\x11\xe0", "an old Word file (.doc); save it as .docx"),
    (b"{\\rtf", "an RTF file; save it as .docx or .txt"),
    (b"ooBinaryFile", "a binary file of Praat’s; save the TextGrid as a text file"),
    (b"SQLite format 3", "a database, not a transcript"),
    (b"\x1f\x8b", "compressed (gzip); unpack it first"),
    (b"7z\xbc\xaf", "compressed (7z); unpack it first"),
    (b"Rar!", "compressed (RAR); unpack it first"),
    (b"ID3", "a sound file; bring it as the programme’s sound"),
    (b"RIFF", "a sound file; bring it as the programme’s sound"),
    (b"fLaC", "a sound file; bring it as the programme’s sound"),
    (b"OggS", "a sound file; bring it as the programme’s sound"),
    (b"\x89PNG", "a picture, not a transcript"),
    (b"\xff\xd8\xff", "a picture, not a transcript"),
)
"""How files begin that people take for a transcript now and then, and what each of them is."""
DOCUMENT_TYPE = re.compile(r"<!DOCTYPE\s{1,20}(?:[A-Za-z_][\w.-]{0,50}:)?([A-Za-z_][\w.-]{0,50})", re.IGNORECASE)
ELEMENT = re.compile(r"<(?:[A-Za-z_][\w.-]{0,50}:)?([A-Za-z_][\w.-]{0,50})(?=[\s/>])")
MOST_FIELDS, MOST_ELEMENTS, MOST_TOKENS = 6_000_000, 4_000_000, 4_000_000
"""Of JSON, of XML, and of running text. A programme of ten hours has a tenth of each; what has more would only fill the
memory, where each takes many times its bytes."""
HEAD_CHARACTERS = 10_000
"""An XML file whose root comes later than this is none of ours."""


@dataclass(frozen=True, slots=True)
class FileIn:
    """One file that somebody brings."""

    name: str
    """A label for messages, as they call it; never a path, and nothing is told by its ending."""
    data: bytes
    text: str
    """Lines ended by ``\\n``, no byte order mark; empty for a ZIP."""
    encoding: str
    """As Python calls it; empty for a ZIP."""
    json: object = None
    """What it holds where it is JSON. A byte that is no UTF-8 stands in texts as a lone surrogate
    (PEP 383): whisper.cpp cuts letters in two."""
    root: str = ""
    """The root element's name without its namespace where it is XML or HTML."""

    @property
    def is_zip(self) -> bool:
        return self.data.startswith(ZIP)

    def starts_with(self, text: str) -> bool:
        return self.text.lstrip().startswith(text)


def open_file(data: bytes, name: str) -> FileIn:
    """Return what can be told of a file.

    :raises UnreadableFile: it is empty, too large, or of no encoding that can be told.
    :raises BadTranscript: it is something else, such as a PDF, or broken JSON.
    """
    if len(data) > MOST_BYTES:
        raise UnreadableFile(f"“{name}” is larger than {MOST_BYTES >> 20} MiB; bring the transcript of one programme.")
    if not data.removeprefix(codecs.BOM_UTF8).strip(b"\0 \t\r\n"):
        raise UnreadableFile(f"“{name}” is empty; bring a file with a transcript in it.")
    if data.startswith(ZIP):
        return FileIn(name, data, "", "")
    for beginning, what in NO_TRANSCRIPTS:
        if data.startswith(beginning):
            raise BadTranscript(f"“{name}” is {what}.")
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
        _refuse_more_than(MOST_FIELDS, sum(map(data.count, (b"{", b"[", b","))), name)
        found = _json(data, name)
        if found is not None:
            return found
    _refuse_more_than(MOST_TOKENS, _tokens(data), name)
    decoded = decode(data, name)
    return FileIn(name, data, decoded.text, decoded.encoding, root=_root(decoded.text[:HEAD_CHARACTERS]))


def refuse_large_xml(data: bytes, name: str) -> None:
    """:raises UnreadableFile: it has more elements than any transcript."""
    _refuse_more_than(MOST_ELEMENTS, data.count(b"<"), name)


def _refuse_more_than(most: int, parts: int, name: str) -> None:
    if parts > most:
        raise UnreadableFile(f"“{name}” has {parts:,} parts, more than any transcript; bring that of one programme.")


def _tokens(data: bytes) -> int:
    """Return how many words there are at most; counted without making them."""
    is_space = np.frombuffer(data, np.uint8) <= ord(" ")
    return 1 + int(np.count_nonzero(is_space[:-1] & ~is_space[1:]))


def _json(data: bytes, name: str) -> FileIn | None:
    """Return a JSON file, ``None`` for a text that only begins as one: “[00:01] Hello”."""
    text = with_lone_bytes(data)
    try:
        content = json.loads(text)
    except RecursionError as error:
        raise BadTranscript(f"“{name}” is JSON too deep for a transcript; export it anew.") from error
    except ValueError as error:
        if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{" and b'"' in data[:1000]:
            raise BadTranscript(f"“{name}” is broken JSON ({_where(error)}); export it anew.") from error
        return None
    return FileIn(name, data, text, "utf-8", json=content)


def _where(error: ValueError) -> str:
    return f"at line {error.lineno}" if isinstance(error, json.JSONDecodeError) else "a number is too long"


def _root(head: str) -> str:
    """Return the first element's name. Read by hand: a pattern over declarations and comments can be made to hang."""
    place = 0
    while head[place:].lstrip()[:1] == "<":
        place = head.index("<", place)
        if head.startswith("<?", place):
            end = head.find("?>", place)
        elif head.startswith("<!--", place):
            end = head.find("-->", place)
        elif head.startswith("<!", place):
            named = DOCUMENT_TYPE.match(head, place)
            return named[1] if named else ""
        else:
            name = ELEMENT.match(head, place)
            return name[1] if name else ""
        if end < 0:
            return ""
        place = head.index(">", end) + 1
    return ""
