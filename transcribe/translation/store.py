"""Translations in the archive: each is kept, the newest counts."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
from sqlite_utils import Database

from media.database import immediate, new_id, utc_now
from transcribe.errors import NoTranslation
from transcribe.lease import check_held
from transcribe.records import Job, canonical_json
from transcribe.translation.records import Translated, TranslatedSegment, Translation


def store_translation(
    db: Database, job: Job, text_sha256: str, made_by: Translated, segments: tuple[TranslatedSegment, ...]
) -> Translation:
    """Keep a translation; where the newest is the same in all of its parts, return that one.

    :raises JobCancelled: a person has stopped the job.
    :raises LeaseLost: another owner has it; nothing is kept.
    """
    with immediate(db):
        check_held(db, job)
        newest = find_translation(db, job.programme_id)
        if newest and (newest.text_sha256, newest.made_by, newest.segments) == (text_sha256, made_by, segments):
            return newest
        made = Translation(new_id("x"), job.programme_id, text_sha256, made_by, segments, utc_now())
        plain: dict[str, object] = {name: getattr(made, name) for name in Translation.__slots__}
        as_json = {name: canonical_json(plain[name]).decode() for name in ("made_by", "segments")}
        db.table("translation").insert(plain | as_json)
    return made


def find_translation(db: Database, programme_id: str) -> Translation | None:
    """Return the newest translation of a programme, ``None`` where there is none."""
    rows = db.table("translation").rows_where("programme_id = ?", [programme_id], order_by="rowid DESC", limit=1)
    return next(map(_translation, rows), None)


def earlier_translations(db: Database, programme_id: str) -> tuple[Translation, ...]:
    """Return those before the newest, the last of them first."""
    question = "SELECT * FROM translation WHERE programme_id = ? ORDER BY rowid DESC LIMIT -1 OFFSET 1"
    return tuple(map(_translation, db.query(question, [programme_id])))


def get_translation(db: Database, programme_id: str) -> Translation:
    """:raises NoTranslation: the programme has none yet."""
    found = find_translation(db, programme_id)
    if found is None:
        raise NoTranslation(
            f"Programme {programme_id} has no translation yet; make one with “muragat translate {programme_id}”."
        )
    return found


def _translation(row: Mapping[str, object]) -> Translation:
    made_by = msgspec.json.decode(str(row["made_by"]), type=Translated)
    segments = msgspec.json.decode(str(row["segments"]), type=tuple[TranslatedSegment, ...])
    return msgspec.convert({**row, "made_by": made_by, "segments": segments}, Translation)
