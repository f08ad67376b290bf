"""Which packed programmes lie in a directory."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from media.bagit.make import DECLARATION_NAME
from media.ocfl.root import StorageRoot, is_storage_root
from webapp.packing.errors import NotUnpacked
from webapp.packing.pack_ocfl import URN
from webapp.packing.source import Source, bag_source, object_source


@dataclass(frozen=True, slots=True)
class Found:
    """One that has yet to be opened."""

    name: str
    """As its directory is called."""
    open: Callable[[], Source]


def find_packed(directory: Path) -> tuple[Found, ...]:
    """Return the packed programmes of a directory that `pack` was given; of a bag or object itself, that one.

    :raises NotUnpacked: there is none.
    """
    found = tuple(_found(directory))
    if not found:
        raise NotUnpacked(f"There is no packed programme in {directory}; name what “muragat pack” was given.")
    return found


def _found(directory: Path) -> Iterator[Found]:
    if _is_bag(directory):
        yield _bag(directory)
    elif _is_object(directory):
        yield _object(directory)
    elif is_storage_root(directory):
        yield from map(_object, StorageRoot(directory).objects())
    elif directory.is_dir():
        yield from (_bag(path) for path in sorted(directory.iterdir()) if path.is_dir() and _is_bag(path))


def _is_bag(path: Path) -> bool:
    return (path / DECLARATION_NAME).is_file()


def _is_object(path: Path) -> bool:
    return any(path.glob("0=ocfl_object_*"))


def _object(path: Path) -> Found:
    # The last part of a place is the object's id, percent-encoded; a programme's id has nothing to encode.
    return Found(unquote(path.name).removeprefix(URN), lambda: object_source(path))


def _bag(path: Path) -> Found:
    return Found(path.name, lambda: bag_source(path))
