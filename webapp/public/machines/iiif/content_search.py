"""Content Search 2: where words are said in one programme."""

from __future__ import annotations

from dataclasses import dataclass

from webapp.edition.records import EditionDocument, EditionSegment
from webapp.public.finding.search import Query
from webapp.public.machines.address import absolute
from webapp.public.machines.catalogue.json_ld import Node
from webapp.public.machines.iiif.annotations import segment_annotation

CONTEXT = "http://iiif.io/api/search/2/context.json"
PAGE_HITS = 100
AROUND_WORDS = 6
KNOWN = {"q", "page", "ui"}


@dataclass(frozen=True, slots=True)
class _Hit:
    segment: EditionSegment
    places: tuple[int, ...]
    """Which of its words that were heard, ascending."""


def found_page(document: EditionDocument, query: Query, page: int, ignored: list[str]) -> Node:
    """Return one page of the segments in which a query's words are said.

    :param ignored: names of what was asked by and is not looked at, which the protocol has repeated.
    """
    programme_id = document.facts.programme_id
    hits = _hits(document, query)
    pages = max(1, -(-len(hits) // PAGE_HITS))
    start = (page - 1) * PAGE_HITS
    shown = hits[start : start + PAGE_HITS]

    def address(number: int) -> str:
        more = {"page": number} if number > 1 else {}
        return absolute("iiif.content_search", programme_id=programme_id, q=query.text, **more)

    transcript = absolute("iiif.transcript", programme_id=programme_id)
    named = [(f"{transcript}#{hit.segment.segment_id}", hit) for hit in shown]
    result: Node = {
        "@context": CONTEXT,
        "id": address(page),
        "type": "AnnotationPage",
        "startIndex": start,
        "items": [segment_annotation(document, hit.segment, name) for name, hit in named],
        "annotations": [
            {
                "id": f"{address(page)}#highlights",
                "type": "AnnotationPage",
                "items": [_highlight(f"{address(page)}#{hit.segment.segment_id}", name, hit) for name, hit in named],
            }
        ]
        if named
        else [],
        "partOf": {
            "id": f"{address(1)}#all",
            "type": "AnnotationCollection",
            "total": len(hits),
            "first": {"id": address(1), "type": "AnnotationPage"},
            "last": {"id": address(pages), "type": "AnnotationPage"},
        },
        "next": {"id": address(page + 1), "type": "AnnotationPage"} if page < pages else None,
        "prev": {"id": address(page - 1), "type": "AnnotationPage"} if 1 < page <= pages else None,
        "ignored": ignored,
    }
    return {
        name: value
        for name, value in result.items()
        # What stands there also where it is nothing.
        if value is not None and (value or name in {"items", "startIndex"})
    }


def _hits(document: EditionDocument, query: Query) -> list[_Hit]:
    segments = document.transcript.segments if document.transcript else ()
    found = ((segment, sorted(query.places([word.text for word in segment.heard_words]))) for segment in segments)
    return [_Hit(segment, tuple(places)) for segment, places in found if places]


def _highlight(name: str, annotation: str, hit: _Hit) -> Node:
    """Return the words that were found, in the annotation that holds them."""
    words = [word.text for word in hit.segment.heard_words]
    first = hit.places[0]
    last = first
    while last + 1 in hit.places:
        last += 1
    selector = {
        "type": "TextQuoteSelector",
        "prefix": " ".join(words[max(0, first - AROUND_WORDS) : first]),
        "exact": " ".join(words[first : last + 1]),
        "suffix": " ".join(words[last + 1 : last + 1 + AROUND_WORDS]),
    }
    return {
        "id": name,
        "type": "Annotation",
        "motivation": "highlighting",
        "target": {"type": "SpecificResource", "source": annotation, "selector": [selector]},
    }
