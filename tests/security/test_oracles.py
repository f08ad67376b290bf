"""Nobody learns from the public site that a name is kept back: asked for it, it answers as for one that never was."""

from __future__ import annotations

import re
import statistics
import time
from contextlib import closing
from dataclasses import dataclass
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from media.catalogue import add_document, set_facts
from tests.transcribe.texts import type_words
from tests.webapp.desk import Desk, make_desk
from tests.webapp.published import public_client
from tests.webapp.redaction.kept import KEY, keep_person, publish_words
from webapp.leaks.names import Alias, Name
from webapp.leaks.sweep import sweep
from webapp.redaction.vault import KEY_VARIABLE

FIRST, LAST = "Бұлдырқай", "Жұмағұлбек"
KEPT = f"{FIRST} {LAST}"
ABSENT = {FIRST: "Гөмжілшан", LAST: "Дүрөзәтпан", "Buldyrqai": "Gomzhilsh", "buldyr": "gomzhi"}
"""As many letters, of the same alphabet, in no text."""
QUERIES = (
    "{first}",
    "{first} {last}",
    "“{first} {last}”",
    "{first}ға",
    "speaker:{first}",
    "person:{first}",
    "сексеуіл {first}",
    "-{first} сексеуіл",
    "{latin}",
    "{beginning}",
)
ROUTES = (
    "/search?q={q}",
    "/api/v1/search?q={q}",
    "/feeds/search.rss?q={q}",
    "/feeds/search.atom?q={q}",
    "/iiif/search/{programme}?q={q}",
    "/programmes/{programme}?q={q}",
    "/browse/person?name={q}",
    "/browse/speaker?name={q}",
    "/api/v1/programmes?series={q}",
)
ASKED_TIMES = 25


@dataclass(frozen=True, slots=True)
class Site:
    desk: Desk
    client: FlaskClient


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    desk = make_desk(tmp_path_factory.mktemp("oracles"))
    pid = desk.programme_id
    with pytest.MonkeyPatch.context() as patch, closing(desk.open()) as db:
        patch.setenv(KEY_VARIABLE, KEY)
        set_facts(db, pid, {"title": f"{FIRST} және сексеуіл", "people": f"{KEPT}; Айша", "series": "Ауыл"})
        add_document(db, pid, "summary", "Buldyrqai plants saxaul.", language="en")
        type_words(db, pid, desk.segment_id, f"{KEPT} сексеуіл егеді", "journalist", speaker=KEPT)
        keep_person(db, pid, (KEPT, FIRST, LAST))
        publish_words(desk, db, pid)
    return Site(desk, public_client(desk.edition))


def ask(site: Site, route: str, query: str) -> TestResponse:
    return site.client.get(route.format(q=quote(query), programme=site.desk.programme_id))


def said(response: TestResponse, query: str) -> tuple[int, bytes, list[tuple[str, str]]]:
    """Return an answer without the words that it repeats of the query, and without the second at which it was made."""
    body = response.get_data()
    for word in re.findall(r"\w{4,}", query):
        for form in (quote(word), word, word.casefold()):
            body = body.replace(form.encode(), b"?")
    # The feed of a search is named by its address, and says when it was made.
    body = re.sub(rb"<(lastBuildDate|podcast:guid)>[^<]*", b"", body)
    headers = [(name, value) for name, value in response.headers if name not in ("Date", "Content-Length", "ETag")]
    return response.status_code, body, headers


def bare(page: str, programme_id: str) -> str:
    """Return a page without the address at which it is, and without the token that each has of its own."""
    return re.sub(r'"[\w.-]{80,}"', "", page.replace(programme_id, "?"))


def pair(template: str) -> tuple[str, str]:
    kept = template.format(first=FIRST, last=LAST, latin="Buldyrqai", beginning="buldyr")
    absent = template.format(
        first=ABSENT[FIRST], last=ABSENT[LAST], latin=ABSENT["Buldyrqai"], beginning=ABSENT["buldyr"]
    )
    assert len(kept.encode()) == len(absent.encode())
    return kept, absent


def test_the_name_is_in_no_byte_of_the_edition(site: Site) -> None:
    names = [Name((Alias(KEPT), Alias(FIRST), Alias(LAST)))]
    assert [(leak.path, leak.how) for leak in sweep(site.desk.edition, names, resembling=False)] == []
    assert ask(site, "/search?q={q}", "сексеуіл").text.count("сексеуіл") > 2


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("query", QUERIES)
def test_the_same_bytes_but_the_query(site: Site, route: str, query: str) -> None:
    kept, absent = pair(query)
    assert said(ask(site, route, kept), kept) == said(ask(site, route, absent), absent)


@pytest.mark.parametrize("route", ROUTES)
def test_the_same_length_and_tag(site: Site, route: str) -> None:
    kept, absent = pair("{first} {last}")
    answers = ask(site, route, kept), ask(site, route, absent)
    assert len({answer.headers.get("Content-Length") for answer in answers}) == 1
    assert len({"ETag" in answer.headers for answer in answers}) == 1


def test_the_same_time(site: Site) -> None:
    kept, absent = pair("{first} {last}")
    took: dict[str, list[float]] = {kept: [], absent: []}
    for _ in range(ASKED_TIMES):
        for query in (kept, absent):
            begun_s = time.thread_time()  # Of the processor: what others do on this machine is in no answer.
            ask(site, "/search?q={q}", query)
            took[query].append(time.thread_time() - begun_s)
    quickest = [statistics.mean(sorted(each)[: ASKED_TIMES // 5]) for each in took.values()]
    assert max(quickest) < 1.3 * min(quickest) + 0.0005


def test_what_is_not_there_and_what_is_forbidden_are_one(site: Site) -> None:
    """Also in the newsroom: nobody learns that a programme is there, or that something of it is kept back."""
    visitor = site.desk.visitor("contributor_other")
    for place in ("", "/redactions", "/redactions/places", "/preview"):
        own = visitor.get(f"{site.desk.address}{place}")
        none = visitor.get(f"/programmes/pnowhere{place}")
        assert own.status_code == none.status_code == 404
        # The page leads to itself in other languages.
        assert bare(own.text, site.desk.programme_id) == bare(none.text, "pnowhere")
