"""Bytes of a saved page → its text, whichever way it was saved."""

from __future__ import annotations

import codecs
import email
import email.policy
import re
from email.message import EmailMessage

from media.errors import UnreadableFile
from media.text_file import BYTE_ORDER_MARKS

MAX_PAGE_BYTES = 16 << 20
"""A page that a browser has saved with its pictures inside is some megabytes; its text is a hundredth of that."""
_DECLARED = re.compile(
    rb"""<(?:meta|\\?xml)[^>]{0,400}?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{1,40})""", re.IGNORECASE
)
_HEAD_BYTES = 4096
_MHTML = re.compile(
    rb"\A\s*(?:From:|MIME-Version:|Snapshot-Content-Location:|Subject:|Content-Type:\s*multipart/related)",
    re.IGNORECASE,
)
_DATA_ADDRESS = re.compile(r"""data:[\w/+.;=-]{0,80};base64,[A-Za-z0-9+/=%]*""")
"""A picture within the page: nobody reads it, and libxml2 refuses long attributes."""
_HARMLESS = frozenset("\t\n\r\f\x0b\x1c\x1d\x1e\x1f")
LAST_OF_ASCII = 0x7F
CYRILLIC_CODES = ("cp1251", "koi8-r", "cp866")


def page_text(data: bytes, name: str) -> str:
    """Return the text of a saved page: HTML or plain, or the page within an MHTML file.

    :raises UnreadableFile: it is empty, too large, or not a text.
    """
    if len(data) > MAX_PAGE_BYTES:
        raise UnreadableFile(f"“{name}” is larger than {MAX_PAGE_BYTES >> 20} MiB; save the page without its pictures.")
    if not data.strip():
        raise UnreadableFile(f"“{name}” is empty; save the page again.")
    if data.startswith(b"%PDF"):
        raise UnreadableFile(f"“{name}” is a PDF; save the page as HTML or as text.")
    if _MHTML.match(data):
        data, declared = _page_within(data, name)
    else:
        declared = None
    text = _DATA_ADDRESS.sub("", _decoded(data, name, declared))
    if (
        "\0" in text
        or sum(not each.isprintable() and each not in _HARMLESS for each in text[:_HEAD_BYTES]) > _HEAD_BYTES // 8
    ):
        raise UnreadableFile(f"“{name}” is not a page; save it as HTML or as text.")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _decoded(data: bytes, name: str, declared: str | None) -> str:
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _by(data, encoding, name)
    try:  # What is valid UTF-8 and not plain ASCII is UTF-8, whatever it says of itself.
        return data.decode()
    except UnicodeDecodeError:
        pass
    if declared is None and (match := _DECLARED.search(data[:_HEAD_BYTES])):
        declared = match[1].decode("ascii", "replace")
    if declared and _is_known(declared):
        return _by(data, declared, name)
    return data.decode(guessed_encoding(data), "replace")


def _by(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding, "replace")
    except (LookupError, UnicodeError) as error:
        raise UnreadableFile(f"“{name}” cannot be read as {encoding}; save the page in UTF-8.") from error


def _is_known(encoding: str) -> bool:
    """Return whether it is an encoding of texts that keeps ASCII: not UTF-7, not base64."""
    try:
        found = codecs.lookup(encoding)
    except LookupError:
        return False
    return found._is_text_encoding and found.name not in {"utf-7", "utf-8", "idna", "punycode", "unicode_escape"}


def guessed_encoding(data: bytes) -> str:
    """Return the encoding of a text that says nothing of it: Cyrillic where that reads as words, else Western."""
    best = max(CYRILLIC_CODES, key=lambda code: _words_of(data.decode(code, "replace")))
    high = sum(byte > LAST_OF_ASCII for byte in data)
    return best if _words_of(data.decode(best, "replace")) > high / 2 else "cp1252"


def _words_of(text: str) -> int:
    """Return how many Cyrillic letters follow one another in small letters, as they do within words."""
    return len(re.findall("(?<=[а-яёА-ЯЁәғқңөұүһі])[а-яёәғқңөұүһі]", text))


def _page_within(data: bytes, name: str) -> tuple[bytes, str | None]:
    """Return the first page of an MHTML file (RFC 2557), and its encoding."""
    try:
        message = email.message_from_bytes(data, policy=email.policy.default)
        for part in message.walk():
            if isinstance(part, EmailMessage) and part.get_content_type() in {"text/html", "text/plain"}:
                payload = part.get_payload(decode=True)
                if isinstance(payload, bytes) and payload.strip():
                    return payload, part.get_content_charset()
    except RecursionError as error:
        raise UnreadableFile(f"“{name}” has parts too deep for a page; save it as HTML or as text.") from error
    raise UnreadableFile(f"“{name}” has no page in it; save it as HTML or as text.")
