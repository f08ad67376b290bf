"""A quote in another site's page, and how that site learns of it."""

from __future__ import annotations

import html
import re

import pytest
from flask.testing import FlaskClient

from tests.webapp.published import GONE, REELS, SAXAUL, SUMMARY_ONLY
from webapp.public.quoting.frame import EMBED_HEIGHTS

OEMBED = "/oembed"
HERE = "http://localhost"


def test_embed_of_a_quote_has_words_with_times_sound_and_a_way_back(client: FlaskClient) -> None:
    page = client.get(f"/embed/programmes/{REELS}/versions/2?t=0,8").text
    assert len(re.findall(r"<span data-m=", page)) > 5
    assert re.search(r'<audio controls preload="none" src="/sound/[0-9a-f]{64}\.m4a#t=[\d.]+,[\d.]+"', page)
    assert f'href="/programmes/{REELS}/versions/2#t=' in page
    assert 'name="robots" content="noindex"' in page
    assert "In part: Words corrected by the newsroom. In part: Machine words, not checked word by word." in page
    assert "Who speaks is the machine’s guess." in page
    assert "There is a newer version" not in page
    assert "There is a newer version, 2" in client.get(f"/embed/programmes/{REELS}/versions/1?t=0,8").text


def test_embed_of_a_whole_programme(client: FlaskClient) -> None:
    page = client.get(f"/embed/programmes/{SAXAUL}/versions/1").text
    assert "Saxaul on the sea bed" in page
    assert "data-m=" not in page
    assert '<p class="abstract"' in page
    assert "<audio" not in client.get(f"/embed/programmes/{SUMMARY_ONLY}/versions/1").text


@pytest.mark.parametrize(("place", "status"), [("1?t=9,2", 400), ("1?t=9000,9001", 404), ("7", 404)])
def test_embed_that_cannot_be_says_so_in_the_frame(client: FlaskClient, place: str, status: int) -> None:
    response = client.get(f"/embed/programmes/{SAXAUL}/versions/{place}")
    assert response.status_code == status
    assert "masthead" not in response.text
    assert 'target="_blank"' in response.text


def test_oembed_of_pages_of_this_site(client: FlaskClient) -> None:
    for page in (f"/programmes/{SAXAUL}", f"/programmes/{SAXAUL}/versions/1", f"/embed/programmes/{SAXAUL}/versions/1"):
        answer = client.get(OEMBED, query_string={"url": HERE + page, "format": "json"}).json
        assert answer
        assert (answer["version"], answer["type"], answer["title"]) == ("1.0", "rich", "Saxaul on the sea bed")
        assert f'src="{HERE}/embed/programmes/{SAXAUL}/versions/1"' in answer["html"]


def test_oembed_of_a_quote(client: FlaskClient) -> None:
    page = f"{HERE}/programmes/{SAXAUL}/versions/1/quote?t=12.34,18.9"
    answer = client.get(OEMBED, query_string={"url": page, "maxwidth": "300", "maxheight": "5000"}).json
    assert answer
    (address,) = re.findall(r'src="([^"]+)"', answer["html"])
    assert html.unescape(address) == f"{HERE}/embed/programmes/{SAXAUL}/versions/1?t=12.488,18.887"
    assert client.get(html.unescape(address)).status_code == 200
    assert answer["width"] == 300
    spanned = client.get(OEMBED, query_string={"url": f"{HERE}/programmes/{SAXAUL}#t=12.34,18.9"}).json
    assert spanned
    assert "t=12.488,18.887" in spanned["html"]


@pytest.mark.parametrize(
    "address",
    [
        "http://elsewhere.example/programmes/saxaul",
        "ftp://localhost/programmes/saxaul",
        "/programmes/saxaul",
        "http://localhost/",
        "http://localhost/programmes/nobody",
        "http://localhost/programmes/saxaul/versions/9",
        "http://localhost/programmes/saxaul/versions/99999999999999999999",
        "http://localhost/programmes/../healthz",
        "http://localhost@elsewhere.example/programmes/saxaul",
        "http://[/",
        "nonsense",
        "http://localhost/programmes/" + "a" * 9_000,
    ],
)
def test_oembed_of_what_is_no_page_here(client: FlaskClient, address: str) -> None:
    assert client.get(OEMBED, query_string={"url": address}).status_code == 404


def test_oembed_refuses_by_its_own_rules(client: FlaskClient) -> None:
    page = f"{HERE}/programmes/{SAXAUL}"
    assert client.get(OEMBED).status_code == 400
    assert client.get(OEMBED, query_string={"url": page, "format": "xml"}).status_code == 501
    assert client.get(OEMBED, query_string={"url": page, "maxwidth": "wide"}).status_code == 400
    assert client.get(OEMBED, query_string={"url": f"{HERE}/programmes/{GONE}"}).status_code == 410


def test_discovery_leads_from_the_quote_to_its_oembed(client: FlaskClient) -> None:
    page = client.get(f"/programmes/{SAXAUL}/versions/1/quote?t=12.34,18.9").text
    (found,) = re.findall(r'<link rel="alternate" type="application/json\+oembed" href="([^"]+)"', page)
    answer = client.get(html.unescape(found).removeprefix(HERE))
    assert answer.status_code == 200
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_frame_is_as_high_as_its_words(client: FlaskClient) -> None:
    def size(t: str, **asked: str) -> tuple[int, int]:
        address = f"{HERE}/programmes/{SAXAUL}/versions/1/quote?t={t}"
        answer = client.get(OEMBED, query_string={"url": address, **asked}).json
        assert answer
        assert f'width="{answer["width"]}" height="{answer["height"]}"' in answer["html"]
        return answer["width"], answer["height"]

    (width, short), (_, longer), (_, long) = size("12.34,14"), size("12.34,30"), size("1,110")
    assert width == 560
    least, most = EMBED_HEIGHTS
    assert least <= short < longer < long == most
    assert size("12.34,30", maxwidth="280")[1] > longer, "narrower lines are more lines"
    assert size("1,110", maxheight="300") == (560, 300)
    page = html.unescape(client.get(f"/programmes/{SAXAUL}/versions/1/quote?t=12.34,30").text)
    assert f'width="560" height="{longer}"' in page
