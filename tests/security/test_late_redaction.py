"""What is kept back after it was public is gone from every address at once; no version that had it comes back."""

from __future__ import annotations

import fcntl
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from media.catalogue import add_document, add_programme
from tests.security.access_public import ROUTES
from tests.security.test_public_access import address, name_in
from tests.transcribe.texts import type_words
from tests.webapp.desk import Desk, make_desk
from tests.webapp.published import public_client
from webapp.edition.layout import Layout
from webapp.edition.publish import publish
from webapp.edition.records import PublicReason
from webapp.leaks.names import Alias, Name
from webapp.leaks.sweep import Sweep, sweep
from webapp.public.shelf import Shelf
from webapp.redaction.late import block_public, remove_public
from webapp.review import ReviewState, approve, state

NAME = "Бұлдырқай"
AT_MOST_S, GONE = 5, 410
LISTS = (
    "/",
    f"/search?q={NAME}",
    f"/search?q={NAME[:-2]}",
    f"/search?q={NAME.replace('қ', 'к')}",
    "/browse",
    "/timeline",
    "/feeds/programmes.rss",
    "/feeds/programmes.atom",
    f"/feeds/search.rss?q={NAME}",
    f"/api/v1/search?q={NAME}",
    "/api/v1/programmes",
    "/api/v1/facets/speaker",
    "/sitemap.xml",
    "/oai?verb=ListRecords&metadataPrefix=oai_dc",
    "/oai?verb=ListIdentifiers&metadataPrefix=oai_dc",
)


@dataclass(frozen=True, slots=True)
class Late:
    desk: Desk
    client: FlaskClient
    sound_sha256: str
    tags: dict[str, str]
    """Address → ETag of what was there before."""
    answers: dict[str, tuple[TestResponse, float]]
    """Address → what was answered while somebody held the edition, and seconds since the redaction began."""
    took_s: float
    """For the redaction itself."""


def addresses(client: FlaskClient, desk: Desk, sound_sha256: str) -> Iterator[str]:
    """Yield every address of the programme and its sound, each version's too."""
    for rule in ROUTES:
        if "programme_id" in rule or "sha256" in rule:
            for number in (1, 2) if "number" in rule else (1,):
                values = {"programme_id": desk.programme_id, "number": number, "sha256": sound_sha256}
                yield address(client.application, rule, **values, name=name_in(rule))
    yield f"/oembed?url=http://localhost/programmes/{desk.programme_id}"


@pytest.fixture(scope="module")
def late(tmp_path_factory: pytest.TempPathFactory) -> Late:
    desk = make_desk(tmp_path_factory.mktemp("late"))
    with closing(desk.open()) as db:
        pid = desk.programme_id
        other = add_programme(db, {"title": "Another", "language": "en"}).programme_id
        add_document(db, other, "summary", "It stays.", language="en")
        for each in (other, pid):
            approve(db, each, "approver", "test")
            publish(desk.archive, db, desk.edition, each, "approver")
        edit(desk, f"{NAME} айтты", speaker=NAME)
        approve(db, pid, "approver", "test")
        publish(desk.archive, db, desk.edition, pid, "approver", "A correction.")
        client = public_client(desk.edition)
        with closing(Shelf(desk.edition)) as shelf:
            sound = shelf.version(pid).sound_sha256 or ""
        # Whatever the process keeps, it keeps from here on.
        found = {each: client.get(each) for each in (*addresses(client, desk, sound), *LISTS)}
        assert NAME in found[f"/programmes/{pid}"].text
        tags = {each: response.headers["ETag"] for each, response in found.items() if "ETag" in response.headers}
        with Layout(desk.edition).lock_path.open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)  # Somebody else publishes all the while.
            begun_s = time.monotonic()
            assert block_public(db, desk.edition, pid, "journalist")
            took_s = time.monotonic() - begun_s
            answers = {}
            for each in found:
                headers = {"If-None-Match": tags[each]} if each in tags and each not in LISTS else {}
                answers[each] = client.get(each, headers=headers), time.monotonic() - begun_s
        remove_public(desk.edition)
    return Late(desk, client, sound, tags, answers, took_s)


def edit(desk: Desk, text: str, speaker: str | None = None) -> None:
    with closing(desk.open()) as db:
        type_words(db, desk.programme_id, desk.segment_id, text, "journalist", speaker=speaker)


def test_every_address_is_gone_though_somebody_holds_the_edition(late: Late) -> None:
    assert late.took_s < AT_MOST_S
    own = {each: answer for each, answer in late.answers.items() if each not in LISTS}
    assert len(own) > 30
    assert {each: answer.status_code for each, (answer, _) in own.items() if answer.status_code != GONE} == {}
    assert max(seconds for _, seconds in late.answers.values()) < AT_MOST_S


def test_nothing_that_is_answered_has_it(late: Late) -> None:
    inside = Sweep([Name((Alias(NAME),))], resembling=False)
    for each, (answer, _) in late.answers.items():
        said = answer.get_data() + "\n".join(f"{name}: {value}" for name, value in answer.headers).encode()
        if "q=" in each:  # The page repeats what was asked.
            assert late.desk.programme_id.encode() not in said, each
            continue
        assert [found for _, found in inside.bytes(said)] == [], each


def test_readers_are_told_no_more_than_that_it_is_corrected(late: Late) -> None:
    assert "Another" in late.answers["/"][0].text
    page, _ = late.answers[f"/programmes/{late.desk.programme_id}"]
    assert "is being corrected" in page.text
    with closing(Shelf(late.desk.edition)) as shelf:
        (tombstone,) = shelf.withdrawn()
    assert (tombstone.programme_id, tombstone.reason) == (late.desk.programme_id, PublicReason.CORRECTED)
    records, _ = late.answers["/oai?verb=ListIdentifiers&metadataPrefix=oai_dc"]
    assert 'status="deleted"' in records.text


def test_no_byte_of_the_edition_has_it_afterwards(late: Late) -> None:
    leaks = sweep(late.desk.edition, [Name((Alias(NAME),))], resembling=False)
    assert [(leak.path, leak.how) for leak in leaks] == []


def test_a_new_version_comes_back_alone(late: Late) -> None:
    desk, pid = late.desk, late.desk.programme_id
    edit(desk, "ол айтты", speaker="")
    with closing(desk.open()) as db:
        assert state(db, pid) is ReviewState.WITHDRAWN
        approve(db, pid, "approver", "test")
        assert publish(desk.archive, db, desk.edition, pid, "approver").version == 3
    newest = late.client.get(f"/programmes/{pid}")
    assert newest.status_code == 200
    for number in (1, 2):
        for place in ("", "/transcript.json", "/changes", "/quote?t=1,5", "/clip.m4a?t=1,5", "/card.png"):
            old = late.client.get(f"/programmes/{pid}/versions/{number}{place}")
            assert old.status_code == 410, (number, place)
        assert late.client.get(f"/api/v1/programmes/{pid}/versions/{number}").status_code == 410
    assert late.client.get(f"/programmes/{pid}/versions/4").status_code == 404
    listed = late.client.get(f"/programmes/{pid}/versions").text
    assert "Not served any more: 1–2." in listed
    assert NAME not in listed
    assert [(leak.path, leak.how) for leak in sweep(desk.edition, [Name((Alias(NAME),))], resembling=False)] == []


def test_what_is_not_public_is_left_as_it_is(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    with closing(desk.open()) as db:
        assert not block_public(db, desk.edition, desk.programme_id, "journalist")
        assert state(db, desk.programme_id) is ReviewState.UNREVIEWED
