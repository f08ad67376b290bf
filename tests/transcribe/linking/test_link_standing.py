"""Whatever people decide, and however often the machine links again: their decisions stand, and none is lost."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from sqlite_utils import Database

from media.archive import Archive
from media.catalogue import add_document, current_document
from media.records import Span
from tests.transcribe.linking.heard import read_aloud
from tests.transcribe.linking.test_link_run import SAID, SUMMARY, add
from transcribe.errors import BadDecision
from transcribe.linking.carry import Carrier
from transcribe.linking.claims import split_claims
from transcribe.linking.decide import decide
from transcribe.linking.decisions import NEEDS_SPANS, decisions_of, repeats, standings
from transcribe.linking.embedders import NONE
from transcribe.linking.orphans import orphans
from transcribe.linking.run import latest_linking, link_programme
from transcribe.linking.stale import text_now
from transcribe.records import DecisionKind, Link, Verdict
from transcribe.revise import current_text, edit_segment
from transcribe.transcripts import ALIGNED, NewRun, store_transcript
from webapp.schema import SCHEMAS

CLAIMS = tuple(claim.claim_id for claim in split_claims(SUMMARY))
BOXES = CLAIMS[0]


@pytest.fixture
def reels(db: Database) -> str:
    programme_id = add(db)
    add_document(db, programme_id, "summary", SUMMARY, language="en")
    link_again(db, programme_id)
    return programme_id


def link_again(db: Database, programme_id: str) -> None:
    """Link by names, numbers and words alone: what stands does not hang on what the machine finds."""
    link_programme(db, programme_id, embedder=NONE)


def link_of(db: Database, programme_id: str, claim_id: str) -> Link:
    linking = latest_linking(db, programme_id)
    assert linking
    return next(link for link in linking.links if link.claim.claim_id == claim_id)


def span_of(db: Database, programme_id: str, said: str) -> Span:
    words = [word for segment in current_text(db, programme_id).segments for word in segment.words]
    sought = said.split()
    first = next(n for n in range(len(words)) if [word.text for word in words[n : n + len(sought)]] == sought)
    return Span(words[first].start_ms, words[first + len(sought) - 1].end_ms)


def hear_again_later(db: Database, programme_id: str) -> None:
    """Let another run hear a greeting before everything that was heard so far."""
    before = current_text(db, programme_id).transcript
    run = NewRun(before.recording_id, ALIGNED, before.provenance, read_aloud(["Good morning, dear listeners!", *SAID]))
    store_transcript(db, programme_id, run)


def test_a_decision_shows_at_once_and_after_linking_again(db: Database, reels: str) -> None:
    before = link_of(db, reels, BOXES)
    assert before.spans
    elsewhere = span_of(db, reels, "How far have you come?")
    decide(db, reels, BOXES, DecisionKind.MOVE, (elsewhere,), "aigul", refused=before.spans)
    for _ in range(2):
        after = link_of(db, reels, BOXES)
        assert after.spans == (elsewhere,)
        assert after.decided
        assert (after.decided.kind, after.decided.user_name) == (DecisionKind.MOVE, "aigul")
        assert after.quote == "How far have you come?"
        assert after.verdict is Verdict.PARTLY, "140 is not heard there"
        link_again(db, reels)


def test_what_was_rejected_is_not_proposed_again(db: Database, reels: str) -> None:
    before = link_of(db, reels, BOXES)
    decide(db, reels, BOXES, DecisionKind.REJECT, before.spans, "aigul")
    for _ in range(2):
        after = link_of(db, reels, BOXES)
        shown = (*after.spans, *(each.span for each in after.alternatives))
        assert not any(repeats(span, other) for span in shown for other in before.spans)
        link_again(db, reels)


def test_no_support_means_not_found_and_none_of_its_parts_is_heard(db: Database, reels: str) -> None:
    decide(db, reels, BOXES, DecisionKind.NO_SUPPORT, (), "aigul")
    for _ in range(2):
        after = link_of(db, reels, BOXES)
        assert (after.verdict, after.spans, after.quote) == (Verdict.NOT_FOUND, (), "")
        assert all(part.verdict is Verdict.NOT_FOUND for part in after.parts)
        link_again(db, reels)


def test_reopening_brings_back_what_the_machine_had(db: Database, reels: str) -> None:
    before = link_of(db, reels, BOXES)
    decide(db, reels, BOXES, DecisionKind.NO_SUPPORT, (), "aigul")
    decide(db, reels, BOXES, DecisionKind.REOPEN, (), "marat")
    assert link_of(db, reels, BOXES) == before


def test_an_added_place_stands_beside_those_of_the_machine(db: Database, reels: str) -> None:
    before = link_of(db, reels, BOXES)
    decide(db, reels, BOXES, DecisionKind.ADD, (Span(25_000, 27_000),), "aigul")
    assert link_of(db, reels, BOXES).spans == (*before.spans, Span(25_000, 27_000))
    assert link_of(db, reels, BOXES).verdict is Verdict.SUPPORTED


def test_an_accepted_place_goes_with_its_words(db: Database, reels: str) -> None:
    accepted = link_of(db, reels, BOXES)
    decide(db, reels, BOXES, DecisionKind.ACCEPT, accepted.spans, "aigul")
    hear_again_later(db, reels)
    link_again(db, reels)
    after = link_of(db, reels, BOXES)
    assert after.spans == (span_of(db, reels, accepted.quote),) != accepted.spans
    assert after.quote == accepted.quote
    assert after.decided
    assert after.decided.spans == accepted.spans, "what was decided is kept as it was"


def test_an_accepted_place_that_says_something_else_now_keeps_the_words_that_were_accepted(
    db: Database, reels: str
) -> None:
    accepted = link_of(db, reels, BOXES)
    decide(db, reels, BOXES, DecisionKind.ACCEPT, accepted.spans, "aigul")
    text = current_text(db, reels)
    segment = text.segments[1]
    typed = segment.text.replace("forty", "fifty")
    edit_segment(db, reels, segment.segment_id, typed, "marat", base_sha256=text.sha256)
    link_again(db, reels)
    after = link_of(db, reels, BOXES)
    assert (after.spans, after.quote) == (accepted.spans, accepted.quote)
    assert after.verdict is not Verdict.SUPPORTED


def test_a_decision_made_while_the_machine_looks_is_not_lost(
    db: Database, reels: str, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = archive.open(SCHEMAS)
    done: list[int] = []

    def progress(now: int, total: int) -> None:
        if not done:
            decide(other, reels, BOXES, DecisionKind.NO_SUPPORT, (), "aigul")
        done.append(now)

    link_programme(db, reels, progress)
    other.close()
    assert done
    assert link_of(db, reels, BOXES).verdict is Verdict.NOT_FOUND
    assert link_of(db, reels, BOXES).decided


def test_without_a_linking_of_this_summary_nothing_can_be_decided(db: Database, reels: str) -> None:
    add_document(db, reels, "summary", SUMMARY + " More.", language="en")
    with pytest.raises(BadDecision, match="let it link"):
        decide(db, reels, BOXES, DecisionKind.NO_SUPPORT, (), "aigul")
    assert decisions_of(db, reels) == ()


SPANS = st.tuples(st.integers(0, 18), st.integers(1, 4)).map(lambda s: Span(s[0] * 1_000, (s[0] + s[1]) * 1_000))


class Decisions(RuleBasedStateMachine):
    """People decide, words move, the machine links again, in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.place = TemporaryDirectory()
        archive = Archive(Path(self.place.name) / "archive")
        archive.create()
        self.db = archive.open(SCHEMAS)
        self.programme_id = add(self.db)
        add_document(self.db, self.programme_id, "summary", SUMMARY, language="en")
        link_again(self.db, self.programme_id)
        self.made: list[tuple[str, DecisionKind, tuple[Span, ...]]] = []
        self.is_later = self.is_edited = False

    def teardown(self) -> None:
        self.db.close()
        self.place.cleanup()

    @rule(
        claim=st.sampled_from(CLAIMS), kind=st.sampled_from(DecisionKind), spans=st.sets(SPANS, min_size=1, max_size=2)
    )
    def decide(self, claim: str, kind: DecisionKind, spans: set[Span]) -> None:
        named = tuple(sorted(spans)) if kind in NEEDS_SPANS else ()
        if claim == BOXES and self.is_edited:
            return  # The summary does not have this sentence now.
        decide(self.db, self.programme_id, claim, kind, named, "aigul")
        self.made.append((claim, kind, named))

    @rule()
    def link_again(self) -> None:
        link_again(self.db, self.programme_id)

    @rule()
    def hear_again_later(self) -> None:
        if not self.is_later:
            hear_again_later(self.db, self.programme_id)
            self.is_later = True

    @rule()
    def edit_summary(self) -> None:
        self.is_edited = not self.is_edited
        summary = SUMMARY.replace("Wooden boxes", "Old boxes") if self.is_edited else SUMMARY
        add_document(self.db, self.programme_id, "summary", summary, language="en")
        link_again(self.db, self.programme_id)

    @invariant()
    def a_sentence_that_is_gone_takes_no_decision_with_it(self) -> None:
        summary = current_document(self.db, self.programme_id, "summary")
        assert summary
        claims = split_claims(summary.text)
        shown = {claim.claim_id for claim in claims}
        shown |= {orphan.claim_id for orphan in orphans(self.db, self.programme_id, claims)}
        assert set(standings(decisions_of(self.db, self.programme_id))) <= shown

    @invariant()
    def no_decision_is_lost(self) -> None:
        stored = decisions_of(self.db, self.programme_id)
        assert [(each.claim_id, each.kind, each.spans) for each in stored] == self.made

    @invariant()
    def none_is_overruled(self) -> None:
        text = current_text(self.db, self.programme_id)
        carrier = Carrier(self.db, self.programme_id, text_now(text.segments, "en"), text.sha256)
        carried = carrier.carry(decisions_of(self.db, self.programme_id))
        linking = latest_linking(self.db, self.programme_id)
        assert linking
        if linking.text_sha256 != text.sha256:
            return  # The links are of the words before; linking again puts them where the words are now.
        for link in linking.links:
            if link.claim.claim_id not in carried:
                assert link.decided is None
                continue
            standing = carried[link.claim.claim_id].standing
            assert link.decided == standing.decision
            chosen = (*standing.fixed, *standing.added)
            assert all(any(span.overlap_ms(each) == each.duration_ms for span in link.spans) for each in chosen)
            assert not (standing.fixed and sum(s.duration_ms for s in link.spans) > sum(s.duration_ms for s in chosen))
            shown = [s for s in link.spans if not any(s.overlap_ms(each) for each in chosen)]
            assert not any(repeats(span, other) for span in shown for other in standing.rejected)
            assert not (standing.no_support and (link.spans or link.verdict is not Verdict.NOT_FOUND))


TestDecisions = Decisions.TestCase
TestDecisions.settings = settings(
    max_examples=8, stateful_step_count=10, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
