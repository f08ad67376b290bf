"""Any store that fsspec knows, such as `s3://bucket/prefix`. What it has kept is read again, against its hash."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from media.stores.door import BLOCK_BYTES
from media.stores.errors import NoStore, StoreFailed


@dataclass(frozen=True, slots=True)
class RemoteStore:
    """A file system of fsspec, and the path in it under which everything lies."""

    address: str
    system: Any
    root: str

    def put(self, name: str, source: Path, sha256: str) -> None:
        """See `media.stores.door.Store`."""
        with self._said():
            self.system.makedirs(self._path(name).rpartition("/")[0], exist_ok=True)
            self.system.put_file(str(source), self._path(name))
            self.system.invalidate_cache()
        digest = hashlib.sha256()
        for block in self.read(name):
            digest.update(block)
        if digest.hexdigest() != sha256:
            self.remove(name)
            raise StoreFailed(
                f"{self.address} has kept {name} otherwise than it was given; try again, or ask its owner."
            )

    def read(self, name: str, first: int = 0, length: int | None = None) -> Iterator[bytes]:
        """See `media.stores.door.Store`."""
        size_bytes = self.size(name)
        end = size_bytes if length is None else min(size_bytes, first + length)
        for start in range(first, end, BLOCK_BYTES):
            with self._said():
                block: bytes = self.system.cat_file(self._path(name), start=start, end=min(end, start + BLOCK_BYTES))
            yield block

    def sizes(self, under: str = "") -> dict[str, int]:
        """See `media.stores.door.Store`."""
        with self._said():
            self.system.invalidate_cache()
            try:
                found = self.system.find(self._path(under).rstrip("/"), detail=True)
            except FileNotFoundError:
                return {}
        names = {path.removeprefix(self.root).lstrip("/"): int(each["size"]) for path, each in found.items()}
        return {name: size_bytes for name, size_bytes in names.items() if name}

    def size(self, name: str) -> int:
        """See `media.stores.door.Store`."""
        with self._said():
            return int(self.system.info(self._path(name))["size"])

    def stamp(self, name: str) -> object:
        """See `media.stores.door.Store`."""
        with self._said():
            self.system.invalidate_cache()
            found = self.system.info(self._path(name))
        return [str(found.get(key)) for key in ("ETag", "LastModified", "mtime", "created", "size")]

    def remove(self, name: str) -> None:
        """See `media.stores.door.Store`."""
        with self._said():
            try:
                self.system.rm_file(self._path(name))
            except FileNotFoundError:
                return
            finally:
                self.system.invalidate_cache()

    def _path(self, name: str) -> str:
        return f"{self.root}/{name}"

    @contextmanager
    def _said(self) -> Iterator[None]:
        try:
            yield
        except FileNotFoundError:
            raise
        except Exception as error:  # Each store has errors of its own, and fsspec no root for them.
            raise StoreFailed(
                f"{self.address} cannot be used ({type(error).__name__}); look at its address, its credentials and the "
                "network."
            ) from error


def open_remote(address: str) -> RemoteStore:
    """:raises NoStore: there is no such kind of store, or its library is not installed."""
    try:
        import fsspec  # noqa: PLC0415 an extra
    except ImportError as error:
        raise NoStore("Stores need fsspec: pip install 'muragat[s3]'.") from error
    kind = address.partition("://")[0]
    try:
        system, root = fsspec.core.url_to_fs(address, use_listings_cache=False)
    except (ImportError, ValueError) as error:
        raise NoStore(f"“{kind}” stores cannot be used here ({error}); for S3: pip install 'muragat[s3]'.") from error
    return RemoteStore(address, system, root.rstrip("/"))
