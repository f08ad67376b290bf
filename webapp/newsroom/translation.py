"""A programme's machine translation beside its words."""

from __future__ import annotations

from dataclasses import dataclass

from sqlite_utils import Database

from transcribe.records import ProgrammeText
from transcribe.translation.records import TranslatedSegment, Translation
from transcribe.translation.store import find_translation, stale_segments


@dataclass(frozen=True, slots=True)
class TranslationView:
    """What the page shows of it."""

    translation: Translation
    passages: tuple[tuple[TranslatedSegment, bool], ...]
    """Each with whether it is out of date: the words were changed since."""


def translation_view(db: Database, programme_id: str, text: ProgrammeText | None) -> TranslationView | None:
    """Return the newest translation, ``None`` where there is none."""
    found = find_translation(db, programme_id)
    if found is None or text is None:
        return None
    stale = stale_segments(found, text.segments)
    return TranslationView(found, tuple((each, place in stale) for place, each in enumerate(found.segments)))
