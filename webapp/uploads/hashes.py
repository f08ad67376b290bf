"""The sha256 of uploads, taken as their bytes arrive."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from hashlib import _Hash

READ_BYTES = 1 << 20
MOST_KEPT = 256


class RunningHashes:
    """How far the hash of each upload is, in this process.

    A hash cannot be written down half way: after a restart it is caught up with by reading what is here once.
    """

    def __init__(self) -> None:
        self._kept: OrderedDict[str, tuple[int, _Hash]] = OrderedDict()
        self._lock = threading.Lock()

    def at(self, upload_id: str, offset_bytes: int, file: BinaryIO) -> _Hash:
        """Return the hash of an upload's first bytes, to be gone on with.

        :param file: what is here of it; read only where the hash is not known.
        """
        with self._lock:
            known = self._kept.get(upload_id)
        if known and known[0] == offset_bytes:
            return known[1].copy()
        file.seek(0)
        digest, left = hashlib.sha256(), offset_bytes
        while left and (data := file.read(min(left, READ_BYTES))):
            digest.update(data)
            left -= len(data)
        return digest

    def keep(self, upload_id: str, offset_bytes: int, digest: _Hash) -> None:
        """Keep how far a hash is; the one that was asked for longest ago makes room."""
        with self._lock:
            self._kept[upload_id] = (offset_bytes, digest)
            self._kept.move_to_end(upload_id)
            if len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)

    def forget(self, upload_id: str) -> None:
        with self._lock:
            self._kept.pop(upload_id, None)
