"""OAI-PMH as a harvester meets it: all verbs, valid answers, nothing missed, what was withdrawn told for good."""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from lxml import etree

from media.database import utc_now
from tests.security.payloads import PAYLOADS, filled
from tests.webapp.editions import approved
from tests.webapp.machines.schemas import faults, official_faults
from tests.webapp.published import GONE, REELS, SAXAUL, public_client
from transcribe.records import canonical_json
from webapp.edition.index import put_in
from webapp.edition.layout import Layout
from webapp.edition.render import render_document
from webapp.edition.store import add_version, block, edition_writer
from webapp.public.machines.harvest import answers

OAI = "{http://www.openarchives.org/OAI/2.0/}"
FORMATS = {"oai_dc": "oai_dc", "pbcore": "pbcore", "ebucore": "ebucore"}
QUESTIONS = (
    "verb=Identify",
    "verb=ListMetadataFormats",
    f"verb=ListMetadataFormats&identifier=oai:muragat:{SAXAUL}",
    "verb=ListSets",
    f"verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:muragat:{SAXAUL}",
    f"verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:muragat:{GONE}",
    *(f"verb=ListRecords&metadataPrefix={name}" for name in FORMATS),
    "verb=ListIdentifiers&metadataPrefix=oai_dc&set=language-kk&from=2020-01-01",
)
MISTAKES = {
    "": "badVerb",
    "verb=Listen": "badVerb",
    "verb=Identify&verb=Identify": "badVerb",
    "verb=Identify&set=x": "badArgument",
    "verb=ListRecords": "badArgument",
    "verb=ListRecords&metadataPrefix=marc": "cannotDisseminateFormat",
    "verb=ListRecords&metadataPrefix=<script>": "badArgument",
    "verb=ListRecords&metadataPrefix=oai_dc&metadataPrefix=oai_dc": "badArgument",
    "verb=ListRecords&metadataPrefix=oai_dc&from=yesterday": "badArgument",
    "verb=ListRecords&metadataPrefix=oai_dc&from=2026-13-01": "badArgument",
    "verb=ListRecords&metadataPrefix=oai_dc&until=9999-12-31": "badArgument",
    "verb=ListRecords&metadataPrefix=oai_dc&from=2026-01-01&until=2026-01-01T00:00:00Z": "badArgument",
    "verb=ListRecords&metadataPrefix=oai_dc&from=2026-01-02&until=2026-01-01": "badArgument",
    "verb=ListRecords&metadataPrefix=oai_dc&until=1999-01-01": "noRecordsMatch",
    "verb=ListRecords&metadataPrefix=oai_dc&set=series-%21": "noRecordsMatch",
    "verb=ListRecords&metadataPrefix=oai_dc&set=elsewhere": "noRecordsMatch",
    "verb=ListRecords&resumptionToken=x": "badResumptionToken",
    "verb=ListRecords&resumptionToken=x&metadataPrefix=oai_dc": "badArgument",
    "verb=ListSets&resumptionToken=x": "badResumptionToken",
    "verb=GetRecord&metadataPrefix=oai_dc": "badArgument",
    "verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:muragat:nobody": "idDoesNotExist",
    f"verb=GetRecord&metadataPrefix=oai_dc&identifier={SAXAUL}": "idDoesNotExist",
    f"verb=GetRecord&metadataPrefix=marc&identifier=oai:muragat:{SAXAUL}": "cannotDisseminateFormat",
    "verb=ListMetadataFormats&identifier=oai:muragat:../gone": "idDoesNotExist",
}


def asked(client: FlaskClient, question: str) -> etree._Element:
    response = client.get(f"/oai?{question}")
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/xml; charset=utf-8"
    return etree.fromstring(response.data)


def headers(root: etree._Element) -> dict[str, str | None]:
    """Return identifier → status."""
    return {str(each.findtext(f"{OAI}identifier")): each.get("status") for each in root.iter(f"{OAI}header")}


@pytest.mark.parametrize("question", [*QUESTIONS, *MISTAKES])
def test_answer_is_valid(client: FlaskClient, question: str) -> None:
    root = asked(client, question)
    assert faults("oai_pmh", root) == []
    for metadata in root.iter(f"{OAI}metadata"):
        prefix = etree.QName(metadata[0]).localname
        schema = {"dc": "oai_dc", "pbcoreDescriptionDocument": "pbcore", "ebuCoreMain": "ebucore"}[prefix]
        assert faults(schema, metadata[0]) == []


