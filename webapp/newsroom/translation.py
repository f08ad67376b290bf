"""A programme's machine translation beside its words."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response
from sqlite_utils import Database

from transcribe.formats import FORMATS
from transcribe.records import ProgrammeText
from transcribe.translation.records import TranslatedSegment, Translation, stale_segments
from transcribe.translation.store import find_translation
from webapp.newsroom import request as asked
from webapp.translations import translation_draft


@dataclass(frozen=True, slots=True)
class TranslationView:
    """What the page shows of it."""

    translation: Translation
    passages: tuple[tuple[TranslatedSegment, bool], ...]
    """Each with whether it is out of date: the words were changed since."""


def translation_view(db: Database, programme_id: str, text: ProgrammeText | None) -> TranslationView | None:
    """Return the newest translation, ``None`` where there is none, or nothing but English that was carried over."""
    found = find_translation(db, programme_id)
    if found is None or text is None or found.is_all_original:
        return None
    stale = stale_segments(found, text.segments)
    return TranslationView(found, tuple((each, place in stale) for place, each in enumerate(found.segments)))


def translation_file(programme_id: str, name: str) -> Response:
    """Send the newest translation as a file, which says at its head what it is and that it is not for publication.

    :raise 404: no such programme, or not theirs, or it has no translation.
    """
    asked.programme(programme_id)
    response = Response(translation_draft(asked.database(), programme_id, name), mimetype=FORMATS[name].media_type)
    file_name = f"{programme_id}-machine-english-not-for-publication.{name}"
    response.headers.set("Content-Disposition", "attachment", filename=file_name)
    return response
