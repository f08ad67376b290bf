"""All that can be told of the links of a programme, gathered for the formats in which it leaves the archive."""

from __future__ import annotations

from dataclasses import dataclass

from sqlite_utils import Database

from media.catalogue import current_document, get_programme
from media.records import Document, Programme, Span
from transcribe.errors import NoLinks
from transcribe.glossary import glossary_of
from transcribe.linking.decided.placed import PlacedLink, placed_links, placed_omitted
from transcribe.linking.evidence import gather
from transcribe.linking.reporting.coverage import Coverage, cover
from transcribe.linking.store import latest_linking
from transcribe.records import Linking, Part, PartKind, Verdict
from transcribe.revise import current_text

VERDICTS = {
    Verdict.SUPPORTED: "borne out",
    Verdict.LIKELY: "likely borne out",
    Verdict.PARTLY: "borne out in part",
    Verdict.CONFLICTING: "the sound may say otherwise",
    Verdict.NOT_FOUND: "not found",
    Verdict.CANNOT_TELL: "cannot tell",
}
"""In the words of a reader."""
FAILED = frozenset((Verdict.NOT_FOUND, Verdict.CONFLICTING))


@dataclass(frozen=True, slots=True)
class Report:
    """The links of a programme as they stand."""

    programme: Programme
    summary: Document
    linking: Linking
    links: tuple[PlacedLink, ...]
    coverage: Coverage
    text_sha256: str
    """Of the words that the times are of."""


def make_report(db: Database, programme_id: str) -> Report:
    """Return the report on a programme's newest linking.

    :raises UnknownProgramme: no such id. :raises NoText: it has no words yet.
    :raises NoLinks: its newest summary was never linked.
    """
    with db.atomic():
        programme, text = get_programme(db, programme_id), current_text(db, programme_id)
        summary, linking = current_document(db, programme_id, "summary"), latest_linking(db, programme_id)
    if linking is None or summary is None or linking.document_id != summary.document_id:
        raise NoLinks(f"The summary of programme {programme_id} was never linked; do “muragat link {programme_id}”.")
    heard = gather(text.segments, programme.language)
    links = placed_links(linking, text, programme.language)
    omitted = placed_omitted(linking, text, programme.language)
    summary_language = summary.language.split("-", maxsplit=1)[0]
    return Report(
        programme=programme,
        summary=summary,
        linking=linking,
        links=links,
        coverage=cover(links, omitted, heard, summary_language, glossary_of(db, programme.series)),
        text_sha256=text.sha256,
    )


def part_sentence(part: Part) -> str:
    """Return what is to be said of a part: “2006 is not heard; 2008 is, at 4:12.”"""
    said = f"“{part.text}”" if part.kind is PartKind.QUOTE else part.text
    at = f", at {clock(part.span)}" if part.span else ""
    match part.verdict:
        case Verdict.SUPPORTED:
            return f"{said} is heard{at}."
        case Verdict.CONFLICTING:
            return f"{said} is not heard; {part.heard} is{at}."
        case Verdict.NOT_FOUND:
            return f"{said} is not heard."
        case Verdict.LIKELY | Verdict.PARTLY:
            return f"{said} is likely what is said{at}."
        case Verdict.CANNOT_TELL:
            return f"Whether {said} is said there, the machine cannot tell."


def clock(span: Span) -> str:
    """Return when a span begins: ``1:02`` or ``1:02:03``."""
    minutes, second = divmod(span.start_ms // 1000, 60)
    hour, minute = divmod(minutes, 60)
    return f"{hour}:{minute:02}:{second:02}" if hour else f"{minute}:{second:02}"
