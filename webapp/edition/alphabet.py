"""Folded words in one byte a letter, so that a million of them are small and quick to look through.

Letters of Kazakh, Russian and English are as in PT154, the code page of Kazakh Cyrillic. It has no place for most
other letters; each of those is a mark and six more bytes. All of these are control characters, which a folded word
never holds, so that one letter's bytes are never found inside another's.

A key is text with one capital letter or sign in the place of each Cyrillic letter. Letters that Latin spellings do not
tell apart have the same (қ and к, ы, і, и and й), so that ``Qyzylorda`` and Қызылорда meet in one key.
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
KEY_LETTERS = {
    "A": "аә", "B": "б", "V": "в", "G": "гғ", "D": "д", "E": "еэ", "J": "ж", "Z": "з", "I": "ийіы", "K": "кқ",
    "L": "л", "M": "м", "N": "нң", "O": "оө", "P": "п", "R": "р", "S": "с", "T": "т", "U": "уұү", "F": "ф",
    "H": "хһ", "C": "ц", "Q": "ч", "X": "шщ", "'": "ьъ", "&": "ю", "@": "я",
}  # fmt: skip
"""A letter of a key → the Cyrillic letters that it stands for. Folded text holds none of these."""
PLAIN_LETTERS = {"к": "қ", "г": "ғ", "о": "ө", "у": "ұү", "н": "ң", "а": "ә", "х": "һ", "и": "і"}
"""A letter of a Russian keyboard → the Kazakh ones for which it is typed: all of one key."""


def encode(folded: str) -> bytes:
    """Return folded words as bytes."""
    return codecs.charmap_encode(folded, _ERRORS, LETTERS_ALONE)[0]


def decode(encoded: bytes) -> str:
    """Return what `encode` was given."""
    parts = ESCAPED.split(encoded)
    words = [part.decode(CODE_PAGE) if number % 2 == 0 else _letter(part) for number, part in enumerate(parts)]
    return "".join(words)


def key_of(folded: str) -> str:
    """Return the key of folded text: as long as it was."""
    return folded.translate(_key_table)


def key_bytes(encoded: bytes) -> bytes:
    """Return the same of encoded text."""
    return encoded.translate(KEY_TABLE)


def plain_of(folded: str) -> str:
    """Return folded text as it is typed on a Russian keyboard: as long as it was."""
    return folded.translate(_plain_table)


def plain_bytes(encoded: bytes) -> bytes:
    """Return the same of encoded text."""
    return encoded.translate(PLAIN_TABLE)


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

_keys = {letter: key for key, letters in KEY_LETTERS.items() for letter in letters}
_key_table = str.maketrans(_keys)
KEY_TABLE = bytes.maketrans(b"".join(map(encode, _keys)), "".join(_keys.values()).encode("ascii"))
"""Byte of a letter → byte of its key's letter, to translate with."""

_plain = {kazakh: plain for plain, letters in PLAIN_LETTERS.items() for kazakh in letters}
_plain_table = str.maketrans(_plain)
PLAIN_TABLE = bytes.maketrans(b"".join(map(encode, _plain)), b"".join(map(encode, _plain.values())))
"""Byte of a Kazakh letter → byte of the one that is typed for it, to translate with."""
