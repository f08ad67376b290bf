"""A programme's machine translation as a file, for the newsroom's own use."""

from __future__ import annotations

from sqlite_utils import Database

from media.catalogue import get_programme
from transcribe.errors import NoTranslation
from transcribe.formats.translation import TranslationExport, render_translation
from transcribe.revise import current_text
from transcribe.translation.records import Translation, stale_segments
from transcribe.translation.store import get_translation


def translation_draft(db: Database, programme_id: str, format_name: str) -> bytes:
    """Return the newest translation; what was made from other words than those of now is marked as out of date.

    :raises UnknownProgramme: no such id.
    :raises NoTranslation: the programme has no translation yet, or it was all English.
    """
    programme = get_programme(db, programme_id)
    translation = newest_translation(db, programme_id)
    stale = stale_segments(translation, current_text(db, programme_id).segments)
    return render_translation(format_name, TranslationExport(programme, translation, stale))


def newest_translation(db: Database, programme_id: str) -> Translation:
    """Return the newest translation of which something was translated.

    :raises NoTranslation: there is none, or the newest is nothing but English that was carried over.
    """
    found = get_translation(db, programme_id)
    if found.is_all_original:
        raise NoTranslation(f"All words of programme {programme_id} are English, so there is no translation of them.")
    return found
