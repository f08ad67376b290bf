"""What engines are known to get wrong, put right or marked: times, loops, text where nobody speaks."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media.records import Span
from transcribe.records import Chunk, Doubt, HeardSegment, Hypothesis, Segment, Word
from transcribe.stitch import stitch

CHUNK = Chunk(0, 10_000, 30_000, (Span(10_400, 29_600),))


def heard(
    *words: Word, no_speech: float = 0.01, compression: float = 1.4, log_probability: float = -0.2
) -> HeardSegment:
    return HeardSegment(words[0].start_ms, words[-1].end_ms, words, log_probability, no_speech, compression)


def spoken(text: str, start_ms: int = 500, word_ms: int = 300, probability: float = 0.9) -> list[Word]:
    return [
        Word(word, start_ms + place * word_ms, start_ms + (place + 1) * word_ms, probability)
        for place, word in enumerate(text.split())
    ]


def stitched(
    *segments: HeardSegment, chunk: Chunk = CHUNK, duration_ms: int = 60_000, language: str = "en"
) -> tuple[Segment, ...]:
    hypothesis = Hypothesis("en", 1.0, segments)
    return stitch([chunk], [hypothesis], sound_sha256="s", duration_ms=duration_ms, language=language)


def words_of(segments: tuple[Segment, ...]) -> list[Word]:
    return [word for segment in segments for word in segment.words]


def test_words_stand_in_recording_time() -> None:
    (segment,) = stitched(heard(*spoken("The steppe was quiet.")))
    assert [(word.start_ms, word.end_ms) for word in segment.words] == [
        (10_500, 10_800),
        (10_800, 11_100),
        (11_100, 11_400),
        (11_400, 11_700),
    ]
    assert (segment.text, segment.doubts, segment.language) == ("The steppe was quiet.", (), "en")


def test_a_sentence_is_a_segment() -> None:
    segments = stitched(heard(*spoken("Dr. Aitova came at 3 p.m. on Friday. She left early.")))
    assert [segment.text for segment in segments] == ["Dr. Aitova came at 3 p.m. on Friday.", "She left early."]


def test_a_long_sentence_is_cut_after_a_comma() -> None:
    words = spoken("one two three four, five six seven eight nine ten eleven twelve", word_ms=1_500)
    segments = stitched(heard(*words))
    assert [segment.text for segment in segments] == [
        "one two three four,",
        "five six seven eight nine ten eleven twelve",
    ]


def test_no_segment_goes_on_over_a_long_pause() -> None:
    segments = stitched(heard(*spoken("until the"), *spoken("resonant frequencies", 6_000)))
    assert [segment.text for segment in segments] == ["until the", "resonant frequencies"]


def test_times_beyond_the_sound_are_clamped() -> None:
    words = words_of(stitched(heard(*spoken("and so it ended", 19_000, 2_000)), duration_ms=29_990))
    assert all(10_000 <= word.start_ms <= word.end_ms <= 29_990 for word in words)


def test_times_that_run_backwards_are_put_right() -> None:
    backwards = [Word("one", 3_000, 3_500, 0.9), Word("two", 2_000, 2_500, 0.9), Word("three", 3_600, 9_000, 0.9)]
    words = words_of(stitched(heard(*backwards, Word("four", 4_000, 4_200, 0.9))))
    assert [(word.start_ms, word.end_ms) for word in words] == [
        (13_000, 13_000),
        (13_000, 13_000),
        (13_600, 14_000),
        (14_000, 14_200),
    ]


def test_a_word_does_not_begin_in_the_pause_before_it() -> None:
    chunk = replace(CHUNK, speech=(Span(15_000, 16_000),))
    (word,) = words_of(stitched(heard(Word("Алға", 0, 8_000, 0.9)), chunk=chunk))
    assert (word.start_ms, word.end_ms) == (14_900, 16_100)


def test_all_rounds_of_a_loop_but_the_first_are_marked() -> None:
    segments = stitched(heard(*spoken("We met. " + "Thank you for coming. " * 5)))
    marked = [word.doubt is Doubt.LOOP for word in words_of(segments)]
    assert marked == [False] * 6 + [True] * 16
    assert [segment.doubts for segment in segments] == [(), ()] + [(Doubt.LOOP,)] * 4


def test_a_loop_over_several_chunks_is_seen() -> None:
    chunks = [Chunk(n, n * 10_000, n * 10_000 + 9_000, (Span(n * 10_000, n * 10_000 + 9_000),)) for n in range(4)]
    hypothesis = Hypothesis("en", 1.0, (heard(*spoken("Greetings from the steppe.")),))
    segments = stitch(chunks, [hypothesis] * 4, sound_sha256="s", duration_ms=60_000, language="en")
    assert [segment.doubts for segment in segments] == [()] + [(Doubt.LOOP,)] * 3


@pytest.mark.parametrize("said", ["No, no, no, no, I said.", "He sang la la la and then la la la again."])
def test_people_may_repeat_themselves(said: str) -> None:
    assert all(word.doubt is None for word in words_of(stitched(heard(*spoken(said)))))


def test_text_that_packs_too_well_is_a_loop() -> None:
    (segment,) = stitched(heard(*spoken("xaxaxaxaxaxaxaxaxaxaxaxaxa"), compression=3.1))
    assert segment.doubts == (Doubt.LOOP,)


def test_text_where_nobody_speaks_is_marked() -> None:
    chunk = replace(CHUNK, speech=(Span(10_000, 12_000), Span(24_000, 29_000)))
    segments = stitched(heard(*spoken("We begin."), *spoken("And so on!", 6_000)), chunk=chunk)
    assert [(segment.text, segment.doubts) for segment in segments] == [
        ("We begin.", ()),
        ("And so on!", (Doubt.NO_SPEECH,)),
    ]


def test_a_phrase_that_machines_invent_is_marked() -> None:
    segments = stitched(heard(*spoken("We begin. Thanks for watching!")))
    assert [(segment.text, segment.doubts) for segment in segments] == [
        ("We begin.", ()),
        ("Thanks for watching!", (Doubt.INVENTED,)),
    ]


@pytest.mark.parametrize("silent", [heard(*spoken("Uh."), no_speech=0.9, log_probability=-1.5)])
def test_words_for_silence_leave_their_trace(silent: HeardSegment) -> None:
    words, trace = stitched(heard(*spoken("We begin.")), replace(silent, start_ms=4_000, end_ms=5_000))
    assert words.text == "We begin."
    assert (trace.start_ms, trace.end_ms, trace.words, trace.doubts) == (14_000, 15_000, (), (Doubt.NO_SPEECH,))


def test_text_that_the_engine_itself_takes_for_no_speech_is_marked() -> None:
    (segment,) = stitched(heard(*spoken("Музыка играет"), no_speech=0.8), language="ru")
    assert segment.doubts == (Doubt.NO_SPEECH,)


def test_what_the_engine_would_write_between_notes_is_marked_and_its_words_stay() -> None:
    sung = replace(heard(*spoken("Көзімнің қарасы.")), music_probability=0.03)
    said = replace(heard(*spoken("Ән аяқталды.", 3_000)), music_probability=0.003)
    segments = stitched(sung, said, language="kk")
    assert [(segment.text, segment.doubts) for segment in segments] == [
        ("Көзімнің қарасы.", (Doubt.MUSIC,)),
        ("Ән аяқталды.", ()),
    ]


def test_words_in_another_language_than_the_engine_hears_are_marked() -> None:
    """A model that is made to write English of a German voice translates, as sure of itself as ever."""

    def doubts(language: str, probability: float | None, chunk: Chunk = CHUNK) -> tuple[Doubt, ...]:
        hypothesis = Hypothesis(language, probability, (heard(*spoken("Бұл сөз.")),))
        [segment] = stitch([chunk], [hypothesis], sound_sha256="s", duration_ms=60_000, language=language)
        return segment.doubts

    assert doubts("ru", 0.0002) == (Doubt.OTHER_LANGUAGE,)
    assert [doubts("ru", told) for told in (0.2, None)] == [(), ()]
    assert doubts("kk", 0.0002) == (), "Whisper seldom heard Kazakh, and takes it for what it heard often"
    assert doubts("ru", 0.0002, Chunk(0, 0, 3_000, (Span(400, 2_600),))) == (), "so short a sound tells too little"


def test_improbable_words_are_marked_one_by_one() -> None:
    words = spoken("the wizard")
    (segment,) = stitched(heard(words[0], replace(words[1], probability=0.3), *spoken("had vanished", 1_100)))
    assert [word.doubt for word in segment.words] == [None, Doubt.LOW_PROBABILITY, None, None]
    assert segment.doubts == ()


@pytest.mark.parametrize(("probability", "log_probability"), [(0.3, -0.2), (0.9, -1.2)])
def test_an_improbable_segment_is_marked(probability: float, log_probability: float) -> None:
    words = spoken("алғағра ебес", probability=probability)
    (segment,) = stitched(heard(*words, log_probability=log_probability), language="kk")
    assert segment.doubts == (Doubt.LOW_PROBABILITY,)


def test_a_chunk_that_failed_leaves_a_gap() -> None:
    after = Chunk(1, 31_000, 40_000, (Span(31_400, 39_600),))
    hypothesis = Hypothesis("en", 1.0, (heard(*spoken("We go on.")),))
    gap, segment = stitch([CHUNK, after], [None, hypothesis], sound_sha256="s", duration_ms=60_000, language="en")
    assert (gap.start_ms, gap.end_ms, gap.words, gap.doubts) == (10_000, 30_000, (), (Doubt.GAP,))
    assert segment.start_ms == 31_500


def test_an_unknown_language_is_the_one_that_was_heard() -> None:
    assert stitched(heard(*spoken("So.")), language="und")[0].language == "en"
    assert stitched(heard(*spoken("So.")), language="kk")[0].language == "kk"


def test_silence_is_no_segment() -> None:
    assert stitched() == ()


odd_words = st.lists(
    st.builds(
        Word,
        st.sampled_from(["a", "b.", "c,", "Thank", "you.", "—", "Алға!"]),
        st.integers(-500, 40_000),
        st.integers(-500, 40_000),
        st.floats(0, 1),
    ),
    min_size=1,
    max_size=40,
)


@given(st.lists(odd_words, max_size=4), st.integers(30_000, 60_000))
def test_whatever_the_times_are_segments_ascend_within_the_sound(raw: list[list[Word]], duration_ms: int) -> None:
    segments = stitched(*(heard(*words) for words in raw), duration_ms=duration_ms)
    words = words_of(segments)
    assert [word.text for word in words] == [word.text for part in raw for word in part]
    edges = [edge for word in words for edge in (word.start_ms, word.end_ms)]
    assert edges == sorted(edges)
    assert all(CHUNK.start_ms <= edge <= CHUNK.end_ms for edge in edges)
    assert len({segment.segment_id for segment in segments}) == len(segments)
    assert all(
        (segment.start_ms, segment.end_ms) == (segment.words[0].start_ms, segment.words[-1].end_ms)
        for segment in segments
    )


def test_words_in_letters_that_are_not_those_of_their_language_are_marked() -> None:
    kazakh = stitched(heard(*spoken("Kün jaqsy dep bastady")), language="kk")
    assert [segment.doubts for segment in kazakh] == [(Doubt.OTHER_SCRIPT,)]
    assert stitched(heard(*spoken("BBC тілшісі бүгін Алматыда болды")), language="kk")[0].doubts == ()
    assert stitched(heard(*spoken("Kün jaqsy dep bastady")), language="kk-Latn")[0].doubts == ()
