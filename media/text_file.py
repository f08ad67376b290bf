"""Text that people bring as files: summaries, scripts, facts."""

from __future__ import annotations

import codecs
import unicodedata
from pathlib import Path

from media.errors import UnreadableFile

MAX_TEXT_BYTES = 4 << 20
"""A script of ten hours has about 0.6 MB; what is larger is not a text for one programme."""

_LAYOUT = "\t\n\r\f"
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
DOCUMENTS = (
    (b"{\\rtf", "an RTF file"),
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a packed file, such as Word and LibreOffice write"),
    (b"\xd0\xcf\x11\xe0", "a file of an old Word"),
)
"""How files begin in which a word processor keeps a text. RTF alone is letters throughout: read as a text, its marks
would be words."""


def read_text(path: Path) -> str:
    """Return the text of a file: UTF-8, or UTF-16 with a byte order mark.

    :raises UnreadableFile: it is missing, may not be read, is empty, too large, or not a text.
    """
    try:
        with path.open("rb") as file:
            data = file.read(MAX_TEXT_BYTES + 1)
    except FileNotFoundError as error:
        raise UnreadableFile(f"There is no file {path}; check the name.") from error
    except OSError as error:
        raise UnreadableFile(
            f"{path} cannot be read ({error.strerror}); name a text file that you may read."
        ) from error
    return decode_text(data, path.name)


def decode_text(data: bytes, name: str) -> str:
    """Return the text of bytes that came under a name, lines ended by ``\\n``.

    :raises UnreadableFile: they are empty, too many, or not a text.
    """
    if len(data) > MAX_TEXT_BYTES:
        raise UnreadableFile(f"“{name}” is larger than {MAX_TEXT_BYTES >> 20} MiB; bring the text of one programme.")
    if document := next((said for start, said in DOCUMENTS if data.startswith(start)), None):
        raise UnreadableFile(f"“{name}” is {document}; save it as plain text in UTF-8.")
    encoding = next((name for mark, name in BYTE_ORDER_MARKS if data.startswith(mark)), "utf-8")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableFile(f"“{name}” is not a text in UTF-8; save it as plain text in UTF-8.") from error
    if any(unicodedata.category(letter) == "Cc" and letter not in _LAYOUT for letter in text):
        raise UnreadableFile(f"“{name}” is not a plain text; save it as plain text in UTF-8.")
    if not text.strip():
        raise UnreadableFile(f"“{name}” is empty; bring a file with text in it.")
    return text.replace("\r\n", "\n").replace("\r", "\n")
