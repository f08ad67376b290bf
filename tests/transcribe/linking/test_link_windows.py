"""Windows hold what was spoken, whole sentences of it, and nothing that was not."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from media.records import Span
from tests.transcribe.linking.heard import read_aloud
from transcribe.linking.evidence import LONGEST_MS, Heard, gather
from transcribe.linking.windows import LENGTH_MS, windows_of
from transcribe.records import Doubt, Segment, Word

SENTENCES = st.lists(
    st.lists(st.sampled_from(["теңіз", "қайтпады.", "су", "сексеуіл", "«Иә!»"]), min_size=1, max_size=60).map(" ".join),
    max_size=20,
)


@given(SENTENCES)
def test_sentences_are_all_words_in_order_and_short(lines: list[str]) -> None:
    heard = gather(read_aloud(lines), "kk")
    ends = [0, *(sentence.end for sentence in heard.sentences)]
    assert [sentence.first for sentence in heard.sentences] == ends[:-1]
    assert ends[-1] == len(heard.words)
    assert all(heard.span(sentence.first, sentence.end).duration_ms <= LONGEST_MS for sentence in heard.sentences)


@given(SENTENCES)
def test_every_sentence_is_in_a_window_and_no_window_is_much_too_long(lines: list[str]) -> None:
    heard = gather(read_aloud(lines), "kk")
    windows = windows_of(heard)
    assert list(windows) == sorted(windows, key=lambda window: (window.span.start_ms, window.span.end_ms))
    assert {place for window in windows for place in range(window.first, window.end)} == set(
        range(len(heard.sentences))
    )
    for window in windows:
        assert window.span.duration_ms <= LENGTH_MS + LONGEST_MS // 2
        assert window.span == heard.span(window.first_word, window.end_word)


def test_a_script_word_that_was_not_spoken_is_no_evidence() -> None:
    (segment,) = read_aloud(["Биыл қырық гектар жерге"])
    unspoken = tuple(replace(word, doubt=Doubt.NOT_SPOKEN) for word in segment.words[1:3])
    heard = gather([replace(segment, words=(segment.words[0], *unspoken, segment.words[3]))], "kk")
    assert [word.text for word in heard.words] == ["Биыл", "жерге"]
    assert heard.numbers == ()


def test_what_a_machine_made_up_is_no_evidence_but_what_a_script_lacks_is() -> None:
    segments = read_aloud(["Биыл қырық гектар", "Рахмет рахмет рахмет", "Он екі әйел"])
    made_up = replace(segments[1], doubts=(Doubt.LOOP,))
    unscripted = replace(segments[2], doubts=(Doubt.NOT_IN_SCRIPT,))
    heard = gather([segments[0], made_up, unscripted], "kk")
    assert heard.text(0, len(heard.words)) == "Биыл қырық гектар Он екі әйел"


def test_no_window_reaches_over_a_minute_of_music() -> None:
    before, after = read_aloud(["Биыл қырық гектар.", "Он екі әйел."])
    later = Segment("s9", 70_000, 72_000, (Word("Он", 70_000, 71_000), Word("екі.", 71_000, 72_000)))
    spans = [window.span for window in windows_of(gather([before, after, later], "kk"))]
    assert all(span.end_ms < 60_000 or span.start_ms >= 70_000 for span in spans)


def test_nothing_heard_gives_no_window() -> None:
    assert windows_of(Heard((), (), (), (), (), ())) == ()


def test_words_typed_after_the_sound_have_no_length_and_are_one_place_all_the_same() -> None:
    assert Span(3_740, 3_740).repeats(Span(3_740, 3_740))
    assert not Span(3_740, 3_740).repeats(Span(3_741, 3_741))
