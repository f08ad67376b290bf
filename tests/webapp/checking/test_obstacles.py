"""What nobody has checked, and what was found wrong, stands against an approval until it is settled or overridden."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from sqlite_utils import Database

from media.catalogue import add_document
from tests.webapp.checking.asked import with_something_to_ask
from tests.webapp.desk import Desk, make_desk, with_a_second_run
from tests.webapp.editions import PROVENANCE, segments
from transcribe.linking.embedders import NONE
from transcribe.linking.run import link_programme
from transcribe.revise import current_text
from transcribe.transcripts import RECOGNISED, NewRun, store_transcript
from webapp.accounts import get_user
from webapp.checking.decide import check
from webapp.checking.queue import Queue, queue_of
from webapp.checking.records import Answer
from webapp.errors import ApprovalRefused
from webapp.obstacles import ObstacleKind, obstacles
from webapp.review import approve, content
from webapp.summaries import store_summary

UNCHECKED = "Names, numbers, dates and quotations of the summary that nobody has checked: 3."
NOT_LOOKED_FOR = ObstacleKind.NOT_LOOKED_FOR
WRONG = "Found wrong in the summary, and not corrected yet: 1."


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return with_something_to_ask(make_desk(tmp_path))


def queue(db: Database, desk: Desk) -> Queue:
    return queue_of(db, content(db, desk.programme_id))


def answer_all(db: Database, desk: Desk, wrong: str = "") -> None:
    person = get_user(db, "journalist")
    while found := queue(db, desk).open:
        item, seen = found[0].item, found[0].seen_sha256
        right = Answer.HEARD if item.span else Answer.NOT_HEARD
        answer = Answer.WRONG if item.text == wrong else right
        heard_ms = item.span.start_ms if item.span else None
        check(db, desk.programme_id, item.key, answer, person, seen=seen, heard_ms=heard_ms)


def refusal(db: Database, desk: Desk) -> str:
    with pytest.raises(ApprovalRefused) as raised:
        approve(db, desk.programme_id, "approver")
    return str(raised.value)


def test_approval_waits_until_all_is_checked(desk: Desk) -> None:
    with closing(desk.open()) as db:
        assert UNCHECKED in refusal(db, desk)
        answer_all(db, desk)
        assert approve(db, desk.programme_id, "approver").override is None


def test_what_is_wrong_is_in_the_way_until_it_is_corrected(desk: Desk) -> None:
    with closing(desk.open()) as db:
        answer_all(db, desk, wrong="2018")
        assert WRONG in refusal(db, desk)
        now = content(db, desk.programme_id).summary
        assert now
        corrected = now.text.replace(" in 2018", "")
        store_summary(db, desk.programme_id, corrected, "en", get_user(db, "journalist"), seen=now.document_id)
        asked = queue(db, desk)
        assert asked.wrong == ()
        assert [each.item.text for each in asked.open] == ["The Aral district plants saxaul."], "it is looked for anew"


def test_an_approver_says_in_writing_why_not(desk: Desk) -> None:
    with closing(desk.open()) as db:
        given = approve(db, desk.programme_id, "approver", "the guest confirmed it by telephone")
        assert given.override == "the guest confirmed it by telephone"


def test_a_check_voids_no_approval_of_its_own(desk: Desk) -> None:
    with closing(desk.open()) as db:
        before = content(db, desk.programme_id).sha256
        first = queue(db, desk).open[0]
        person = get_user(db, "journalist")
        check(db, desk.programme_id, first.item.key, Answer.NOT_HEARD, person, seen=first.seen_sha256, heard_ms=None)
        assert content(db, desk.programme_id).sha256 == before


def stands(db: Database, desk: Desk) -> list[str]:
    return [each.sentence for each in obstacles(db, content(db, desk.programme_id)) if each.kind is NOT_LOOKED_FOR]


def test_what_the_machine_has_not_looked_for_stands_against_an_approval(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    with closing(desk.open()) as db:
        pid = desk.programme_id
        db.execute("DELETE FROM link")
        db.execute("DELETE FROM linking")
        (never,) = stands(db, desk)
        assert never.startswith("The machine has not looked for the summary in the sound")
        assert never in refusal(db, desk)
        assert approve(db, pid, "approver", "I have heard all of it").override == "I have heard all of it"

        link_programme(db, pid, embedder=NONE)
        assert stands(db, desk) == []
        person, now = get_user(db, "journalist"), content(db, pid).summary
        assert now
        store_summary(db, pid, f"{now.text} Aigul was 40 years old.", "en", person, seen=now.document_id)
        (more,) = stands(db, desk)
        assert more == "Sentences of the summary that the machine has not looked for yet, and nobody has checked: 1."
        assert "1 sentence of the summary came since" in desk.visitor("journalist").get(f"{desk.address}/links").text

        add_document(db, pid, "summary", "It is all other. Aigul was 40 years old, they say.", language="en")
        (other,) = stands(db, desk)
        assert other.startswith("The summary has changed since the machine looked for it")
        add_document(db, pid, "summary", "* * *", language="en")
        assert stands(db, desk) == [], "there is no sentence to be looked for"


def test_words_of_a_newer_run_were_not_looked_in(desk: Desk) -> None:
    with closing(desk.open()) as db:
        with_a_second_run(desk)
        assert stands(db, desk) == [], "people have corrected: their words follow each other"
        text = current_text(db, desk.programme_id)
        newer = NewRun(text.transcript.recording_id, RECOGNISED, PROVENANCE, segments("Мүлде басқа сөздер бар"))
        db.execute("DELETE FROM revision_segment")
        db.execute("DELETE FROM revision")
        store_transcript(db, desk.programme_id, newer)
        (anew,) = stands(db, desk)
        assert anew.startswith("The words were written down anew since the machine looked")
        page = desk.visitor("journalist").get(f"{desk.address}/links").text
        assert "Look for it in the sound again" in page
        link_programme(db, desk.programme_id, embedder=NONE)
        assert stands(db, desk) == []


def test_without_a_summary_there_is_nothing_to_look_for(desk: Desk) -> None:
    with closing(desk.open()) as db:
        now = replace(content(db, desk.programme_id), summary=None)
        assert [each for each in obstacles(db, now) if each.kind is NOT_LOOKED_FOR] == []
