"""The files of a recording that may lie in a store."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from media.archive import Archive


@dataclass(frozen=True, slots=True)
class Kept:
    """A file of the archive that is never changed: an original, or an access copy."""

    name: str
    """In the store, with ``/`` between its parts: as in the archive."""
    path: Path
    """On the archive's disk, where it may not be."""
    sha256: str


def original_of(archive: Archive, sha256: str) -> Kept:
    return _kept(archive, archive.original_path(sha256), sha256)


def access_copy_of(archive: Archive, sha256: str, access_sha256: str) -> Kept:
    """:param sha256: of the original.

    :param access_sha256: of the copy.
    """
    return _kept(archive, archive.access_path(sha256), access_sha256)


def files_of(archive: Archive, sha256: str, access_sha256: str | None) -> tuple[Kept, ...]:
    """Return all of a recording that may lie in a store; parameters as of `access_copy_of`."""
    original = original_of(archive, sha256)
    return (original, access_copy_of(archive, sha256, access_sha256)) if access_sha256 else (original,)


def names_of(archive: Archive, sha256: str) -> tuple[str, ...]:
    """Return the names in the store of whatever may be there of an original that no row has any more."""
    return tuple(_kept(archive, path, "").name for path in (archive.original_path(sha256), archive.access_path(sha256)))


def _kept(archive: Archive, path: Path, sha256: str) -> Kept:
    return Kept(path.relative_to(archive.root).as_posix(), path, sha256)
