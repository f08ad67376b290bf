"""What a window is told while the machine still listens: its words stand on a run that grows, under one name."""

from __future__ import annotations

from dataclasses import replace

from sqlite_utils import Database

from transcribe.early.beyond import until_of
from transcribe.early.listening import listening_to
from transcribe.errors import NoText
from transcribe.past import newest_past
from transcribe.revise import head_of
from transcribe.unfinished import Unfinished, so_far

BEGUN = "begun"
"""In the place of a run's id: the run is stored with the first edit, and no window is to be loaded again for that."""


def stands_on(db: Database, programme_id: str) -> str:
    """Return the name of the run that the words stand on, empty where nothing was heard yet."""
    try:
        transcript_id = head_of(db, programme_id).transcript_id
    except NoText:
        listening = listening_to(db, programme_id)
        return BEGUN if listening and so_far(db, listening.job_id).segments else ""
    return transcript_id if until_of(db, transcript_id) is None else BEGUN


def heard_after(db: Database, programme_id: str, known_ms: int) -> Unfinished | None:
    """Return what the machine has heard since a moment, without what people have changed of it already.

    :return: ``None`` where it does not listen.
    """
    listening = listening_to(db, programme_id)
    if listening is None:
        return None
    heard = so_far(db, listening.job_id, known_ms)
    left = (each for each in heard.segments if newest_past(db, programme_id, each.segment_id) is None)
    return replace(heard, segments=tuple(left))
