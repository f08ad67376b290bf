"""Folded words in one byte a letter, so that a scan of every word of an archive takes milliseconds.

Letters of Kazakh, Russian and English are as in PT154, the code page of Kazakh Cyrillic. It has no place for most
other letters; each of those is a mark and six more bytes. All of these are control characters, which a folded word
never holds, so that one letter's bytes are never found inside another's.
"""

from __future__ import annotations

import codecs
import re

CODE_PAGE = "ptcp154"
MARK = 0x02
"""Begins a letter that the code page lacks."""
NIBBLES = 0x10
"""Byte of the nibble 0; those up to 15 follow."""
LETTER_NIBBLES = 6
"""Enough for U+10FFFF."""
ESCAPED = re.compile(bytes([MARK]) + rb"([\x10-\x1f]{6})")
LETTERS_ALONE = codecs.charmap_build(
    "".join(
        character if character in "\n " or character.isalnum() else "\ufffe"
        for character in (bytes([byte]).decode(CODE_PAGE, "replace") for byte in range(256))
    )
)


def encode(folded: str) -> bytes:
    """Return folded words as bytes."""
    return codecs.charmap_encode(folded, _ERRORS, LETTERS_ALONE)[0]


def decode(encoded: bytes) -> str:
    """Return what `encode` was given."""
    parts = ESCAPED.split(encoded)
    words = [part.decode(CODE_PAGE) if number % 2 == 0 else _letter(part) for number, part in enumerate(parts)]
    return "".join(words)


def _letter(nibbles: bytes) -> str:
    code = 0
    for nibble in nibbles:
        code = code << 4 | (nibble - NIBBLES)
    return chr(code)


def _escape(error: UnicodeError) -> tuple[bytes, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    escaped = bytearray()
    for character in error.object[error.start : error.end]:
        code = ord(character)
        escaped.append(MARK)
        escaped.extend(NIBBLES + (code >> 4 * place & 15) for place in reversed(range(LETTER_NIBBLES)))
    return bytes(escaped), error.end


_ERRORS = "muragat-escape"
codecs.register_error(_ERRORS, _escape)
