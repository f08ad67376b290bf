"""The links of a programme as files: whole, harmless wherever they are opened, and as their documents say."""

from __future__ import annotations

import csv
import io
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from media.catalogue import add_document
from media.records import Document, Programme, Span
from tests.transcribe.linking.test_link_run import SUMMARY, add
from tests.transcribe.texts import type_words
from transcribe.errors import NoLinks, UnknownFormat
from transcribe.linking.claims import split_claims
from transcribe.linking.decided.decide import decide
from transcribe.linking.decided.placed import PlacedLink
from transcribe.linking.embedders import NONE
from transcribe.linking.reporting.coverage import Coverage, Mention
from transcribe.linking.reporting.report import Report, make_report, part_sentence
from transcribe.linking.reporting.report_json import JsonLinks, schema
from transcribe.linking.reporting.reports import REPORTS, report_format
from transcribe.linking.run import link_programme
from transcribe.records import Candidate, DecisionKind, Link, Linking, Omitted, Part, PartKind, Verdict
from transcribe.revise import current_text

DOCS = Path(__file__).resolve().parents[3] / "docs"


def render(ending: str, report: Report) -> str:
    return report_format(Path(f"links{ending}"))(report)


@pytest.fixture
def reels(db: Database) -> str:
    programme_id = add(db)
    add_document(db, programme_id, "summary", SUMMARY, language="en")
    link_programme(db, programme_id, embedder=NONE)
    return programme_id


def odd_report(text: str) -> Report:
    """Return a report that has everything, with one text in every place for words."""
    programme = Programme("p1", text, "kk")
    summary = Document("d1", "p1", "summary", "en", None, text, "0" * 64, "2026-11-25T00:00:00Z")
    part = Part(PartKind.NUMBER, text, 0, 1, Verdict.CONFLICTING, text, Span(1_000, 2_000))
    claims = split_claims(text)
    links = tuple(
        Link("l1", claim, Verdict.CONFLICTING, 0.5, (Span(1_000, 2_500),), (Candidate(Span(0, 1), 0.1),), text, (part,))
        for claim in claims
    )
    omitted = (Omitted(Span(0, 60_000), 0.5, text, text),)
    linking = Linking("k1", "p1", "0" * 64, "d1", ("anchors",), links, omitted, "2026-11-25T00:00:00Z")
    counts = {verdict: int(verdict is Verdict.CONFLICTING) * len(links) for verdict in Verdict}
    mention = Mention(PartKind.NAME, text, 2, Span(0, 10))
    coverage = Coverage(counts, 0, omitted, (mention,), (part,))
    placed = tuple(PlacedLink(link, link.spans, is_stale=True) for link in links)
    return Report(programme, summary, linking, placed, coverage, "0" * 64)


ODD = [
    "=1+1",
    "+7 700",
    "-2",
    "@SUM(A1)",
    "\t=1",
    " =1",
    "<script>alert(1)</script>",
    '"><img src=x>',
    "a & b",
    "-->",
    "\N{NULL}",
]
TEXTS = st.one_of(st.sampled_from(ODD), st.text(st.characters(codec="utf-8"), max_size=20)).map(
    lambda odd: f"{odd} сөз"
)


class Seen(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attrs}


@given(TEXTS)
@settings(deadline=None, max_examples=50)
def test_no_text_escapes_its_place(text: str) -> None:
    report = odd_report(text)
    rows = list(csv.reader(io.StringIO(render(".csv", report).removeprefix("\ufeff"), newline="")))
    assert all(len(row) == 13 for row in rows)
    assert not any(cell.lstrip().startswith(("=", "+", "-", "@")) for row in rows for cell in row)
    seen = Seen()
    seen.feed(render(".html", report))
    assert not {"script", "img", "link", "iframe", "a"} & set(seen.tags)
    assert seen.attributes <= {"lang", "charset", "name", "content", "http-equiv", "class", "scope"}
    links = msgspec.json.decode(render(".json", report), type=JsonLinks).links
    assert [link.quote for link in links] == [text] * len(links)
    found = json.loads(render(".jsonld", report))
    quoted = [item["body"][0]["selector"][0]["exact"] for item in found["first"]["items"]]
    assert quoted == [link.sentence for link in links]


def test_json_is_what_its_schema_and_its_document_say(db: Database, reels: str) -> None:
    assert (DOCS / "links.schema.json").read_bytes() == schema()
    explained = (DOCS / "links-json.md").read_text()
    definitions = msgspec.json.decode(schema())["$defs"]
    fields = {name for definition in definitions.values() for name in definition.get("properties", {})}
    assert sorted(name for name in fields if not re.search(rf"`{name}`", explained)) == []
    made = msgspec.json.decode(render(".json", make_report(db, reels)), type=JsonLinks)
    assert [link.sentence for link in made.links] == [claim.text for claim in split_claims(SUMMARY)]


def test_a_decision_and_staleness_are_in_every_report(db: Database, reels: str) -> None:
    accepted = make_report(db, reels).links[0]
    decide(db, reels, accepted.link.claim.claim_id, DecisionKind.ACCEPT, accepted.spans, "aigul")
    text = current_text(db, reels)
    type_words(db, reels, "s1", text.segments[1].text.replace("forty", "fifty"), "marat")
    report = make_report(db, reels)
    assert next(placed.is_stale for placed in report.links)
    for ending, said in {
        ".csv": ("yes,accept,aigul",),
        ".html": ("Confirmed by aigul", "have changed since", "The words then:</p><blockquote"),
        ".jsonld": ('"nickname": "aigul"', "the words there have changed since"),
        ".json": ('"by": "aigul"', '"stale": true'),
    }.items():
        assert all(words in render(ending, report) for words in said), ending


def test_annotations_name_seconds_as_media_fragments(db: Database, reels: str) -> None:
    report = make_report(db, reels)
    found = json.loads(render(".jsonld", report))
    assert found["@context"] == "http://www.w3.org/ns/anno.jsonld"
    assert found["total"] == len(found["first"]["items"]) == sum(bool(placed.spans) for placed in report.links) > 0
    for item in found["first"]["items"]:
        for target in item["target"]:
            assert re.fullmatch(r"t=[\d.]+,[\d.]+", target["selector"]["value"])


def test_the_page_needs_nothing_from_outside(db: Database, reels: str) -> None:
    page = render(".html", make_report(db, reels))
    assert "default-src 'none'" in page
    assert not re.search(r"https?:|url\(|@import|src=", page)


def test_a_part_that_failed_is_said_in_a_sentence() -> None:
    part = Part(PartKind.NUMBER, "2006", 0, 4, Verdict.CONFLICTING, "2008", Span(252_000, 253_000))
    assert part_sentence(part) == "2006 is not heard; 2008 is, at 4:12."


def test_without_links_there_is_nothing_to_report(db: Database, reels: str) -> None:
    add_document(db, reels, "summary", "Another summary.", language="en")
    with pytest.raises(NoLinks, match=f"muragat link {reels}"):
        make_report(db, reels)


def test_another_ending_is_refused_before_any_work() -> None:
    with pytest.raises(UnknownFormat, match=r"links\.pdf"):
        report_format(Path("links.pdf"))
    assert set(REPORTS) == {".json", ".csv", ".jsonld", ".html"}
