"""What somebody may know of recordings that sound the same: never a programme that is not shown to them."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
from sqlite_utils import Database

from media.alike.pairs import all_pairs, pairs_of
from media.alike.records import Pair
from media.catalogue import get_programme, get_recording, recordings_of
from webapp.alike.records import Alike, Decision, Side

COLUMNS = "recording_id, other_id, answer, user_name, created_at"
NEWEST = """same_sound AS said WHERE NOT EXISTS (
    SELECT 1 FROM same_sound AS later WHERE later.same_sound_id > said.same_sound_id
    AND (later.recording_id, later.other_id) IN (
        (said.recording_id, said.other_id), (said.other_id, said.recording_id)))"""
KEPT = f"""SELECT said.recording_id FROM {NEWEST} AND said.answer = 'same'
    AND said.other_id IN (SELECT recording_id FROM recording)"""  # noqa: S608 our own words
"""Recordings that are kept as others of another programme, as long as that is there."""


def alike_of(db: Database, programme_id: str, seen: frozenset[str] | None) -> tuple[Alike, ...]:
    """Return what sounds the same as the recordings of a programme, decided or not.

    :param seen: ids of the programmes that whoever asks may see; ``None`` for all.
    """
    own_ids = [recording.recording_id for recording in recordings_of(db, programme_id)]
    found = (each for own_id in own_ids for pair in pairs_of(db, own_id) for each in _alike(db, pair, own_id))
    return tuple(each for each in found if seen is None or each.other.programme.programme_id in seen)


def open_pairs(db: Database, seen: frozenset[str] | None) -> tuple[Alike, ...]:
    """Return the pairs about which nobody has decided, the newest first, each seen from what came later.

    :param seen: as of `alike_of`; both programmes of a pair must be among them.
    """
    found = (each for pair in all_pairs(db) for each in _alike(db, pair, pair.recording_id) if each.is_open)
    return tuple(each for each in found if seen is None or set(each.programme_ids) <= seen)


def set_aside(db: Database) -> frozenset[str]:
    """Return the ids of the programmes all of whose recordings are kept with other programmes."""
    rows = db.execute(f"""
        SELECT programme_id FROM recording
        WHERE programme_id IN (SELECT programme_id FROM recording WHERE recording_id IN ({KEPT}))
        GROUP BY programme_id HAVING min(recording_id IN ({KEPT})) = 1""").fetchall()  # noqa: S608 our own words
    return frozenset(row[0] for row in rows)


def _alike(db: Database, pair: Pair, own_id: str) -> Iterator[Alike]:
    """Yield a pair seen from one of its recordings; nothing where one of them is gone, or both are one programme's."""
    own, other = (
        get_recording(db, each)
        for each in (own_id, pair.other_id if own_id == pair.recording_id else pair.recording_id)
    )
    if own and other and own.programme_id != other.programme_id:
        yield Alike(
            pair,
            Side(own, get_programme(db, own.programme_id)),
            Side(other, get_programme(db, other.programme_id)),
            decision_of(db, pair),
        )


def decision_of(db: Database, pair: Pair) -> Decision | None:
    """Return what was said last of two recordings."""
    ids = [pair.recording_id, pair.other_id]
    rows = db.query(
        f"SELECT {COLUMNS} FROM same_sound WHERE (recording_id = ? AND other_id = ?) "  # noqa: S608 our own words
        "OR (other_id = ? AND recording_id = ?) ORDER BY same_sound_id DESC LIMIT 1",
        [*ids, *ids],
    )
    return next((msgspec.convert(row, Decision) for row in rows), None)
