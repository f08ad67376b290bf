"""schema.org's words for search engines and knowledge graphs: RadioEpisode, AudioObject, corrections.

Nothing gets a kind that nobody said: an author may be a person or a house, and what nobody calls radio is none.
"""

from __future__ import annotations

from collections.abc import Iterator

from webapp.public.citing.reference import SEVERAL, When
from webapp.public.machines.address import absolute, lasting_id, page_of
from webapp.public.machines.catalogue.times import iso_duration
from webapp.public.machines.outline import CatalogueRecord, Outline

CONTEXT = "https://schema.org"
TYPE = "application/ld+json"
KINDS = {"radio": ("RadioEpisode", "RadioSeries"), "television": ("TVEpisode", "TVSeries")}
OTHER_KIND = ("Episode", "CreativeWorkSeries")

Node = dict[str, object]
"""Of a graph, with schema.org's names; made in one go and not added to."""


def json_ld(record: CatalogueRecord, transcript: str | None = None) -> Node:
    """Return the programme as what it is by its medium: a RadioEpisode, or an Episode where nobody says by what.

    :param transcript: all its words; a page leaves them out, since it has them already.
    """
    told, facts = record.outline, record.outline.facts
    page = page_of(facts.programme_id)
    kind, kind_of_series = KINDS.get((facts.medium or "").strip().lower(), OTHER_KIND)
    return _known(
        {
            "@context": CONTEXT,
            "@type": kind,
            "@id": page,
            "url": page,
            "name": facts.title,
            "identifier": [
                lasting_id(facts.programme_id),
                {"@type": "PropertyValue", "propertyID": "muragat", "value": facts.programme_id},
                {"@type": "PropertyValue", "propertyID": "version", "value": told.version},
            ],
            "version": told.version,
            "inLanguage": facts.language,
            "abstract": told.summary_text,
            "partOfSeries": _named(kind_of_series, facts.series),
            "author": list(_authors(told)),
            "publisher": _named("Organization", facts.publisher),
            "funder": _named("Organization", facts.funder),
            "contributor": [_named("Person", name) for name in told.named_speakers if name != facts.author],
            "datePublished": _date(facts.published),
            # Of the record, not of the programme: of one whose date nobody knows it would be the day it came here.
            "sdDatePublished": record.first_published_at[:10],
            "dateModified": told.published_at,
            "publication": _broadcast(told),
            "about": [_named("Person", name) for name in facts.people],
            "contentLocation": [_named("Place", name) for name in facts.places],
            "keywords": list(facts.topics),
            "creditText": facts.citation,
            "copyrightNotice": facts.rights,
            "disambiguatingDescription": facts.disclaimer,
            "audio": _audio(told, transcript),
            "correction": list(_corrections(record)),
            "isAccessibleForFree": True,
        }
    )


def _known(node: Node) -> Node:
    return {name: value for name, value in node.items() if value not in (None, "", [], {})}


def _named(kind: str, name: str | None) -> Node | None:
    return {"@type": kind, "name": name} if name else None


def _authors(told: Outline) -> Iterator[Node]:
    facts = told.facts
    for name in filter(None, (name.strip() for name in (facts.author or "").split(SEVERAL))):
        is_house = name in {facts.publisher, facts.broadcaster, facts.parent}
        yield {"@type": "Organization", "name": name} if is_house else {"name": name}


def _audio(told: Outline, transcript: str | None) -> Node | None:
    if told.sound is None:
        return None
    address = absolute("files.sound", sha256=told.sound.sha256)
    return _known(
        {
            "@type": "AudioObject",
            "@id": address,
            "contentUrl": address,
            "encodingFormat": "audio/mp4",
            "contentSize": str(told.sound.size_bytes),
            "duration": iso_duration(told.sound.duration_ms),
            "sha256": told.sound.sha256,
            "inLanguage": told.facts.language,
            "caption": list(_captions(told)),
            "transcript": transcript,
        }
    )


def _captions(told: Outline) -> Iterator[Node]:
    if told.has_transcript:
        for name, media_type in (("vtt", "text/vtt"), ("json", "application/json")):
            yield {
                "@type": "MediaObject",
                "contentUrl": absolute("downloads.transcript", programme_id=told.facts.programme_id, name=name),
                "encodingFormat": media_type,
                "inLanguage": told.facts.language,
            }


def _date(text: str | None) -> str | None:
    when = When.parse(text)
    return when.isoformat() if when else None


def _broadcast(told: Outline) -> Node | None:
    facts = told.facts
    if not (facts.aired or facts.broadcaster or facts.service):
        return None
    return _known(
        {
            "@type": "BroadcastEvent",
            "startDate": _date(facts.aired),
            "publishedBy": _broadcaster(told),
            "publishedOn": _named("BroadcastService", facts.service),
            "description": facts.broadcast,
        }
    )


def _broadcaster(told: Outline) -> Node | None:
    found = _named("Organization", told.facts.broadcaster)
    parent = _named("Organization", told.facts.parent)
    return found | {"parentOrganization": parent} if found and parent else found


def _corrections(record: CatalogueRecord) -> Iterator[Node]:
    for each in record.corrections:
        yield {
            "@type": "CorrectionComment",
            "datePublished": each.published_at,
            "text": f"Version {each.number} changes: {', '.join(each.changes)}. {each.note or ''}".rstrip(),
            "url": page_of(record.outline.facts.programme_id, each.number),
        }
