"""Which files an edition is made of, told by its index."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from webapp.edition.index import words_name
from webapp.edition.layout import TOMBSTONE, Layout

HERE = Layout(Path())
"""Names are paths from the edition's own directory."""
INDEX = HERE.index_path.as_posix()
BLOCKED = HERE.blocked.as_posix()
OURS = tuple(f"{each.as_posix()}/" for each in (HERE.programmes, HERE.sound, HERE.words, HERE.blocked))
"""How the names of all files begin that an edition has, beside its index."""
NAMED_BY_HASH = re.compile(r"(?:programmes/[^/]+|sound)/([0-9a-f]{64})\.(?:json|m4a)")


@dataclass(frozen=True, slots=True)
class Named:
    """The files that an index names, beside itself."""

    words: str
    by_programme: dict[str, frozenset[str]]
    optional: frozenset[str]
    """Of these files, those that there need not be."""

    def wanted(self, withdrawn: Iterable[str]) -> set[str]:
        """Return the names of what is public, less what withdrawn programmes alone have."""
        gone = set(withdrawn)
        found = {self.words} if self.words else set()
        return found.union(*(files for each, files in self.by_programme.items() if each not in gone))


def named_by(index: Path) -> Named:
    """Return what an index names.

    :param index: ``public.db``, or a copy of it.
    """
    with closing(sqlite3.connect(f"{index.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
        versions = connection.execute("SELECT programme_id, number, sha256, sound_sha256 FROM version").fetchall()
        newest = dict(connection.execute("SELECT programme_id, version FROM programme").fetchall())
        words = words_name(connection)
    files: dict[str, set[Path]] = {}
    optional = set()
    for programme_id, number, sha256, sound_sha256 in versions:
        mine = files.setdefault(programme_id, set())
        mine.add(HERE.document_path(programme_id, sha256))
        if number == newest.get(programme_id):
            mine |= {HERE.passages_path(programme_id, sha256), HERE.meaning_path(programme_id, sha256)}
            optional.add(HERE.meaning_path(programme_id, sha256).as_posix())
        if sound_sha256:
            mine |= {HERE.sound_path(sound_sha256), HERE.peaks_path(sound_sha256)}
    return Named(
        words=HERE.words_path(words).as_posix() if words else "",
        by_programme={each: frozenset(path.as_posix() for path in paths) for each, paths in files.items()},
        optional=frozenset(optional),
    )


def is_tombstone(name: str) -> bool:
    """Return whether a file tells that a programme was withdrawn."""
    return name.startswith("programmes/") and name.endswith(f"/{TOMBSTONE}")


def is_sign(name: str) -> bool:
    """Return whether a file is a tombstone, or marks a programme that lists may still have."""
    return is_tombstone(name) or name.startswith(f"{BLOCKED}/")


def is_said(name: str) -> bool:
    """Return whether a file is a version or a sound: what nobody may have any more where it is not named."""
    return NAMED_BY_HASH.fullmatch(name) is not None


def is_sound(name: str) -> bool:
    """Return whether a file is what people hear: not its waveform."""
    return name.startswith("sound/") and name.endswith(".m4a")


def hash_in(name: str) -> str | None:
    """Return the sha256 that a file must have, where its name is that."""
    found = NAMED_BY_HASH.fullmatch(name)
    return found[1] if found else None


def programme_of(tombstone: str) -> str:
    return tombstone.split("/")[1]
