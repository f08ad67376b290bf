"""What an editor took out of the words is nowhere in what the public gets, whatever the links were made from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlite_utils import Database

from media.records import Span
from tests.transcribe.texts import type_words
from tests.webapp.desk import Desk, make_desk
from tests.webapp.editions import approved
from tests.webapp.linked import with_links
from tests.webapp.published import public_client
from transcribe.linking.claims import split_claims
from transcribe.linking.decided.decide import decide
from transcribe.linking.embedders import NONE
from transcribe.linking.run import latest_linking, link_programme
from transcribe.records import Candidate, DecisionKind, Link, LinkDecision, Omitted, Part, PartKind, Verdict
from transcribe.revise import current_text
from webapp.edition.publish import publish
from webapp.edition.render import render_document
from webapp.review import approve

SECRET = "Қасымбеков"
SUMMARY = "Serik Omarov was held in the city on Friday."
SAID = f"Ауылда тыныш болды. Бүгін Серік {SECRET} қалада жұма күні ұсталды. Ауа райы жақсы болды."


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return with_links(make_desk(tmp_path), SUMMARY, SAID)


@pytest.fixture
def db(desk: Desk) -> Iterator[Database]:
    db = desk.open()
    yield db
    db.close()


def take_out(db: Database, desk: Desk, typed: str) -> None:
    """Retype the sentence that has the name."""
    text = current_text(db, desk.programme_id)
    segment = next(segment for segment in text.segments if SECRET in segment.text)
    type_words(db, desk.programme_id, segment.segment_id, typed, "journalist")


def the_link(db: Database, desk: Desk) -> Link:
    linking = latest_linking(db, desk.programme_id)
    assert linking
    (link,) = linking.links
    return link


def public_bytes(db: Database, desk: Desk) -> bytes:
    """Approve and publish; return every byte of the edition and of the programme's page in each language."""
    approve(db, desk.programme_id, "approver", "a test")
    publish(desk.archive, db, desk.edition, desk.programme_id, "approver")
    client = public_client(desk.edition)
    pages = [client.get(f"/programmes/{desk.programme_id}?ui={language}") for language in ("en", "kk", "ru")]
    assert all(page.status_code == 200 for page in pages)
    files = [path.read_bytes() for path in sorted(desk.edition.rglob("*")) if path.is_file()]
    return b"".join((*files, *(page.data for page in pages)))


TYPED = ("Бүгін Серік деген кісі қалада жұма күні ұсталды.", "Бүгін Серік қалада жұма күні ұсталды.", "…")
CASES = [(typed, decided) for typed in TYPED for decided in (None, DecisionKind.ACCEPT, DecisionKind.REJECT)]


@pytest.mark.parametrize(("typed", "decided"), CASES)
def test_a_name_that_was_taken_out_is_in_no_byte_of_what_is_public(
    desk: Desk, db: Database, typed: str, decided: DecisionKind | None
) -> None:
    heard_instead = [part.heard for part in the_link(db, desk).parts if part.verdict is Verdict.CONFLICTING]
    assert heard_instead == [SECRET], "otherwise nothing could leak"
    if decided:
        claim_id = split_claims(SUMMARY)[0].claim_id
        decide(db, desk.programme_id, claim_id, decided, the_link(db, desk).spans, "journalist")
    take_out(db, desk, typed)
    assert SECRET.lower() not in public_bytes(db, desk).decode("utf-8", "replace").lower()


def test_what_is_heard_in_the_place_of_a_name_is_published_as_it_is_written_now(desk: Desk, db: Database) -> None:
    take_out(db, desk, f"Бүгін Серік {SECRET.upper()}, қалада жұма күні ұсталды.")
    public = public_bytes(db, desk).decode("utf-8", "replace")
    assert f'"heard":"{SECRET.upper()},"' in public
    assert f"Omarov is not heard; {SECRET.upper()}, is" in public


def test_a_name_that_was_taken_out_is_not_public_after_linking_again(desk: Desk, db: Database) -> None:
    take_out(db, desk, TYPED[1])
    link_programme(db, desk.programme_id, embedder=NONE)
    assert SECRET.encode() not in public_bytes(db, desk)


def test_no_text_that_is_not_the_summarys_goes_from_a_link_into_the_edition() -> None:
    one = approved(summary="A village plants trees. Second one.")
    assert one.linking
    (link,) = one.linking.links
    at = link.spans[0]
    secret = replace(
        link,
        link_id=SECRET,
        quote=SECRET,
        alternatives=(Candidate(Span(0, 10), 0.2, SECRET),),
        parts=tuple(Part(kind, "trees", 18, 23, verdict, SECRET, at) for kind in PartKind for verdict in Verdict),
        decided=LinkDecision(SECRET, SECRET, SECRET, DecisionKind.ACCEPT, (at,), SECRET, SECRET, SECRET),
    )
    for decided in (None, secret.decided):
        for text_sha256 in (one.linking.text_sha256, "another"):
            links = (replace(secret, decided=decided),)
            linking = replace(
                one.linking, links=links, omitted=(Omitted(at, 1.0, SECRET, SECRET),), text_sha256=text_sha256
            )
            made = render_document(replace(one, linking=linking), 1, "2026-11-24T00:00:00.000Z")
            assert made.summary
            assert made.summary.sentences[0].verdict
            assert SECRET not in repr(made)
