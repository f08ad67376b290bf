"""A link is shown where its words are now: its parts and its other places as well as its own."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlite_utils import Database

from media.catalogue import add_document
from media.records import Span
from tests.transcribe.linking.heard import read_aloud
from tests.transcribe.linking.test_link_run import SAID, SUMMARY, add
from tests.transcribe.linking.test_link_standing import CLAIMS, GREETING, hear_again_later, line, link_again, link_of
from tests.transcribe.texts import type_words
from transcribe.linking.decided.decide import decide
from transcribe.linking.decided.placed import PlacedLink, placed_links, placed_omitted
from transcribe.linking.run import latest_linking
from transcribe.records import DecisionKind, Omitted, Verdict
from transcribe.revise import current_text
from transcribe.transcripts import ALIGNED, NewRun, store_transcript

BOXES = CLAIMS[0]
LATER = (GREETING, *SAID)


@pytest.fixture
def reels(db: Database, monkeypatch: pytest.MonkeyPatch) -> str:
    """Add a programme and link it, with other places that are offered however unlikely: they are what is followed."""
    monkeypatch.setattr("transcribe.linking.place.PERHAPS_FROM", 0.0)
    programme_id = add(db)
    add_document(db, programme_id, "summary", SUMMARY, language="en")
    link_again(db, programme_id)
    return programme_id


def placed(db: Database, programme_id: str, claim_id: str = BOXES) -> PlacedLink:
    linking = latest_linking(db, programme_id)
    assert linking
    links = placed_links(linking, current_text(db, programme_id), "en")
    return next(each for each in links if each.link.claim.claim_id == claim_id)


def shift_ms(programme_lines: tuple[str, ...]) -> int:
    return line(programme_lines, 1).start_ms - line(SAID, 0).start_ms


def test_parts_and_other_places_go_with_their_words(db: Database, reels: str) -> None:
    before = [placed(db, reels, claim).link for claim in CLAIMS]
    assert all(link.alternatives and any(part.span for part in link.parts) for link in before)
    hear_again_later(db, reels)
    by_ms = shift_ms(LATER)
    for link, claim in zip(before, CLAIMS, strict=True):
        after = placed(db, reels, claim).link
        moved = [Span(part.span.start_ms + by_ms, part.span.end_ms + by_ms) for part in link.parts if part.span]
        assert [part.span for part in after.parts if part.span] == moved
        assert [part.heard for part in after.parts] == [part.heard for part in link.parts]
        known = {Span(each.span.start_ms + by_ms, each.span.end_ms + by_ms) for each in link.alternatives}
        assert {each.span for each in after.alternatives} <= known
    assert placed(db, reels).link.alternatives, "otherwise nothing is followed"


def test_short_parts_go_with_their_link_however_far_it_goes(db: Database, reels: str) -> None:
    before, text = [placed(db, reels, claim).link for claim in CLAIMS], current_text(db, reels).transcript
    far = ("Good morning dear listeners " * 10, *SAID)
    store_transcript(db, reels, NewRun(text.recording_id, ALIGNED, text.provenance, read_aloud(list(far))))
    by_ms = shift_ms(far)
    for link, claim in zip(before, CLAIMS, strict=True):
        after = placed(db, reels, claim)
        assert not after.is_stale
        moved = [Span(part.span.start_ms + by_ms, part.span.end_ms + by_ms) for part in link.parts if part.span]
        assert [part.span for part in after.link.parts if part.span] == moved


def test_other_places_whose_words_were_not_kept_are_not_shown_in_other_words(db: Database, reels: str) -> None:
    linking, text = latest_linking(db, reels), current_text(db, reels)
    assert linking
    links = tuple(
        replace(link, alternatives=tuple(replace(each, quote="") for each in link.alternatives))
        for link in linking.links
    )
    assert all(each.link.alternatives for each in placed_links(replace(linking, links=links), text, "en"))
    old = replace(linking, links=links, text_sha256="another")
    assert not any(each.link.alternatives for each in placed_links(old, text, "en"))


def test_what_the_machine_had_comes_back_where_its_words_are_now(db: Database, reels: str) -> None:
    had = link_of(db, reels, BOXES)
    decide(db, reels, BOXES, DecisionKind.ACCEPT, had.spans, "aigul")
    hear_again_later(db, reels)
    decide(db, reels, BOXES, DecisionKind.REOPEN, (), "aigul")
    after, by_ms = link_of(db, reels, BOXES), shift_ms(LATER)
    assert after.spans == tuple(Span(span.start_ms + by_ms, span.end_ms + by_ms) for span in had.spans)
    assert (after.quote, after.verdict, after.score) == (had.quote, had.verdict, had.score)
    assert not placed(db, reels).is_stale


def test_what_the_machine_had_does_not_come_back_when_its_words_are_gone(db: Database, reels: str) -> None:
    decide(db, reels, BOXES, DecisionKind.ACCEPT, link_of(db, reels, BOXES).spans, "aigul")
    text = current_text(db, reels)
    type_words(db, reels, text.segments[1].segment_id, "Nothing at all.", "marat")
    decide(db, reels, BOXES, DecisionKind.REOPEN, (), "aigul")
    after = link_of(db, reels, BOXES)
    assert (after.spans, after.quote, after.score, after.verdict) == ((), "", 0.0, Verdict.CANNOT_TELL)
    assert not any(part.heard for part in after.parts)


def test_what_the_summary_leaves_out_goes_with_its_words(db: Database, reels: str) -> None:
    linking, whole = latest_linking(db, reels), Span(line(SAID, 2).start_ms, line(SAID, 4).end_ms)
    assert linking
    left_out = replace(linking, omitted=(Omitted(whole, 0.5, " ".join((*SAID[2].split(), *SAID[3].split()))),))
    assert placed_omitted(left_out, current_text(db, reels), "en") == left_out.omitted
    hear_again_later(db, reels)
    (after,) = placed_omitted(left_out, current_text(db, reels), "en")
    assert after.span == Span(whole.start_ms + shift_ms(LATER), whole.end_ms + shift_ms(LATER))
