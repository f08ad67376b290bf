"""What lies in a watched folder, and what of it has settled: nobody writes it any more."""

from __future__ import annotations

import errno
import fcntl
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from webapp.importing.lists.folder import COMMON_FACTS, PARTS, SOUNDS

UNFINISHED = (".part", ".partial", ".crdownload", ".download", ".filepart", ".tmp", ".temp", ".!ut", ".opdownload")
"""How programs end the names of what they have not copied whole."""
OF_SYSTEMS = frozenset({"thumbs.db", "desktop.ini", "icon\r"})
ENDINGS = tuple(sorted({ending for _, endings in PARTS for ending in endings}, key=len, reverse=True))
BEING_WRITTEN = frozenset({errno.EAGAIN, errno.EBUSY})


@dataclass(frozen=True, slots=True)
class Seen:
    """How a file looked: while it changes, it has not arrived."""

    size_bytes: int
    changed_ns: int
    inode: int

    @classmethod
    def of(cls, path: Path) -> Seen:
        """:raises OSError: it is not there any more."""
        found = path.lstat()
        return cls(found.st_size, found.st_mtime_ns, found.st_ino)


@dataclass(frozen=True, slots=True)
class Group:
    """A sound, or something else that somebody put there, and the files beside it that have its name."""

    first: Path
    beside: tuple[Path, ...] = ()

    @property
    def files(self) -> tuple[Path, ...]:
        """The sound comes last: where it is, the others are."""
        return (*self.beside, self.first)


class Settling:
    """Since when each file of a folder has been as it is."""

    def __init__(self, settled_s: float) -> None:
        self._settled_s = settled_s
        self._since: dict[Path, tuple[Seen, float]] = {}

    def settled(self, groups: Iterable[Group], now_s: float) -> list[Group]:
        """Return the groups of which no file has changed for long enough, and that nobody has open for writing.

        :param now_s: of a clock that only goes on.
        """
        known, found = self._since, []
        self._since = {}
        for group in groups:
            try:
                seen = {path: Seen.of(path) for path in group.files}
            except FileNotFoundError:
                continue  # Taken away again.
            for path, how in seen.items():
                before = known.get(path)
                self._since[path] = before if before and before[0] == how else (how, now_s)
            if all(now_s - self._since[path][1] >= self._settled_s for path in seen):
                found.append(group)
        return [group for group in found if not any(map(is_being_written, group.files))]


def groups_in(folder: Path) -> list[Group]:
    """Return what lies in a folder and is not of a program that still copies, in the order of its names.

    A file beside a sound that is not there yet waits for it.
    """
    with os.scandir(folder) as there:
        names = sorted(each.name for each in there if _counts(each))
    firsts: dict[str, list[str]] = {}
    for name in names:
        if not _stems_beside(name):
            firsts.setdefault(Path(name).stem, []).append(name)
    beside: dict[str, list[str]] = {}
    for name in names:
        for stem in _stems_beside(name) & set(firsts):
            beside.setdefault(stem, []).append(name)
    return [group for stem, found in firsts.items() for group in _groups(folder, found, beside.get(stem, []))]


def _groups(folder: Path, firsts: list[str], beside: list[str]) -> list[Group]:
    """Return a group for each; where files lie beside several of one name, one for all: nobody knows whose they are."""
    if not beside:
        return [Group(folder / name) for name in firsts]
    first, *others = sorted(firsts, key=lambda name: (Path(name).suffix.lower() not in SOUNDS, name))
    return [Group(folder / first, tuple(folder / name for name in (*beside, *others)))]


def is_being_written(path: Path) -> bool:
    """Return whether a process of this machine has a file open for writing; of others nobody can tell."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return False
    try:
        fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_RDLCK)
        fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_UNLCK)
    except OSError as error:
        return error.errno in BEING_WRITTEN
    finally:
        os.close(descriptor)
    return False


def facts_of(folder: Path) -> Path | None:
    """Return the file of facts that hold for all in a folder, ``None`` where there is none."""
    path = folder / COMMON_FACTS
    return path if path.is_file() and not path.is_symlink() else None


def _counts(entry: os.DirEntry[str]) -> bool:
    name = entry.name.lower()
    if name.startswith((".", "~")) or name.endswith(UNFINISHED) or name in OF_SYSTEMS or name == COMMON_FACTS:
        return False
    return entry.is_symlink() or not entry.is_dir(follow_symlinks=False)


def _stems_beside(name: str) -> set[str]:
    """Return the names of sounds that a file may lie beside: “talk.script.txt” beside “talk” and “talk.script”."""
    return {name[: -len(ending)] for ending in ENDINGS if name.lower().endswith(ending) and len(name) > len(ending)}
