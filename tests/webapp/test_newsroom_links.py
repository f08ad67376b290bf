"""Where the summary is heard, at the desk: what people decide is kept, shown and never decided blindly."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlite_utils import Database
from werkzeug.test import TestResponse

from media.catalogue import add_document
from media.records import Span
from tests.transcribe.texts import type_words
from tests.webapp.desk import Desk, make_desk
from tests.webapp.linked import BRIDGE, FOUNDED, SUMMARY, with_links
from transcribe.jobs import list_jobs
from transcribe.linking.claims import split_claims
from transcribe.linking.decided.decisions import decisions_of
from transcribe.linking.embedders import NONE
from transcribe.linking.run import latest_linking, link_programme
from transcribe.records import DecisionKind, JobState, Link, Verdict
from transcribe.revise import current_text
from webapp.accounts import get_user
from webapp.audit import entries
from webapp.newsroom.typed_time import parse_time
from webapp.review import ReviewState, approve, is_last_editor, state
from webapp.review import content as content_of

THEN, NOW = "The words then:", "The words there now:"
FOUND, _, MISSING = (claim.claim_id for claim in split_claims(SUMMARY))


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return with_links(make_desk(tmp_path))


@pytest.fixture
def db(desk: Desk) -> Iterator[Database]:
    db = desk.open()
    yield db
    db.close()


def page(desk: Desk, actor: str = "journalist", query: str = "") -> str:
    return desk.visitor(actor).get(f"{desk.address}/links{query}").text


def decide(
    desk: Desk, claim_id: str, do: str, seen_on: str = "", actor: str = "journalist", **typed: str
) -> TestResponse:
    """Send the form of a sentence as a page had it."""
    form = (seen_on or page(desk)).partition(f'id="{claim_id}"')[2]
    seen = re.search(r'name="seen" value="(\w+)"', form)
    assert seen
    return desk.visitor(actor).post(f"{desk.address}/links/{claim_id}", {"do": do, "seen": seen[1], **typed})


def link_of(db: Database, desk: Desk, claim_id: str) -> Link:
    linking = latest_linking(db, desk.programme_id)
    assert linking
    return next(link for link in linking.links if link.claim.claim_id == claim_id)


def test_each_sentence_is_shown_with_its_verdict_parts_and_places(desk: Desk, db: Database) -> None:
    shown = page(desk)
    assert FOUNDED in shown
    assert BRIDGE in shown
    link = link_of(db, desk, FOUND)
    assert link.spans
    assert f'{desk.address}/sound#{link.spans[0].media_fragment()}"' in shown
    assert "– not found" in shown
    assert "2006 is not heard" in shown
    assert f'href="{desk.address}/links"' in desk.visitor("journalist").get(desk.address).text


@pytest.mark.parametrize(("language", "said"), [("kk", "Растау"), ("ru", "Подтвердить")])
def test_the_page_speaks_the_readers_language(desk: Desk, language: str, said: str) -> None:
    shown = page(desk, query=f"?ui={language}")
    assert f">{said}</button>" in shown
    assert "Confirm" not in shown


def test_a_confirmed_place_stays_and_says_who(desk: Desk, db: Database) -> None:
    answer = decide(desk, FOUND, "accept")
    assert (answer.status_code, answer.location) == (303, f"{desk.address}/links#{FOUND}")
    link = link_of(db, desk, FOUND)
    assert link.decided
    assert (link.decided.kind, link.decided.user_name) == (DecisionKind.ACCEPT, "journalist")
    assert "confirmed" in page(desk)
    link_programme(db, desk.programme_id, embedder=NONE)
    assert link_of(db, desk, FOUND) == link


def test_a_link_is_moved_to_typed_times_and_a_place_is_added(desk: Desk, db: Database) -> None:
    assert decide(desk, MISSING, "move", start="0:01", end="0:02.5").status_code == 303
    assert link_of(db, desk, MISSING).spans == (Span(1_000, 2_500),)
    assert decide(desk, MISSING, "add", start="2.6", end="3").status_code == 303
    assert link_of(db, desk, MISSING).spans == (Span(1_000, 2_500), Span(2_600, 3_000))
    assert [each.kind for each in decisions_of(db, desk.programme_id)] == [DecisionKind.MOVE, DecisionKind.ADD]


def test_a_link_is_moved_to_an_alternative(desk: Desk, db: Database) -> None:
    before = link_of(db, desk, FOUND)
    assert decide(desk, FOUND, "move 1200-2800").status_code == 303
    assert link_of(db, desk, FOUND).spans == (Span(1_200, 2_800),)
    kinds = [(each.kind, each.spans) for each in decisions_of(db, desk.programme_id)]
    assert kinds[0] == (DecisionKind.REJECT, before.spans), "the machine’s place was not right"


def test_what_is_placed_nowhere_is_placed_and_not_moved(desk: Desk, db: Database) -> None:
    own = page(desk).partition(f'<li id="{MISSING}">')[2].partition("</li>\n      <li id=")[0]
    assert link_of(db, desk, MISSING).spans == ()
    assert ">It is heard there</button>" in own
    assert "Move" not in own
    assert ("Place at" in own) == bool(link_of(db, desk, MISSING).alternatives)


def test_a_rejected_place_is_looked_for_elsewhere_and_reopening_undoes_it(desk: Desk, db: Database) -> None:
    before = link_of(db, desk, FOUND)
    db.execute("UPDATE job SET state = 'succeeded'")
    assert decide(desk, FOUND, "reject").status_code == 303
    assert link_of(db, desk, FOUND).spans != before.spans
    assert [job.kind for job in list_jobs(db, desk.programme_id) if job.state is JobState.QUEUED] == ["link"]
    assert decide(desk, FOUND, "reopen").status_code == 303
    assert link_of(db, desk, FOUND) == before


def test_that_nothing_bears_it_out_is_a_decision(desk: Desk, db: Database) -> None:
    assert decide(desk, FOUND, "no-support", heard="said").status_code == 303
    assert link_of(db, desk, FOUND).verdict is Verdict.NOT_FOUND
    assert re.search(r"nothing bears it out, journalist, [^<]*, says that they listened", page(desk))


def test_that_nothing_bears_it_out_is_refused_by_who_has_heard_nothing(desk: Desk, db: Database) -> None:
    for heard in ("", "999999999"):
        answer = decide(desk, FOUND, "no-support", heard=heard)
        assert answer.status_code == 422
        assert "Hear it first, or tick that you have listened" in answer.text
    assert decisions_of(db, desk.programme_id) == ()
    assert decide(desk, FOUND, "no-support", heard="2000").status_code == 303
    assert re.search(r"nothing bears it out, journalist, [^<]*, heard at 0:02", page(desk))
    said = [entry.action for entry in entries(db, desk.programme_id)]
    assert "listened: heard" in said


@pytest.mark.parametrize(
    ("do", "start", "end"),
    [
        ("move", "", ""),
        ("add", "0:02", "0:01"),
        ("move", "later", "0:02"),
        ("add", "0:00", "59:00"),
        ("move 5-x", "", ""),
    ],
)
def test_times_that_are_none_are_refused_and_given_back(
    desk: Desk, db: Database, do: str, start: str, end: str
) -> None:
    answer = decide(desk, MISSING, do, start=start, end=end)
    assert answer.status_code == 422
    assert "Give a beginning and an end within the recording" in answer.text
    assert f'value="{start}"' in answer.text
    assert decisions_of(db, desk.programme_id) == ()


def test_nobody_decides_about_another_link_than_they_saw(desk: Desk, db: Database) -> None:
    seen_on = page(desk)
    assert decide(desk, FOUND, "no-support", actor="approver", heard="said").status_code == 303
    answer = decide(desk, FOUND, "accept", seen_on)
    assert answer.status_code == 412
    assert "Somebody has changed this since you opened it" in answer.text
    assert link_of(db, desk, FOUND).verdict is Verdict.NOT_FOUND
    assert decide(desk, MISSING, "no-support", seen_on, heard="said").status_code == 303, (
        "another sentence has not changed"
    )


def test_what_is_no_decision_is_no_request(desk: Desk, db: Database) -> None:
    assert decide(desk, FOUND, "publish").status_code == 400
    answer = desk.visitor("journalist").post(
        f"{desk.address}/links/c000000000000", {"do": "no-support", "seen": "x", "heard": "said"}
    )
    assert answer.status_code == 412
    assert decisions_of(db, desk.programme_id) == ()


def test_a_decision_voids_an_approval_and_its_maker_is_the_last_editor(desk: Desk, db: Database) -> None:
    approve(db, desk.programme_id, "approver", "a test")
    assert state(db, desk.programme_id) is ReviewState.APPROVED
    decide(desk, FOUND, "accept")
    assert state(db, desk.programme_id) is ReviewState.IN_REVIEW
    now = content_of(db, desk.programme_id)
    assert is_last_editor(db, now, get_user(db, "journalist"))


def test_stale_links_come_first_and_say_so(desk: Desk, db: Database) -> None:
    decide(desk, MISSING, "move", start="0:00", end="0:03.2")
    decide(desk, FOUND, "no-support", heard="said")
    text = current_text(db, desk.programme_id)
    first = text.segments[0]
    typed = first.text.replace("алты", "жеті")
    assert typed != first.text
    type_words(db, desk.programme_id, first.segment_id, typed, "approver")
    shown = page(desk)
    assert shown.index(f'id="{MISSING}"') < shown.index(f'id="{FOUND}"')
    assert shown.count("out of date") == 1
    then, now = (" ".join(shown.partition(f"{each}</p>")[2].partition("</li>")[0].split()) for each in (THEN, NOW))
    assert "алты" in then.partition("</blockquote>")[0]
    assert "жеті" in now.partition("</blockquote>")[0]
    link_programme(db, desk.programme_id, embedder=NONE)
    assert page(desk).count("out of date") == 1, "linking again is nobody’s decision"


def test_words_that_still_say_the_same_are_quoted_as_they_are_written_now(desk: Desk, db: Database) -> None:
    decide(desk, MISSING, "move", start="0:00", end="0:03.2")
    first = current_text(db, desk.programme_id).segments[0]
    type_words(db, desk.programme_id, first.segment_id, f"«{first.text}!»", "approver")
    shown = page(desk)
    assert THEN not in shown
    assert f'<blockquote class="small" lang="kk">«{first.text.split()[0]}' in shown


def test_a_decision_about_an_edited_sentence_is_offered_for_what_it_is_now(desk: Desk, db: Database) -> None:
    decide(desk, FOUND, "accept")
    spans = link_of(db, desk, FOUND).spans
    edited = SUMMARY.replace("Twelve women", "Some twelve women")
    add_document(db, desk.programme_id, "summary", edited, language="en")
    link_programme(db, desk.programme_id, embedder=NONE)
    now = split_claims(edited)[0].claim_id
    shown = page(desk)
    assert "no longer in the summary" in shown
    answer = decide(desk, FOUND, "confirm", shown, to=now)
    assert answer.status_code == 303
    link = link_of(db, desk, now)
    assert link.spans == spans
    assert link.decided
    assert link.decided.kind is DecisionKind.ACCEPT
    assert "no longer in the summary" not in page(desk)


def edit_the_sentence(desk: Desk, db: Database) -> str:
    """Edit the sentence that is found and link it; return the claim that it is now."""
    edited = SUMMARY.replace("Twelve women", "Some twelve women")
    add_document(db, desk.programme_id, "summary", edited, language="en")
    link_programme(db, desk.programme_id, embedder=NONE)
    return split_claims(edited)[0].claim_id


def test_a_decision_is_not_held_for_words_that_nobody_has_decided_about(desk: Desk, db: Database) -> None:
    decide(desk, FOUND, "accept")
    spans = link_of(db, desk, FOUND).spans
    for segment in current_text(db, desk.programme_id).segments:
        if any(segment.span.overlap_ms(span) for span in spans):
            type_words(db, desk.programme_id, segment.segment_id, "басқа сөз", "journalist")
    before = decisions_of(db, desk.programme_id)
    claim_id = edit_the_sentence(desk, db)
    answer = decide(desk, FOUND, "confirm", page(desk), to=claim_id)
    assert answer.status_code == 422
    assert "The words there have changed since." in answer.text
    assert decisions_of(db, desk.programme_id) == before


def test_a_rejection_that_is_held_for_another_sentence_lets_the_machine_look_again(desk: Desk, db: Database) -> None:
    decide(desk, FOUND, "reject")
    claim_id = edit_the_sentence(desk, db)
    db.execute("UPDATE job SET state = 'succeeded'")
    assert decide(desk, FOUND, "confirm", page(desk), to=claim_id).status_code == 303
    waiting = [job.kind for job in list_jobs(db, desk.programme_id) if job.state is JobState.QUEUED]
    assert waiting == ["link"]


def test_moving_a_link_does_not_refuse_places_that_people_added(desk: Desk, db: Database) -> None:
    machine = link_of(db, desk, FOUND).spans
    decide(desk, FOUND, "add", start="0:40", end="0:44")
    decide(desk, FOUND, "move", start="0:50", end="0:54")
    assert link_of(db, desk, FOUND).spans == (Span(40_000, 44_000), Span(50_000, 54_000))
    refused = [each.spans for each in decisions_of(db, desk.programme_id) if each.kind is DecisionKind.REJECT]
    assert refused == [machine]


def test_a_decision_about_a_sentence_that_is_gone_can_be_let_go(desk: Desk, db: Database) -> None:
    decide(desk, FOUND, "accept")
    add_document(db, desk.programme_id, "summary", "Something else altogether.", language="en")
    shown = page(desk)
    assert FOUNDED in shown
    assert decide(desk, FOUND, "dismiss", shown).status_code == 303
    assert FOUNDED not in page(desk)
    assert len(decisions_of(db, desk.programme_id)) == 2, "nothing is ever deleted"


def test_a_summary_that_was_never_looked_for_is_said_to_be(desk: Desk, db: Database) -> None:
    add_document(db, desk.programme_id, "summary", "Another one.", language="en")
    assert "The machine has not looked for this summary yet." in page(desk)


def test_a_sentence_cannot_become_markup(tmp_path: Path) -> None:
    shown = page(with_links(make_desk(tmp_path), '<script>alert(1)</script> "><img src=x> in Kyzylorda.'))
    assert "&lt;script&gt;alert(1)" in shown
    assert "<script>alert" not in shown
    assert "<img" not in shown


@pytest.mark.parametrize(
    ("typed", "time_ms"),
    [("4:12", 252_000), (" 1:04:12 ", 3_852_000), ("4:12,5", 252_500), ("252", 252_000), ("0:00.25", 250),
     ("90:00", 5_400_000),
     ("", None), ("4:72", None), ("1:72:00", None), ("-1", None), ("4:12pm", None), ("٤:١٢", None)],
)  # fmt: skip
def test_times_are_read_as_people_type_them(typed: str, time_ms: int | None) -> None:
    assert parse_time(typed) == time_ms


def test_a_last_word_that_ends_behind_the_recording_can_be_confirmed(desk: Desk, db: Database) -> None:
    end_ms = link_of(db, desk, FOUND).spans[-1].end_ms
    db.execute("UPDATE recording SET probe = json_set(probe, '$.duration_ms', ?)", [end_ms - 300])
    assert decide(desk, FOUND, "accept").status_code == 303
    assert link_of(db, desk, FOUND).spans[-1].end_ms == end_ms - 300
