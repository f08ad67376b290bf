"""IIIF as viewers take it: a canvas of time with sound and words, and hits with their seconds."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import jsonschema_rs
import pytest
from flask.testing import FlaskClient

from tests.security.payloads import PAYLOADS, filled
from tests.webapp.editions import approved, make_sound
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
from webapp.public.machines.iiif import content_search
from webapp.public.machines.iiif.licence import licence_address

FRAGMENT = re.compile(r"#t=(\d+(?:\.\d+)?),(\d+(?:\.\d+)?)$")
NEEDED = {
    "Manifest": {"label", "items"},
    "Canvas": {"duration"},
    "AnnotationPage": {"id"},
    "Annotation": {"id", "motivation", "target"},
    "Range": {"id", "items"},
    "Sound": {"id", "format", "duration"},
    "TextualBody": {"value", "format"},
    "Dataset": {"id", "format"},
    "Agent": {"id", "label"},
    "AnnotationCollection": {"id", "total"},
    "SpecificResource": {"source", "selector"},
}
"""What the specification asks of each type."""


def fetched(client: FlaskClient, place: str) -> Any:
    response = client.get(place)
    assert response.status_code == 200
    assert response.headers["Content-Type"].startswith("application/ld+json;profile=")
    return json.loads(response.data)


def manifest_of(client: FlaskClient, programme_id: str) -> Any:
    return fetched(client, f"/iiif/programmes/{programme_id}/manifest.json")


def nodes(value: Any) -> Iterator[dict[str, Any]]:
    """Yield every object in a JSON value."""
    if isinstance(value, dict):
        yield value
        for each in value.values():
            yield from nodes(each)
    elif isinstance(value, list):
        for each in value:
            yield from nodes(each)


@pytest.mark.parametrize("programme_id", [SAXAUL, REELS, WORDS_ONLY, SUMMARY_AND_SOUND])
def test_manifest_is_sound(client: FlaskClient, programme_id: str) -> None:
    manifest = manifest_of(client, programme_id)
    assert manifest["@context"] == "http://iiif.io/api/presentation/3/context.json"
    (canvas,) = manifest["items"]
    names = [node["id"] for node in nodes(manifest) if node.get("type") in {"Annotation", "AnnotationPage", "Range"}]
    assert len(names) == len(set(names)), "two resources have one name"
    for node in nodes(manifest):
        if node.get("type") == "Canvas" and node is not canvas:
            fragment = FRAGMENT.search(node["id"])
            assert fragment
            assert float(fragment[1]) < float(fragment[2]) <= canvas["duration"] + 1
        elif "type" in node:
            assert NEEDED.get(node["type"], set()) <= set(node), node


@pytest.mark.parametrize("programme_id", [SAXAUL, REELS])
def test_manifest_is_valid_by_the_official_schema(client: FlaskClient, programme_id: str) -> None:
    schema = json.loads((Path(os.environ["MURAGAT_SCHEMAS"]) / "iiif_3_0.json").read_text())
    for kind, document in (
        ("manifest", manifest_of(client, programme_id)),
        ("annotationPage", fetched(client, f"/iiif/programmes/{programme_id}/transcript.json")),
    ):
        of_kind = {**{name: value for name, value in schema.items() if name != "oneOf"}, "$ref": f"#/classes/{kind}"}
        assert [error.message for error in jsonschema_rs.validator_for(of_kind).iter_errors(document)] == []


def test_everything_a_manifest_names_here_is_there(client: FlaskClient) -> None:
    for programme_id in (SAXAUL, REELS):
        manifest = manifest_of(client, programme_id)
        named = [node["id"] for key in ("rendering", "seeAlso", "homepage", "service") for node in manifest[key]]
        named += [page["id"] for page in manifest["items"][0]["annotations"] if "items" not in page]
        named += [node["id"] for node in nodes(manifest) if node.get("type") in {"Sound", "Text"}]
        for address in named:
            parts = urlsplit(address)
            assert client.get(f"{parts.path}?{parts.query}").status_code == 200, address


def test_words_lie_on_the_canvas(client: FlaskClient) -> None:
    canvas = manifest_of(client, SAXAUL)["items"][0]
    page = fetched(client, f"/iiif/programmes/{SAXAUL}/transcript.json")
    assert {annotation["motivation"] for annotation in page["items"]} == {"supplementing"}
    assert {annotation["target"].partition("#")[0] for annotation in page["items"]} == {canvas["id"]}
    assert {annotation["body"]["language"] for annotation in page["items"]} == {"kk"}
    said = " ".join(annotation["body"]["value"] for annotation in page["items"])
    assert "Қызылорда облысы" in said
    assert "2018 жылы ауылдың" not in said, "nobody spoke it"
    assert page["label"]["en"][0].startswith("Transcript: Words of the programme's script; times by machine (")
    assert not fetched(client, f'/iiif/search/{SAXAUL}?q="2018 жылы ауылдың"')["items"]


def test_translation_is_labelled(client: FlaskClient) -> None:
    page = fetched(client, f"/iiif/programmes/{SAXAUL}/translations/1.json")
    assert "Machine translation, not checked" in page["label"]["en"][0]
    assert {annotation["body"]["language"] for annotation in page["items"]} == {"en"}
    assert client.get(f"/iiif/programmes/{SAXAUL}/translations/2.json").status_code == 404
    assert client.get(f"/iiif/programmes/{REELS}/translations/1.json").status_code == 404


def test_contents_are_sentences_that_are_heard(client: FlaskClient) -> None:
    (contents,) = manifest_of(client, SAXAUL)["structures"]
    labels = [each["label"]["en"][0] for each in contents["items"]]
    assert any("six in the morning" in label for label in labels)
    assert not any("ends next year" in label for label in labels), "not found in the sound"


def test_programme_without_sound_has_no_manifest(client: FlaskClient) -> None:
    assert client.get(f"/iiif/programmes/{SUMMARY_ONLY}/manifest.json").status_code == 404
    assert client.get(f"/iiif/programmes/{SUMMARY_ONLY}/transcript.json").status_code == 404
    assert "annotations" not in manifest_of(client, SUMMARY_AND_SOUND)["items"][0]


def test_search_tells_where_words_are_said(client: FlaskClient) -> None:
    found = fetched(client, f"/iiif/search/{SAXAUL}?q=сексеуіл&motivation=painting")
    assert found["@context"] == "http://iiif.io/api/search/2/context.json"
    assert found["ignored"] == ["motivation"]
    assert found["items"]
    transcript = fetched(client, f"/iiif/programmes/{SAXAUL}/transcript.json")
    said = {annotation["id"]: annotation for annotation in transcript["items"]}
    highlights = found["annotations"][0]["items"]
    for hit, highlight in zip(found["items"], highlights, strict=True):
        assert said[hit["id"]] == hit
        assert FRAGMENT.search(hit["target"])
        (selector,) = highlight["target"]["selector"]
        assert highlight["target"]["source"] == hit["id"]
        assert "сексеуіл" in selector["exact"].casefold()
    assert fetched(client, f"/iiif/search/{SAXAUL}?q=zzzz")["items"] == []
    assert fetched(client, f"/iiif/search/{SAXAUL}")["items"] == []
    assert fetched(client, f"/iiif/search/{SUMMARY_ONLY}?q=a")["items"] == []


def test_search_has_pages(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    everything = fetched(client, f"/iiif/search/{REELS}?q=the")["items"]
    monkeypatch.setattr(content_search, "PAGE_HITS", 2)
    place: str | None = f"/iiif/search/{REELS}?q=the"
    told: list[Any] = []
    while place:
        page = fetched(client, place)
        assert page["startIndex"] == len(told)
        assert page["partOf"]["total"] == len(everything)
        told += page["items"]
        place = page.get("next", {}).get("id")
    assert told == everything
    assert len(everything) > 2


@pytest.mark.parametrize(
    ("rights", "address"),
    [
        ("Text and sound, CC0 1.0", "http://creativecommons.org/publicdomain/zero/1.0/"),
        ("CC BY-NC 4.0", "http://creativecommons.org/licenses/by-nc/4.0/"),
        ("Text CC BY 4.0, sound CC BY-SA 4.0", None),
        ("All rights reserved", None),
        (None, None),
    ],
)
def test_licence_is_recognised(rights: str | None, address: str | None) -> None:
    assert licence_address(rights) == address


def test_withdrawn_is_gone_at_once(tmp_path: Path) -> None:
    layout, files = Layout(tmp_path / "edition"), make_sound(tmp_path / "sound")
    with edition_writer(layout):
        add_version(layout, approved("p1", text="Құпия сөз", sound=files.sound), files)
    client = public_client(layout.root)
    places = ("/iiif/programmes/p1/manifest.json", "/iiif/programmes/p1/transcript.json", "/iiif/search/p1?q=сөз")
    assert {client.get(place).status_code for place in places} == {200}
    block(layout, "p1")  # The index still has it.
    for place in places:
        assert client.get(place).status_code == 410
        assert "Құпия" not in client.get(place).text


def test_hostile_text_comes_back_as_it_was(tmp_path: Path) -> None:
    layout, files = Layout(tmp_path / "edition"), make_sound(tmp_path / "sound")
    with edition_writer(layout):
        add_version(layout, filled(PAYLOADS, files.sound), files)
    client = public_client(layout.root)
    assert manifest_of(client, "p1")["label"] == {"none": [PAYLOADS[0]]}
    page = fetched(client, "/iiif/programmes/p1/transcript.json")
    assert [each["body"]["value"] for each in page["items"]] == [f"{payload} сөз" for payload in PAYLOADS]
    for payload in PAYLOADS[::10]:
        response = client.get("/iiif/search/p1", query_string={"q": payload, payload[:50]: "x"})
        assert response.status_code == 200
        assert payload[:50] in json.loads(response.data)["ignored"]
