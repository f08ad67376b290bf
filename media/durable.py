"""Files that are there whole or not at all, even when the power goes."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MAKING = ".making-"
"""How the name of a file begins that is not finished; a crash may leave one behind."""


@contextmanager
def replace_durably(path: Path) -> Iterator[Path]:
    """Yield a new place beside ``path`` to write at; when the block ends well, it takes that name.

    Written, fsync of the file, rename, fsync of the directory: in this order a crash leaves the old file or the new.
    """
    make_directory(path.parent)
    making = path.parent / f"{MAKING}{secrets.token_hex(8)}"
    try:
        yield making
        move_durably(making, path)
    except BaseException:
        making.unlink(missing_ok=True)
        raise


def move_durably(making: Path, path: Path) -> None:
    """Give a finished file its name, on the same file system: it is there whole from then on, whatever happens."""
    make_directory(path.parent)
    sync(making)
    making.rename(path)
    sync(path.parent)


def link_durably(made: Path, path: Path) -> None:
    """Give a finished file a second name, on the same file system: under it, it is there whole or not at all."""
    sync(made)
    os.link(made, path)
    sync(path.parent)


def move_directory_durably(making: Path, path: Path) -> None:
    """Give a finished directory of files its name; nothing may be there yet."""
    for file in making.iterdir():
        sync(file)
    move_durably(making, path)


def remove_durably(path: Path) -> None:
    """Remove a file that may be gone already."""
    path.unlink(missing_ok=True)
    sync(path.parent)


def make_directory(directory: Path) -> None:
    """Make a directory and those above it that are missing, such that they outlast a crash."""
    missing = [place for place in (directory, *directory.parents) if not place.exists()]
    directory.mkdir(parents=True, exist_ok=True)
    for place in missing:
        sync(place.parent)


def sync(path: Path) -> None:
    """Let what was written of a file, or of the names in a directory, outlast a power cut."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
