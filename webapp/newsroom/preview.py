"""What the public would get of a programme as it stands now."""

from __future__ import annotations

from webapp.edition.records import EditionDocument
from webapp.edition.render import Approved, render_document
from webapp.public.finding.search import Query
from webapp.public.reading.view import ProgrammeView, programme_view
from webapp.review import Content

NOTHING = Query("", ())


def preview(content: Content) -> tuple[EditionDocument, ProgrammeView]:
    """Return the document that would be published, and how its page would show it.

    Its segments are those of the text, one for one.
    """
    approved = Approved(
        programme=content.programme,
        summary=content.summary,
        text=content.text,
        linking=content.linking,
        sound=None,
        approved_at="",
        translation=content.translation,
        english={segment_id: each.text for segment_id, each in content.english.items()},
    )
    document = render_document(approved, version=1, published_at="")
    return document, programme_view(document, NOTHING)
