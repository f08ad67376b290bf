"""W3C Web Annotations: what is said is the body of an annotation on seconds of the sound.

Web Annotation Data Model and Vocabulary (W3C Recommendations, 23 February 2017), Media Fragments URI 1.0.
"""

from __future__ import annotations

from typing import Any, TypeAlias

import msgspec

from media.records import Span
from transcribe.formats.export import Export, Layer, Passage, machine_name
from transcribe.formats.options import Options
from transcribe.formats.whose import is_by_newsroom, made_with, whose_words
from transcribe.records import Segment, WordsBy

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
FRAGMENTS = "http://www.w3.org/TR/media-frags/"
OF_MACHINE = "-machine"
"""Ends the name of a translation that no person made (`transcribe.formats.export.Layer`)."""

Node: TypeAlias = dict[str, Any]


def render(export: Export, options: Options) -> bytes:
    """Return an annotation collection of one page: an annotation a segment in which something is said."""
    name = f"urn:muragat:transcript:{export.programme.programme_id}:{'-'.join(export.version.split())}"
    items = [
        _annotation(export, f"{name}:{number}", segment, passages)
        for number, (segment, passages) in enumerate(
            zip(export.segments, export.beside_segments(), strict=True), start=1
        )
        if segment.heard_words
    ]
    collection = {
        "@context": CONTEXT,
        "id": name,
        "type": "AnnotationCollection",
        "label": "; ".join(export.head()),
        "total": len(items),
        "first": {"id": f"{name}:page", "type": "AnnotationPage", "startIndex": 0, "items": items},
    }
    return msgspec.json.format(msgspec.json.encode(collection), indent=2) + b"\n"


def sound_of(programme_id: str) -> str:
    """Return what names the sound of a programme where its address is not known."""
    return f"urn:muragat:programme:{programme_id}"


def on_sound(source: str, span: Span) -> Node:
    """Return the target of an annotation: seconds of a sound."""
    return {
        "source": source,
        "selector": {"type": "FragmentSelector", "conformsTo": FRAGMENTS, "value": span.media_fragment()},
    }


def _annotation(export: Export, name: str, segment: Segment, passages: tuple[Passage, ...]) -> Node:
    said = segment.heard_text
    bodies = [_text(said, segment.language or export.language, "describing") | _maker(export, segment)]
    if export.beside and passages:
        text = " ".join(passage.text for passage in passages)
        bodies.append(_text(text, export.beside.language, "describing") | _translator(export, export.beside))
    if segment.speaker:
        bodies.append({"type": "TextualBody", "purpose": "tagging", "value": segment.speaker})
    assessed = segment.doubts if export.made_from else (whose_words(export, segment), *segment.doubts)
    bodies += [_text(said, "en", "assessing") for said in assessed]
    address = export.sound.address if export.sound else None
    return {
        "id": name,
        "type": "Annotation",
        "motivation": "describing",
        "created": export.made_at,
        "generator": {"type": "Software", "name": "muragat"},
        "body": bodies,
        "target": on_sound(address or sound_of(export.programme.programme_id), segment.span),
    }


def _text(text: str, language: str, purpose: str) -> Node:
    return {"type": "TextualBody", "purpose": purpose, "format": "text/plain", "language": language, "value": text}


def _maker(export: Export, segment: Segment) -> Node:
    """Return who made the words, as far as that is known: no machine where people wrote them, or may have."""
    if export.made_from:
        return _translator(export, export.made_from)
    made = made_with(export, segment)
    if is_by_newsroom(export, segment):
        return _newsroom(export)
    is_script = made.words_by is None and export.method == "aligned" and segment.run is None
    if is_script or made.words_by in {WordsBy.HUMAN, WordsBy.UNKNOWN}:
        return {}
    machine = machine_name(made)  # Of a file that a machine wrote nobody may have said which.
    return _software(machine) if machine else {}


def _translator(export: Export, translation: Layer) -> Node:
    return _software(translation.label) if translation.name.endswith(OF_MACHINE) else _newsroom(export)


def _newsroom(export: Export) -> Node:
    """Not who of it: exports name nobody."""
    return {"creator": {"type": "Organization", "name": export.programme.publisher or "the newsroom"}}


def _software(name: str) -> Node:
    return {"generator": {"type": "Software", "name": name}}
