"""What goes out is looked through as it goes out: what somebody let through is there, and nothing more."""

from __future__ import annotations

import base64
import dataclasses
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database

from media.catalogue import add_document, add_programme
from tests.webapp.desk import Desk, make_desk
from tests.webapp.gate.guest import REASON, checked
from webapp.edition.note import REMOVED
from webapp.edition.publish import publish
from webapp.errors import NoteTells, ProtectedNameFound
from webapp.gate.kept_back import KeptBack, kept_back
from webapp.gate.let_through import let_through
from webapp.gate.require import require_nameless
from webapp.people.assignments import assign
from webapp.redaction.find import Finder, find_places, quote_of
from webapp.redaction.flows import Flow, text_tokens
from webapp.redaction.records import Decision, Likeness, Where
from webapp.redaction.store import add_person, add_word, decide
from webapp.review import Content, approve, content

NAME = "Жақсыбаева Роза"
SAID = "Роза гүлдейді. Жақсыбаева келді."


@pytest.fixture
def flower(tmp_path: Path) -> Iterator[tuple[Desk, Database]]:
    """A programme whose summary has the name as a flower too, which is let through, and words of one place."""
    desk = make_desk(tmp_path)
    with closing(desk.open()) as db:
        pid = add_programme(db, {"title": "Бақ", "language": "kk"}).programme_id
        assign(db, pid, "journalist", "admin")
        add_document(db, pid, "summary", SAID, language="kk")
        add_person(db, pid, [NAME], "journalist", reason=REASON, confirm=True)
        desk = dataclasses.replace(desk, programme_id=pid)
        now, guard = _now(desk, db)
        (rose,) = [each for each in find_places(now, guard.redactions) if each.quote.words == "Роза"]
        decide(db, pid, [rose.place_id], Decision.DISMISSED, "journalist")
        yield desk, db


def test_what_was_let_through_goes_out_and_stops_nothing(flower: tuple[Desk, Database]) -> None:
    desk, db = flower
    approve(db, desk.programme_id, "approver", REASON)
    checked(desk, db)
    document = publish(desk.archive, db, desk.edition, desk.programme_id, "approver")
    assert document.summary
    assert document.summary.sentences[0].text == "Роза гүлдейді. [•••] келді."


def test_only_the_words_that_were_let_through_may_be_there(flower: tuple[Desk, Database]) -> None:
    now, guard = _now(*flower)
    left = let_through(now, guard)
    assert left
    assert left.spotter.spots(["Роза", "гүл"]) == []
    assert left.spotter.spots(["Розаға", "гүл"])
    assert left.spotter.spots(["Роза", "Жақсыбаева"])
    names = {alias.text for name in left.names for alias in name.aliases}
    assert NAME in names
    assert "роза" not in {name.casefold() for name in names}


def test_a_piece_that_was_let_through_is_swept_as_it_goes_out(
    flower: tuple[Desk, Database], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A sentence in which nobody finds the name, because it is written in a way that only a sweep reads."""
    desk, db = flower
    hidden = base64.b64encode("Жақсыбаева келді".encode()).decode()
    add_document(db, desk.programme_id, "summary", f"{SAID} {hidden}", language="kk")

    def told(finder: Finder, flow: Flow) -> Iterator[object]:
        yield from found(finder, flow)
        if flow.where is Where.SUMMARY and not flow.fact and len(flow.tokens) == 5:
            yield finder.whole(flow, redaction_id, 4, 5)

    _, guard = _now(desk, db)
    redaction_id, found = guard.redactions.standing[0].redaction_id, Finder.places
    monkeypatch.setattr(Finder, "places", told)
    now, guard = _now(desk, db)
    places = find_places(now, guard.redactions)
    (piece,) = [each for each in places if each.likeness is Likeness.COUNTERPART]
    rest = [each.place_id for each in places if each.is_open and each.quote.words != "Роза"]
    decide(db, desk.programme_id, rest, Decision.CONFIRMED, "journalist")
    rose = [each.place_id for each in places if each.is_open and each.quote.words == "Роза"]
    decide(db, desk.programme_id, [piece.place_id, *rose], Decision.DISMISSED, "journalist")
    approve(db, desk.programme_id, "approver", REASON)
    with pytest.raises(ProtectedNameFound):
        checked(desk, db)


def test_a_note_tells_no_words_that_are_kept_back(flower: tuple[Desk, Database]) -> None:
    desk, db = flower
    flow = Flow(Where.SUMMARY, "", tuple(text_tokens(SAID)))
    add_word(db, desk.programme_id, quote_of(flow, 1, 2), "journalist", reason=REASON)
    _, guard = _now(desk, db)
    for note in ("Гүлдейді деген сөз.", "It said гүлдейдіден before.", "About Роза."):
        with pytest.raises(NoteTells):
            require_nameless(note, guard)
    require_nameless("A date was wrong.", guard)
    require_nameless(REMOVED, guard)


def _now(desk: Desk, db: Database) -> tuple[Content, KeptBack]:
    now = content(db, desk.programme_id)
    return now, kept_back(now)
