"""Whatever people decide, and however often the machine links again: their decisions stand, and none is lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from sqlite_utils import Database

from media.archive import Archive
from media.catalogue import add_document, current_document, get_programme
from media.records import Span
from tests.transcribe.linking.heard import read_aloud
from tests.transcribe.linking.test_link_run import SAID, SUMMARY, add
from tests.transcribe.texts import type_words
from transcribe.errors import BadDecision
from transcribe.linking.claims import split_claims
from transcribe.linking.decided.carry import Carried
from transcribe.linking.decided.decide import decide, keeper_for
from transcribe.linking.decided.decisions import NEEDS_SPANS, decisions_of
from transcribe.linking.decided.orphans import orphans
from transcribe.linking.embedders import NONE
from transcribe.linking.run import latest_linking, link_programme
from transcribe.records import DecisionKind, Link, LinkDecision, Standing, Verdict
from transcribe.revise import current_text
from transcribe.transcripts import ALIGNED, NewRun, store_transcript
from webapp.schema import SCHEMAS

CLAIMS = tuple(claim.claim_id for claim in split_claims(SUMMARY))
BOXES = CLAIMS[0]
GREETING = "Good morning, dear listeners, and welcome back again!"
"""Takes longer than half of a line, so that a line of before and the same line now are not the same time."""


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


def line(lines: Sequence[str], number: int) -> Span:
    """Return when a line is read."""
    return read_aloud(list(lines))[number].span


def hear_again_later(db: Database, programme_id: str) -> None:
    """Let another run hear a greeting before everything that was heard so far."""
    before = current_text(db, programme_id).transcript
    run = NewRun(before.recording_id, ALIGNED, before.provenance, read_aloud([GREETING, *SAID]))
    store_transcript(db, programme_id, run)


def test_where_a_place_was_refused_no_name_of_it_is_called_unheard(db: Database, reels: str) -> None:
    before = link_of(db, reels, BOXES)
    assert {part.verdict for part in before.parts} & {Verdict.SUPPORTED, Verdict.CONFLICTING}
    decide(db, reels, BOXES, DecisionKind.REJECT, [Span(0, line(SAID, len(SAID) - 1).end_ms)], "journalist")
    for _ in range(2):
        now = link_of(db, reels, BOXES)
        assert (now.verdict, now.spans, now.missing) == (Verdict.NOT_FOUND, (), ())
        assert {(part.verdict, part.heard, part.span) for part in now.parts} == {(Verdict.CANNOT_TELL, "", None)}
        link_again(db, reels)
    decide(db, reels, BOXES, DecisionKind.REOPEN, (), "journalist")
    assert link_of(db, reels, BOXES).parts == before.parts


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
        assert not any(span.repeats(other) for span in shown for other in before.spans)
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
    after = link_of(db, reels, BOXES)
    assert after.spans == (*before.spans, Span(25_000, 27_000))
    assert (after.verdict, after.score) == (before.verdict, before.score)
    assert not after.checked, "nobody has confirmed the machine's places"


def test_only_a_link_of_which_each_place_was_chosen_is_checked(db: Database, reels: str) -> None:
    before = link_of(db, reels, BOXES)
    decide(db, reels, BOXES, DecisionKind.ACCEPT, before.spans, "aigul")
    decide(db, reels, BOXES, DecisionKind.ADD, (Span(25_000, 27_000),), "aigul")
    assert link_of(db, reels, BOXES).checked
    decide(db, reels, BOXES, DecisionKind.REJECT, (Span(25_000, 27_000),), "aigul")
    assert link_of(db, reels, BOXES).checked
    decide(db, reels, BOXES, DecisionKind.REOPEN, (), "aigul")
    assert not link_of(db, reels, BOXES).checked
    decide(db, reels, BOXES, DecisionKind.NO_SUPPORT, (), "aigul")
    assert link_of(db, reels, BOXES).checked


def test_a_link_that_loses_the_place_of_its_number_is_judged_by_what_is_left(db: Database, reels: str) -> None:
    segments = current_text(db, reels).segments
    summary = current_document(db, reels, "summary")
    assert summary
    keeper = keeper_for(db, get_programme(db, reels), current_text(db, reels), summary)
    boxes, other = segments[1].span, segments[2].span
    link = replace(link_of(db, reels, BOXES), verdict=Verdict.SUPPORTED, score=0.9, spans=(boxes, other))
    refused = LinkDecision("d1", reels, BOXES, DecisionKind.REJECT, (boxes,), "aigul", "2026-11-25T00:00:00Z")
    carried = Carried(Standing(refused, rejected=(boxes,)), {})
    after = replace(keeper, carried={BOXES: carried}).keep(link)
    assert (after.spans, after.verdict, after.score) == ((other,), Verdict.PARTLY, 0.9)


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


@pytest.mark.parametrize("kind", [DecisionKind.ACCEPT, DecisionKind.ADD])
def test_what_was_chosen_before_new_timing_can_be_rejected_after_it(
    db: Database, reels: str, kind: DecisionKind
) -> None:
    place = line(SAID, 2)
    decide(db, reels, BOXES, kind, (place,), "aigul")
    hear_again_later(db, reels)
    link_again(db, reels)
    now = line([GREETING, *SAID], 3)
    assert not place.repeats(now)
    assert any(span.repeats(now) for span in link_of(db, reels, BOXES).spans)
    decide(db, reels, BOXES, DecisionKind.REJECT, (now,), "marat")
    for _ in range(2):
        assert not any(span.repeats(now) for span in link_of(db, reels, BOXES).spans)
        link_again(db, reels)


def test_what_was_rejected_before_new_timing_can_be_added_after_it(db: Database, reels: str) -> None:
    decide(db, reels, BOXES, DecisionKind.REJECT, (line(SAID, 2),), "aigul")
    hear_again_later(db, reels)
    decide(db, reels, BOXES, DecisionKind.ADD, (line([GREETING, *SAID], 3),), "marat")
    decide(db, reels, BOXES, DecisionKind.REJECT, (line([GREETING, *SAID], 1),), "marat")
    link_again(db, reels)
    assert line([GREETING, *SAID], 3) in link_of(db, reels, BOXES).spans


def test_the_same_seconds_of_two_texts_are_two_places(db: Database, reels: str) -> None:
    place = line(SAID, 2)
    decide(db, reels, CLAIMS[2], DecisionKind.ADD, (place,), "aigul")
    hear_again_later(db, reels)
    decide(db, reels, CLAIMS[2], DecisionKind.ADD, (place,), "marat")
    link_again(db, reels)
    found = link_of(db, reels, CLAIMS[2]).spans
    for chosen in (place, line([GREETING, *SAID], 3)):
        assert any(span.overlap_ms(chosen) == chosen.duration_ms for span in found)


def test_an_accepted_place_that_says_something_else_now_keeps_the_words_that_were_accepted(
    db: Database, reels: str
) -> None:
    accepted = link_of(db, reels, BOXES)
    decide(db, reels, BOXES, DecisionKind.ACCEPT, accepted.spans, "aigul")
    text = current_text(db, reels)
    segment = text.segments[1]
    typed = segment.text.replace("forty", "fifty")
    type_words(db, reels, segment.segment_id, typed, "marat")
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


LINES = st.integers(1, len(SAID) - 1)
"""The first says too little for its words to be known again so much later."""


@dataclass
class Stands:
    """What stands about a claim, by the lines of `SAID` alone: whatever their times are."""

    kind: DecisionKind
    fixed: frozenset[int] = frozenset()
    added: frozenset[int] = frozenset()
    rejected: frozenset[int] = frozenset()
    no_support: bool = False

    def then(self, kind: DecisionKind, lines: frozenset[int]) -> Stands:
        match kind:
            case DecisionKind.ACCEPT | DecisionKind.MOVE:
                return Stands(kind, lines, self.added, self.rejected - lines)
            case DecisionKind.ADD:
                return Stands(kind, self.fixed, self.added | lines, self.rejected - lines)
            case DecisionKind.REJECT:
                return Stands(kind, self.fixed - lines, self.added - lines, self.rejected | lines)
        return Stands(kind, rejected=self.rejected, no_support=True)


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
        self.stands: dict[str, Stands] = {}
        self.is_later = self.is_edited = False

    def teardown(self) -> None:
        self.db.close()
        self.place.cleanup()

    def times(self, lines: frozenset[int]) -> tuple[Span, ...]:
        """Return when lines of `SAID` are read now."""
        before = (GREETING,) if self.is_later else ()
        return tuple(line([*before, *SAID], number + len(before)) for number in sorted(lines))

    @rule(
        claim=st.sampled_from(CLAIMS),
        kind=st.sampled_from(DecisionKind),
        lines=st.frozensets(LINES, min_size=1, max_size=2),
    )
    def decide(self, claim: str, kind: DecisionKind, lines: frozenset[int]) -> None:
        if claim == BOXES and self.is_edited:
            return  # The summary does not have this sentence now.
        named = self.times(lines) if kind in NEEDS_SPANS else ()
        decide(self.db, self.programme_id, claim, kind, named, "aigul")
        self.made.append((claim, kind, named))
        before = self.stands.pop(claim, Stands(kind))
        if kind is not DecisionKind.REOPEN:
            self.stands[claim] = before.then(kind, lines)

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
        assert set(self.stands) <= shown

    @invariant()
    def no_decision_is_lost(self) -> None:
        stored = decisions_of(self.db, self.programme_id)
        assert [(each.claim_id, each.kind, each.spans) for each in stored] == self.made

    @invariant()
    def none_is_overruled(self) -> None:
        linking = latest_linking(self.db, self.programme_id)
        assert linking
        if linking.text_sha256 != current_text(self.db, self.programme_id).sha256:
            return  # The links are of the words before; linking again puts them where the words are now.
        for link in linking.links:
            stands = self.stands.get(link.claim.claim_id)
            assert (link.decided.kind if link.decided else None) == (stands.kind if stands else None)
            if stands:
                self.check(link, stands)

    def check(self, link: Link, stands: Stands) -> None:
        chosen, rejected = self.times(stands.fixed | stands.added), self.times(stands.rejected)
        assert all(any(span.overlap_ms(each) == each.duration_ms for span in link.spans) for each in chosen)
        if stands.fixed:
            assert sum(span.duration_ms for span in link.spans) == sum(span.duration_ms for span in chosen)
        free = [span for span in link.spans if not any(span.overlap_ms(each) for each in chosen)]
        assert not any(span.repeats(other) for span in free for other in rejected)
        assert not (stands.no_support and (link.spans or link.verdict is not Verdict.NOT_FOUND))


TestDecisions = Decisions.TestCase
TestDecisions.settings = settings(
    max_examples=8, stateful_step_count=10, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
