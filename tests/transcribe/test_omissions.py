"""Speech that was passed over is seen, heard once more, and said if the second try says it."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from media.records import Span
from transcribe.badness import worst
from transcribe.omissions import LONGEST_MS, omits, unsaid_ms
from transcribe.records import Chunk, HeardSegment, Hypothesis, Word
from transcribe.second_hearing import hear_again

CHUNK = Chunk(0, 10_000, 40_000, (Span(10_200, 22_000), Span(23_000, 39_800)))


def heard(*starts_ms: int, log: float = -0.3) -> Hypothesis:
    """:param starts_ms: of the words, from the beginning of the chunk."""
    words = tuple(Word(f"word{start_ms}", start_ms, start_ms + 100, 0.9) for start_ms in starts_ms)
    return Hypothesis("en", 1.0, (HeardSegment(0, 30_000, words, log, 0.01, 1.4),))


EVERY_HALF_SECOND = heard(*range(200, 29_700, 500))
SECOND_HALF = heard(*range(13_000, 29_700, 500))


def test_speech_without_words_is_seen_wherever_it_lies_and_a_pause_is_none() -> None:
    assert not omits(CHUNK, EVERY_HALF_SECOND)
    assert unsaid_ms(CHUNK, SECOND_HALF) == 11_800, "what lies before the first word"
    assert omits(CHUNK, heard(*range(200, 12_000, 500))), "behind the last"
    assert omits(CHUNK, heard(*range(200, 12_000, 500), *range(20_000, 29_700, 500))), "between two"
    around = Chunk(0, 10_000, 40_000, (Span(10_000, 12_000), Span(36_000, 40_000)))
    assert not omits(around, heard(0, 1_000, 1_900, 26_000, 27_000, 29_000))


def test_where_no_word_was_heard_none_is_missing() -> None:
    assert not omits(CHUNK, Hypothesis("en", 1.0, ()))


def test_what_was_passed_over_is_asked_for_once_more_and_kept_though_it_is_less_probable() -> None:
    asked: list[Span] = []

    def ask(spans: Sequence[Span]) -> Sequence[Hypothesis]:
        asked.extend(spans)
        return [heard(*range(100, span.duration_ms - 300, 500), log=-0.8) for span in spans]

    kept = hear_again(CHUNK, SECOND_HALF, ask)
    assert asked == [Span(10_100, 22_100), Span(22_900, 39_900)]
    assert not omits(CHUNK, kept)
    asked.clear()
    assert hear_again(CHUNK, EVERY_HALF_SECOND, ask) == EVERY_HALF_SECOND
    assert asked == []


def test_a_second_try_that_says_no_more_or_is_bad_is_not_kept() -> None:
    silent = Hypothesis("en", 1.0, ())
    assert hear_again(CHUNK, SECOND_HALF, lambda spans: [silent, heard(*range(100, 16_000, 500), log=-0.8)]) == (
        SECOND_HALF
    )
    loop = heard(*[100] * 40)
    assert worst(loop)
    assert hear_again(CHUNK, SECOND_HALF, lambda spans: [loop, loop]) == SECOND_HALF


@given(st.lists(st.integers(0, 29_999), min_size=1, max_size=80).map(sorted))
def test_more_words_never_leave_more_unsaid(starts_ms: list[int]) -> None:
    all_ms = sum(span.duration_ms for span in CHUNK.speech)
    few, many = (unsaid_ms(CHUNK, heard(*starts)) for starts in (starts_ms[::2], starts_ms))
    assert all_ms / (len(starts_ms) + 1) <= many <= few <= all_ms
    assert omits(CHUNK, heard(*starts_ms)) == (many > LONGEST_MS)
