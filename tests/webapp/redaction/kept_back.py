"""A programme in which a person is named everywhere, and the key with which she is kept back."""

from __future__ import annotations

from pathlib import Path

from media.catalogue import add_document, set_facts
from tests.transcribe.texts import type_words
from tests.webapp.desk import Desk, make_desk, with_a_translation
from transcribe.revise import current_text
from transcribe.translation.records import sources_sha256
from webapp.english import write_english
from webapp.people.assignments import assign

KEY = "bXVyYWdhdCBtdXJhZ2F0IG11cmFnYXQgbXVyYWdhdCE="
OTHER_KEY = "bXVyYWdhdCBtdXJhZ2F0IG11cmFnYXQgbXVyYWdhdD8="
NAME = "Айгүл Омарова"
ROLE = "[woman, 25]"
SAID = "Менің атым Айгүл Омарова, мен Аралдан келдім"
SUMMARY = "Aigul Omarova came from Aral. It is early."
ENGLISH = "My name is Aigul Omarova, I am from Aral"
MACHINE = "Aygul Omarova of Aral plants saxaul."
REASON = "her husband's brothers look for her"


def named_desk(root: Path) -> Desk:
    """Return a newsroom with a programme in every text of which the name stands."""
    desk = make_desk(root)
    pid = desk.programme_id
    db = desk.open()
    try:
        assign(db, pid, "journalist", "admin")
        set_facts(db, pid, {"title": "Айгүлдің оқиғасы", "people": "Айгүл Омарова; Берік Сейтов"})
        add_document(db, pid, "summary", SUMMARY, language="en")
        add_document(db, pid, "script", f"Script: {NAME}.", language="kk")
        type_words(db, pid, desk.segment_id, SAID, "journalist", speaker="Айгүл")
        with_a_translation(desk, MACHINE)
        source = sources_sha256([current_text(db, pid).segments[0]])
        write_english(db, pid, desk.segment_id, ENGLISH, "journalist", base_id=None, source_sha256=source)
    finally:
        db.close()
    return desk
