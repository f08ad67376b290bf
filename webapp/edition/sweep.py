"""Removes what lies in an edition but is not part of it: a killed publication's files, a withdrawn programme's."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from media.durable import MAKING, remove_durably
from webapp.edition.index import open_index, words_name
from webapp.edition.layout import TOMBSTONE, Layout


def sweep(layout: Layout) -> None:
    """Remove every version, sound and file of words that the index does not name. The index must be there."""
    for path in sorted(_left_behind(layout)):
        remove_durably(path)


def _left_behind(layout: Layout) -> Iterator[Path]:
    named = _named(layout)
    directories = (layout.sound, layout.words, *_subdirectories(layout.programmes))
    yield from (path for path in layout.root.glob(f"{MAKING}*"))
    yield from (path for path in layout.blocked.glob(f"{MAKING}*"))
    for directory in directories:
        known = named.get(directory.name if directory.parent == layout.programmes else str(directory), set())
        for name in _files(directory):
            if name not in known and name != TOMBSTONE:
                yield directory / name


def _named(layout: Layout) -> dict[str, set[str]]:
    """Return programme id, or directory → the names of the files in it that the index names."""
    with closing(open_index(layout)) as connection:
        rows = connection.execute("SELECT programme_id, number, sha256, sound_sha256 FROM version").fetchall()
        newest = dict(connection.execute("SELECT programme_id, version FROM programme").fetchall())
        words = layout.words_path(words_name(connection)).name
    named: dict[str, set[str]] = {str(layout.words): {words}, str(layout.sound): set()}
    for programme_id, number, sha256, sound_sha256 in rows:
        files = named.setdefault(programme_id, set())
        files.add(layout.document_path(programme_id, sha256).name)
        if number == newest.get(programme_id):
            files.add(layout.passages_path(programme_id, sha256).name)
            files.add(layout.meaning_path(programme_id, sha256).name)
        if sound_sha256:
            named[str(layout.sound)] |= {layout.sound_path(sound_sha256).name, layout.peaks_path(sound_sha256).name}
    return named


def _subdirectories(directory: Path) -> list[Path]:
    try:
        with os.scandir(directory) as entries:
            return [Path(entry.path) for entry in entries if entry.is_dir()]
    except FileNotFoundError:
        return []


def _files(directory: Path) -> list[str]:
    try:
        with os.scandir(directory) as entries:
            return [entry.name for entry in entries if entry.is_file()]
    except FileNotFoundError:
        return []