def test_answers_are_valid_by_the_official_schema(client: FlaskClient) -> None:
    found = [official_faults(asked(client, question)) for question in (*QUESTIONS, *MISTAKES)]
    assert found == [[]] * len(found)


@pytest.mark.parametrize(("question", "code"), MISTAKES.items())
def test_mistake_is_named(client: FlaskClient, question: str, code: str) -> None:
    root = asked(client, question)
    assert [error.get("code") for error in root.iter(f"{OAI}error")] == [code]
    repeated = root.find(f"{OAI}request")
    assert repeated is not None
    if code in {"badVerb", "badArgument"}:
        assert dict(repeated.attrib) == {}


def test_form_is_answered_like_an_address(client: FlaskClient) -> None:
    question = {"verb": "ListIdentifiers", "metadataPrefix": "oai_dc"}
    by_form = etree.fromstring(client.post("/oai", data=question).data)
    assert headers(by_form) == headers(asked(client, "verb=ListIdentifiers&metadataPrefix=oai_dc"))
    assert client.post("/oai?verb=Identify").status_code == 200
    assert b"badVerb" in client.post("/oai?verb=Identify").data, "the form is what is asked"


def test_identify_keeps_what_was_withdrawn(client: FlaskClient) -> None:
    root = asked(client, "verb=Identify")
    assert root.findtext(f".//{OAI}deletedRecord") == "persistent"
    assert root.findtext(f".//{OAI}baseURL") == "http://localhost/oai"


def test_records_are_all_that_is_public_and_all_that_was(client: FlaskClient) -> None:
    found = headers(asked(client, "verb=ListRecords&metadataPrefix=oai_dc"))
    assert found[f"oai:muragat:{GONE}"] == "deleted"
    public = {name for name, status in found.items() if status is None}
    assert len(public) == 5
    gone = asked(client, f"verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:muragat:{GONE}")
    assert headers(gone) == {f"oai:muragat:{GONE}": "deleted"}
    assert list(gone.iter(f"{OAI}metadata")) == []


def test_sets_choose(client: FlaskClient) -> None:
    named = {
        str(each.findtext(f"{OAI}setName")): str(each.findtext(f"{OAI}setSpec"))
        for each in asked(client, "verb=ListSets").iter(f"{OAI}set")
    }
    series = asked(client, f"verb=ListIdentifiers&metadataPrefix=oai_dc&set={named['Demo programmes']}")
    assert {name for name, status in headers(series).items() if not status} == {
        f"oai:muragat:{SAXAUL}",
        f"oai:muragat:{REELS}",
    }
    assert headers(series)[f"oai:muragat:{GONE}"] == "deleted", "who harvested the set must hear of it"
    english = headers(asked(client, "verb=ListIdentifiers&metadataPrefix=oai_dc&set=language-en"))
    assert {name for name, status in english.items() if not status} == {f"oai:muragat:{REELS}"}


def test_period_includes_both_its_ends(client: FlaskClient) -> None:
    record = asked(client, f"verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:muragat:{SAXAUL}")
    stamp = str(record.findtext(f".//{OAI}datestamp"))
    question = "verb=ListIdentifiers&metadataPrefix=oai_dc"
    assert f"oai:muragat:{SAXAUL}" in headers(asked(client, f"{question}&from={stamp}&until={stamp}"))
    day = stamp[:10]
    assert f"oai:muragat:{SAXAUL}" in headers(asked(client, f"{question}&from={day}&until={day}"))


def test_record_that_comes_after_its_datestamp_is_not_missed(tmp_path: Path) -> None:
    layout, question = Layout(tmp_path), "verb=ListIdentifiers&metadataPrefix=oai_dc"
    with edition_writer(layout):
        add_version(layout, approved("early"), None)
    client = public_client(layout.root)
    last_harvest = asked(client, question).findtext(f"{OAI}responseDate")
    # Its sound took so long to copy.
    stamp = (datetime.now(UTC) - timedelta(minutes=9)).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    content = canonical_json(render_document(approved("late"), 1, stamp))
    path = layout.document_path("late", hashlib.sha256(content).hexdigest())
    with edition_writer(layout):
        path.parent.mkdir(parents=True)
        path.write_bytes(content)
        put_in(layout, path)
    assert "oai:muragat:late" in headers(asked(client, f"{question}&from={last_harvest}"))


@pytest.fixture
def many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Layout:
    monkeypatch.setattr(answers, "PAGE_RECORDS", 3)
    layout = Layout(tmp_path)
    with edition_writer(layout):
        for number in range(8):
            add_version(layout, approved(f"p{number}", text=None), None)
    return layout


