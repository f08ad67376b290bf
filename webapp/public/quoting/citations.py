"""How to cite a quote: with its own address, the version it is of, when it is said, and the day of the visit."""

from __future__ import annotations

from datetime import date

from flask import url_for

from webapp.edition.records import EditionDocument
from webapp.interface import day, gettext, today
from webapp.public.citing.reference import reference_to
from webapp.public.citing.styles import cited
from webapp.public.quoting.view import QuoteView


def quote_citations(document: EditionDocument, view: QuoteView) -> list[tuple[str, str, str | None]]:
    """Return each citation's name, its text, and the language of the text where that is known.

    The newsroom's own comes first, where it has one.
    """
    facts, visited = document.facts, today()
    here = {"programme_id": facts.programme_id, "number": document.version, "t": view.t}
    address = url_for("quoting.quote", _external=True, **here)  # type: ignore[arg-type]
    styles = cited(reference_to(document, address, date.fromisoformat(visited)))
    # The styles are English, whatever the reader's language.
    found: list[tuple[str, str, str | None]] = [
        (style, f"{text} (version {document.version}, {view.time})", "en") for style, text in styles
    ]
    if facts.citation:
        place = gettext("version %(version)s, %(time)s; visited on %(date)s") % {
            "version": document.version,
            "time": view.time,
            "date": day(visited),
        }
        found.insert(0, (gettext("As the newsroom asks"), f"{facts.citation} {address} ({place})", None))
    return found
