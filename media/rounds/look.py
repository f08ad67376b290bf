"""Look at files, the one looked at longest ago first, and say what is wrong."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlite_utils import Database

from media.durable import MAKING
from media.errors import MediaError
from media.fixity import file_sha256
from media.rounds.records import Fault, Finding, Round, Watched
from media.rounds.store import Before, all_before, end, go_on, remember, round_of

NOT_HASHED = ""
"""In place of the hash of a database, which changes with every row."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What a part of a round has found."""

    round: Round
    findings: tuple[Finding, ...]
    left: int
    """How many files the round has still to look at."""


def look(db: Database, watched: Sequence[Watched], unknown: Iterable[Finding], may_go_on: Callable[[], bool]) -> Seen:
    """Go on with the round that is not ended, or begin one.

    A file at fault is not remembered, and so is looked at again, and told again, each time.

    What lies in another place is read there; where that fails once, all that lies there is left for the next time.

    :param unknown: files that should not be there, found anew each time.
    :param may_go_on: asked before each file.
    """
    round_id, before = go_on(db), all_before(db)
    todo = [file for file in watched if file.name not in before or before[file.name].round_id != round_id]
    todo.sort(key=lambda file: before[file.name].looked_at if file.name in before else "")
    findings, left, place_fails = list(unknown), len(todo), False
    for file in todo:
        if not may_go_on():
            break
        if place_fails and file.elsewhere and not file.path.exists():
            continue
        try:
            finding = _look_at(db, round_id, file, before.get(file.name))
        except MediaError:
            place_fails = True
            # Without its hash: it is to be looked at again, not to be put back from a backup.
            findings.append(Finding(file.name, Fault.UNREADABLE, file.path, None))
            continue
        left -= 1
        if finding:
            findings.append(finding)
    if not left:
        end(db, round_id)
    return Seen(round_of(db, round_id), tuple(findings), left)


def files_in(root: Path) -> Iterator[Path]:
    """Yield the finished files of a directory that may not be there."""
    for path in sorted(root.rglob("*")):
        if path.is_file() and not path.name.startswith(MAKING):
            yield path


def _look_at(db: Database, round_id: int, file: Watched, before: Before | None) -> Finding | None:
    try:
        found = file.path.stat()
        if file.is_database:
            return _look_at_database(db, round_id, file)
        sha256 = file_sha256(file.path)
    except FileNotFoundError:
        if file.elsewhere:
            return _look_elsewhere(db, round_id, file, file.elsewhere)
        return Finding(file.name, Fault.MISSING, file.path, file.sha256 or (before.sha256 if before else None))
    except OSError:
        return Finding(file.name, Fault.UNREADABLE, file.path, file.sha256 or (before.sha256 if before else None))
    must_be = file.sha256
    if must_be is None and before and (before.size_bytes, before.modified_ns) == (found.st_size, found.st_mtime_ns):
        must_be = before.sha256
    if must_be not in (None, sha256):
        return Finding(file.name, Fault.CHANGED, file.path, must_be)
    remember(db, round_id, file.name, sha256, found.st_size, found.st_mtime_ns)
    return None


def _look_elsewhere(db: Database, round_id: int, file: Watched, read: Callable[[], Iterator[bytes]]) -> Finding | None:
    digest, size_bytes = hashlib.sha256(), 0
    try:
        for block in read():
            digest.update(block)
            size_bytes += len(block)
    except FileNotFoundError:
        return Finding(file.name, Fault.MISSING, file.path, file.sha256)
    if digest.hexdigest() != file.sha256:
        return Finding(file.name, Fault.CHANGED, file.path, file.sha256)
    remember(db, round_id, file.name, digest.hexdigest(), size_bytes, 0)
    return None


def _look_at_database(db: Database, round_id: int, file: Watched) -> Finding | None:
    try:
        with closing(sqlite3.connect(f"{file.path.as_uri()}?mode=ro", uri=True)) as connection:
            (found,) = connection.execute("PRAGMA integrity_check").fetchone()
    except sqlite3.DatabaseError:
        found = "not a database"
    if found != "ok":
        return Finding(file.name, Fault.DAMAGED, file.path, None)
    remember(db, round_id, file.name, NOT_HASHED, file.path.stat().st_size, 0)
    return None