def harvested(
    client: FlaskClient, question: str = "verb=ListRecords&metadataPrefix=oai_dc"
) -> Iterator[etree._Element]:
    """Yield each page, as a harvester goes on."""
    while True:
        root = asked(client, question)
        assert faults("oai_pmh", root) == []
        yield root
        token = root.findtext(f".//{OAI}resumptionToken")
        if not token:
            return
        question = f"verb=ListRecords&resumptionToken={token}"


def test_tokens_lead_through_all(many: Layout) -> None:
    pages = list(harvested(public_client(many.root)))
    assert [len(headers(page)) for page in pages] == [3, 3, 2]
    assert {name for page in pages for name in headers(page)} == {f"oai:muragat:p{number}" for number in range(8)}
    assert pages[-1].find(f".//{OAI}resumptionToken") is not None, "the last page of several says so"


def test_nothing_is_missed_while_the_edition_changes(many: Layout) -> None:
    client = public_client(many.root)
    told: dict[str, str | None] = {}
    for number, page in enumerate(harvested(client)):
        told |= headers(page)
        if number == 0:
            block(many, "p1")
            with edition_writer(many):
                add_version(many, approved("p0", "Another title", text=None), None)
                add_version(many, approved("p9", text=None), None)
    assert set(told) == {f"oai:muragat:p{number}" for number in (*range(8), 9)}
    assert told["oai:muragat:p1"] == "deleted", "withdrawn after it was told"


def test_token_of_another_verb_or_time_is_refused(many: Layout) -> None:
    client = public_client(many.root)
    token = asked(client, "verb=ListRecords&metadataPrefix=oai_dc").findtext(f".//{OAI}resumptionToken")
    assert token
    other = asked(client, f"verb=ListIdentifiers&resumptionToken={token}")
    assert other.find(f"{OAI}error").get("code") == "badResumptionToken"  # type: ignore[union-attr]
    held = json.loads(base64.urlsafe_b64decode(token + "=="))
    for wrong in ({"expires": 1}, {"prefix": "marc"}, {"after": "x"}, {"after": ["x"]}, {"more": 1}, {"since": 5}):
        forged = base64.urlsafe_b64encode(json.dumps(held | wrong).encode()).decode().rstrip("=")
        root = asked(client, f"verb=ListRecords&resumptionToken={forged}")
        assert root.find(f"{OAI}error").get("code") == "badResumptionToken", wrong  # type: ignore[union-attr]


def test_withdrawn_at_once_and_back_again(tmp_path: Path) -> None:
    layout = Layout(tmp_path)
    with edition_writer(layout):
        add_version(layout, approved("p1", "Құпия атау"), None)
    client = public_client(tmp_path)
    assert headers(asked(client, "verb=ListRecords&metadataPrefix=oai_dc")) == {"oai:muragat:p1": None}
    block(layout, "p1")  # The index still has it.
    response = client.get("/oai?verb=ListRecords&metadataPrefix=oai_dc")
    assert headers(etree.fromstring(response.data)) == {"oai:muragat:p1": "deleted"}
    assert "Құпия" not in response.text
    with edition_writer(layout):
        add_version(layout, dataclasses.replace(approved("p1"), approved_at=utc_now()), None)
    assert headers(asked(client, "verb=ListRecords&metadataPrefix=oai_dc")) == {"oai:muragat:p1": None}


def test_before_anything_is_published(tmp_path: Path) -> None:
    client = public_client(tmp_path / "nothing")
    for question, code in {
        "verb=ListSets": "noRecordsMatch",
        "verb=ListRecords&metadataPrefix=oai_dc": "noRecordsMatch",
    }.items():
        assert asked(client, question).find(f"{OAI}error").get("code") == code  # type: ignore[union-attr]
    assert faults("oai_pmh", asked(client, "verb=Identify")) == []


def test_hostile_text_stays_text(tmp_path: Path) -> None:
    layout = Layout(tmp_path)
    with edition_writer(layout):
        add_version(layout, filled(PAYLOADS, None), None)
    client = public_client(tmp_path)
    for question in ("verb=ListSets", *(f"verb=ListRecords&metadataPrefix={name}" for name in FORMATS)):
        root = asked(client, question)
        assert faults("oai_pmh", root) == []
    for payload in PAYLOADS[::20]:
        for name in ("verb", "identifier", "set", "metadataPrefix", "resumptionToken", "from"):
            response = client.get("/oai", query_string={"verb": "ListRecords", name: payload})
            assert response.status_code == 200
            assert faults("oai_pmh", response.data) == [], (name, payload)
