"""The harvester's one address."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from flask import Blueprint, Response, request

from webapp.public.machines.address import absolute
from webapp.public.machines.answer import answer
from webapp.public.machines.harvest.answers import OAI, add_answer
from webapp.public.machines.harvest.arguments import parse
from webapp.public.machines.harvest.errors import ErrorCode, HarvestError
from webapp.public.machines.xml import XSI, Element, clean, document
from webapp.public.request import shelf

blueprint = Blueprint("harvest", __name__)

SCHEMA = "http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd"
LATE = timedelta(minutes=10)
"""A record may appear so long after its datestamp: that is set before its sound is copied."""


@blueprint.route("/oai", methods=["GET", "POST"])
def oai() -> Response:
    """Answer a harvester. The protocol lets it ask by a form too, which reads and changes nothing."""
    base_address = absolute("harvest.oai")
    try:
        asked = parse(request.args if request.method != "POST" else request.form)
        root = _response(base_address, {"verb": asked.verb.value, **asked.values})
        add_answer(root, shelf(), asked, base_address)
    except HarvestError as error:
        # What was asked is repeated only where its names were understood.
        understood = error.code not in {ErrorCode.BAD_VERB, ErrorCode.BAD_ARGUMENT}
        root = _response(base_address, {"verb": asked.verb.value, **asked.values} if understood else {})
        OAI.add(root, "error", error.sentence, code=error.code.value)
    return answer(document(root), "text/xml")


def _response(base_address: str, asked: dict[str, str]) -> Element:
    root = OAI.root("OAI-PMH", {None: OAI.uri, "xsi": XSI})
    root.set(f"{{{XSI}}}schemaLocation", f"{OAI.uri} {SCHEMA}")
    # From when a harvester goes on next time, so before all that may still come.
    complete_until = (datetime.now(UTC) - LATE).replace(microsecond=0)
    OAI.add(root, "responseDate", complete_until.isoformat().replace("+00:00", "Z"))
    repeated = OAI.add(root, "request", base_address)
    for name, value in asked.items():
        repeated.set(name, clean(value))
    return root
