"""The files of a packed programme, whatever carries them: a bag or an object of OCFL."""

from __future__ import annotations

from collections.abc import Iterator

from sqlite_utils import Database

from media.catalogue import get_programme, recordings_of
from webapp.erasing.belongings import belongings, unknown_tables
from webapp.erasing.store import find_erasure
from webapp.packing.errors import NotPacked
from webapp.packing.kept import archives_of, origin_of
from webapp.packing.noted import noted_here
from webapp.packing.rows import line, migrations_of, sealed_of, tables_of
from webapp.packing.treatment import KNOWN
from webapp.redaction.vault import is_sealed

FORMAT = "muragat-programme/1"
ABOUT, MIGRATIONS, SEALED = "programme.json", "migrations.jsonl", "sealed.jsonl"
ROWS, AUDIT, ORIGINALS = "rows/", "audit/", "originals/"
LINES = ".jsonl"

Files = Iterator[tuple[str, Iterator[bytes]]]
"""Name and content of each; the content is to be read before the next one is asked for."""


def require_known(db: Database, programme_id: str) -> None:
    """Refuse what cannot be packed whole.

    :raises UnknownProgramme: no such id.
    :raises NotPacked: it is being erased, or nobody has said whose rows a table holds.
    """
    get_programme(db, programme_id)
    if find_erasure(db, programme_id):
        raise NotPacked(f"Programme {programme_id} is being erased; it is not packed any more.")
    unknown = [*unknown_tables(db), *sorted({each.table for each in belongings(db)} - KNOWN)]
    if unknown:
        raise NotPacked(f"This release does not know whose rows are in {', '.join(unknown)}; update it.")


def files_of(db: Database, programme_id: str) -> Files:
    """Yield all of a programme but its originals and the audit: the same programme as the same bytes in every archive.

    :raises NotPacked: what is kept back is not sealed.
    """
    yield ABOUT, iter([line({"format": FORMAT, "programme_id": programme_id})])
    yield MIGRATIONS, migrations_of(db)
    for table, lines in tables_of(db, programme_id):
        yield f"{ROWS}{table}{LINES}", lines
    sealed = _require_sealed(db, programme_id)
    if sealed:
        yield SEALED, sealed_of(db, programme_id)


def audits_of(db: Database, programme_id: str) -> Files:
    """Yield the audit of each archive that a programme was in, the first one first, this one last."""
    before = archives_of(db, programme_id)
    for archive in range(1, before + 1):
        yield f"{AUDIT}{archive}{LINES}", origin_of(db, programme_id, archive)
    yield f"{AUDIT}{before + 1}{LINES}", noted_here(db, programme_id)


def originals_of(db: Database, programme_id: str) -> list[str]:
    """Return the hashes of its originals."""
    return sorted({each.sha256 for each in recordings_of(db, programme_id)})


def _require_sealed(db: Database, programme_id: str) -> bool:
    rows = db.execute("SELECT sealed FROM redaction_row WHERE programme_id = ?", [programme_id]).fetchall()
    if not all(is_sealed(sealed) for (sealed,) in rows):
        raise NotPacked(
            "What is kept back of this programme is not sealed; have the database looked at, and put it back from a "
            "backup."
        )
    locked = db.execute("SELECT 1 FROM locked_redaction WHERE programme_id = ?", [programme_id]).fetchone()
    return bool(rows) or locked is not None
