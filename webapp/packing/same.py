"""Is a packed programme here already, with the same content?"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from contextlib import closing

from sqlite_utils import Database

from media.archive import Archive
from media.bagit.make import ALGORITHMS
from media.database import connect
from webapp.packing.contents import LINES, MIGRATIONS, ROWS, SEALED, files_of, originals_of
from webapp.packing.rows import tables_of
from webapp.packing.source import Source
from webapp.packing.staging import rows_in, staged
from webapp.packing.treatment import LIVE

Digests = Mapping[str, str]


def is_here(archive: Archive, db: Database, source: Source, programme_id: str) -> bool:
    """Return whether the archive has all rows and originals of a packed programme, and no others.

    What is kept back counts by who decided what, and when: under another key its words are other bytes, and no row of
    them is ever changed. The audits are not compared: that it came in is in this one's.

    :raises MediaError: a file is not what was packed. :raises NotUnpacked: it cannot be read.
    """
    with db.atomic():  # One snapshot.
        here = {name: digests_of(lines) for name, lines in files_of(db, programme_id)}
        originals = originals_of(db, programme_id)
    rows = {name for name in here if name.startswith(ROWS)}
    packed = {f"{ROWS}{table}{LINES}" for table in rows_in(source)}
    is_older = not source.is_same(MIGRATIONS, here[MIGRATIONS])
    if not (packed <= rows if is_older else packed == rows):  # A later release may have tables of its own.
        return False
    if not all(f"originals/{sha256}" in source.names for sha256 in originals) or (SEALED in here) != (
        SEALED in source.names
    ):
        return False
    other = {name for name in rows if name not in packed or not source.is_same(name, here[name])}
    if not other or not is_older:
        return not other
    return _is_same_now(archive, source, programme_id, {name: here[name] for name in other})


def digests_of(blocks: Iterable[bytes]) -> Digests:
    """Return the hashes of some bytes, by algorithm."""
    hashes = {each: hashlib.new(each) for each in ALGORITHMS}
    for block in blocks:
        for digest in hashes.values():
            digest.update(block)
    return {each: digest.hexdigest() for each, digest in hashes.items()}


def _is_same_now(archive: Archive, source: Source, programme_id: str, here: Mapping[str, Digests]) -> bool:
    """Return whether what an older release has packed is, as this one keeps it, what is here."""
    if any(name.removeprefix(ROWS).removesuffix(LINES) not in LIVE for name in here):
        return False  # History is kept as it was written.
    with staged(archive, source, programme_id) as path, closing(connect(path, ())) as stage:
        there = {f"{ROWS}{table}{LINES}": digests_of(lines) for table, lines in tables_of(stage, programme_id)}
    return all(there.get(name) == digests for name, digests in here.items())
