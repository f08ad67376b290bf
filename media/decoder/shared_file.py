"""Several positions in one open file: where no file may be opened, this is how one is read while it is written."""

from __future__ import annotations

import os


class SharedFile:
    """An open file, emptied, whose size is known without asking the system."""

    def __init__(self, fd: int) -> None:
        self.fd = fd
        self.size_bytes = 0
        os.ftruncate(fd, 0)


class Position:
    """A reader and writer of a shared file, as FFmpeg wants one."""

    def __init__(self, file: SharedFile) -> None:
        self._file = file
        self._at = 0

    def read(self, size: int) -> bytes:
        data = os.pread(self._file.fd, size, self._at)
        self._at += len(data)
        return data

    def write(self, data: bytes) -> int:
        written = os.pwrite(self._file.fd, data, self._at)
        self._at += written
        self._file.size_bytes = max(self._file.size_bytes, self._at)
        return written

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._file.size_bytes}[whence]
        self._at = start + offset
        return self._at

    def tell(self) -> int:
        return self._at

    def close(self) -> None:
        """The file itself stays open for the others."""
