"""What is known of an erasure: who asked for it, how far it is, and what is in its way."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class Step(enum.StrEnum):
    """How far an erasure is; each is a row that is added once."""

    ASKED = "asked"
    """Withdrawn from the public; nothing of it is worked on any more."""
    REMOVED = "removed"
    """No row and no file of it is named any more; bytes of it may still lie in the archive's files."""
    DONE = "done"
    """The archive's files were written anew and read through: nothing of it was found."""


class Obstacle(enum.StrEnum):
    """Why an erasure is not done."""

    DATABASE_BUSY = "database busy"
    """Another process writes, so that the database cannot be written anew."""
    LOG_IN_USE = "log in use"
    """Another process reads an old state of the database, which keeps it in the log beside the file."""
    NO_ROOM = "no room"
    """Writing the database anew needs as much room on the disk as it has itself."""
    VOICES_IN_USE = "voices in use"
    """Another process reads the file of voice prints."""
    EDITION_BUSY = "edition busy"
    """The public edition still has files of it."""
    PUBLIC_ELSEWHERE = "public elsewhere"
    """It is public in another edition than the one that was named."""
    IN_THE_MAKING = "in the making"
    """Files in ``work/`` are younger than a crash, and may be of it."""
    BYTES_LEFT = "bytes left"
    """Words of it were found in a file."""
    UNKNOWN_TABLE = "unknown table"
    """A table is there of which this release does not know whether it holds words."""


@dataclass(frozen=True, slots=True)
class Pending:
    """One thing that is in the way."""

    obstacle: Obstacle
    where: str = ""
    """A file, from the archive on, or a table; empty where there is but one."""


@dataclass(frozen=True, slots=True)
class Erasure:
    """A programme that an admin asked to be erased."""

    programme_id: str
    step: Step
    asked_by: str
    reason: str
    asked_at: str
    done_at: str | None
