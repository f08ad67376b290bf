"""Write what would be published to a place of its own, by the edition's own writer, and look through every byte."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from media.archive import Archive
from media.durable import MAKING, make_directory
from media.store import no_room_said
from webapp.edition.layout import DOCUMENT, MEANING, PASSAGES, WORDS, Layout, read_document
from webapp.edition.render import Approved
from webapp.edition.store import SoundFiles, add_version, edition_writer
from webapp.gate.places import places_in
from webapp.gate.records import Finding, Part
from webapp.leaks.names import Name
from webapp.leaks.spots import Spotter
from webapp.leaks.sweep import Sweep

PARTS = {
    DOCUMENT: Part.DOCUMENT,
    PASSAGES: Part.INDEX,
    WORDS: Part.INDEX,
    ".db": Part.INDEX,
    MEANING: Part.INDEX,
    ".m4a": Part.SOUND,
    ".dat": Part.WAVEFORM,
}
"""What a file is, by how its name ends."""


@contextmanager
def written(archive: Archive, approved: Approved, files: SoundFiles | None) -> Iterator[Layout]:
    """Yield an edition of this one version; it lies in the archive, and is gone after the block.

    :raises StorageFull: the disk has no room.
    """
    make_directory(archive.work)
    place = Path(tempfile.mkdtemp(prefix=MAKING, dir=archive.work))
    try:
        layout = Layout(place)
        with no_room_said(), edition_writer(layout):
            add_version(layout, approved, files)
        yield layout
    finally:
        shutil.rmtree(place, ignore_errors=True)  # What is left of it lies in the place that may be emptied.


def look_through(
    layout: Layout, names: Sequence[Name], spotter: Spotter, check: Callable[[], None]
) -> tuple[Finding, ...]:
    """Return where any of the names is in an edition: in its texts by their times, else by the file.

    :param names: what no byte of it may hold.
    :param spotter: looks for the same in its texts.
    :param check: called between two files; what it raises ends this.
    """
    found = {finding for path in layout.document_paths() for finding in places_in(read_document(path), spotter)}
    in_files: set[Part] = set()
    for leak in Sweep(names, resembling=False).directory(layout.root) if names else ():
        check()
        if leak.is_certain:
            in_files.add(_part(leak.path, leak.how))
    if found:  # The files that hold these texts hold the names, of course.
        in_files -= {Part.DOCUMENT, Part.INDEX}
    return tuple(sorted(found | {Finding(part) for part in in_files}, key=_order))


def _part(path: str, how: tuple[str, ...]) -> Part:
    return Part.FILES if how[:1] in {("file name",), ("link",)} else PARTS.get(Path(path).suffix, Part.FILES)


def _order(finding: Finding) -> tuple[str, int]:
    return finding.part, -1 if finding.at_ms is None else finding.at_ms
