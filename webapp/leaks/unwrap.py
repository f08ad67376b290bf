"""Every way in which bytes may hold a text: compressed, packed, encoded, escaped, in one alphabet or another.

Nothing here trusts what a file says of itself: whatever looks like the beginning of something packed is unpacked, as
far as it goes, and what comes out is unpacked again.
"""

from __future__ import annotations

import base64
import html
import io
import re
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import msgspec

from webapp.leaks.columns import columns
from webapp.leaks.pdf import HEAD_BYTES, PDF, UnreadPdf, words_of_pdf

DEEPEST = 4
"""Wrappings inside one another that are followed."""
MOST_BYTES = 256 << 20
"""That are unpacked from one file, so that a bomb ends as a finding, not as a full memory."""
GZIP, ZIP = b"\x1f\x8b", b"PK\x03\x04"
TRIED_BYTES = 1 << 10
ZLIB = re.compile(rb"\x78[\x01\x5e\x9c\xda]")
URL_SAFE = bytes.maketrans(b"-_", b"+/")
BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{12,}={0,2}")
HEX = re.compile(rb"(?:[0-9A-Fa-f]{2}){6,}")
PERCENT = re.compile(rb"%[0-9A-Fa-f]{2}")
QUOTED = re.compile(rb"=[0-9A-F]{2}")
SOFT_BREAK = re.compile(rb"=\r?\n")
ESCAPE = re.compile(rb"\\(?:u\{([0-9A-Fa-f]{1,6})\}|u([0-9A-Fa-f]{4})|x([0-9A-Fa-f]{2})|([0-7]{3}))")
ENTITY = re.compile(rb"&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z]{2,31});")
TAG = re.compile(r"<[/!?A-Za-z0-9][^<>]{0,2000}>")
JSON = (b"{", b"[")
NUMBERS = re.compile(r"(?<!\S)(?:\S*\d\S*|[^\w\s]+)(?!\S)")
"""Times, counts and marks: in captions and lists of words they stand between one word and the next."""
MANY_NUMBERS = 0.25
"""Of all that stands between spaces: what has fewer is no such list."""
PUNYCODE = re.compile(rb"xn--[A-Za-z0-9-]{2,59}", re.IGNORECASE)
ONE_BYTE = ("cp1251", "ptcp154", "koi8-r", "cp866", "iso8859-5", "mac-cyrillic")
"""``ptcp154`` is Kazakh's own code page, in which `webapp.edition.alphabet` keeps the words of the index."""
SHIFTED = ("utf-16-le", "utf-16-be", "utf-32-le")
"""Of these, text may begin at an odd byte."""
CYRILLIC_PAGE = b"\x04"
"""The upper byte of every Cyrillic letter in UTF-16."""
TEXT_CONTROLS = b"\t\n\r\f\x1b\0" + CYRILLIC_PAGE
MOST_CONTROLS = 0.05
ENCODINGS = ("utf-8", *SHIFTED, *ONE_BYTE)


@dataclass(frozen=True, slots=True)
class View:
    """Bytes as they come out of some wrappings."""

    data: bytes
    how: tuple[str, ...]
    """The wrappings, outermost first."""
    is_cut: bool = False
    """Whether more is packed in here than is unpacked; ``data`` is empty then."""
    is_of_pdf: bool = False
    """Whether it came out of a PDF that was read: with its escapes undone that is a broken one."""


def views(data: bytes) -> Iterator[View]:
    """Yield the bytes as they are and everything that can be unpacked from them."""
    budget = MOST_BYTES
    seen: set[bytes] = set()
    waiting = [View(data, ())]
    while waiting:
        view = waiting.pop()
        yield view
        if len(view.how) == DEEPEST:
            continue
        printed, is_of_pdf = _printed(view)
        if printed and printed.is_cut:
            yield printed
        elif printed:
            waiting.append(printed)
        for name, unwrap in UNWRAPPINGS:
            for inside in unwrap(view.data):
                if not inside or inside in seen:
                    continue
                budget -= len(inside)
                if budget < 0:
                    yield View(b"", (*view.how, name), is_cut=True)
                    return
                if len(inside) < 1 << 16:
                    seen.add(inside)
                waiting.append(View(inside, (*view.how, name), is_of_pdf=is_of_pdf))


