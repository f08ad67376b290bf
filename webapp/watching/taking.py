"""Move what has settled out of the way, bring it in, and put it where people see what came of it.

Each group gets a folder of its own, and goes from place to place as one: a kill leaves it in one of them, and whoever
watches next goes on from there. Nothing is deleted or written over.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlite_utils import Database

from media.archive import Archive
from media.durable import make_directory, replace_durably, sync
from webapp.importing.lists.bring import bring_entries
from webapp.importing.lists.folder import Defaults, ReadFacts, entries_of_folder
from webapp.importing.lists.records import Entry, Outcome, Result
from webapp.watching.look import Group, Seen

DONE, FAILED, OWN = "done", "failed", ".muragat"
REASON, RECEIPT = "muragat-reason.txt", "muragat-programme.txt"
NO_SOUND = "This is not a sound file that is known here; bring it as mp3, m4a, wav, flac, ogg or mp4."
LINK = "This is a link, and what it leads to may be anything; bring the file itself."
NO_FILE = "This is not a file; bring the sound as one."
GREW = "It grew while it was taken in, so that the archive has only the beginning of it; bring it again, whole."


@dataclass(frozen=True, slots=True)
class Places:
    """Where things go in a watched folder."""

    folder: Path

    @property
    def taking(self) -> Path:
        return self.folder / OWN / "taking"

    def make(self) -> None:
        """:raises OSError: the folder cannot be written."""
        for place in (self.taking, self.folder / DONE, self.folder / FAILED):
            make_directory(place)


def set_aside(places: Places, group: Group) -> Path:
    """Move a group into a folder of its own, out of the sight of whoever puts things here; the sound goes last."""
    own = _free(places.taking, group.first.name)
    own.mkdir()
    for path in group.files:
        path.rename(own / path.name)
    sync(own)
    sync(places.folder)
    return own


def put_back_halves(places: Places) -> None:
    """Bring back together what a kill left in two places: without its first file, a group is not one."""
    for own in sorted(places.taking.iterdir()):
        first = _first(own)
        if first is None:
            for path in sorted(own.iterdir()):
                path.rename(_free(places.folder, path.name))
            own.rmdir()


def waiting(places: Places) -> list[Path]:
    """Return the folders of groups that are to be brought in."""
    return sorted(path for path in places.taking.iterdir() if _first(path) is not None)


def bring(
    archive: Archive, db: Database, places: Places, own: Path, facts: Mapping[str, str], read_facts: ReadFacts
) -> Result:
    """Bring in a group, and move it to where people see what came of it.

    :param facts: that hold where its own say nothing else.
    :raises StorageFull: the disk has no room. :raises sqlite3.OperationalError: the database is locked. In both cases
        it is left where it is.
    """
    first = _first(own)
    assert first is not None  # noqa: S101 `waiting` names no other
    before = Seen.of(first)
    result = next(_results(archive, db, own, first, facts, read_facts))
    if Seen.of(first) != before:
        result = Result(first.name, result.title, Outcome.FAILED, result.programme_id, GREW)
    is_failed = result.outcome is Outcome.FAILED
    said = " ".join(part for part in (result.programme_id, result.sentence) if part)
    with replace_durably(own / (REASON if is_failed else RECEIPT)) as note:
        note.write_text(f"{said}\n")
    target = places.folder / (FAILED if is_failed else DONE)
    own.rename(_free(target, first.name))
    sync(target)
    sync(places.taking)
    return result


def _results(
    archive: Archive, db: Database, own: Path, first: Path, facts: Mapping[str, str], read_facts: ReadFacts
) -> Iterator[Result]:
    if first.is_symlink() or not first.is_file():
        yield Result(first.name, "", Outcome.FAILED, sentence=LINK if first.is_symlink() else NO_FILE)
        return
    entries = list(entries_of_folder(own, Defaults(facts, is_language_left=True), read_facts))
    yield from bring_entries(archive, db, entries or [Entry(first.name, problem=NO_SOUND)])


def _first(own: Path) -> Path | None:
    """Return the file that a group is named after, ``None`` where it is not there."""
    for path in own.iterdir() if own.is_dir() else ():
        if own.name == path.name or own.name.startswith(f"{path.name} ("):
            return path
    return None


def _free(place: Path, name: str) -> Path:
    """Return a name that nothing has there yet."""
    path, number = place / name, 1
    while os.path.lexists(path):
        number += 1
        path = place / f"{name} ({number})"
    return path
