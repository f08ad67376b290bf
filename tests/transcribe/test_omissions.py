"""Speech that was passed over is seen, heard once more, and said if the second try says it."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from media.records import Span
from transcribe.badness import worst
from transcribe.omissions import LONGEST_MS, mark_omissions, omits, unsaid_ms
from transcribe.records import Chunk, Doubt, HeardSegment, Hypothesis, Segment, Word
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


def segment(*starts_ms: int, word_ms: int = 100) -> Segment:
    """:param starts_ms: of the words, in recording time."""
    words = tuple(Word(f"word{start_ms}", start_ms, start_ms + word_ms, 0.9) for start_ms in starts_ms)
    return Segment("s1", words[0].start_ms, words[-1].end_ms, words)


def test_speech_that_stays_without_words_is_marked_where_it_lies() -> None:
    said = (segment(*range(10_200, 15_000, 500)), segment(*range(30_000, 36_000, 500)))
    first, gap, second, end = mark_omissions([CHUNK], said, "0" * 64)
    assert (first, second) == said
    assert (gap.start_ms, gap.end_ms) == (14_800, 30_000), "between the end of a word and the beginning of another"
    assert (gap.words, gap.doubts) == ((), (Doubt.PASSED_OVER,))
    assert (end.start_ms, end.end_ms) == (35_600, 39_800), "to the end of the speech"
    assert gap.segment_id != end.segment_id
    assert mark_omissions([CHUNK], [segment(*range(10_200, 39_800, 500))], "0" * 64)[1:] == ()
    assert mark_omissions([CHUNK], [], "0" * 64) == ()


def test_word_that_is_drawn_over_what_is_missing_covers_two_and_a_half_seconds_of_it() -> None:
    drawn = segment(*range(10_200, 12_000, 500), word_ms=20_000)
    gaps = mark_omissions([CHUNK], [drawn, segment(*range(33_000, 39_800, 500))], "0" * 64)
    assert [(each.start_ms, each.end_ms) for each in gaps if not each.words] == [(14_200, 33_000)]


@given(st.lists(st.integers(10_000, 39_999), min_size=1, max_size=60, unique=True).map(sorted))
def test_what_is_marked_holds_no_beginning_of_a_word_and_lies_in_the_chunk(starts_ms: list[int]) -> None:
    marked = [each for each in mark_omissions([CHUNK], [segment(*starts_ms, word_ms=50)], "0" * 64) if not each.words]
    for gap in marked:
        assert CHUNK.start_ms <= gap.start_ms < gap.end_ms <= CHUNK.end_ms
        assert not any(gap.start_ms < start_ms < gap.end_ms for start_ms in starts_ms)
