"""Citations to take along."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, Response, request, url_for

from webapp.edition.records import EditionDocument
from webapp.interface import today
from webapp.public.citing.files import FORMS
from webapp.public.citing.markup import cited_markup
from webapp.public.citing.reference import Reference, reference_to
from webapp.public.file_name import file_stem
from webapp.public.request import shelf

blueprint = Blueprint("citing", __name__)
blueprint.add_app_template_filter(cited_markup)


@blueprint.get("/programmes/<programme_id>/cite.<any(bib, ris, json):name>")
@blueprint.get("/programmes/<programme_id>/versions/<int:number>/cite.<any(bib, ris, json):name>")
def cite(programme_id: str, name: str, number: int | None = None) -> Response:
    """Send how to cite a published version, as a file for programs that keep references.

    :raise 404: no such programme or version.
    :raise 410: it was withdrawn.
    """
    document = shelf().document(shelf().version(programme_id, number))
    form = FORMS[name]
    response = Response(form.write(reference_here(document)), content_type=f"{form.media_type}; charset=utf-8")
    response.headers.set("Content-Disposition", "attachment", filename=f"{file_stem(document)}.{name}")
    response.cache_control.no_cache = True
    response.add_etag()
    response.make_conditional(request)
    return response


def reference_here(document: EditionDocument) -> Reference:
    """Return what to cite of a version, as visited today at the address by which this site was asked for."""
    here = {"programme_id": document.facts.programme_id, "number": document.version}
    address = url_for("pages.programme", _external=True, **here)  # type: ignore[arg-type]
    return reference_to(document, address, date.fromisoformat(today()))
