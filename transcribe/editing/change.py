"""Change the words of a segment, or who speaks in it, where the author saw it as it stands."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence

from sqlite_utils import Database

from media.database import immediate
from transcribe.editing.seen import changed_since, gone_since, lost_since, saw_speaker, saw_words
from transcribe.errors import NothingChanged
from transcribe.past import Past, newest_pasts
from transcribe.records import Revision, Segment
from transcribe.retime import clean_text
from transcribe.revise import Head, append, by_machine, head_of, segment_now, spoken_by, with_words

LOOKED_BACK = 100
"""Edits of a segment, the newest, among which words are looked for that are typed back: a passage that many scripts
change all day has thousands, and each edit would read them all."""


def change_segment(
    db: Database,
    programme_id: str,
    segment_id: str,
    author: str,
    *,
    seen: str,
    text: str | None = None,
    speaker: str | None = None,
    revive: bool = False,
) -> Revision:
    """Store a person's words for a segment, its speaker, or both.

    Who types back what stood there before gives it back as it was: its author, its times, and what was doubted of it;
    what the machine left, and what people made of it in the last `LOOKED_BACK` edits.

    :param seen: `tag_of` the segment that the person saw; only the part that is changed must still be so.
    :param text: ``None`` leaves the words. :param speaker: ``None`` leaves it, empty is nobody in particular; so does
        whoever they saw there, which a form sends along with other words.
    :param revive: bring a segment back that was taken out; then nobody's words are in the way.
    :raises EditConflict: somebody else has changed it since, or the machine has written all down anew; both texts are
        in the error.
    :raises SegmentGone: it was taken out, or joined to another; what was typed is in the error.
    :raises UnknownSegment: the text has, and had, no such segment.
    :raises NothingChanged: it stands so already.
    :raises BadEdit: what was typed cannot be kept.
    :raises NoText: the programme has no run yet.
    :raises sqlite3.OperationalError: the database was locked for too long; nothing was stored.
    """
    typed = None if text is None else clean_text(text)
    with immediate(db):
        head = head_of(db, programme_id)
        now = segment_now(db, head, segment_id)
        if now is None:
            raise lost_since(db, head, segment_id, typed or "")
        if now.gone is not None and not revive:
            raise gone_since(db, now, typed or "", programme_id)
        changed = dataclasses.replace(now, gone=None)
        if typed is not None and typed != now.text:
            if now.gone is None and not saw_words(seen, now):
                raise changed_since(now, typed)
            changed = _typed(db, head, changed, typed, author)
        if speaker is not None and not saw_speaker(seen, spoken := spoken_by(changed, speaker)) and spoken != changed:
            if now.gone is None and not saw_speaker(seen, now):
                raise changed_since(now, now.text if typed is None else typed)
            changed = spoken
        if changed == now:
            raise NothingChanged("It stands so already; nothing was stored.")
        return append(db, head, (changed,), author)


def _typed(db: Database, head: Head, now: Segment, typed: str, author: str) -> Segment:
    past = newest_pasts(db, head.programme_id, now.segment_id, LOOKED_BACK)
    for was in _states(db, head, past, now.segment_id):
        fits = all(now.start_ms <= word.start_ms and word.end_ms <= now.end_ms for word in was.words)
        if was.text == typed and fits:
            return dataclasses.replace(
                now, words=was.words, doubts=was.doubts, edited_by=was.edited_by, run=was.run, language=was.language
            )
    return with_words(now, typed, author)


def _states(db: Database, head: Head, past: Sequence[Past], segment_id: str) -> Iterator[Segment]:
    """Yield what a segment was, the newest first."""
    yield from (each.segment for each in past)
    at_first = by_machine(db, head, segment_id) if past else None
    if at_first:
        yield at_first
