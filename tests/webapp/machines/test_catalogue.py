"""Records in the vocabularies of archives: valid by their schemas, and saying what the edition says."""

from __future__ import annotations

import dataclasses
import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from tests.security.payloads import PAYLOADS, filled
from tests.webapp.editions import approved, make_sound
from tests.webapp.machines.schemas import faults, official_faults
from tests.webapp.published import (
    REELS,
    SAXAUL,
    SUMMARY_AND_SOUND,
    SUMMARY_ONLY,
    WORDS_ONLY,
    public_client,
)
from webapp.edition.layout import Layout
from webapp.edition.store import add_version, block, edition_writer
from webapp.public.machines.catalogue.times import at_midnight, iso_duration, whole_seconds
from webapp.public.machines.xml import Vocabulary, clean, document

VOCABULARIES = {"dc": "oai_dc", "pbcore": "pbcore", "ebucore": "ebucore"}
PROGRAMMES = (SAXAUL, REELS, WORDS_ONLY, SUMMARY_ONLY, SUMMARY_AND_SOUND)
DC = "{http://purl.org/dc/elements/1.1/}"


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    layout = Layout(tmp_path_factory.mktemp("edition"))
    files = make_sound(tmp_path_factory.mktemp("sound"))
    with edition_writer(layout):
        add_version(layout, filled(PAYLOADS, files.sound), files)
    return public_client(layout.root)


def place_of(programme_id: str, name: str) -> str:
    return f"/programmes/{programme_id}/metadata.{name}.xml"


@pytest.mark.parametrize("name", VOCABULARIES)
@pytest.mark.parametrize("programme_id", PROGRAMMES)
def test_record_is_valid(client: FlaskClient, name: str, programme_id: str) -> None:
    response = client.get(place_of(programme_id, name))
    assert response.headers["Content-Type"] == "application/xml; charset=utf-8"
    assert faults(VOCABULARIES[name], response.data) == []


@pytest.mark.parametrize("name", VOCABULARIES)
def test_record_is_valid_by_the_official_schema(client: FlaskClient, hostile: FlaskClient, name: str) -> None:
    found = [official_faults(client.get(place_of(each, name)).data) for each in PROGRAMMES]
    found.append(official_faults(hostile.get(place_of("p1", name)).data))
    assert found == [[]] * len(found)


@pytest.mark.parametrize("name", VOCABULARIES)
def test_hostile_text_stays_text(hostile: FlaskClient, name: str) -> None:
    content = hostile.get(place_of("p1", name)).data
    assert faults(VOCABULARIES[name], content) == []
    said = " ".join(etree.fromstring(content).itertext())
    assert PAYLOADS[0] in said
    assert b"<script" not in content


def test_own_schemas_find_faults(client: FlaskClient) -> None:
    for name, schema in VOCABULARIES.items():
        root = etree.fromstring(client.get(place_of(SAXAUL, name)).data)
        etree.SubElement(root, "unheard-of")
        assert faults(schema, root), name
    root = etree.fromstring(client.get(place_of(SAXAUL, "pbcore")).data)
    root.append(root[0])  # The order is the schema's.
    assert faults("pbcore", root)


def test_dublin_core_says_what_is_known(client: FlaskClient) -> None:
    root = etree.fromstring(client.get(place_of(SAXAUL, "dc")).data)
    said = {name: [each.text for each in root.findall(DC + name)] for name in ("title", "language", "type", "coverage")}
    assert said == {
        "title": ["Saxaul on the sea bed"],
        "language": ["kk"],
        "type": ["Sound"],
        "coverage": ["Aral", "Kyzylorda region", "Almaty"],
    }
    assert root.findtext(DC + "identifier") == "http://localhost/programmes/saxaul"
    contributors = etree.fromstring(client.get(place_of(REELS, "dc")).data).findall(DC + "contributor")
    assert {"Host", "Guest"} <= {each.text for each in contributors}


def test_names_of_a_machine_are_no_people(tmp_path: Path) -> None:
    layout = Layout(tmp_path)
    made = approved("p1", text="бір екі үш төрт бес алты жеті сегіз тоғыз")
    assert made.text
    segments = tuple(dataclasses.replace(each, speaker="S1") for each in made.text.segments)
    with edition_writer(layout):
        add_version(layout, dataclasses.replace(made, text=dataclasses.replace(made.text, segments=segments)), None)
    client = public_client(tmp_path)
    for place in (*(place_of("p1", name) for name in VOCABULARIES), "/programmes/p1/metadata.jsonld"):
        assert "S1" not in client.get(place).text, place


