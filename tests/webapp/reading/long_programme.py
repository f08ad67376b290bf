"""A programme of 40,000 words, as varied as real ones, with words at the pace of speech."""

from __future__ import annotations

import dataclasses
from functools import cache
from pathlib import Path

from tests.webapp.editions import make_sound
from webapp.bench_web.corpus import make_approved, programme_id
from webapp.edition.layout import Layout
from webapp.edition.store import add_version, edition_writer

WORDS = 40_000
NUMBER = 0
"""Of the corpus: its first programme is in Kazakh."""
LONG = programme_id(NUMBER)
HEARD_MS = 60_000
"""Of its four hours, which its page believes to be there, so much sound is."""


@cache
def long_programme(place: Path) -> Layout:
    """Publish it."""
    approved = make_approved(NUMBER, WORDS)
    assert approved.text
    files = make_sound(place / "tone", HEARD_MS)
    sound = dataclasses.replace(files.sound, duration_ms=approved.text.segments[-1].end_ms)
    layout = Layout(place / "edition")
    with edition_writer(layout):
        add_version(layout, dataclasses.replace(approved, sound=sound), dataclasses.replace(files, sound=sound))
    return layout