def _printed(view: View) -> tuple[View | None, bool]:
    """Return what stands on the pages of a PDF, ``None`` of anything else; and whether it is one that was read."""
    how = (*view.how, "pdf")
    try:
        printed = words_of_pdf(view.data)
    except UnreadPdf:
        return None if view.is_of_pdf else View(b"", how, is_cut=True), view.is_of_pdf
    said = View(printed.encode("utf-8", "replace"), how) if printed else None
    return said, view.is_of_pdf or PDF in view.data[:HEAD_BYTES]


def texts(data: bytes) -> Iterator[tuple[str, str]]:
    """Yield the bytes as text, with the name of the alphabet, in every alphabet in which they may be one.

    Of markup and JSON also what stands between the tags and in the values, of lists of words what stands between the
    times: a name may go on from one to the next.
    """
    as_utf8 = data.decode("utf-8", "replace")
    yield "utf-8", as_utf8
    if data[:1] not in JSON:
        yield from _listed(as_utf8)
        yield from (("column", column) for column in columns(as_utf8))
    if TAG.search(as_utf8):
        yield "markup", (parted := TAG.sub(" ", as_utf8))
        yield "markup", TAG.sub("", as_utf8)
        yield from _listed(parted)
    for value in _json_values(data):
        yield "json", value
    for charset in SHIFTED:
        for start in range(2 if b"\0" in data or CYRILLIC_PAGE in data else 0):
            yield charset, data[start:].decode(charset, "replace")
    if data.isascii():
        return
    for charset in ONE_BYTE:
        yield charset, data.decode(charset, "replace")
    # UTF-8 that was taken for Latin letters and written as UTF-8 again.
    for charset, name in MOJIBAKE.items():
        twice = data.decode("utf-8", "ignore").encode(charset, "ignore")
        yield name, twice.decode("utf-8", "ignore")


def _listed(text: str) -> Iterator[tuple[str, str]]:
    """Yield a list of words without its numbers; nothing where the text is none."""
    words, numbers = NUMBERS.subn(" ", text)
    if numbers >= MANY_NUMBERS * (numbers + len(words.split())):
        yield "list", words


def _json_values(data: bytes) -> Iterator[str]:
    """Yield all texts of one key, in their order, parted by spaces: of all that have it, and of each kind of them."""
    if data[:1] not in JSON:
        return
    try:
        document = msgspec.json.decode(data)
    except msgspec.DecodeError:
        return
    said: dict[str, list[str]] = {}
    of_kind: dict[tuple[str, str], list[str]] = {}
    waiting: list[tuple[str, str, object]] = [("", "", document)]
    while waiting:
        kind, key, value = waiting.pop()
        if isinstance(value, str):
            said.setdefault(key, []).append(value)
            of_kind.setdefault((kind, key), []).append(value)
        elif isinstance(value, list):
            waiting.extend((kind, key, each) for each in reversed(value))
        elif isinstance(value, dict):
            # What a text is for (W3C annotations say it) parts what is said from who says it and what is doubted.
            inside = f"{key} {value.get('purpose', '')}"
            waiting.extend((inside, name, each) for name, each in reversed(value.items()))
    yield from (" ".join(values) for values in said.values())
    yield from (" ".join(values) for (_, key), values in of_kind.items() if 1 < len(values) < len(said[key]))


def _gzipped(data: bytes) -> Iterator[bytes]:
    yield from _inflated(data, [match.start() for match in re.finditer(re.escape(GZIP), data)], zlib.MAX_WBITS | 16)


def _zlibbed(data: bytes) -> Iterator[bytes]:
    yield from _inflated(data, [match.start() for match in ZLIB.finditer(data)], zlib.MAX_WBITS)


def _inflated(data: bytes, starts: list[int], window: int) -> Iterator[bytes]:
    whole = memoryview(data)
    for start in starts:
        try:
            # Most beginnings only look like one, and show it at once.
            zlib.decompressobj(window).decompress(whole[start : start + TRIED_BYTES], TRIED_BYTES)
            yield zlib.decompressobj(window).decompress(whole[start:], MOST_BYTES + 1)
        except zlib.error:
            continue


