"""Where masks, places and texts begin and end, at every edge: held against what the words of their docstrings say."""

from __future__ import annotations

from itertools import product

import pytest

from media.records import Span
from webapp.redaction.cover import heard_spans, widen
from webapp.redaction.flows import Token, text_tokens
from webapp.redaction.masked_times import MaskedTimes
from webapp.redaction.records import MASK, STEP_MS, WIDENED_MS, MaskedSpan, Redaction, RedactionKind
from webapp.redaction.text import MaskedText, edges, mask_text, runs
from webapp.redaction.told import touches

MASKED = (MaskedSpan(2, 4), MaskedSpan(6, 9))
ROOM = Span(1, 7)
SPANS = [Span(start, end) for start, end in product(range(12), repeat=2) if start <= end]


def inside(moment: int, stretches: tuple[tuple[int, int], ...]) -> tuple[int, int] | None:
    return next(((start, end) for start, end in stretches if start < moment < end), None)


@pytest.mark.parametrize(
    ("guessed", "closed"), [((), ((2, 4), (6, 9))), ((ROOM,), ((1, 2), (2, 4), (4, 6), (6, 9)))], ids=["", "guessed"]
)
def test_spans_begin_and_end_in_no_closed_stretch(
    guessed: tuple[Span, ...], closed: tuple[tuple[int, int], ...]
) -> None:
    times = MaskedTimes(MASKED, guessed)
    for span in SPANS:
        first, last = inside(span.start_ms, closed), inside(span.end_ms, closed)
        wanted = Span(first[0] if first else span.start_ms, last[1] if last else span.end_ms)
        assert times.outward(span) == wanted, span


@pytest.mark.parametrize(
    ("room", "closed"),
    [
        (Span(0, 2), ((0, 2),)),
        (Span(4, 6), ((4, 6),)),
        (Span(3, 5), ((4, 5),)),
        (Span(3, 8), ((4, 6),)),
        (Span(2, 4), ()),
        (Span(9, 11), ((9, 11),)),
        (Span(5, 5), ()),
    ],
)
def test_what_is_guessed_beside_masks_is_closed_as_far_as_it_is_not_masked(
    room: Span, closed: tuple[tuple[int, int], ...]
) -> None:
    times, all_closed = MaskedTimes(MASKED, (room,)), (*closed, (2, 4), (6, 9))
    for span in SPANS:
        first = inside(span.start_ms, all_closed)
        assert times.outward(span).start_ms == (first[0] if first else span.start_ms), span


def test_words_beside_a_mask_keep_what_is_outside() -> None:
    times = MaskedTimes(MASKED)
    for span in SPANS:
        first, last = inside(span.start_ms, ((2, 4), (6, 9))), inside(span.end_ms, ((2, 4), (6, 9)))
        at = times.beside(span)
        if first and first == last:
            assert at == Span(*first), span
            continue
        start = first[1] if first else span.start_ms
        assert at == Span(start, max(start, last[0] if last else span.end_ms)), span


def test_a_masked_word_takes_the_stretches_that_it_touches() -> None:
    times = MaskedTimes(MASKED)
    for span in SPANS:
        met = [each for each in MASKED if each.start_ms <= span.end_ms and span.start_ms <= each.end_ms]
        assert times.touch(span) is bool(met), span
        assert times.whole(span) == (Span(met[0].start_ms, met[-1].end_ms) if met else span), span


def test_two_stretches_touch_where_they_have_something_in_common() -> None:
    for one, other in product(SPANS[:30], repeat=2):
        shared = set(range(one.start_ms, one.end_ms)) & set(range(other.start_ms, other.end_ms))
        is_within = one.start_ms <= other.start_ms < one.end_ms
        assert touches(one, other) is bool(shared or is_within), (one, other)


@pytest.mark.parametrize(
    ("spans", "duration_ms", "wanted"),
    [
        ([Span(150, 850)], None, [(0, 1_000)]),
        ([Span(1_150, 1_850)], None, [(1_000, 2_000)]),
        ([Span(1_149, 1_851)], None, [(0, 3_000)]),
        ([Span(100, 200)], None, [(0, 1_000)]),
        ([Span(1_000, 1_200), Span(3_000, 3_200)], None, [(0, 4_000)]),
        ([Span(3_200, 3_400), Span(1_150, 1_350)], None, [(1_000, 2_000), (3_000, 4_000)]),
        ([Span(2_000, 2_200), Span(1_150, 1_350)], None, [(1_000, 3_000)]),
        ([Span(100, 9_000), Span(1_000, 1_100)], None, [(0, 10_000)]),
        ([Span(1_150, 1_850)], 1_400, [(1_000, 1_400)]),
        ([Span(1_150, 1_850)], 1_000, []),
        ([], 500, []),
    ],
)
def test_masks_are_wider_and_of_whole_steps(
    spans: list[Span], duration_ms: int | None, wanted: list[tuple[int, int]]
) -> None:
    assert (WIDENED_MS, STEP_MS) == (150, 1_000)
    assert [(each.start_ms, each.end_ms) for each in widen(spans, duration_ms)] == wanted


def redaction(redaction_id: str = "x1", replacement: str = MASK) -> Redaction:
    return Redaction(redaction_id, "p1", RedactionKind.PERSON, replacement, "why", None, "me", "")


def test_only_words_that_are_kept_back_and_heard_are_covered() -> None:
    tokens = (Token("a", 0, 0, Span(0, 1)), Token("b", 0, 1, None), Token("c", 0, 2, Span(2, 3)))
    assert heard_spans(tokens, (redaction(), redaction(), None)) == [Span(0, 1)]


@pytest.mark.parametrize(
    ("word", "wanted"),
    [
        ("«Айгүл»,", ("«", "»,")),
        ("(Айгүл…)", ("(", "…)")),
        ("Айгүл", ("", "")),
        ("\u2620Айгүл\u2620", ("", "")),
        ("»Айгүл«", ("", "")),
        ("—", ("", "")),
    ],
)
def test_only_usual_punctuation_stays_of_a_word_that_goes(word: str, wanted: tuple[str, str]) -> None:
    assert edges(word) == wanted


def test_words_in_a_row_are_one_run_where_the_same_stands_for_them() -> None:
    one, same, other = redaction(), redaction("x2"), redaction("x3", "[guest]")
    found = [(run.replacement, run.first, run.end) for run in runs((None, one, same, other, None, one))]
    assert found == [(MASK, 1, 3), ("[guest]", 3, 4), (MASK, 5, 6)]


def test_places_of_a_text_are_found_in_what_is_left_of_it() -> None:
    text = "ab cd ef gh"
    tokens = tuple(text_tokens(text))
    masked = mask_text(text, tokens, (None, redaction(), None, redaction("x2", "[x]")))
    assert masked == MaskedText("ab [•••] ef [x]", ((3, 5, 3), (9, 11, 4)))
    assert [masked.offset(place) for place in range(12)] == [0, 1, 2, 3, 8, 8, 9, 10, 11, 12, 15, 15]
    for start, end in product(range(12), repeat=2):
        gone = {*range(3, 5), *range(9, 11)}
        if start < end:
            assert masked.touches(start, end) is bool(gone & set(range(start, end))), (start, end)
