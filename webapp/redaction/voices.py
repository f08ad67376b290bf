"""Voices of people who are kept back: whoever has a print of one can find them in any recording, so there is none."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing

from sqlite_utils import Database

from media.archive import Archive
from transcribe.speakers.known_voices import forget_those
from transcribe.speakers.voices_file import open_voices
from webapp.redaction.errors import NoRedactionKey, VoiceKeptBack, WrongRedactionKey
from webapp.redaction.protected import Protected


def forget_kept_back(archive: Archive, db: Database) -> None:
    """Erase the voice prints of everybody who is kept back of any programme, and what was suggested with them.

    :raises NoRedactionKey, WrongRedactionKey: somebody is kept back, and nobody can tell who.
    :raises VoicesInUse: they are deleted, and their bytes are still in the file (`transcribe.speakers.voices_file`).
    """
    voices = open_voices(archive)
    if voices is None:
        return
    with closing(voices):
        forget_those(voices, Protected(db).is_in)


def require_not_kept_back(db: Database, programme_id: str, names: Sequence[str]) -> None:
    """Refuse to know the voice of somebody again who is kept back of this programme.

    :raises VoiceKeptBack: one of them is.
    :raises NoRedactionKey, WrongRedactionKey: somebody is kept back here, and nobody can tell who.
    """
    here = Protected(db, programme_id)
    for name in names:
        if here.is_in(name):
            raise VoiceKeptBack(f"“{name}” is kept back here, so no print of this voice is stored.")


def not_kept_back(db: Database, names: Sequence[str]) -> tuple[str, ...]:
    """Return those names that are kept back of no programme; none where nobody can tell.

    Who asks for one of the others is not told: they may not know that programme.
    """
    try:
        protected = Protected(db)
    except (NoRedactionKey, WrongRedactionKey):
        return ()
    return tuple(name for name in names if not protected.is_in(name))
