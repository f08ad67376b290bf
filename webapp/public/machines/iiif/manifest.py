"""A programme's manifest: one canvas of time, the sound on it, pages of words, the summary as its contents."""

from __future__ import annotations

from collections.abc import Iterator

from werkzeug.exceptions import NotFound

from webapp.edition.records import EditionDocument, EditionSound
from webapp.public.citing.citation import citation
from webapp.public.machines.address import absolute, page_of, site
from webapp.public.machines.catalogue.json_ld import TYPE, Node
from webapp.public.machines.catalogue.times import at_midnight
from webapp.public.machines.iiif.annotations import PRESENTATION, page_names
from webapp.public.machines.iiif.licence import licence_address
from webapp.public.machines.iiif.names import canvas_name, manifest_address, on_canvas

Words = dict[str, list[str]]
"""Language → texts: IIIF's language map; ``none`` where the language is not known."""


def manifest(document: EditionDocument) -> Node:
    """Return the manifest of a version.

    :raises NotFound: it has no sound, without which there is no time for words to lie on.
    """
    if document.sound is None:
        raise NotFound
    facts = document.facts
    address = manifest_address(facts.programme_id)
    described: Node = {
        "@context": PRESENTATION,
        "id": address,
        "type": "Manifest",
        "label": _said(facts.title),
        "summary": _summary(document),
        "metadata": list(_metadata(document)),
        "requiredStatement": {"label": {"en": ["Cite as"]}, "value": _said(citation(document))},
        "rights": licence_address(facts.rights),
        "navDate": _date(facts.aired) or _date(facts.published),
        "provider": list(_provider(facts.publisher)),
        "homepage": [
            {
                "id": page_of(facts.programme_id),
                "type": "Text",
                "label": _said(facts.title),
                "format": "text/html",
                "language": [facts.language],
            }
        ],
        "seeAlso": list(_see_also(facts.programme_id)),
        "rendering": list(_renderings(document)),
        "service": [{"id": absolute("iiif.content_search", programme_id=facts.programme_id), "type": "SearchService2"}],
        "items": [_canvas(document, document.sound)],
        "structures": list(_contents(document)),
    }
    return {name: value for name, value in described.items() if value not in (None, [], {})}


def _said(text: str) -> Words:
    return {"none": [text]}


def _summary(document: EditionDocument) -> Words:
    if document.summary is None:
        return {}
    return {document.summary.language: [" ".join(sentence.text for sentence in document.summary.sentences)]}


def _metadata(document: EditionDocument) -> Iterator[Node]:
    facts = document.facts
    known: tuple[tuple[str, tuple[str | None, ...]], ...] = (
        ("Series", (facts.series,)),
        ("Author", (facts.author,)),
        ("Publisher", (facts.publisher,)),
        ("Published", (facts.published,)),
        ("Medium", (facts.medium,)),
        ("Broadcaster", (facts.broadcaster,)),
        ("Organisation of the broadcaster", (facts.parent,)),
        ("Service", (facts.service,)),
        ("Aired", (facts.aired,)),
        ("Broadcast", (facts.broadcast,)),
        ("Language", (facts.language,)),
        ("People", facts.people),
        ("Places", facts.places),
        ("Topics", facts.topics),
        ("Project", (facts.project,)),
        ("Funder", (facts.funder,)),
        ("Rights", (facts.rights,)),
        ("Disclaimer", (facts.disclaimer,)),
        ("Version", (str(document.version),)),
    )
    for label, values in known:
        if texts := [value for value in values if value]:
            yield {"label": {"en": [label]}, "value": {"none": texts}}


def _date(text: str | None) -> str | None:
    midnight = at_midnight(text)
    return midnight.isoformat().replace("+00:00", "Z") if midnight else None


def _provider(publisher: str | None) -> Iterator[Node]:
    if publisher:
        home = {"id": site(), "type": "Text", "label": _said(publisher), "format": "text/html"}
        # The address of a site is no name of an organisation, which is why it gets a part of its own.
        yield {"id": f"{site()}#publisher", "type": "Agent", "label": _said(publisher), "homepage": [home]}


def _see_also(programme_id: str) -> Iterator[Node]:
    linked = absolute("catalogue.linked_data", programme_id=programme_id)
    yield {"id": linked, "type": "Dataset", "label": {"en": ["schema.org"]}, "format": TYPE}
    for name, label in (("dc", "Dublin Core"), ("pbcore", "PBCore 2.1"), ("ebucore", "EBUCore")):
        address = absolute("catalogue.xml_record", programme_id=programme_id, name=name)
        yield {"id": address, "type": "Dataset", "label": {"en": [label]}, "format": "application/xml"}


def _renderings(document: EditionDocument) -> Iterator[Node]:
    if document.transcript:
        for name, media_type in (("txt", "text/plain"), ("srt", "application/x-subrip")):
            address = absolute("downloads.transcript", programme_id=document.facts.programme_id, name=name)
            yield {"id": address, "type": "Text", "label": {"en": [f"Transcript ({name})"]}, "format": media_type}


def _canvas(document: EditionDocument, sound: EditionSound) -> Node:
    facts = document.facts
    name = canvas_name(facts.programme_id)
    duration_s = sound.duration_ms / 1000
    body = {
        "id": absolute("files.sound", sha256=sound.sha256),
        "type": "Sound",
        "format": "audio/mp4",
        "duration": duration_s,
    }
    painting = {"id": f"{name}/sound", "type": "Annotation", "motivation": "painting", "body": body, "target": name}
    pages = [*_captions(document), *page_names(document)]
    canvas: Node = {
        "id": name,
        "type": "Canvas",
        "label": _said(facts.title),
        "duration": duration_s,
        "items": [{"id": f"{name}/page", "type": "AnnotationPage", "items": [painting]}],
    }
    return {**canvas, "annotations": pages} if pages else canvas


def _captions(document: EditionDocument) -> Iterator[Node]:
    """Yield the captions, for players that show them by themselves."""
    if document.transcript is None:
        return
    facts = document.facts
    name = canvas_name(facts.programme_id)
    body = {
        "id": absolute("downloads.transcript", programme_id=facts.programme_id, name="vtt"),
        "type": "Text",
        "format": "text/vtt",
        "label": {"en": ["Captions"]},
        "language": facts.language,
    }
    items = [
        {"id": f"{name}/captions", "type": "Annotation", "motivation": "supplementing", "body": body, "target": name}
    ]
    yield {"id": f"{name}/captions/page", "type": "AnnotationPage", "items": items}


def _contents(document: EditionDocument) -> Iterator[Node]:
    """Yield the summary's sentences that are heard, as ranges of the canvas."""
    if document.summary is None:
        return
    programme_id, language = document.facts.programme_id, document.summary.language
    base = f"{canvas_name(programme_id).removesuffix('canvas')}range"
    ranges = [
        {
            "id": f"{base}/{number}",
            "type": "Range",
            "label": {language: [sentence.text]},
            "items": [{"id": on_canvas(programme_id, span), "type": "Canvas"} for span in sentence.spans],
        }
        for number, sentence in enumerate(document.summary.sentences, start=1)
        if sentence.is_heard
    ]
    if ranges:
        yield {"id": base, "type": "Range", "label": {"en": ["Summary, where it is heard"]}, "items": ranges}
