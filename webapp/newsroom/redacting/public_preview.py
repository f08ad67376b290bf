"""The programme exactly as the public will read it, with what is kept back taken out."""

from __future__ import annotations

from flask import render_template

from webapp.edition.render import Approved, render_document
from webapp.newsroom.preview import NOTHING, approved_of
from webapp.newsroom.redacting.asked import protected
from webapp.newsroom.request import database
from webapp.public.reading.view import programme_view
from webapp.redaction.apply import redact
from webapp.redaction.opened import opened
from webapp.redaction.sound import masked_spans, voices_of
from webapp.redaction.unmeasured import rooms_of
from webapp.review import Content, content


def public_preview(programme_id: str) -> str:
    """Show what would be published.

    :raise 404: no such programme, or not theirs, or they may not see that anything is kept back.
    """
    protected(programme_id)
    now = content(database(), programme_id)
    document = render_document(public_of(now), version=1, published_at="")
    return render_template(
        "newsroom/redacting/preview.html",
        programme=now.programme,
        document=document,
        view=programme_view(document, NOTHING),
        masked=masked_spans(now),
        is_unmeasured=now.text is not None and bool(rooms_of(now.text)),
        voices=voices_of(now, opened(now.redactions)),
        recording=now.recording,
    )


def public_of(now: Content) -> Approved:
    """Return what render may see of a programme as it stands now.

    :raises NoRedactionKey: something is kept back, and the environment has no key.
    :raises WrongRedactionKey: it has another.
    """
    return redact(approved_of(now), now, opened(now.redactions))
