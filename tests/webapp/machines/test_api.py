"""The read API: records that say what the edition says, by a description that is tested against the answers."""

from __future__ import annotations

import copy
import html
import json
import re
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from flask.testing import FlaskClient
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode

from tests.security.payloads import PAYLOADS, filled
from tests.webapp.editions import approved, make_sound
from tests.webapp.published import GONE, REELS, SAXAUL, SUMMARY_ONLY, public_client
from transcribe.formats.json_transcript import JsonTranscript
from webapp.edition.layout import Layout
from webapp.edition.store import add_version, block, edition_writer
from webapp.public.app import create_public
from webapp.public.machines.api.openapi import openapi, parameters
from webapp.public.machines.api.operations import OPERATIONS

BASE = "/api/v1"
OF_A_PROGRAMME = ("", "/versions", "/versions/1", "/transcript", "/summary")
FEW, MANY = 15, 400
"""Examples an operation, from day to day and before a release."""


def asked(client: FlaskClient, path: str) -> Any:
    response = client.get(BASE + path)
    assert response.status_code == 200, response.text
    assert response.headers["Content-Type"] == "application/json"
    assert "Last-Modified" not in response.headers, "nothing is known of when it changed last"
    return response.json


def refused(client: FlaskClient, path: str) -> Any:
    response = client.get(BASE + path)
    assert response.headers["Content-Type"] == "application/problem+json"
    problem = json.loads(response.data)
    assert problem["status"] == response.status_code
    return problem


def test_list_chooses_and_has_pages(client: FlaskClient) -> None:
    english = asked(client, "/programmes?language=en")
    assert [each["id"] for each in english["programmes"]] == [REELS]
    assert {each["id"] for each in asked(client, "/programmes?series=Demo+programmes")["programmes"]} == {SAXAUL, REELS}
    place, told = "/programmes?limit=2", []
    while place:
        page = asked(client, place)
        told += [each["id"] for each in page["programmes"]]
        place = page["links"].get("next", "").partition(BASE)[2]
    assert len(told) == len(set(told)) == 5
    assert GONE not in told


def test_list_since_a_moment_is_what_changed(client: FlaskClient) -> None:
    everything = asked(client, "/programmes")["programmes"]
    moments = [each["updated_at"] for each in everything]
    assert moments == sorted(moments, reverse=True)
    newest = everything[0]["updated_at"]
    assert [each["id"] for each in asked(client, f"/programmes?since={newest}")["programmes"]] == [everything[0]["id"]]
    assert len(asked(client, f"/programmes?until={newest}")["programmes"]) == 4


def test_record_says_what_is_known_and_where_the_rest_is(client: FlaskClient) -> None:
    record = asked(client, f"/programmes/{REELS}")
    assert record["title"] == "The reels under the stairs"
    assert record["version"] == 2
    assert record["corrections"][0]["changes"] == ["facts"]
    assert set(record["speakers"]) == {"Host", "Guest"}
    assert client.get(record["sound"]["address"]).status_code == 200
    for name, address in record["links"].items():
        assert client.get(address).status_code == 200, name
    old = asked(client, f"/programmes/{REELS}/versions/1")
    assert (old["version"], "transcript" in old["links"]) == (1, False)
    assert [each["number"] for each in asked(client, f"/programmes/{REELS}/versions")["versions"]] == [2, 1]


def test_words_are_those_of_the_download(client: FlaskClient) -> None:
    assert asked(client, f"/programmes/{SAXAUL}/transcript") == client.get(f"/programmes/{SAXAUL}/transcript.json").json


def test_summary_leads_into_the_sound(client: FlaskClient) -> None:
    sentences = asked(client, f"/programmes/{SAXAUL}/summary")["sentences"]
    assert sentences[0]["verdict"] == "supported"
    assert sentences[0]["spans"][0]["address"].startswith(f"http://localhost/programmes/{SAXAUL}#t=")
    assert "score" not in sentences[0], "a score looks surer than it is"


def test_search_is_the_sites_own(client: FlaskClient) -> None:
    found = asked(client, "/search?q=сексеуіл")
    assert [each["programme"]["id"] for each in found["programmes"]] == [SAXAUL]
    hit = found["programmes"][0]["hits"][0]
    assert any("сексеуіл" in word.casefold() for word in hit["found"])
    assert hit["address"].startswith(f"http://localhost/programmes/{SAXAUL}")
    assert asked(client, "/search?q=zzzz")["total"] == 0


def test_facets_count(client: FlaskClient) -> None:
    counts = {each["value"]: each["count"] for each in asked(client, "/facets/language")["values"]}
    assert counts == {"kk": 4, "en": 1}


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/programmes?page=0", 400),
        ("/programmes?page=x", 400),
        ("/programmes?limit=1000", 400),
        ("/programmes?since=yesterday", 400),
        ("/programmes?since=2026-13-01T00:00:00Z", 400),
        ("/programmes?until=0001-01-01T00:00:00%2B14:00", 400),
        ("/programmes?colour=red", 400),
        ("/search", 400),
        ("/programmes/nobody", 404),
        (f"/programmes/{SAXAUL}/versions/9", 404),
        (f"/programmes/{SUMMARY_ONLY}/transcript", 404),
        ("/facets/colour", 404),
        ("/nowhere", 404),
        *((f"/programmes/{GONE}{part}", 410) for part in OF_A_PROGRAMME),
    ],
)
def test_mistake_is_a_problem(client: FlaskClient, path: str, status: int) -> None:
    assert refused(client, path)["status"] == status


