"""PBCore 2.1, the vocabulary of public radio and television archives. The order of elements is the schema's."""

from __future__ import annotations

import langcodes

from webapp.interface import clock
from webapp.public.machines.address import absolute, lasting_id, page_of
from webapp.public.machines.outline import CatalogueRecord, Outline
from webapp.public.machines.xml import XSI, Element, Vocabulary

PBCORE = Vocabulary("http://www.pbcore.org/PBCore/PBCoreNamespace.html")
SCHEMA = "https://raw.githubusercontent.com/PBCore-AV-Metadata/PBCore_2.1/master/pbcore-2.1.xsd"


def pbcore(record: CatalogueRecord) -> Element:
    """Return the record as ``pbcoreDescriptionDocument``."""
    told, facts = record.outline, record.outline.facts
    root = PBCORE.root("pbcoreDescriptionDocument", {None: PBCORE.uri, "xsi": XSI})
    root.set(f"{{{XSI}}}schemaLocation", f"{PBCORE.uri} {SCHEMA}")
    PBCORE.add(root, "pbcoreAssetType", "Program")
    for kind, date in (("broadcast", facts.aired), ("published", facts.published), ("updated", told.published_at)):
        if date:
            PBCORE.add(root, "pbcoreAssetDate", date, dateType=kind)
    PBCORE.add(root, "pbcoreIdentifier", facts.programme_id, source="muragat")
    PBCORE.add(root, "pbcoreIdentifier", lasting_id(facts.programme_id), source="uuid")
    PBCORE.add(root, "pbcoreIdentifier", page_of(facts.programme_id), source="web page")
    PBCORE.add(root, "pbcoreTitle", facts.title, titleType="Program")
    if facts.series:
        PBCORE.add(root, "pbcoreTitle", facts.series, titleType="Series")
    for kind, names in (("topic", facts.topics), ("person", facts.people)):
        for name in names:
            PBCORE.add(root, "pbcoreSubject", name, subjectType=kind)
    # The schema asks for one, also where nobody has written a summary.
    kind, text = ("Summary", told.summary_text) if told.summary_text else ("Title", facts.title)
    PBCORE.add(root, "pbcoreDescription", text, descriptionType=kind)
    for place in facts.places:
        coverage = PBCORE.add(root, "pbcoreCoverage")
        PBCORE.add(coverage, "coverage", place)
        PBCORE.add(coverage, "coverageType", "Spatial")
    _add_agents(root, told)
    for words in (facts.rights, facts.disclaimer):
        if words:
            PBCORE.add(PBCORE.add(root, "pbcoreRightsSummary"), "rightsSummary", words)
    if told.sound:
        _add_sound(root, told)
    _add_annotations(root, record)
    return root


def _add_agents(root: Element, told: Outline) -> None:
    facts = told.facts
    if facts.author:
        PBCORE.add(PBCORE.add(root, "pbcoreCreator"), "creator", facts.author)
    contributors = [(name, "Speaker") for name in told.named_speakers if name != facts.author]
    contributors += [(name, "Funder") for name in (facts.funder,) if name]
    for name, role in contributors:
        contributor = PBCORE.add(root, "pbcoreContributor")
        PBCORE.add(contributor, "contributor", name)
        PBCORE.add(contributor, "contributorRole", role)
    for organisation, role in ((facts.publisher, "Publisher"), (facts.broadcaster, "Distributor")):
        if organisation:
            publisher = PBCORE.add(root, "pbcorePublisher")
            PBCORE.add(publisher, "publisher", organisation)
            PBCORE.add(publisher, "publisherRole", role)


def _add_sound(root: Element, told: Outline) -> None:
    sound = told.sound
    assert sound  # noqa: S101 the caller has looked
    made = PBCORE.add(root, "pbcoreInstantiation")
    PBCORE.add(made, "instantiationIdentifier", sound.sha256, source="sha256")
    PBCORE.add(made, "instantiationDigital", "audio/mp4", source="IANA media types")
    PBCORE.add(made, "instantiationLocation", absolute("files.sound", sha256=sound.sha256))
    PBCORE.add(made, "instantiationMediaType", "Sound")
    PBCORE.add(made, "instantiationGenerations", "Copy: Access")
    PBCORE.add(made, "instantiationFileSize", str(sound.size_bytes), unitsOfMeasure="bytes")
    PBCORE.add(made, "instantiationDuration", clock(sound.duration_ms))
    if language := three_letters(told.facts.language):
        PBCORE.add(made, "instantiationLanguage", language, source="ISO 639-3")


def _add_annotations(root: Element, record: CatalogueRecord) -> None:
    facts = record.outline.facts
    notes = (
        ("broadcast", facts.broadcast),
        ("medium", facts.medium),
        ("broadcaster belongs to", facts.parent),
        ("service", facts.service),
        ("project", facts.project),
        ("citation", facts.citation),
        ("version", str(record.outline.version)),
    )
    for kind, words in notes:
        if words:
            PBCORE.add(root, "pbcoreAnnotation", words, annotationType=kind)
    for correction in record.corrections:
        changed = f"Version {correction.number}, {correction.published_at[:10]}: {', '.join(correction.changes)}"
        said = f"{changed}. {correction.note}" if correction.note else changed
        PBCORE.add(root, "pbcoreAnnotation", said, annotationType="correction")


def three_letters(tag: str) -> str | None:
    """Return ISO 639-3 of a BCP 47 tag, ``None`` where it has none."""
    try:
        return langcodes.get(tag).to_alpha3()
    except LookupError:
        return None