def _zipped(data: bytes) -> Iterator[bytes]:
    if ZIP not in data:
        return
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for entry in archive.infolist():
                yield entry.filename.encode()
                yield entry.comment
                with archive.open(entry) as file:
                    yield file.read(MOST_BYTES + 1)
    except (zipfile.BadZipFile, zlib.error, RuntimeError, ValueError, OSError, EOFError):
        return


def _base64(data: bytes) -> Iterator[bytes]:
    runs = [match.group().translate(URL_SAFE).rstrip(b"=") for match in BASE64.finditer(data)]
    for start in range(4):  # It may begin in the middle of what looks like one run.
        yield _lines(_unbase64(run[start:]) for run in runs)


def _unbase64(run: bytes) -> bytes:
    whole = run[: len(run) - (len(run) % 4 == 1)]
    return base64.b64decode(whole + b"=" * (-len(whole) % 4))


def _hexed(data: bytes) -> Iterator[bytes]:
    yield _lines(bytes.fromhex(match.group().decode()) for match in HEX.finditer(data))


def _lines(pieces: Iterable[bytes]) -> bytes:
    """Return those that may be a text, or something packed, a line each: most words and hashes are neither."""
    return b"\n".join(piece for piece in pieces if _is_packed(piece) or not _is_odd(piece))


def _is_packed(piece: bytes) -> bool:
    return GZIP in piece or ZIP in piece or ZLIB.search(piece) is not None


def _is_odd(piece: bytes) -> bool:
    controls = sum(byte < ord(" ") and byte not in TEXT_CONTROLS for byte in piece)
    return controls > MOST_CONTROLS * len(piece)


def _percent(data: bytes) -> Iterator[bytes]:
    if PERCENT.search(data):
        yield PERCENT.sub(lambda match: bytes([int(match.group()[1:], 16)]), data)


def _quoted_printable(data: bytes) -> Iterator[bytes]:
    if QUOTED.search(data) or SOFT_BREAK.search(data):
        yield QUOTED.sub(lambda match: bytes([int(match.group()[1:], 16)]), SOFT_BREAK.sub(b"", data))


def _escaped(data: bytes) -> Iterator[bytes]:
    if not ESCAPE.search(data):
        return
    yield ESCAPE.sub(_code_point, data)
    yield ESCAPE.sub(_byte, data)


def _code_point(match: re.Match[bytes]) -> bytes:
    long, short, byte, octal = match.groups()
    code = int(octal, 8) if octal else int(long or short or byte, 16)
    return chr(code).encode("utf-8", "replace") if code <= sys.maxunicode else b"?"


def _byte(match: re.Match[bytes]) -> bytes:
    _, _, byte, octal = match.groups()
    code = int(octal, 8) & 0xFF if octal else int(byte, 16) if byte else None
    return match.group() if code is None else bytes([code])


def _entities(data: bytes) -> Iterator[bytes]:
    if ENTITY.search(data):
        yield ENTITY.sub(lambda match: html.unescape(match.group().decode()).encode("utf-8", "replace"), data)


def _punycode(data: bytes) -> Iterator[bytes]:
    for match in PUNYCODE.finditer(data):
        try:
            yield match.group()[4:].decode().encode("ascii").decode("punycode").encode()
        except UnicodeError:
            continue


UNWRAPPINGS: tuple[tuple[str, Callable[[bytes], Iterator[bytes]]], ...] = (
    ("gzip", _gzipped),
    ("zlib", _zlibbed),
    ("zip", _zipped),
    ("base64", _base64),
    ("hex", _hexed),
    ("percent", _percent),
    ("quoted-printable", _quoted_printable),
    ("escapes", _escaped),
    ("entities", _entities),
    ("punycode", _punycode),
)
MOJIBAKE = {charset: f"utf-8 as {charset}" for charset in ("cp1252", "latin-1")}
GUESSED = frozenset(("base64", "hex", *MOJIBAKE.values(), *SHIFTED, *ONE_BYTE))
"""Wrappings and alphabets that nothing says there are: bytes of anything else make words in them too."""
