"""Words get the voice that speaks for most of them; segments are cut between words, and no word is lost or moved."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby, pairwise

from hypothesis import given
from hypothesis import strategies as st

from media.records import Span
from transcribe.records import Doubt, Segment, Word
from transcribe.speakers.label import LEAST_MS, SHIFT_MS, label
from transcribe.speakers.turns import Turn, join

SOUND = "a" * 64


def said(text: str, start_ms: int = 0, word_ms: int = 500, segment_id: str = "s1") -> Segment:
    words = tuple(
        Word(word, start_ms + number * word_ms, start_ms + (number + 1) * word_ms - 100, 0.9)
        for number, word in enumerate(text.split())
    )
    return Segment(segment_id, words[0].start_ms, words[-1].end_ms, words)


def heard(*turns: tuple[int, int, str]) -> tuple[Turn, ...]:
    return tuple(Turn(Span(start_ms, end_ms), voice) for start_ms, end_ms, voice in turns)


def dialogue(segments: tuple[Segment, ...]) -> list[tuple[str | None, str]]:
    return [(segment.speaker, segment.text) for segment in segments]


def test_a_segment_is_cut_where_the_voice_changes_and_both_parts_get_ids_of_their_own() -> None:
    whole = replace(said("Who was it? It was the bull I think"), doubts=(Doubt.LOOP,), language="en")
    parts = label([whole], heard((0, 1_450, "x"), (1_450, 5_000, "y")), SOUND)
    assert dialogue(parts) == [("S1", "Who was it?"), ("S2", "It was the bull I think")]
    assert [(part.start_ms, part.end_ms) for part in parts] == [(0, 1_400), (1_500, 4_400)]
    assert len({part.segment_id for part in parts} | {"s1"}) == 3
    assert all((part.doubts, part.language) == ((Doubt.LOOP,), "en") for part in parts)


def test_the_cut_moves_to_the_end_of_the_sentence_near_it() -> None:
    parts = label([said("Who was it then? It was the bull")], heard((0, 1_200, "x"), (1_200, 5_000, "y")), SOUND)
    assert dialogue(parts) == [("S1", "Who was it then?"), ("S2", "It was the bull")]


def test_the_cut_does_not_move_to_a_far_sentence() -> None:
    words = "one two three four five six seven. eight nine ten"
    parts = label([said(words)], heard((0, 1_500, "x"), (1_500, 9_000, "y")), SOUND)
    assert dialogue(parts)[0] == ("S1", "one two three")


def test_a_moment_of_another_voice_within_a_segment_counts_for_nothing() -> None:
    whole = said("It was so long ago that I forgot")
    parts = label(
        [whole, said("Yes", 9_000, segment_id="s2")],
        heard((0, 1_000, "x"), (1_000, 1_400, "y"), (1_400, 8_000, "x"), (9_000, 9_500, "y")),
        SOUND,
    )
    assert dialogue(parts) == [("S1", whole.text), ("S2", "Yes")]
    assert parts[0] == replace(whole, speaker="S1")


def test_labels_follow_the_order_of_first_words_whatever_the_step_called_them() -> None:
    segments = [
        said("one two", 0),
        said("three four", 2_000, segment_id="s2"),
        said("five six", 4_000, segment_id="s3"),
    ]
    parts = label(segments, heard((0, 1_000, "S7"), (2_000, 3_000, "S1"), (4_000, 5_000, "S7")), SOUND)
    assert [part.speaker for part in parts] == ["S1", "S2", "S1"]


def test_words_outside_every_turn_go_to_the_nearest() -> None:
    segments = [said("one two", 0), said("far off", 20_000, segment_id="s2"), said("end", 60_000, segment_id="s3")]
    parts = label(segments, heard((1_500, 3_000, "x"), (21_500, 24_000, "y")), SOUND)
    assert [part.speaker for part in parts] == ["S1", "S2", "S2"]


def test_gaps_have_no_speaker_and_one_voice_needs_no_label() -> None:
    gap = Segment("g", 5_000, 9_000, (), doubts=(Doubt.GAP,))
    both = [said("one two", 0), gap, said("three", 10_000, segment_id="s2")]
    assert [part.speaker for part in label(both, heard((0, 900, "x"), (10_000, 11_000, "y")), SOUND)] == [
        "S1",
        None,
        "S2",
    ]
    assert label(both, heard((0, 11_000, "x")), SOUND) == tuple(both)
    assert label(both, (), SOUND) == tuple(both)
    assert label([gap], heard((0, 900, "x"), (10_000, 11_000, "y")), SOUND) == (gap,)


@st.composite
def programmes(draw: st.DrawFn) -> tuple[list[Segment], tuple[Turn, ...]]:
    segments, now_ms = [], 0
    for number in range(draw(st.integers(0, 4))):
        words = []
        for text in draw(st.lists(st.sampled_from(["a", "b.", "c,", "d?"]), min_size=1, max_size=20)):
            now_ms += draw(st.integers(0, 700))
            end_ms = now_ms + draw(st.integers(1, 600))
            words.append(Word(text, now_ms, end_ms))
            now_ms = end_ms
        segments.append(Segment(f"s{number}", words[0].start_ms, now_ms, tuple(words)))
    turns, now_ms = [], 0
    for voice in draw(st.lists(st.sampled_from("xyz"), max_size=12)):
        now_ms += draw(st.integers(0, 2_000))
        end_ms = now_ms + draw(st.integers(1, 4_000))
        turns.append(Turn(Span(now_ms, end_ms), voice))
        now_ms = end_ms
    return segments, join(turns)


@given(programmes())
def test_no_word_is_lost_and_no_two_segments_start_together(programme: tuple[list[Segment], tuple[Turn, ...]]) -> None:
    segments, turns = programme
    parts = label(segments, turns, SOUND)
    assert [word for part in parts for word in part.words] == [word for each in segments for word in each.words]
    assert all(before.start_ms < after.start_ms for before, after in pairwise(parts))
    assert all(part.start_ms <= part.words[0].start_ms and part.words[-1].end_ms <= part.end_ms for part in parts)
    assert len({part.segment_id for part in parts}) == len(parts)
    voices = [part.speaker for part in parts if part.speaker]
    assert list(dict.fromkeys(voices)) == [f"S{number}" for number in range(1, len(set(voices)) + 1)]


@given(programmes())
def test_voices_within_a_segment_speak_for_a_while(programme: tuple[list[Segment], tuple[Turn, ...]]) -> None:
    segments, turns = programme
    parts = label(segments, turns, SOUND)
    cut = {word: segment for segment in segments for word in segment.words}
    for whole, group in groupby(parts, key=lambda part: cut[part.words[0]].segment_id):
        several = list(group)
        if len(several) > 1:
            assert all(part.end_ms - part.start_ms >= LEAST_MS - SHIFT_MS for part in several), whole
            assert all(before.speaker != after.speaker for before, after in pairwise(several))


@given(st.lists(st.tuples(st.integers(0, 1_500), st.integers(1, 2_000), st.sampled_from("xy")), max_size=20))
def test_turns_are_joined_over_short_pauses_only(steps: list[tuple[int, int, str]]) -> None:
    turns, now_ms = [], 0
    for pause_ms, length_ms, voice in steps:
        turns.append(Turn(Span(now_ms + pause_ms, now_ms + pause_ms + length_ms), voice))
        now_ms += pause_ms + length_ms
    joined = join(turns)
    for turn in turns:
        assert (
            sum(
                whole.speaker == turn.speaker and whole.span.overlap_ms(turn.span) == turn.span.duration_ms
                for whole in joined
            )
            == 1
        )
    for before, after in pairwise(joined):
        assert before.speaker != after.speaker or after.span.start_ms - before.span.end_ms > 1_000
