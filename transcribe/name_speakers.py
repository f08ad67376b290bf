"""People name the voices that the machine told apart: one edit renames all segments of them; no words change."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence

from sqlite_utils import Database

from media.database import immediate
from transcribe.errors import NothingChanged
from transcribe.records import Revision, Segment
from transcribe.revise import append, clean_name, current_text, head_of


def name_speakers(db: Database, programme_id: str, names: Mapping[str, str], author: str) -> Revision:
    """Store names for speakers, for all of their segments in this programme. Two may turn out to be one.

    Edits of others in the meantime live on: what is renamed is the text as it stands.

    :param names: label or name that a speaker has now → the new one; an empty one changes nothing.
    :raises NothingChanged: nobody in the text has such a label, or all have these names already.
    :raises BadEdit: a name cannot be kept.
    :raises NoText: the programme has no run yet.
    """
    clean = {speaker: clean_name(name) for speaker, name in names.items() if speaker and name.strip()}
    with immediate(db):
        changes = tuple(_renamed(current_text(db, programme_id).segments, clean))
        if not changes:
            raise NothingChanged("The speakers have these names already; nothing was stored.")
        return append(db, head_of(db, programme_id), changes, author)


def _renamed(segments: Sequence[Segment], names: Mapping[str, str]) -> Iterator[Segment]:
    for segment in segments:
        name = names.get(segment.speaker or "")
        if name and name != segment.speaker:
            yield dataclasses.replace(segment, speaker=name)
