"""EBUCore 1.10, the vocabulary of Europe's broadcasters."""

from __future__ import annotations

from webapp.public.citing.reference import When, whole_date
from webapp.public.machines.address import absolute, lasting_id, page_of
from webapp.public.machines.catalogue.dublin_core import DC
from webapp.public.machines.catalogue.times import iso_duration
from webapp.public.machines.outline import CatalogueRecord, Outline
from webapp.public.machines.xml import XSI, Element, Vocabulary, clean

EBUCORE = Vocabulary("urn:ebu:metadata-schema:ebucore")
SCHEMA = "https://raw.githubusercontent.com/ebu/ebucore/master/ebucore.xsd"


def ebucore(record: CatalogueRecord) -> Element:
    """Return the record as ``ebuCoreMain``."""
    told, facts = record.outline, record.outline.facts
    root = EBUCORE.root("ebuCoreMain", {"ebucore": EBUCORE.uri, "dc": DC.uri, "xsi": XSI})
    root.set(f"{{{XSI}}}schemaLocation", f"{EBUCORE.uri} {SCHEMA}")
    root.set("version", "1.10")
    root.set("dateLastModified", told.published_at[:10])
    core = EBUCORE.add(root, "coreMetadata")
    DC.add(EBUCORE.add(core, "title", typeLabel="Main title"), "title", facts.title)
    _add_agents(core, told)
    _add_subjects(core, told)
    _add_dates(core, record)
    DC.add(
        EBUCORE.add(core, "type", typeLabel=f"{facts.medium or ''} programme".strip().capitalize()),
        "type",
        "Sound" if told.sound else "Text",
    )
    if told.sound:
        _add_format(core, told)
    for kind, name in (("muragat", facts.programme_id), ("uuid", lasting_id(facts.programme_id))):
        DC.add(EBUCORE.add(core, "identifier", typeLabel=kind), "identifier", name)
    DC.add(EBUCORE.add(core, "identifier", typeLabel="web page"), "identifier", page_of(facts.programme_id))
    DC.add(EBUCORE.add(core, "language"), "language", facts.language)
    if facts.series:
        DC.add(EBUCORE.add(core, "isEpisodeOf", typeLabel="Series"), "relation", facts.series)
    if facts.project:
        DC.add(EBUCORE.add(core, "isRelatedTo", typeLabel="Project"), "relation", facts.project)
    if facts.rights or facts.disclaimer:
        rights = EBUCORE.add(core, "rights")
        DC.add_all(rights, "rights", (facts.rights,))
        EBUCORE.add_all(rights, "disclaimer", (facts.disclaimer,))
    EBUCORE.add(core, "version", str(told.version))
    _add_broadcast(core, told)
    return root


def _add_agents(core: Element, told: Outline) -> None:
    facts = told.facts
    if facts.author:
        _add_person(core, "creator", facts.author, "Author")
    for name in told.named_speakers:
        if name != facts.author:
            _add_person(core, "contributor", name, "Speaker")
    if facts.publisher:
        _add_organisation(core, "publisher", facts.publisher, "Publisher")
    if facts.funder:
        _add_organisation(core, "contributor", facts.funder, "Funder")


def _add_subjects(core: Element, told: Outline) -> None:
    for kind, names in (("Topic", told.facts.topics), ("Person", told.facts.people)):
        for name in names:
            DC.add(EBUCORE.add(core, "subject", typeLabel=kind), "subject", name)
    if told.summary:
        description = EBUCORE.add(core, "description", typeLabel="Summary")
        DC.add(description, "description", told.summary_text, lang=told.summary.language)
    for place in told.facts.places:
        spatial = EBUCORE.add(EBUCORE.add(core, "coverage"), "spatial")
        EBUCORE.add(EBUCORE.add(spatial, "location"), "name", place)


def _add_person(core: Element, local: str, name: str, role: str) -> None:
    entity = EBUCORE.add(core, local)
    EBUCORE.add(EBUCORE.add(entity, "contactDetails"), "name", name)
    EBUCORE.add(entity, "role", typeLabel=role)


def _add_organisation(core: Element, local: str, name: str, role: str) -> None:
    entity = EBUCORE.add(core, local)
    EBUCORE.add(EBUCORE.add(entity, "organisationDetails"), "organisationName", name)
    EBUCORE.add(entity, "role", typeLabel=role)


def _add_dates(core: Element, record: CatalogueRecord) -> None:
    dates = EBUCORE.add(core, "date")
    if issued := When.parse(record.outline.facts.published):
        known = {"startDate": issued.isoformat()} if issued.day else {"startYear": f"{issued.year:04}"}
        EBUCORE.add(dates, "issued", **known)
    EBUCORE.add(dates, "modified", startDate=record.outline.published_at[:10])
    EBUCORE.add(dates, "released", startDate=record.first_published_at[:10])


def _add_format(core: Element, told: Outline) -> None:
    sound = told.sound
    assert sound  # noqa: S101 the caller has looked
    made = EBUCORE.add(core, "format", formatName="Access copy")
    container = EBUCORE.add(made, "containerFormat", containerFormatName="MP4")
    EBUCORE.add(EBUCORE.add(container, "codec"), "name", "AAC")
    EBUCORE.add(EBUCORE.add(made, "duration"), "normalPlayTime", iso_duration(sound.duration_ms))
    EBUCORE.add(made, "fileSize", str(sound.size_bytes), unit="byte")
    EBUCORE.add(made, "locator", absolute("files.sound", sha256=sound.sha256))
    EBUCORE.add(made, "mimeType", typeLabel="audio/mp4")


def _add_broadcast(core: Element, told: Outline) -> None:
    facts = told.facts
    aired = whole_date(facts.aired)
    if not (aired or facts.service or facts.broadcaster or facts.broadcast):
        return
    event = EBUCORE.add(EBUCORE.add(core, "publicationHistory"), "publicationEvent")
    if facts.broadcast:
        event.set("note", clean(facts.broadcast))
    if aired:
        EBUCORE.add(event, "publicationDate", aired.isoformat())
    if facts.service or facts.broadcaster:
        service = EBUCORE.add(event, "publicationService")
        EBUCORE.add_all(service, "publicationServiceName", (facts.service,))
        if facts.broadcaster:
            EBUCORE.add(EBUCORE.add(service, "publicationSource"), "organisationName", facts.broadcaster)
