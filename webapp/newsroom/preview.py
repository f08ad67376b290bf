"""A programme as it stands now, shown as the public is shown one."""

from __future__ import annotations

from webapp.edition.records import EditionDocument
from webapp.edition.render import Approved, render_document
from webapp.public.finding.search import Query
from webapp.public.reading.view import ProgrammeView, programme_view
from webapp.review import Content

NOTHING = Query("", ())


def preview(content: Content) -> tuple[EditionDocument, ProgrammeView]:
    """Return a programme as a document, and how its page would show it, with all that is kept back still in it.

    Its segments are those of the text, one for one. What the public will read is in
    `webapp.newsroom.redacting.public_preview`.
    """
    document = render_document(approved_of(content), version=1, published_at="")
    return document, programme_view(document, NOTHING)


def approved_of(content: Content) -> Approved:
    """Return the records of a programme as an approval now would have them, without its sound."""
    return Approved(
        programme=content.programme,
        summary=content.summary,
        text=content.text,
        linking=content.linking,
        sound=None,
        approved_at="",
        translation=content.translation,
        english={segment_id: each.text for segment_id, each in content.english.items()},
    )
