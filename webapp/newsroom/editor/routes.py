"""Every route of the editor, and what its templates and its windows share."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from flask import Flask

from webapp.editor.presence import Presence
from webapp.newsroom.editor.changes import PRESENCE, changes_since
from webapp.newsroom.editor.edits import act_on_segment, change_words, undo_edit
from webapp.newsroom.editor.page import edit_programme
from webapp.newsroom.editor.terms import terms_list, terms_offered
from webapp.public.reading.notes import doubt_name
from webapp.speaker_name import speaker_name, unnamed_speaker

PROGRAMME = "/programmes/<programme_id>"
EDITOR_ROUTES: tuple[tuple[str, str, Callable[..., Any]], ...] = (
    (f"{PROGRAMME}/edit", "GET", edit_programme),
    (f"{PROGRAMME}/edit/changes", "GET", changes_since),
    (f"{PROGRAMME}/edit/terms", "GET", terms_offered),
    (f"{PROGRAMME}/terms", "GET", terms_list),
    (f"{PROGRAMME}/edit/undo", "POST", undo_edit),
    (f"{PROGRAMME}/segments/<segment_id>/words", "PATCH", change_words),
    (f"{PROGRAMME}/segments/<segment_id>/act", "POST", act_on_segment),
)


def setup_editor(app: Flask) -> None:
    """Let an app know who is where, and say what its pages say of passages."""
    app.config[PRESENCE] = Presence(time.monotonic)
    app.jinja_env.filters.update(doubt_name=doubt_name, speaker_name=speaker_name)
    # No filter: Jinja works out a filter of a constant once, in the language of who comes first.
    app.jinja_env.globals.update(unnamed_speaker=unnamed_speaker)
