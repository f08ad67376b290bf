"""The note on a correction: one sentence of the newsroom in public words, kept in the version that corrects."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from webapp.edition.records import ChangedPart
from webapp.errors import BadNote, NoteNeeded

NOTED = frozenset({ChangedPart.FACTS, ChangedPart.SUMMARY, ChangedPart.WORDS, ChangedPart.SOUND})
"""What a reader relied on: where it changes they are told why, in words."""
REMOVED = "Something was removed from this programme."
"""What a note says where it must not say more; readers get it in their own language."""
MOST_CHARACTERS = 300


def clean_note(typed: str | None) -> str | None:
    """Return a note as it is published, in one line; ``None`` where nothing was typed.

    :raises BadNote: it is too long, or has characters that nobody can see.
    """
    note = unicodedata.normalize("NFC", " ".join((typed or "").split())) or None
    if note and len(note) > MOST_CHARACTERS:
        raise BadNote(f"A correction note has at most {MOST_CHARACTERS} characters, this has {len(note)}; shorten it.")
    if note and not note.isprintable():
        raise BadNote("The correction note has characters that nobody can see; type it again.")
    return note


def require_note(note: str | None, changes: Iterable[ChangedPart]) -> None:
    """:raises NoteNeeded: there is none, and something changes of which readers are told why."""
    changed = sorted(NOTED.intersection(changes))
    if changed and note is None:
        raise NoteNeeded(
            f"This version says otherwise than the public one ({', '.join(changed)}): say why in one sentence for "
            "readers, with --note."
        )
