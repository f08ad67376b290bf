"""What of bytes may be a text as it stands.

Packed parts and fonts are none, and in enough of them a word of three letters stands by chance in some alphabet;
`webapp.leaks.unwrap` unpacks them.
"""

from __future__ import annotations

import io
import re
import zipfile

from webapp.leaks.pdf import HEAD_BYTES, PDF

ZIP = b"PK\x03\x04"
STREAM = re.compile(rb"stream\r?\n.*?endstream", re.DOTALL)
LEAST_BYTES = 1 << 10
"""Less tells nothing."""
LOOKED_AT_BYTES = 1 << 16
ODD = bytes(byte for byte in range(ord(" ")) if byte not in b"\t\n\r\f\x1b\0\x04")
"""Control characters that no text has; `\\x04` is the upper byte of Cyrillic in UTF-16."""
MOST_ODD = 0.05
CYRILLIC_SHARE = 0.1
"""Of `\\x04`: what has more is Cyrillic in UTF-16 or UTF-32, whose capitals have odd lower bytes."""


def plain_part(data: bytes) -> bytes:
    """Return what of some bytes may be a text as it stands: most often all of it."""
    if data.startswith(ZIP) and _is_whole_zip(data):
        return b""
    if PDF in data[:HEAD_BYTES]:
        return STREAM.sub(b" ", data)
    return b"" if _is_binary(data) else data


def _is_whole_zip(data: bytes) -> bool:
    """Return whether a ZIP is all there is: after it nothing may stand, before it neither."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return archive.start_dir + _directory_bytes(archive) >= len(data) - len(archive.comment)
    except (zipfile.BadZipFile, ValueError, OSError, EOFError):
        return False


def _directory_bytes(archive: zipfile.ZipFile) -> int:
    entries = archive.infolist()
    fixed, end = 46, 22
    return end + sum(fixed + len(each.orig_filename.encode()) + len(each.extra) + len(each.comment) for each in entries)


def _is_binary(data: bytes) -> bool:
    beginning = data[:LOOKED_AT_BYTES]
    if len(beginning) < LEAST_BYTES or beginning.count(b"\x04") > CYRILLIC_SHARE * len(beginning):
        return False
    return len(beginning) - len(beginning.translate(None, ODD)) > MOST_ODD * len(beginning)
