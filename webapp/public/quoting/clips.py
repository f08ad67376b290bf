"""Clips, made when they are asked for: two at a time, and the last ones kept in memory."""

from __future__ import annotations

import threading
from collections import OrderedDict
from concurrent.futures import Future
from pathlib import Path

from media.records import Span
from media.sandbox import cut

MOST_AT_ONCE = 2
MOST_WAITING = 2
"""Requests that wait for a clip which another has asked for: a browser asks for one file several times."""
KEPT_BYTES = 32 << 20
WAIT_S = 30.0

Key = tuple[str, int, int]


class Busy(Exception):
    """Too many clips are being made; the reader should come again in a few seconds."""


class Clips:
    """Makes clips and keeps the last of them."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: OrderedDict[Key, bytes] = OrderedDict()
        self._making: dict[Key, Future[bytes]] = {}
        self._waiting = 0

    def get(self, sound: Path, sha256: str, span: Span) -> bytes:
        """Return a span of a public sound as AAC in .m4a.

        :param sound: the file.
        :param sha256: of the file.
        :raises Busy: too many others are at it.
        :raises UnreadableSound: nothing of the sound lies there.
        :raises DecoderFailed: the child that makes it died or broke a limit.
        :raises FileNotFoundError: the sound is not there.
        """
        key = (sha256, span.start_ms, span.end_ms)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
            making, is_mine = self._making.get(key), False
            if making is None:
                if len(self._making) >= MOST_AT_ONCE:
                    raise Busy
                making, is_mine = Future(), True
                self._making[key] = making
            elif self._waiting >= MOST_WAITING:
                raise Busy
            else:
                self._waiting += 1
        if is_mine:
            self._make(making, key, sound, span)
            return making.result()
        try:
            return making.result(WAIT_S)
        except TimeoutError as error:
            raise Busy from error
        finally:
            with self._lock:
                self._waiting -= 1

    def _make(self, making: Future[bytes], key: Key, sound: Path, span: Span) -> None:
        try:
            clip = cut(sound, span)
        except BaseException as error:  # Whoever waits is told, too.
            making.set_exception(error)
        else:
            making.set_result(clip)
            with self._lock:
                self._kept[key] = clip
                while sum(map(len, self._kept.values())) > KEPT_BYTES:
                    self._kept.popitem(last=False)
        finally:
            with self._lock:
                del self._making[key]
