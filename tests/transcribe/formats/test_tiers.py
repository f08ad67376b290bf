"""On a tier nothing overlaps and everything lasts; what fits already is not moved by a millisecond."""

from __future__ import annotations

import itertools

from hypothesis import given, settings

from media.records import Span
from tests.transcribe.formats.overlapping import transcripts
from transcribe.formats.tiers import tiers
from transcribe.records import Segment, Word


@given(transcripts())
@settings(max_examples=60, deadline=None)
def test_nothing_overlaps_and_nothing_is_lost(segments: tuple[Segment, ...]) -> None:
    made = tiers(segments)

    for tier in made:
        assert all(a.span.end_ms <= b.span.start_ms for a, b in itertools.pairwise(tier.laid))
        for laid in tier.laid:
            spans = [span for _, span in laid.words]
            assert all(span.duration_ms > 0 for span in (laid.span, *spans))
            assert all(a.end_ms <= b.start_ms for a, b in itertools.pairwise(spans))
            assert all(laid.span.start_ms <= span.start_ms and span.end_ms <= laid.span.end_ms for span in spans)
            assert tuple(word for word, _ in laid.words) == laid.segment.heard_words
    assert sorted(laid.place for tier in made for laid in tier.laid) == list(range(len(segments)))
    assert len({tier.name for tier in made}) == len(made)


@given(transcripts(exact=True))
@settings(max_examples=60, deadline=None)
def test_what_fits_keeps_its_times_to_the_millisecond(segments: tuple[Segment, ...]) -> None:
    for laid in (laid for tier in tiers(segments) for laid in tier.laid):
        assert laid.span == laid.segment.span
        assert all(span == Span(word.start_ms, word.end_ms) for word, span in laid.words)


def test_who_speaks_over_themselves_gets_a_second_tier() -> None:
    whole = Segment("a", 0, 9_000, (Word("Иә", 0, 9_000),), speaker="S1")
    within = Segment("b", 4_000, 5_000, (Word("жоқ", 4_000, 5_000),), speaker="S1")
    other = Segment("c", 4_000, 5_000, (Word("жоқ", 4_000, 5_000),), speaker="S2")

    assert [tier.name for tier in tiers((whole, within, other))] == ["S1", "S1 (2)", "S2"]


def test_words_that_last_no_time_are_moved_as_little_as_they_need() -> None:
    words = (Word("a", 0, 400), Word("b", 400, 400), Word("c", 400, 800), Word("d", 700, 800))

    (tier,) = tiers((Segment("s", 0, 800, words),))

    assert [span for _, span in tier.laid[0].words] == [Span(0, 400), Span(400, 401), Span(401, 700), Span(700, 800)]
