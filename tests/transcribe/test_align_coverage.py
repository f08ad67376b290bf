"""What an alignment found is counted: words, skipped stretches, extra speech."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from media.records import Span
from transcribe.alignment.coverage import LEAST_SKIPPED_WORDS, Coverage, Skipped, cover
from transcribe.records import Doubt, Segment, Word


def spoken(text: str, start_ms: int) -> Segment:
    words = tuple(Word(word, start_ms + 400 * n, start_ms + 400 * n + 400, 0.9) for n, word in enumerate(text.split()))
    return Segment(f"s{start_ms}", start_ms, words[-1].end_ms, words)


def missing(text: str, at_ms: int) -> Segment:
    words = tuple(Word(word, at_ms, at_ms, 0.0, Doubt.NOT_SPOKEN) for word in text.split())
    return Segment(f"m{at_ms}", at_ms, at_ms, words, doubts=(Doubt.NOT_SPOKEN,))


def extra(start_ms: int, end_ms: int) -> Segment:
    return Segment(
        f"x{start_ms}", start_ms, end_ms, (Word("hm", start_ms, end_ms, 0.5),), doubts=(Doubt.NOT_IN_SCRIPT,)
    )


def test_a_script_that_was_left_and_taken_up_again() -> None:
    segments = (
        spoken("Қайырлы таң – тыңдармандар", 0),
        missing("Бүгін ауа райы жақсы болады деп күтілуде.", 2_000),
        extra(2_500, 4_000),
        extra(4_500, 6_000),
        spoken("Енді жаңалықтар", 7_000),
        missing("Сау болыңыз.", 8_000),
        extra(9_000, 9_500),
    )
    assert cover(segments) == Coverage(
        words=14,
        heard=5,
        skipped=(Skipped("Бүгін ауа райы жақсы болады деп", 7, 2_000),),
        extra=(Span(2_500, 6_000), Span(9_000, 9_500)),
    )
    assert cover(segments).not_heard == 9
    assert cover(segments).percent == 35.7


def test_extra_speech_in_a_skipped_stretch_does_not_part_it() -> None:
    segments = (missing("бір екі", 100), extra(100, 900), missing("үш төрт", 900))
    assert cover(segments).skipped == (Skipped("бір екі үш төрт", 4, 100),)


def test_all_of_a_script_is_heard_only_where_all_of_it_is() -> None:
    assert cover(()) == Coverage(0, 0, (), ())
    assert cover(()).percent == 0
    assert Coverage(2_000, 1_999, (), ()).percent == 99.9


@given(st.lists(st.booleans(), max_size=30))
def test_every_word_is_heard_or_not_and_stretches_are_of_those_not_heard(flags: list[bool]) -> None:
    segments = [spoken("сөз", 1_000 * n) if flag else missing("сөз", 1_000 * n) for n, flag in enumerate(flags)]
    found = cover(segments)
    assert found.words == len(flags)
    assert found.heard == sum(flags)
    assert sum(skipped.words for skipped in found.skipped) <= found.not_heard
    assert all(skipped.words >= LEAST_SKIPPED_WORDS for skipped in found.skipped)
    assert 0 <= found.percent <= 100
    assert (found.percent == 100) is (0 < found.words == found.heard)
