"""Bytes → text: UTF-8, UTF-16, and the Cyrillic encodings of older programs, where they can be told for sure.

An encoding is never guessed in silence: what is not Unicode has to read as Cyrillic in exactly one of the others, and
whoever brings the file is told which one that was.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from dataclasses import dataclass

from media.errors import UnreadableFile

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # Before UTF-16: its mark begins as that does.
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
CYRILLIC = {"cp1251": "Windows-1251", "kz1048": "KZ-1048", "koi8-r": "KOI8-R", "cp866": "IBM-866"}
"""Python's name → what people call it. Windows-1251 and KZ-1048 differ in 24 letters, those of Kazakh among them."""
SAMPLE_BYTES = 200_000
LETTER = re.compile(r"[^\W\d_]")
NATURAL = re.compile(r"[А-ЯЁа-яёӘҒҚҢӨҰҮҺІәғқңөұүһі][а-яёәғқңөұүһі]*|[А-ЯЁӘҒҚҢӨҰҮҺІ]+")
WORD = re.compile(r"[^\W\d_]+")
SURE, LEAST_LETTERS = 0.95, 20
"""So many of the words with Cyrillic letters have to be written as people write them, and so many letters be there."""
COMMON, COMMON_SHARE = "оаеинтсрлыді", 0.5
"""The commonest letters of Russian and Kazakh, which make up more than half of any text; of a text that is read in a
wrong encoding far less."""
SIGNS = "«»„“”‘’–—…№§°·•\xa0"
ALPHABETS = (b"\x00", b"\x01", b"\x04")
"""The upper bytes of Latin and Cyrillic letters in UTF-16."""
LAYOUT = "\t\n\r\f\v\x1a\x85"


@dataclass(frozen=True, slots=True)
class Decoded:
    text: str
    encoding: str
    """As Python calls it."""


def decode(data: bytes, name: str) -> Decoded:
    """Return the text of a file, lines ended by ``\\n``.

    :raises UnreadableFile: it is no text, or which encoding it has cannot be told.
    """
    encoding = next((each for mark, each in BYTE_ORDER_MARKS if data.startswith(mark)), None) or _without_mark(data)
    if encoding is None:
        raise UnreadableFile(
            f"“{name}” is not a text in UTF-8, and which older encoding it has cannot be told for sure; save it as "
            "plain text in UTF-8."
        )
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableFile(f"“{name}” is broken: not all of it is {encoding.upper()}; save it anew.") from error
    if sum(_is_control(letter) for letter in text[:SAMPLE_BYTES]) > len(text[:SAMPLE_BYTES]) // 100:
        raise UnreadableFile(f"“{name}” is not a text; bring a transcript.")
    return Decoded(text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"), encoding)


def with_lone_bytes(data: bytes) -> str:
    """Return UTF-8 with each byte that is none as a lone surrogate (PEP 383), lines ended by ``\\n``."""
    text = data.removeprefix(codecs.BOM_UTF8).decode("utf-8", "surrogateescape")
    return text.replace("\r\n", "\n")


def told(encoding: str) -> str | None:
    """Return the sentence about an encoding that was found out, ``None`` where nothing had to be found out."""
    return (
        f"Its letters were read as {CYRILLIC[encoding]}; look whether they are right." if encoding in CYRILLIC else None
    )


def _without_mark(data: bytes) -> str | None:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        return _utf_16(data) or "utf-8"
    return _utf_16(data) or _cyrillic(data[:SAMPLE_BYTES])


def _utf_16(data: bytes) -> str | None:
    """Every other byte of a text is the number of an alphabet, nought for spaces and for Latin letters."""
    if len(data) % 2 or b"\0" not in data:
        return None
    sample = data[:SAMPLE_BYTES]
    shares = [sum(map(sample[side::2].count, ALPHABETS)) / len(sample[side::2]) for side in (0, 1)]
    if max(shares) < SURE or 2 * min(shares) > SURE:
        return None
    return "utf-16-be" if shares[0] > shares[1] else "utf-16-le"


def _cyrillic(sample: bytes) -> str | None:
    """Return the one encoding in which the words read as words; ``None`` where none or two do.

    Read in a wrong one they have capitals in their middle or nothing but capitals, or signs that no word has.
    """
    shares = {encoding: share for encoding in CYRILLIC if (share := _natural_share(sample, encoding)) >= SURE}
    if set(shares) == {"cp1251", "kz1048"}:  # One but for some letters: those of the other are in no word.
        return max(shares, key=shares.__getitem__)
    return next(iter(shares)) if len(shares) == 1 else None


def _natural_share(sample: bytes, encoding: str) -> float:
    """Return which share of the letters is in words as people write them, 0 where it cannot be a text."""
    text = sample.decode(encoding, "replace")
    words = [word for word in WORD.findall(text) if not word.isascii()]
    letters = "".join(words)
    signs = sum(letter > "\x7f" and not LETTER.match(letter) and letter not in SIGNS for letter in text)
    if len(letters) < LEAST_LETTERS or signs * 50 > len(letters) or 2 * sum(map(str.isupper, letters)) > len(letters):
        return 0
    if sum(map(letters.lower().count, COMMON)) < COMMON_SHARE * len(letters):
        return 0
    return sum(len(word) for word in words if NATURAL.fullmatch(word)) / len(letters)


def _is_control(letter: str) -> bool:
    return letter < "\xa0" and unicodedata.category(letter) == "Cc" and letter not in LAYOUT
