"""A file of breached passwords that a newsroom has brought: looked up where it lies, since nobody outside is asked.

It is what the downloader of Pwned Passwords writes: a line for each, its SHA-1 in hexadecimal, a colon, how often,
sorted by hash. It has some 40 GB, so it is searched, never read whole.
"""

from __future__ import annotations

import hashlib
import re
from io import BufferedReader
from pathlib import Path

from webapp.errors import BadSettings

_LINE = re.compile(rb"([0-9A-Fa-f]{40})(?::\d+)?\r?\n?")
_MOST_BYTES = 64
"""Of a line."""


def is_breached(path: Path, password: str) -> bool:
    """Return whether a file has a password's hash.

    :raises BadSettings: it cannot be read, or is no such file.
    """
    wanted = hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper().encode()
    try:
        with path.open("rb") as file:
            return _has(file, path, wanted)
    except OSError as error:
        raise BadSettings(f"{path} cannot be read ({error.strerror}); set “breached_passwords” anew.") from error


def _has(file: BufferedReader, path: Path, wanted: bytes) -> bool:
    """Halve the part of the file in which the line would begin, until there is none."""
    low, high = 0, path.stat().st_size
    while low < high:
        middle = (low + high) // 2
        if middle:
            file.seek(middle - 1)  # One before, so that a line which begins here is not passed over.
            file.readline(_MOST_BYTES)
        else:
            file.seek(0)
        start, line = file.tell(), file.readline(_MOST_BYTES)
        if start >= high:
            high = middle
            continue
        told = _LINE.fullmatch(line)
        if told is None:
            raise BadSettings(f"{path} is no list of SHA-1 hashes sorted by hash; bring it anew: docs/accounts.md.")
        found = told[1].upper()
        if found == wanted:
            return True
        low, high = (start + len(line), high) if found < wanted else (low, middle)
    return False