def test_nothing_can_be_written(client: FlaskClient) -> None:
    response = client.post(f"{BASE}/programmes")
    assert response.status_code == 405
    assert response.headers["Content-Type"] == "application/problem+json"
    assert set(response.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


def test_language_of_the_site_may_be_chosen(client: FlaskClient) -> None:
    assert client.get(f"{BASE}/programmes?ui=kk").status_code == 200


@pytest.mark.parametrize("path", ["/programmes", f"/programmes/{SAXAUL}", "/search?q=the", "/openapi.json"])
def test_unchanged_answer_is_not_sent_again(client: FlaskClient, path: str) -> None:
    first = client.get(BASE + path)
    assert first.headers["Cache-Control"] == "no-cache"
    again = client.get(BASE + path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_pages_of_other_sites_may_ask_with_conditions(client: FlaskClient) -> None:
    asking = {"Origin": "https://elsewhere.example", "Access-Control-Request-Method": "GET"}
    response = client.options(f"{BASE}/programmes", headers=asking)
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert "If-None-Match" in response.headers["Access-Control-Allow-Headers"]


def test_withdrawn_is_gone_at_once(tmp_path: Path) -> None:
    layout, files = Layout(tmp_path / "edition"), make_sound(tmp_path / "sound")
    with edition_writer(layout):
        add_version(layout, approved("p1", "Құпия", text="Құпия сөз", sound=files.sound), files)
        add_version(layout, approved("p2", text="сөз"), None)
    client = public_client(layout.root)
    block(layout, "p1")  # The index still has it.
    for path in OF_A_PROGRAMME:
        assert refused(client, f"/programmes/p1{path}")["status"] == 410
    for path in ("/programmes", "/search?q=сөз", "/facets/language", "/facets/series"):
        assert "p1" not in client.get(BASE + path).text
        assert "Құпия" not in client.get(BASE + path).text
    assert asked(client, "/facets/language")["values"] == [{"value": "kk", "count": 1}]


def test_hostile_text_comes_back_as_it_was(tmp_path: Path) -> None:
    layout = Layout(tmp_path)
    with edition_writer(layout):
        add_version(layout, filled(PAYLOADS, None), None)
    client = public_client(tmp_path)
    assert asked(client, "/programmes/p1")["title"] == PAYLOADS[0]
    words = [each["words"][0]["text"] for each in asked(client, "/programmes/p1/transcript")["segments"]]
    assert words == list(PAYLOADS)


def test_description_names_every_operation_and_is_valid(client: FlaskClient) -> None:
    described = asked(client, "/openapi.json")
    assert set(described["paths"]) == {operation.path for operation in OPERATIONS}
    rules = {rule.rule for rule in client.application.url_map.iter_rules() if rule.rule.startswith(BASE)}
    assert rules == {*(BASE + operation.rule for operation in OPERATIONS), f"{BASE}/openapi.json"}
    assert JsonTranscript.__name__ in described["components"]["schemas"]
    for path in described["paths"].values():
        for parameter in path["get"]["parameters"]:
            assert parameter["description"]
            assert "example" in parameter, parameter["name"]


def test_manual_explains_every_operation_with_an_address_that_answers(client: FlaskClient, tmp_path: Path) -> None:
    text = client.get("/api?ui=en").text
    for operation in OPERATIONS:
        assert f"<code>GET {BASE}{operation.path}</code>" in text
    shown = [html.unescape(address) for address in re.findall(r'Example: <a href="([^"]+)"', text)]
    assert len(shown) == len(OPERATIONS)
    assert {client.get(address).status_code for address in shown} == {200}
    assert "Example:" not in public_client(tmp_path / "nothing").get("/api").text


def examples() -> st.SearchStrategy[schemathesis.Case]:
    """Return cases of every operation, some by the description and some against it, mostly of programmes that exist."""
    described = copy.deepcopy(openapi("test"))
    for path in described["paths"].values():
        for parameter in path["get"]["parameters"]:
            if parameter["name"] == "programme_id":
                parameter["schema"] = {"enum": [SAXAUL, REELS, SUMMARY_ONLY, "nobody"]}
    schema = schemathesis.openapi.from_dict(described)
    each = [result.ok() for result in schema.get_all_operations()]
    return st.one_of(
        [
            operation.as_strategy(generation_mode=mode)
            for operation in each
            for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
        ]
    )


@pytest.mark.parametrize("number", [FEW, pytest.param(MANY, marks=[pytest.mark.release, pytest.mark.timeout(7200)])])
def test_answers_are_as_described(layout: Layout, number: int) -> None:
    app = create_public(layout.root)

    @settings(
        max_examples=number * len(OPERATIONS),
        deadline=None,
        database=None,
        phases=(Phase.explicit, Phase.generate),
        suppress_health_check=list(HealthCheck),
    )
    @given(case=examples())
    def holds(case: schemathesis.Case) -> None:
        case.call_and_validate(app=app, headers={"Accept-Encoding": "identity"})  # Its client unpacks nothing.

    holds()


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_page_explains_every_operation_in_the_readers_language(client: FlaskClient, language: str) -> None:
    main = html.unescape(client.get(f"/api?ui={language}").text.partition("<main")[2].partition("</main>")[0])
    assert 'lang="en"' not in main
    for operation in OPERATIONS:
        for english in (operation.summary, *operation.description.split("`")):
            assert len(english) < 8 or english not in main
        for each in parameters(operation):
            assert each["description"] not in main
    client.delete_cookie("ui")
    assert asked(client, "/openapi.json")["paths"]["/search"]["get"]["summary"] == "Search", "its words stay English"
