"""What people decide about links is kept for good, and stands until people decide otherwise."""

from __future__ import annotations

import pytest
from sqlite_utils import Database

from media.catalogue import add_document
from media.errors import UnknownProgramme
from media.records import Span
from tests.transcribe.linking.test_link_run import SUMMARY, add
from transcribe.errors import BadDecision, NoSummary
from transcribe.linking.claims import split_claims
from transcribe.linking.decided.decisions import decisions_of, standings, store_decision
from transcribe.records import DecisionKind, Standing

BOXES, DONE, GIVEN = (claim.claim_id for claim in split_claims(SUMMARY))
A, B, C = Span(0, 5_000), Span(10_000, 15_000), Span(30_000, 42_000)


@pytest.fixture
def reels(db: Database) -> str:
    programme_id = add(db)
    add_document(db, programme_id, "summary", SUMMARY, language="en")
    return programme_id


def standing(db: Database, programme_id: str) -> Standing:
    return standings(decisions_of(db, programme_id))[BOXES]


def test_a_decision_is_kept_whole_and_only_about_its_claim(db: Database, reels: str) -> None:
    made = store_decision(db, reels, BOXES, DecisionKind.ACCEPT, (C, A, A), "aigul")
    assert made.spans == (A, C)
    assert decisions_of(db, reels) == (made,)
    assert standings(decisions_of(db, reels)) == {BOXES: Standing(made, fixed=(A, C))}


def test_a_move_refuses_where_the_machine_had_it(db: Database, reels: str) -> None:
    made = store_decision(db, reels, BOXES, DecisionKind.MOVE, (B,), "aigul", refused=(A,))
    assert standing(db, reels) == Standing(made, fixed=(B,), rejected=(A,))


def test_a_rejection_frees_the_claim_and_holds_against_later_acceptance_only_until_it(db: Database, reels: str) -> None:
    store_decision(db, reels, BOXES, DecisionKind.ACCEPT, (A, C), "aigul")
    store_decision(db, reels, BOXES, DecisionKind.ADD, (B,), "aigul")
    rejected = store_decision(db, reels, BOXES, DecisionKind.REJECT, (A,), "marat")
    assert standing(db, reels) == Standing(rejected, fixed=(C,), added=(B,), rejected=(A,))
    accepted = store_decision(db, reels, BOXES, DecisionKind.ACCEPT, (Span(1_000, 4_000),), "aigul")
    assert standing(db, reels) == Standing(accepted, fixed=(Span(1_000, 4_000),), added=(B,))


def test_no_support_takes_all_places_away_until_one_is_added(db: Database, reels: str) -> None:
    store_decision(db, reels, BOXES, DecisionKind.ACCEPT, (A,), "aigul")
    checked = store_decision(db, reels, BOXES, DecisionKind.NO_SUPPORT, (), "marat")
    assert standing(db, reels) == Standing(checked, no_support=True)
    added = store_decision(db, reels, BOXES, DecisionKind.ADD, (B,), "aigul")
    assert standing(db, reels) == Standing(added, added=(B,))


def test_nothing_stands_of_what_was_reopened_but_all_is_kept(db: Database, reels: str) -> None:
    store_decision(db, reels, BOXES, DecisionKind.MOVE, (B,), "aigul", refused=(A,))
    store_decision(db, reels, BOXES, DecisionKind.REOPEN, (), "marat")
    assert standings(decisions_of(db, reels)) == {}
    kinds = [decision.kind for decision in decisions_of(db, reels)]
    assert kinds == [DecisionKind.REJECT, DecisionKind.MOVE, DecisionKind.REOPEN]


@pytest.mark.parametrize(
    ("claim", "kind", "spans", "sentence"),
    [
        ("c000000000000", DecisionKind.ACCEPT, (A,), "no longer has this sentence"),
        (DONE, DecisionKind.ACCEPT, (), "Say which seconds"),
        (DONE, DecisionKind.ADD, (Span(5_000, 5_000),), "with an end after the beginning"),
        (DONE, DecisionKind.MOVE, (Span(100_000, 120_001),), "ends after 120 seconds"),
        (DONE, DecisionKind.NO_SUPPORT, (A,), "names no seconds"),
        (DONE, DecisionKind.ADD, tuple(Span(n * 1_000, n * 1_000 + 900) for n in range(21)), "at most 20"),
    ],
)
def test_what_cannot_be_decided_is_refused_in_a_sentence(
    db: Database, reels: str, claim: str, kind: DecisionKind, spans: tuple[Span, ...], sentence: str
) -> None:
    with pytest.raises(BadDecision, match=sentence):
        store_decision(db, reels, claim, kind, spans, "aigul")
    assert decisions_of(db, reels) == ()


def test_a_move_of_which_one_half_is_refused_stores_neither(db: Database, reels: str) -> None:
    with pytest.raises(BadDecision):
        store_decision(db, reels, BOXES, DecisionKind.MOVE, (B,), "aigul", refused=(Span(0, 999_999),))
    assert decisions_of(db, reels) == ()


def test_without_programme_or_summary_there_is_nothing_to_decide(db: Database) -> None:
    with pytest.raises(UnknownProgramme):
        store_decision(db, "p0", GIVEN, DecisionKind.ACCEPT, (A,), "aigul")
    with pytest.raises(NoSummary):
        store_decision(db, add(db), GIVEN, DecisionKind.ACCEPT, (A,), "aigul")
