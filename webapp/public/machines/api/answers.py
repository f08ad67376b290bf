"""What the API answers, one function an operation."""

from __future__ import annotations

from werkzeug.exceptions import NotFound

from media.records import Span
from transcribe.formats.json_transcript import JsonTranscript, as_json
from webapp.downloads.of_edition import export_of
from webapp.edition.catalogue import FacetKind
from webapp.edition.records import EditionSentence
from webapp.public.finding.browse import values
from webapp.public.finding.hits import Hit
from webapp.public.finding.search import Query, search
from webapp.public.machines.address import absolute, lasting_id, moment_of, page_of, this_address
from webapp.public.machines.api import records
from webapp.public.machines.api.asked import Nothing, WhichProgrammes, WhichWords, edition_moment
from webapp.public.machines.outline import CatalogueRecord, catalogue_record
from webapp.public.machines.outline import outline as outline_of
from webapp.public.request import shelf
from webapp.public.shelf import Entry, Version


def programmes(asked: WhichProgrammes) -> records.ProgrammePage:
    entries = shelf().entries(
        series=asked.series,
        language=asked.language,
        since=edition_moment(asked.since),
        until=edition_moment(asked.until),
        limit=asked.limit + 1,
        offset=(asked.page - 1) * asked.limit,
    )
    return records.ProgrammePage(
        page=asked.page,
        programmes=tuple(map(_item, entries[: asked.limit])),
        links=_page_links(asked.page, has_next=len(entries) > asked.limit),
    )


def programme(_asked: Nothing, programme_id: str) -> records.ProgrammeRecord:
    return _record(catalogue_record(shelf(), programme_id))


def versions(_asked: Nothing, programme_id: str) -> records.Versions:
    items = tuple(_version_item(version) for version in shelf().versions(programme_id))
    return records.Versions(items, records.Links(self=this_address(), programme=_address(programme_id)))


def version(_asked: Nothing, programme_id: str, number: int) -> records.ProgrammeRecord:
    return _record(catalogue_record(shelf(), programme_id, number))


def transcript(_asked: Nothing, programme_id: str) -> JsonTranscript:
    document = shelf().document(shelf().version(programme_id))
    if document.transcript is None:
        raise NotFound
    return as_json(export_of(document, document.transcript))


def summary(_asked: Nothing, programme_id: str) -> records.Summary:
    document = shelf().document(shelf().version(programme_id))
    if document.summary is None:
        raise NotFound
    return records.Summary(
        language=document.summary.language,
        author=document.summary.author,
        version=document.version,
        sentences=tuple(_sentence(programme_id, sentence) for sentence in document.summary.sentences),
        links=records.Links(self=this_address(), page=page_of(programme_id), programme=_address(programme_id)),
    )


def search_words(asked: WhichWords) -> records.SearchPage:
    query = Query.parse(asked.q)
    found = search(shelf(), query, asked.page)
    return records.SearchPage(
        query=query.text,
        total=found.total,
        is_at_least=found.is_at_least,
        page=asked.page,
        programmes=tuple(
            records.FoundItem(_item(each.entry), tuple(_hit(each.entry.programme_id, hit) for hit in each.hits))
            for each in found.programmes
        ),
        facets=tuple(
            records.Facet(kind, tuple(records.FacetValue(each.value, each.count) for each in counts))
            for kind, counts in found.facets.items()
        ),
        links=_page_links(asked.page, has_next=asked.page < found.pages),
    )


def facet(_asked: Nothing, kind: str) -> records.FacetValues:
    if kind not in {known.value for known in FacetKind}:
        raise NotFound
    known = FacetKind(kind)
    found = tuple(records.FacetValue(each.name, each.count) for each in values(shelf(), known))
    return records.FacetValues(known, found, records.Links(self=this_address()))


def _version_item(version: Version) -> records.VersionItem:
    told = outline_of(shelf(), version)
    return records.VersionItem(
        number=version.number,
        published_at=version.published_at,
        changes=told.changes,
        note=told.note,
        links=records.Links(
            self=absolute("api.version", programme_id=version.programme_id, number=version.number),
            page=page_of(version.programme_id, version.number),
        ),
    )


def _address(programme_id: str) -> str:
    return absolute("api.programme", programme_id=programme_id)


def _item(entry: Entry) -> records.ProgrammeItem:
    return records.ProgrammeItem(
        id=entry.programme_id,
        title=entry.title,
        language=entry.language,
        series=entry.series,
        publisher=entry.publisher,
        author=entry.author,
        broadcaster=entry.broadcaster,
        published=entry.published,
        aired=entry.aired,
        abstract=entry.abstract,
        duration_ms=entry.duration_ms,
        has_transcript=bool(entry.has_transcript),
        synthetic=bool(entry.synthetic),
        version=entry.version,
        updated_at=entry.updated_at,
        links=records.Links(self=_address(entry.programme_id), page=page_of(entry.programme_id)),
    )


