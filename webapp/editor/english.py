"""A journalist's English follows its passage when passages are joined, and comes back when words come back."""

from __future__ import annotations

from collections.abc import Sequence

from sqlite_utils import Database

from media.database import new_id, utc_now
from transcribe.records import Segment
from transcribe.translation.records import sources_sha256
from webapp.english import English, history_of


def fresh(db: Database, programme_id: str, segment: Segment) -> English | None:
    """Return the newest English of a segment, if it was written for the words as they are."""
    newest = next(iter(history_of(db, programme_id, segment.segment_id)), None)
    return newest if newest and newest.text and not newest.is_stale(segment) else None


def carry_joined(
    db: Database, programme_id: str, parts: Sequence[English | None], joined: Segment, author: str
) -> None:
    """Let a joined segment have the English of both, where both had some; half of it would be no translation.

    Belongs into the transaction that joins them.
    """
    said = [each.text for each in parts if each]
    if len(said) == len(parts):
        _write(db, programme_id, joined, " ".join(said), author)


def bring_back(db: Database, programme_id: str, segment: Segment) -> None:
    """Let English stand again that was written for the words that stand again; it stays whose it was.

    Belongs into the transaction that brings the words back.
    """
    history = history_of(db, programme_id, segment.segment_id)
    if not history or not history[0].is_stale(segment):
        return
    before = next((each for each in history if each.text and not each.is_stale(segment)), None)
    if before:
        _write(db, programme_id, segment, before.text, before.author)


def _write(db: Database, programme_id: str, segment: Segment, text: str, author: str) -> None:
    made = English(new_id("e"), programme_id, segment.segment_id, sources_sha256([segment]), text, author, utc_now())
    db.table("english").insert({name: getattr(made, name) for name in English.__slots__})
