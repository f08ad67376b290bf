"""Lines of JSON from anybody, one after another, none of which is too long to be one."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable, Iterator

import msgspec

from webapp.packing.errors import NotUnpacked

LINE_BYTES = 1 << 28
"""Of a row, at most: the words of a day of sound take less."""

Value = str | int | float | bytes | None
Row = dict[str, Value]
_decoder = msgspec.json.Decoder(dict[str, str | int | float | dict[str, str] | None])


def at_most(blocks: Iterable[bytes], size_bytes: int, name: str) -> Iterator[bytes]:
    """Yield the blocks of a file of which all is held in memory.

    :raises NotUnpacked: it is larger.
    """
    read_bytes = 0
    for block in blocks:
        read_bytes += len(block)
        if read_bytes > size_bytes:
            raise NotUnpacked(f"{name} is too large to be one; nothing was brought in.")
        yield block


def split_lines(blocks: Iterable[bytes], name: str) -> Iterator[str]:
    """Yield lines without their newline.

    :raises NotUnpacked: one is longer than `LINE_BYTES`, or the last has no end.
    """
    rest = bytearray()
    for block in blocks:
        rest += block
        if b"\n" in block:
            *lines, last = rest.split(b"\n")
            yield from (_text(each, name) for each in lines)
            rest = bytearray(last)
        if len(rest) > LINE_BYTES:
            raise NotUnpacked(f"{name} has a line that is too long to be a row; nothing was brought in.")
    if rest:
        raise NotUnpacked(f"{name} ends in the middle of a line; nothing was brought in.")


def _text(line: bytearray, name: str) -> str:
    try:
        return line.decode()
    except UnicodeDecodeError as error:
        raise NotUnpacked(f"{name} has a line that is no text; nothing was brought in.") from error


def read_row(line: str, name: str) -> Row:
    """Return what a line says.

    :raises NotUnpacked: it is no row.
    """
    try:
        return {key: _value(value) for key, value in _decoder.decode(line).items()}
    except (msgspec.DecodeError, binascii.Error, KeyError, RecursionError, UnicodeError) as error:
        raise NotUnpacked(f"{name} has a line that is no row; nothing was brought in.") from error


def _value(value: str | float | dict[str, str] | None) -> Value:
    return base64.b64decode(value["base64"], validate=True) if isinstance(value, dict) else value
