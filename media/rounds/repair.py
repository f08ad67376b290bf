"""Put right what a round has found, from a backup."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from pathlib import Path

from media.backup.place import BackupPlace
from media.backup.records import StoredFile
from media.backup.restore import write_file
from media.durable import make_directory, move_durably
from media.rounds.records import Fault, Finding
from media.store import READ_ONLY


def repair(place: BackupPlace, findings: Sequence[Finding], aside: Path) -> Iterator[Finding]:
    """Write files that changed or are missing anew from any backup of the place, and yield those that are right again.

    What was in a file's place is kept in ``aside``. Databases are left alone: only a whole backup puts them back.
    """
    place.require()
    with place.held(alone=False):
        for finding in findings:
            if finding.fault in (Fault.UNKNOWN, Fault.DAMAGED) or not finding.sha256 or not place.has(finding.sha256):
                continue
            stored = StoredFile(finding.name, finding.sha256, 0, READ_ONLY, 0)
            made = finding.path.with_name(f".repaired-{secrets.token_hex(8)}")
            if not write_file(place, stored, made):
                continue  # The copy is damaged too.
            if finding.path.exists():
                make_directory(aside)
                move_durably(finding.path, aside / f"{finding.path.name}.{secrets.token_hex(4)}")
            move_durably(made, finding.path)
            yield finding
