"""A newsroom in which parts and a sentence of the summary are to be checked, within three seconds of sound."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace

from media.catalogue import add_document
from media.database import new_id, utc_now
from media.records import Span
from tests.webapp.desk import Desk
from transcribe.linking.claims import split_claims
from transcribe.linking.store import link_id, store_linking
from transcribe.records import Claim, Link, Linking, Part, PartKind, Verdict
from transcribe.revise import current_text

SUMMARY = "The Aral district plants saxaul in 2018. Serik Omarov was not there."
ARAL_MS, PLANTS_MS = Span(800, 1_200), Span(1_600, 2_000)


def with_something_to_ask(desk: Desk) -> Desk:
    """Give the programme of the desk this summary, and links as a machine might find them."""
    with closing(desk.open()) as db:
        summary = add_document(db, desk.programme_id, "summary", SUMMARY, language="en")
        text = current_text(db, desk.programme_id)
        first, second = split_claims(SUMMARY)
        found = (
            _part(first, PartKind.NAME, "Aral", Verdict.SUPPORTED, "Арал", ARAL_MS),
            _part(first, PartKind.NUMBER, "2018", Verdict.CONFLICTING, "сексеуіл", PLANTS_MS),
        )
        missed = (_part(second, PartKind.NAME, "Serik Omarov", Verdict.NOT_FOUND, "", None),)
        links = (
            _link(desk, first, Verdict.PARTLY, (Span(0, 2_400),), found),
            _link(desk, second, Verdict.NOT_FOUND, (), missed),
        )
        linking = Linking(
            new_id("k"), desk.programme_id, text.sha256, summary.document_id, ("anchors",), links, (), utc_now()
        )
        store_linking(db, linking)
    return desk


def _part(claim: Claim, kind: PartKind, text: str, verdict: Verdict, heard: str, span: Span | None) -> Part:
    start = claim.start_char + claim.text.index(text)
    return Part(kind, text, start, start + len(text), verdict, heard, span)


def _link(desk: Desk, claim: Claim, verdict: Verdict, spans: tuple[Span, ...], parts: tuple[Part, ...]) -> Link:
    with closing(desk.open()) as db:
        segments = current_text(db, desk.programme_id).segments
    words = [word for segment in segments for word in segment.words]
    quote = " ".join(w.text for w in words if any(span.start_ms <= w.start_ms < span.end_ms for span in spans))
    link = Link(link_id(desk.programme_id, claim.claim_id), claim, verdict, 0.5, spans, (), quote, ())
    return replace(link, parts=parts)
