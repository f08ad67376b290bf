"""A programme in two languages with two translations, one of them a journalist's, as later editions will have them."""

from __future__ import annotations

import dataclasses
import hashlib
from pathlib import Path

from tests.webapp.editions import MADE_AT, approved, make_sound
from transcribe.records import canonical_json
from webapp.edition.index import rebuild_index
from webapp.edition.layout import Layout
from webapp.edition.records import EditionDocument, EditionTranslated, EditionTranslation, Maker
from webapp.edition.render import render_document
from webapp.edition.store import add_version, edition_writer

LAYERED = "layered"
WORDS = (
    "Бұл бағдарлама екі тілде жүреді деді жүргізуші бүгін Здравствуйте говорит наш гость из соседнего города сегодня"
)
MACHINE = ("This programme goes in two tongues", "Hello, speaks our guest")
JOURNALIST = ("“This programme is in two languages,” the host said. “Hello,” our guest says.",)


def layered_document(document: EditionDocument) -> EditionDocument:
    """Return a document of two segments with both translations; its second segment is in Russian."""
    transcript = document.transcript
    assert transcript
    first, second = transcript.segments
    spoken = dataclasses.replace(transcript, segments=(first, dataclasses.replace(second, language="ru")))
    machine = tuple(
        EditionTranslated(each.start_ms, each.end_ms, text) for each, text in zip((first, second), MACHINE, strict=True)
    )
    journalist = (EditionTranslated(first.start_ms, second.end_ms, JOURNALIST[0]),)
    return dataclasses.replace(
        document,
        transcript=spoken,
        translations=(
            EditionTranslation("en", Maker.MACHINE, "opus 1, opus-kk-en", machine),
            EditionTranslation("en", Maker.JOURNALIST, None, journalist),
        ),
    )


def layered_edition(place: Path) -> Layout:
    """Publish it, with sound."""
    layout, files = Layout(place / "edition"), make_sound(place / "tone", 8_000)
    made = approved(LAYERED, "In two languages", text=WORDS, summary=None, sound=files.sound)
    document = layered_document(render_document(made, 1, MADE_AT))
    with edition_writer(layout):
        add_version(layout, made, files)
        (plain,) = layout.document_paths()
        plain.unlink()
        content = canonical_json(document)
        layout.document_path(LAYERED, hashlib.sha256(content).hexdigest()).write_bytes(content)
        rebuild_index(layout)
    return layout
