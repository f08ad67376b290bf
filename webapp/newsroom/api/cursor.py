"""Long lists, part by part: a cursor names the last thing that was told, so that none is told twice or missed."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import Annotated, TypeVar

import msgspec
from msgspec import Meta

from webapp.newsroom.api.problems import NotInTable

MOST_ITEMS = 200
Key = tuple[str | int, ...]
Item = TypeVar("Item")

Cursor = Annotated[str, Meta(max_length=500, description="“next” of the part before.")]
Limit = Annotated[int, Meta(ge=1, le=MOST_ITEMS, description="How many at most.", examples=[50])]
Next = Annotated[str | None, Meta(description="The cursor of the next part; null where this is the last.")]


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which part of a list."""

    cursor: Cursor | None = None
    limit: Limit = 50


def cut(items: Sequence[Item], key: Callable[[Item], Key], asked: Part) -> tuple[tuple[Item, ...], str | None]:
    """Return the items behind a cursor, and the cursor of those behind them.

    :param items: ascending by their key, which no two share.
    :raises NotInTable: 400, the cursor is not one of this list.
    """
    start = 0
    if asked.cursor is not None and items:
        last = _read(asked.cursor, like=key(items[0]))
        start = next((place for place, item in enumerate(items) if key(item) > last), len(items))
    part = tuple(items[start : start + asked.limit])
    is_last = start + asked.limit >= len(items)
    return part, None if is_last else written(key(part[-1]))


def written(key: Key) -> str:
    """Return a key as a cursor."""
    return base64.urlsafe_b64encode(msgspec.json.encode(key)).decode().rstrip("=")


def _read(cursor: str, like: Key) -> Key:
    try:
        padded = cursor.encode() + b"=" * (-len(cursor) % 4)
        key = msgspec.json.decode(base64.urlsafe_b64decode(padded), type=tuple[str | int, ...])
    except (binascii.Error, ValueError) as error:
        raise _no_cursor() from error
    if [type(part) for part in key] != [type(part) for part in like]:
        raise _no_cursor()
    return key


def _no_cursor() -> NotInTable:
    return NotInTable(HTTPStatus.BAD_REQUEST, "This is no cursor of this list; begin without one.")
