"""The records of a programme as files, and in its page."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
from flask import Blueprint, Response
from markupsafe import Markup

from webapp.public.machines.answer import answer, json_answer
from webapp.public.machines.catalogue.dublin_core import dublin_core
from webapp.public.machines.catalogue.ebucore import ebucore
from webapp.public.machines.catalogue.json_ld import TYPE, json_ld
from webapp.public.machines.catalogue.pbcore import pbcore
from webapp.public.machines.heard import captions_label
from webapp.public.machines.outline import CatalogueRecord, catalogue_record
from webapp.public.machines.xml import Element, document
from webapp.public.request import shelf

blueprint = Blueprint("catalogue", __name__)

XML_RECORDS: dict[str, Callable[[CatalogueRecord], Element]] = {
    "dc": dublin_core,
    "pbcore": pbcore,
    "ebucore": ebucore,
}


@blueprint.get("/programmes/<programme_id>/metadata.<any(dc, pbcore, ebucore):name>.xml")
def xml_record(programme_id: str, name: str) -> Response:
    """Send a programme's record in Dublin Core, PBCore or EBUCore.

    :raise 404: no such programme.
    :raise 410: it was withdrawn.
    """
    record = catalogue_record(shelf(), programme_id)
    return answer(document(XML_RECORDS[name](record)), "application/xml")


@blueprint.get("/programmes/<programme_id>/metadata.jsonld")
def linked_data(programme_id: str) -> Response:
    """Send a programme's record in schema.org's words, all that was said included.

    :raise 404: no such programme.
    :raise 410: it was withdrawn.
    """
    public = shelf().document(shelf().version(programme_id))
    said = public.transcript
    lines = filter(None, (segment.heard_text for segment in said.segments)) if said else ()
    words = "\n".join((captions_label(public, said), *lines)) if said else None
    return json_answer(json_ld(catalogue_record(shelf(), programme_id), words), TYPE)


@blueprint.app_template_global()
def linked_data_of(programme_id: str) -> Markup:
    """Return the same without the words, to stand in a script element of the programme's page.

    :raises Gone: it was withdrawn while its page was made.
    """
    text = msgspec.json.encode(json_ld(catalogue_record(shelf(), programme_id))).decode()
    # Nothing in a script element is unescaped, and only "<" begins what could end it or open a comment in it.
    return Markup(text.replace("<", r"\u003c"))  # noqa: S704
