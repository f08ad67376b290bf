"""Make tables as an older release had them: by the migrations that it had, which are never edited."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from contextlib import closing
from functools import lru_cache
from pathlib import Path

from sqlite_utils import Database

from media.database import connect
from webapp.packing.errors import NotUnpacked
from webapp.schema import SCHEMAS


@lru_cache(maxsize=4)
def empty_as_it_was(applied: tuple[tuple[str, str], ...]) -> bytes:
    """Return the file of an empty database of an older release; of many programmes of one archive it is made once.

    :raises NotUnpacked: as `make_as_it_was`.
    """
    with closing(connect(Path(":memory:"), ())) as db:
        make_as_it_was(db, applied)
        return db.conn.serialize()


def make_as_it_was(db: Database, applied: Iterable[tuple[str, str]]) -> None:
    """Apply to an empty database the migrations that another has had.

    :param applied: set and name of each, in any order.
    :raises NotUnpacked: this release does not know one of them.
    """
    had: defaultdict[str, list[str]] = defaultdict(list)
    for migration_set, name in applied:
        had[migration_set].append(name)
    known = {migrations.name: [each.name for each in migrations._migrations] for migrations in SCHEMAS}
    for migration_set, names in had.items():
        if sorted(known.get(migration_set, [])[: len(names)]) != sorted(names):
            raise NotUnpacked(
                f"It was packed by a newer muragat (which knows {max(names)[:60]}); update the program first."
            )
    for migrations in SCHEMAS:
        later = known[migrations.name][len(had[migrations.name]) :]
        migrations.apply(db, stop_before=later[:1])
