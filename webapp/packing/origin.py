"""The audit of other archives: each entry shows by its hash that it is as it was written there."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import msgspec
from sqlite_utils import Database

from media.database import sha256_of
from webapp.audited import kind_of
from webapp.packing.contents import AUDIT, LINES, ROWS
from webapp.packing.errors import NotUnpacked
from webapp.packing.lines import split_lines
from webapp.packing.source import Source
from webapp.packing.treatment import HISTORY

MAX_ARCHIVES = 1000


class Said(msgspec.Struct, frozen=True):
    """What it says."""

    number: int
    at: str
    user_name: str | None
    action: str
    programme_id: str | None
    subject: str | None
    content_sha256: str
    sha256: str
    previous_sha256: str
    about: tuple[str, int] | None
    """The row that it is about, where the archive numbers such rows: its table, and its number in the bag."""

    @property
    def is_as_written(self) -> bool:
        said = (self.at, self.user_name, self.action, self.programme_id, self.subject, self.content_sha256)
        return self.sha256 == sha256_of(self.previous_sha256, *said)


@dataclass(frozen=True, slots=True)
class OriginEntry:
    """One row of the audit of another archive."""

    archive: int
    """The how manieth that the programme was in, from 1."""
    position: int
    line: str
    """As it was packed."""
    said: Said

    @property
    def kind(self) -> str:
        return kind_of(self.said.action)


def audits_in(source: Source, programme_id: str) -> Iterator[OriginEntry]:
    """Yield the audit of every archive that a packed programme was in, the oldest entry first.

    :raises NotUnpacked: an entry is not as it was written, or about another programme.
    """
    names = {name for name in source.names if name.startswith(AUDIT)}
    ordered = [f"{AUDIT}{archive}{LINES}" for archive in range(1, len(names) + 1)]
    if not names or set(ordered) != names or len(names) > MAX_ARCHIVES:
        raise NotUnpacked(f"{source.place} lacks the audit of an archive that it was in; bring it whole.")
    for archive, name in enumerate(ordered, 1):
        yield from _checked(_entries(archive, split_lines(source.read(name), name)), name, programme_id)


def past_sha256(source: Source, programme_id: str) -> str:
    """Name the past of a packed programme as `webapp.packing.kept.origin_sha256_of` does of one that came in.

    The audits have the hashes of all that was done: where they are the same, all of it is.

    :raises NotUnpacked: an entry is not as it was written.
    """
    digest = hashlib.sha256()
    for entry in audits_in(source, programme_id):
        digest.update(entry.line.encode() + b"\n")
    for table in sorted(HISTORY):
        name = f"{ROWS}{table}{LINES}"
        for block in source.read(name) if name in source.names else ():
            digest.update(block)
    return digest.hexdigest()


def read_said(line: str) -> Said:
    """:raises msgspec.DecodeError: it is no entry."""
    return msgspec.json.decode(line, type=Said)


def faults_in(entries: Sequence[Said]) -> Iterator[int]:
    """Yield the numbers of the entries of one archive that are not as they were written there."""
    before: Said | None = None
    for entry in entries:
        follows = before is None or entry.number > before.number
        is_next = before is not None and entry.number == before.number + 1
        if not follows or not entry.is_as_written or (is_next and before and entry.previous_sha256 != before.sha256):
            yield entry.number
        before = entry


def _entries(archive: int, lines: Iterable[str]) -> Iterator[OriginEntry]:
    for position, line in enumerate(lines):
        try:
            yield OriginEntry(archive, position, line, read_said(line))
        except (msgspec.DecodeError, RecursionError) as error:
            raise NotUnpacked(
                f"{AUDIT}{archive}{LINES} has a line that is no entry; nothing was brought in."
            ) from error


def _checked(entries: Iterator[OriginEntry], name: str, programme_id: str) -> Iterator[OriginEntry]:
    before: OriginEntry | None = None
    for entry in entries:
        pair = (before.said, entry.said) if before else (entry.said,)
        if list(faults_in(pair)) or entry.said.programme_id != programme_id:
            raise NotUnpacked(
                f"{name} has an entry that is not as it was written in its archive (row {entry.said.number}); nothing "
                "was brought in."
            )
        yield entry
        before = entry


def origin_subjects(db: Database, programme_id: str) -> Iterator[tuple[str, Said]]:
    """Yield what entries of other archives are about here, each with what it says, the oldest first."""
    rows = db.execute(
        "SELECT subject, line FROM origin_entry WHERE programme_id = ? AND subject IS NOT NULL "
        "ORDER BY archive, position",
        [programme_id],
    )
    return ((subject, read_said(line)) for subject, line in rows)