def test_linked_data_is_an_episode_with_its_words(client: FlaskClient) -> None:
    response = client.get(f"/programmes/{REELS}/metadata.jsonld")
    assert response.headers["Content-Type"] == "application/ld+json"
    record = json.loads(response.data)
    assert record["@type"] == "Episode", "nobody says that it was on the radio"
    assert record["audio"]["@type"] == "AudioObject"
    label, *said = record["audio"]["transcript"].splitlines()
    assert re.fullmatch(r"\[muragat: .*machine words, not checked; corrected in part; version 2, [\d-]{10}\]", label)
    assert "reel" in " ".join(said)
    assert record["audio"]["duration"].startswith("PT")
    assert {"@type": "PropertyValue", "propertyID": "version", "value": 2} in record["identifier"]
    assert [each["text"] for each in record["correction"]] == [
        "Version 2 changes: facts. The rights were not told in full."
    ]
    assert "0.8" not in response.text, "a score looks surer than it is"


def test_no_record_says_more_than_the_facts(tmp_path: Path) -> None:
    """Whether an author is a person, whether it was radio, and a summary that nobody wrote."""
    layout = Layout(tmp_path)
    made = approved("p1", summary=None)
    facts = {"author": "Dala desk; A. Smith", "publisher": "Dala desk", "medium": "television", "series": "Tapes"}
    with edition_writer(layout):
        programme = dataclasses.replace(made.programme, **facts)  # type: ignore[arg-type]
        add_version(layout, dataclasses.replace(made, programme=programme), None)
    client = public_client(tmp_path)
    record = json.loads(client.get("/programmes/p1/metadata.jsonld").data)
    assert record["author"] == [{"@type": "Organization", "name": "Dala desk"}, {"name": "A. Smith"}]
    assert (record["@type"], record["partOfSeries"]["@type"]) == ("TVEpisode", "TVSeries")
    assert "datePublished" not in record, "that is the day on which it came to this site"
    assert record["dateModified"].startswith(record["sdDatePublished"])
    assert '<pbcoreDescription descriptionType="Title">A programme<' in client.get(place_of("p1", "pbcore")).text
    assert 'typeLabel="Television programme"' in client.get(place_of("p1", "ebucore")).text


def test_page_holds_its_linked_data_but_not_the_words_twice(client: FlaskClient) -> None:
    text = client.get(f"/programmes/{REELS}").text
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
    assert len(found) == 1
    record = json.loads(found[0])
    full = client.get(f"/programmes/{REELS}/metadata.jsonld").json
    assert full
    del full["audio"]["transcript"]
    assert record == full


def test_linked_data_cannot_end_its_element(hostile: FlaskClient) -> None:
    (content,) = re.findall(
        r'<script type="application/ld\+json">(.*?)</script>', hostile.get("/programmes/p1").text, re.DOTALL
    )
    assert "<" not in content
    assert json.loads(content)["name"] == PAYLOADS[0]


def test_withdrawn_is_gone_at_once(tmp_path: Path) -> None:
    layout = Layout(tmp_path)
    with edition_writer(layout):
        add_version(layout, approved("p1"), None)
    client = public_client(tmp_path)
    places = [*(place_of("p1", name) for name in VOCABULARIES), "/programmes/p1/metadata.jsonld"]
    assert {client.get(place).status_code for place in places} == {200}
    block(layout, "p1")  # The index still has it.
    for place in places:
        response = client.get(place)
        assert response.status_code == 410
        assert response.headers["Content-Type"] == "application/problem+json"
        assert response.json
        assert response.json["status"] == 410


def test_unchanged_record_is_not_sent_again(client: FlaskClient) -> None:
    for place in (place_of(SAXAUL, "pbcore"), f"/programmes/{SAXAUL}/metadata.jsonld"):
        first = client.get(place)
        assert first.headers["Cache-Control"] == "no-cache"
        again = client.get(place, headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")
        packed = client.get(place, headers={"Accept-Encoding": "gzip"})
        assert packed.headers["Content-Encoding"] == "gzip"
        assert packed.headers["ETag"] == first.headers["ETag"]


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=[])))
def test_xml_is_well_formed_whatever_it_holds(text: str) -> None:
    vocabulary = Vocabulary("urn:x")
    root = vocabulary.root("a", {None: "urn:x"})
    vocabulary.add(root, "b", text, c=text)
    (element,) = etree.fromstring(document(root))
    assert (element.text or "") == clean(text)
    assert re.sub("[\t\r\n]", " ", element.get("c")) == re.sub("[\t\r\n]", " ", clean(text))
    assert len(clean(text)) == len(text)


def test_dates_and_durations() -> None:
    assert at_midnight("2026-11-24") == datetime(2026, 11, 24, tzinfo=UTC)
    assert [at_midnight(text) for text in (None, "", "spring", "2026-13-01", "20261124")] == [None] * 5
    assert [iso_duration(each) for each in (0, 500, 130_000, 36_000_123)] == [
        "PT0S",
        "PT0.5S",
        "PT130S",
        "PT36000.123S",
    ]
    assert whole_seconds("2026-11-20T08:00:00.999Z").isoformat() == "2026-11-20T08:00:00+00:00"
