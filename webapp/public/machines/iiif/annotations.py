"""Words as annotations: what is said, and what it says in another language, each where it is heard."""

from __future__ import annotations

from collections.abc import Iterator

from media.records import Span
from webapp.edition.records import EditionDocument, EditionSegment, EditionTranslation, Maker
from webapp.public.machines.address import absolute
from webapp.public.machines.catalogue.json_ld import Node
from webapp.public.machines.heard import whose_words
from webapp.public.machines.iiif.names import on_canvas

PRESENTATION = "http://iiif.io/api/presentation/3/context.json"


def transcript_page(document: EditionDocument) -> Node:
    """Return what is said, as a page of annotations; empty where there is no transcript."""
    programme_id = document.facts.programme_id
    address = absolute("iiif.transcript", programme_id=programme_id)
    segments = document.transcript.segments if document.transcript else ()
    items = [
        segment_annotation(document, segment, f"{address}#{segment.segment_id}")
        for segment in segments
        if segment.heard_words
    ]
    return _page(address, transcript_label(document), items)


def _page(address: str, label: str, items: list[Node]) -> Node:
    return {
        "@context": PRESENTATION,
        "id": address,
        "type": "AnnotationPage",
        "label": {"en": [label]},
        "items": items,
    }


def transcript_label(document: EditionDocument) -> str:
    """Return what the page of words is called: whose they are, since a viewer shows nothing else that says it."""
    return f"Transcript: {whose_words(document, document.transcript)}" if document.transcript else "Transcript"


def segment_annotation(document: EditionDocument, segment: EditionSegment, name: str) -> Node:
    """Return one segment as an annotation."""
    body = text_body(segment.heard_text, segment.language or document.facts.language)
    return supplementing(document.facts.programme_id, name, body, Span(segment.start_ms, segment.end_ms))


def translation_page(document: EditionDocument, number: int) -> Node:
    """Return a translation as a page of annotations.

    :param number: which of the version's, from 1 on.
    """
    programme_id = document.facts.programme_id
    translation = document.translations[number - 1]
    address = absolute("iiif.translation", programme_id=programme_id, number=number)
    bodies = [text_body(each.text, translation.language) for each in translation.segments]
    spans = [Span(each.start_ms, each.end_ms) for each in translation.segments]
    items = [
        supplementing(programme_id, f"{address}#{place}", body, span)
        for place, (body, span) in enumerate(zip(bodies, spans, strict=True), start=1)
    ]
    return _page(address, translation_label(translation), items)


def translation_label(translation: EditionTranslation) -> str:
    if translation.maker is Maker.JOURNALIST:
        return f"Translation by the newsroom ({translation.language})"
    return f"Machine translation, not checked ({translation.language}; {translation.machine})"


def page_names(document: EditionDocument) -> Iterator[Node]:
    """Yield the canvas's pages by name, for viewers to fetch when somebody wants them."""
    programme_id = document.facts.programme_id
    if document.transcript:
        yield {
            "id": absolute("iiif.transcript", programme_id=programme_id),
            "type": "AnnotationPage",
            "label": {"en": [transcript_label(document)]},
        }
    for number, translation in enumerate(document.translations, start=1):
        yield {
            "id": absolute("iiif.translation", programme_id=programme_id, number=number),
            "type": "AnnotationPage",
            "label": {"en": [translation_label(translation)]},
        }


def text_body(text: str, language: str) -> Node:
    return {"type": "TextualBody", "value": text, "format": "text/plain", "language": language}


def supplementing(programme_id: str, name: str, body: Node, span: Span) -> Node:
    """Return an annotation with words that are part of the recording."""
    return {
        "id": name,
        "type": "Annotation",
        "motivation": "supplementing",
        "body": body,
        "target": on_canvas(programme_id, span),
    }