def _record(record: CatalogueRecord) -> records.ProgrammeRecord:
    told, facts = record.outline, record.outline.facts
    of_newest = told.version == record.versions[0].number
    return records.ProgrammeRecord(
        id=facts.programme_id,
        lasting_id=lasting_id(facts.programme_id),
        title=facts.title,
        language=facts.language,
        series=facts.series,
        publisher=facts.publisher,
        author=facts.author,
        published=facts.published,
        broadcast=facts.broadcast,
        medium=facts.medium,
        broadcaster=facts.broadcaster,
        parent=facts.parent,
        service=facts.service,
        aired=facts.aired,
        people=facts.people,
        places=facts.places,
        topics=facts.topics,
        speakers=told.named_speakers,
        project=facts.project,
        funder=facts.funder,
        rights=facts.rights,
        disclaimer=facts.disclaimer,
        citation=facts.citation,
        synthetic=facts.synthetic,
        version=told.version,
        published_at=told.published_at,
        first_published_at=record.first_published_at,
        sound=_sound(record),
        translations=tuple(
            records.Translation(
                each.language,
                each.maker,
                absolute("iiif.translation", programme_id=facts.programme_id, number=number),
            )
            for number, each in enumerate(told.translations, start=1)
            if of_newest
        ),
        corrections=tuple(
            records.Correction(each.number, each.published_at, each.changes, each.note) for each in record.corrections
        ),
        links=_record_links(record, of_newest=of_newest),
    )


def _record_links(record: CatalogueRecord, *, of_newest: bool) -> records.Links:
    """Return where a record leads. Parts of an older version are not to be had one by one, only on its page."""
    told = record.outline
    programme_id = told.facts.programme_id
    parts = {
        "transcript": ("api.transcript", told.has_transcript),
        "summary": ("api.summary", told.summary is not None),
        "manifest": ("iiif.manifest", told.sound is not None),
        "linked_data": ("catalogue.linked_data", True),
    }
    there = {name: endpoint for name, (endpoint, exists) in parts.items() if exists and of_newest}
    return records.Links(
        self=this_address(),
        page=page_of(programme_id, None if of_newest else told.version),
        programme=None if of_newest else _address(programme_id),
        versions=absolute("api.versions", programme_id=programme_id),
        **{name: absolute(endpoint, programme_id=programme_id) for name, endpoint in there.items()},
    )


def _sound(record: CatalogueRecord) -> records.Sound | None:
    sound = record.outline.sound
    if sound is None:
        return None
    return records.Sound(
        address=absolute("files.sound", sha256=sound.sha256),
        media_type="audio/mp4",
        size_bytes=sound.size_bytes,
        duration_ms=sound.duration_ms,
        sha256=sound.sha256,
        waveform=absolute("files.peaks", sha256=sound.sha256),
        other_voice=tuple(records.Stretch(span.start_ms, span.end_ms) for span in sound.other_voice),
    )


def _sentence(programme_id: str, sentence: EditionSentence) -> records.Sentence:
    def times(spans: tuple[Span, ...]) -> tuple[records.TimeSpan, ...]:
        return tuple(records.TimeSpan(span.start_ms, span.end_ms, moment_of(programme_id, span)) for span in spans)

    return records.Sentence(
        text=sentence.text,
        paragraph=sentence.paragraph,
        verdict=sentence.verdict,
        confirmed=sentence.confirmed,
        stale=sentence.stale,
        spans=times(sentence.spans),
        alternatives=times(tuple(each.span for each in sentence.alternatives)),
        missing=sentence.missing,
        conflicts=tuple(records.Conflict(each.text, each.heard) for each in sentence.conflicts),
    )


def _hit(programme_id: str, hit: Hit) -> records.SearchHit:
    page = page_of(programme_id)
    return records.SearchHit(
        kind=hit.kind.value,
        text=" ".join(text for text, _ in hit.pieces),
        found=tuple(text for text, is_found in hit.pieces if is_found),
        start_ms=hit.start_ms,
        speaker=hit.speaker,
        address=page if hit.start_ms is None else f"{page}#t={hit.start_ms / 1000:g}",
    )


def _page_links(page: int, *, has_next: bool) -> records.Links:
    return records.Links(
        self=this_address(),
        next=this_address(page=page + 1) if has_next else None,
        prev=this_address(page=page - 1) if page > 1 else None,
    )
