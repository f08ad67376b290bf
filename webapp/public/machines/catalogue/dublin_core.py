"""Dublin Core, the fifteen elements, as ``oai_dc`` wraps them (DCMES 1.1)."""

from __future__ import annotations

from webapp.public.machines.address import lasting_id, page_of
from webapp.public.machines.outline import CatalogueRecord
from webapp.public.machines.xml import XSI, Element, Vocabulary

OAI_DC = Vocabulary("http://www.openarchives.org/OAI/2.0/oai_dc/")
DC = Vocabulary("http://purl.org/dc/elements/1.1/")
SCHEMA = "http://www.openarchives.org/OAI/2.0/oai_dc.xsd"


def dublin_core(record: CatalogueRecord) -> Element:
    """Return the record as ``oai_dc:dc``."""
    told, facts = record.outline, record.outline.facts
    root = OAI_DC.root("dc", {"oai_dc": OAI_DC.uri, "dc": DC.uri, "xsi": XSI})
    root.set(f"{{{XSI}}}schemaLocation", f"{OAI_DC.uri} {SCHEMA}")
    summary_language = told.summary.language if told.summary else facts.language
    DC.add(root, "title", facts.title)
    DC.add_all(root, "creator", (facts.author,))
    DC.add_all(root, "subject", (*facts.topics, *facts.people))
    if told.summary_text:
        DC.add(root, "description", told.summary_text, lang=summary_language)
    DC.add_all(root, "publisher", (facts.publisher,))
    DC.add_all(root, "contributor", tuple(name for name in told.named_speakers if name != facts.author))
    DC.add_all(root, "contributor", (facts.broadcaster, facts.parent, facts.funder))
    DC.add_all(root, "date", (facts.aired or facts.published,))
    DC.add(root, "type", "Sound" if told.sound else "Text")
    if told.sound:
        DC.add(root, "format", "audio/mp4")
    DC.add(root, "identifier", page_of(facts.programme_id))
    DC.add(root, "identifier", lasting_id(facts.programme_id))
    DC.add_all(root, "source", (facts.broadcast,))
    DC.add(root, "language", facts.language)
    DC.add_all(root, "relation", (facts.series, facts.project))
    DC.add_all(root, "coverage", facts.places)
    DC.add_all(root, "rights", (facts.rights, facts.disclaimer))
    return root
