"""Segments of the machine's runs by their ids. A run never changes, so a process reads it once, not with each edit.

A save looks for its segment while other writers wait: what it costs there, all of them pay.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping

import msgspec
from sqlite_utils import Database

from transcribe.records import Segment

KEPT_RUNS = 8
"""Of those that were asked for last; ten hours of speech are some 20 MB."""


class _Identified(msgspec.Struct, frozen=True):
    segment_id: str


class _Runs:
    """Shared by the threads of a process."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, Mapping[str, msgspec.Raw]] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, db: Database, transcript_id: str) -> Mapping[str, msgspec.Raw]:
        """Return the segments of a run by their ids, as they are written; who asks first reads it for all."""
        with self._lock:
            if transcript_id not in self._kept:
                self._kept[transcript_id] = _read(db, transcript_id)
            self._kept.move_to_end(transcript_id)
            while len(self._kept) > KEPT_RUNS:
                self._kept.popitem(last=False)
            return self._kept[transcript_id]


_RUNS = _Runs()


def find_segment(db: Database, transcript_id: str, segment_id: str) -> Segment | None:
    """Return one segment of a run, ``None`` where it has none of this id."""
    written = _RUNS.of(db, transcript_id).get(segment_id)
    return None if written is None else msgspec.json.decode(written, type=Segment)


def _read(db: Database, transcript_id: str) -> Mapping[str, msgspec.Raw]:
    row = db.execute("SELECT segments FROM transcript WHERE transcript_id = ?", [transcript_id]).fetchone()
    written = msgspec.json.decode(row[0], type=list[msgspec.Raw]) if row else []
    return {msgspec.json.decode(each, type=_Identified).segment_id: each for each in written}
