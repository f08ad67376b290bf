"""Look into a folder again and again, and bring in what has settled. Polling: it works on network drives too."""

from __future__ import annotations

import fcntl
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlite_utils import Database

from media.archive import Archive
from media.errors import StorageFull
from webapp.importing.lists.folder import ReadFacts
from webapp.importing.lists.records import Result
from webapp.watching.errors import NotToBeWatched
from webapp.watching.look import Settling, facts_of, groups_in
from webapp.watching.taking import OWN, Places, bring, put_back_halves, set_aside, waiting


@dataclass(frozen=True, slots=True)
class Told:
    """What came of something, or why nothing could be done now."""

    result: Result | None = None
    trouble: str = ""


@contextmanager
def watched(folder: Path) -> Iterator[Places]:
    """Yield the places of a folder while nobody else watches it; what a kill left half way is put right first.

    :raises NotToBeWatched: it is not there, cannot be written, or another process watches it.
    """
    if not folder.is_dir():
        raise NotToBeWatched(f"There is no folder {folder}; make it, or check the name.")
    places = Places(folder.resolve())
    try:
        places.make()
        lock = (places.folder / OWN / "lock").open("w")
    except OSError as error:
        raise NotToBeWatched(f"{folder} cannot be written ({error.strerror}); check its permissions.") from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise NotToBeWatched(f"{folder} is being watched already; one at a time.") from error
        put_back_halves(places)
        yield places


def look(
    archive: Archive, db: Database, places: Places, settling: Settling, read_facts: ReadFacts, now_s: float
) -> Iterator[Told]:
    """Bring in what has settled and what an earlier look has left; yield what came of each.

    :param now_s: of a clock that only goes on.
    """
    for group in settling.settled(groups_in(places.folder), now_s):
        set_aside(places, group)
    for own in waiting(places):
        try:
            common = facts_of(places.folder)
            yield Told(bring(archive, db, places, own, read_facts(common) if common else {}, read_facts))
        except StorageFull as error:
            yield Told(trouble=str(error))
            return
        except sqlite3.OperationalError as error:
            yield Told(trouble=f"The archive's database could not be used ({error}); it is tried again.")
            return


def watch(
    archive: Archive,
    db: Database,
    places: Places,
    read_facts: ReadFacts,
    told: Callable[[Told], None],
    *,
    every_s: float,
    settled_s: float,
    once: bool,
) -> None:
    """Look until the process is ended, or until what is there now has settled and was brought in.

    :param told: is called with what came of each.
    :param every_s: between two looks. :param settled_s: for which nothing of a sound may change.
    """
    settling, now_s = Settling(settled_s), time.monotonic()
    end_s = now_s + settled_s  # From the first look on: what it saw has settled then.
    while True:
        for each in look(archive, db, places, settling, read_facts, now_s):
            told(each)
        if once and now_s >= end_s:
            return
        time.sleep(min(every_s, max(end_s - now_s, 0.01)) if once else every_s)
        now_s = time.monotonic()
