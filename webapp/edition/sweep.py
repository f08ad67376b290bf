"""Removes what lies in an edition but is not part of it: a killed publication's files, a withdrawn programme's."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from media.durable import MAKING, remove_durably
from webapp.edition.index import open_index
from webapp.edition.layout import Layout


def sweep(layout: Layout) -> None:
    """Remove every version and sound that the index does not name. The index must be there."""
    connection = open_index(layout)
    try:
        rows = connection.execute("SELECT programme_id, sha256, sound_sha256 FROM version").fetchall()
    finally:
        connection.close()
    documents = {layout.document_path(row["programme_id"], row["sha256"]) for row in rows}
    sounds = {row["sound_sha256"] for row in rows}
    for path in _unfinished(layout):
        remove_durably(path)
    for path in layout.document_paths():
        if path not in documents:
            remove_durably(path)
    for path in [*layout.sound.glob("*.m4a"), *layout.sound.glob("*.dat")]:
        if path.stem not in sounds:
            remove_durably(path)


def _unfinished(layout: Layout) -> Iterator[Path]:
    for directory in (layout.root, layout.sound, *layout.programmes.glob("*/")):
        yield from directory.glob(f"{MAKING}*")
