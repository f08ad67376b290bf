"""Which public sounds would be covered otherwise today: where muragat has learnt better when a name may be said."""

from __future__ import annotations

from collections.abc import Iterator

from sqlite_utils import Database

from media.archive import Archive
from media.masked import find_masked
from webapp.gate.kept_back import kept_back
from webapp.review import ReviewState, content, review


def covered_otherwise(archive: Archive, db: Database) -> Iterator[str]:
    """Yield the ids of public programmes that nobody has changed since, and whose sound would now be covered otherwise.

    :raises NoRedactionKey: something is kept back, and the environment has no key.
    :raises WrongRedactionKey: it has another.
    """
    rows = db.execute("SELECT DISTINCT programme_id FROM redaction_row ORDER BY programme_id").fetchall()
    for (programme_id,) in rows:
        now = content(db, programme_id)
        if now.recording and review(db, now).state is ReviewState.PUBLISHED:
            covers = kept_back(now).covers
            if covers and find_masked(archive, now.recording, covers) is None:
                yield programme_id
