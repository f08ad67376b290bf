"""A transcript from a file gets the time of the recording: nothing is lost, and no time looks surer than it is."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from media.records import Span
from transcribe.errors import BadTranscript, OfAnotherSound
from transcribe.incoming import FoundSegment, FoundTranscript, FoundWord
from transcribe.incoming.place import Placed, has_times, place
from transcribe.records import Doubt, Segment, WordsBy

SHA256 = "ab" * 32
DURATION_MS = 60_000


def said(text: str, span: Span | None = None, **more: object) -> FoundSegment:
    return FoundSegment(tuple(map(FoundWord, text.split())), span, **more)  # type: ignore[arg-type]


def placed(*segments: FoundSegment, words_by: WordsBy = WordsBy.UNKNOWN, duration_ms: int = DURATION_MS) -> Placed:
    return place(FoundTranscript(segments), duration_ms=duration_ms, sound_sha256=SHA256, words_by=words_by)


def times(segment: Segment) -> list[tuple[int, int]]:
    return [(word.start_ms, word.end_ms) for word in segment.words]


def test_words_of_a_cue_share_its_time_by_letters_and_that_is_said() -> None:
    found = placed(said("abc a", Span(1_000, 2_000)))
    [segment] = found.segments
    assert times(segment) == [(1_000, 1_750), (1_750, 2_000)]
    assert segment.doubts == (Doubt.SHARED_TIMES,)
    assert (found.words, found.guessed) == (2, 2)


def test_words_with_times_keep_them_and_those_between_share_the_room() -> None:
    words = (FoundWord("one", Span(1_000, 1_200), 0.9), FoundWord("two"), FoundWord("three", Span(1_800, 2_000), 0.3))
    [segment] = placed(FoundSegment(words, Span(900, 2_100))).segments
    assert times(segment) == [(1_000, 1_200), (1_200, 1_800), (1_800, 2_000)]
    assert (segment.start_ms, segment.end_ms) == (900, 2_100)
    assert segment.doubts == (Doubt.SHARED_TIMES,)
    assert [word.doubt for word in segment.words] == [None, None, Doubt.LOW_PROBABILITY]


def test_segments_out_of_order_are_put_in_order_and_that_is_said() -> None:
    found = placed(said("b", Span(5_000, 6_000)), said("a", Span(1_000, 2_000)))
    assert [segment.text for segment in found.segments] == ["a", "b"]
    assert found.is_reordered


def test_two_who_speak_at_once_overlap_and_have_ids_of_their_own() -> None:
    at_once = (said("yes", Span(1_000, 2_000), speaker="A B"), said("yes", Span(1_000, 3_000), speaker="C D"))
    found = placed(*at_once)
    assert [segment.speaker for segment in found.segments] == ["A B", "C D"]
    assert len({segment.segment_id for segment in found.segments}) == 2
    assert not found.is_reordered


def test_what_goes_on_after_the_end_ends_there_and_is_counted() -> None:
    many = [said("a b c d e f g h i j", Span(second * 1_000, second * 1_000 + 900)) for second in range(50)]
    found = placed(*many, said("last words", Span(59_000, 65_000)), said("late", Span(61_000, 62_000)))
    assert found.beyond == 2
    assert all(segment.end_ms <= DURATION_MS for segment in found.segments)
    assert found.segments[-1].text == "late"


def test_the_transcript_of_another_recording_is_refused_in_a_sentence() -> None:
    with pytest.raises(OfAnotherSound, match=r"goes on until 1:00:00, and the recording ends at 0:01:00"):
        placed(said("a", Span(1_000, 2_000)), said("b", Span(3_599_000, 3_600_000)))


def test_a_segment_without_an_end_ends_with_its_words_or_where_the_next_begins() -> None:
    found = placed(said("one two three", Span(1_000, 1_000)), said("four", Span(1_500, 1_500)))
    assert [(segment.start_ms, segment.end_ms) for segment in found.segments] == [(1_000, 1_500), (1_500, 1_900)]


def test_labels_of_machines_are_ours_and_names_stay_names() -> None:
    found = placed(
        said("a", Span(0, 1), speaker="SPEAKER_07"),
        said("b", Span(1, 2), speaker="Aigul"),
        said("c", Span(2, 3), speaker="spk_0"),
        said("d", Span(3, 4), speaker="S1"),
        said("e", Span(4, 5), speaker="SPEAKER_07"),
    )
    assert [segment.speaker for segment in found.segments] == ["S8", "Aigul", "S2", "S1", "S8"]


def test_what_nobody_can_see_is_taken_out() -> None:
    hidden = FoundSegment(
        (FoundWord("a\u202eb\x00"), FoundWord("\u200b"), FoundWord("e\u0301")), Span(0, 10), "N\x07\nM"
    )
    [segment] = placed(hidden).segments
    assert (segment.text, segment.speaker) == ("ab é", "N M")


def test_a_word_without_end_is_refused() -> None:
    with pytest.raises(BadTranscript, match="501 letters"):
        placed(FoundSegment((FoundWord("a" * 501),), Span(0, 10)))


def test_a_long_paragraph_becomes_sentences() -> None:
    sentence = "This is one sentence of the paragraph. "
    found = placed(said(sentence * 40, Span(0, 59_000)), said("The end.", Span(59_000, 60_000)))
    assert len(found.segments) > 5
    assert all(segment.text.endswith(".") for segment in found.segments)
    assert " ".join(segment.text for segment in found.segments) == f"{(sentence * 40).strip()} The end."


@pytest.mark.parametrize(
    ("words_by", "doubt"), [(WordsBy.MACHINE, Doubt.INVENTED), (WordsBy.UNKNOWN, Doubt.INVENTED), (WordsBy.HUMAN, None)]
)
def test_what_machines_invent_is_looked_for_unless_people_wrote_it(words_by: WordsBy, doubt: Doubt | None) -> None:
    [segment] = placed(said("Thanks for watching", Span(0, 2_000)), words_by=words_by).segments
    assert {word.doubt for word in segment.words} == {doubt}


@pytest.mark.parametrize(
    ("written", "tag"),
    [
        ("kk-KZ", "kk-KZ"),
        ("KK", "kk"),
        ("kazakh", "kk"),
        ("english", "en"),
        ("auto", None),
        ("x y z", None),
        ("", None),
    ],
)
def test_languages_as_tools_write_them(written: str, tag: str | None) -> None:
    [segment] = placed(said("a", Span(0, 10), language=written)).segments
    assert segment.language == tag


spans = st.one_of(
    st.none(),
    st.tuples(st.integers(0, 70_000), st.integers(0, 9_000)).map(lambda pair: Span(pair[0], sum(pair))),
)
texts = st.sampled_from(["a", "сөз", "<b>", "-->", "😀", "word."])


@given(
    st.lists(
        st.builds(
            FoundSegment,
            st.lists(st.builds(FoundWord, texts, spans), max_size=12).map(tuple),
            spans,
            st.sampled_from([None, "A", "SPEAKER_1"]),
        ),
        max_size=8,
    )
)
@settings(max_examples=60, deadline=None)
def test_whatever_the_times_are_all_words_stay_and_ascend_within_the_sound(segments: list[FoundSegment]) -> None:
    try:
        found = placed(*segments, duration_ms=70_000)
    except OfAnotherSound:
        return
    assert sum(len(segment.words) for segment in found.segments) == sum(len(segment.words) for segment in segments)
    for segment in found.segments:
        assert 0 <= segment.start_ms <= segment.words[0].start_ms
        assert segment.words[-1].end_ms <= segment.end_ms <= 70_000
        assert all(word.start_ms <= word.end_ms for word in segment.words)
        assert all(word.end_ms <= after.start_ms for word, after in pairwise(segment.words))
    assert [each.start_ms for each in found.segments] == sorted(each.start_ms for each in found.segments)


def test_a_file_without_times_is_told_apart() -> None:
    assert not has_times(FoundTranscript((said("a b"),)))
    assert has_times(FoundTranscript((said("a b"), FoundSegment((FoundWord("c", Span(0, 1)),)))))
