"""What a process keeps of the edition decoded: the documents that were read last, as far as there is room."""

from __future__ import annotations

import threading
from collections import OrderedDict
from pathlib import Path

from webapp.edition.layout import read_document
from webapp.edition.records import EditionDocument

KEPT_BYTES = 32 << 20
"""Of edition files: decoded they take two and a half times as much. Ten hours of speech are a file of 12 MB."""


class KeptDocuments:
    """Reads documents, and keeps those that were asked for last; an edition file never changes.

    :param room_bytes: files that may be kept together; the one read last is kept whatever it is.
    """

    def __init__(self, room_bytes: int) -> None:
        self._room_bytes = room_bytes
        self._kept: OrderedDict[Path, tuple[EditionDocument, int]] = OrderedDict()
        self._kept_bytes = 0
        self._lock = threading.Lock()

    def read(self, path: Path) -> EditionDocument:
        """:raises FileNotFoundError: there is no such version, or it was withdrawn, and it is not kept either."""
        with self._lock:
            if path in self._kept:
                self._kept.move_to_end(path)
                return self._kept[path][0]
        # Without the lock: a long one takes a second, in which others are read.
        document, size_bytes = read_document(path), path.stat().st_size
        with self._lock:
            if path not in self._kept:
                self._kept[path] = document, size_bytes
                self._kept_bytes += size_bytes
            while self._kept_bytes > self._room_bytes and len(self._kept) > 1:
                _, (_, freed_bytes) = self._kept.popitem(last=False)
                self._kept_bytes -= freed_bytes
        return document


kept_documents = KeptDocuments(KEPT_BYTES)
