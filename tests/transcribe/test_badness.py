"""What is heard badly is seen in the raw output, asked for once more, and marked where it stays bad."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media.records import Span
from transcribe.badness import better, is_bad, worst
from transcribe.inventions import PHRASES, invented
from transcribe.records import Chunk, Doubt, HeardSegment, Hypothesis, Word
from transcribe.second_hearing import decide, pieces

CHUNK = Chunk(3, 10_000, 30_000, (Span(10_400, 14_000), Span(14_300, 19_000), Span(20_200, 29_600)))


def heard(text: str, *, log: float = -0.3, silent: float = 0.01, packed: float = 1.4, word_ms: int = 300) -> Hypothesis:
    words = tuple(Word(word, n * word_ms, (n + 1) * word_ms, 0.9) for n, word in enumerate(text.split()))
    return Hypothesis("en", 1.0, (HeardSegment(0, len(words) * word_ms, words, log, silent, packed),))


GOOD = heard("The lake was wide once, and nobody saw the other side.")


@pytest.mark.parametrize(
    ("hypothesis", "doubt"),
    [
        (GOOD, None),
        (heard("No, no, no, I said."), None),
        (heard("өні " * 40), Doubt.LOOP),
        (heard("қағағағағағағағағағағағағағағағағағағағағағаға", packed=4.1), Doubt.LOOP),
        (heard("Thanks for watching!"), Doubt.INVENTED),
        (heard("Субтитры сделал DimaTorzok"), Doubt.INVENTED),
        (heard("Субтитры создавал Иван Петров"), None),
        (heard("Untertitel der Amara.org-Community"), Doubt.INVENTED),
        (heard("We heard the wind.", log=-1.3), Doubt.LOW_PROBABILITY),
        (heard("We heard the wind.", log=-1.3, silent=0.8), Doubt.NO_SPEECH),
        (heard("Somebody talks much too fast here for any mouth.", word_ms=40), Doubt.LOW_PROBABILITY),
    ],
)
def test_bad_output_is_told_from_good(hypothesis: Hypothesis, doubt: Doubt | None) -> None:
    assert is_bad(hypothesis.segments[0]) is doubt
    assert worst(hypothesis) is doubt


@pytest.mark.parametrize("phrase", PHRASES)
def test_every_phrase_of_the_table_is_found_in_a_text(phrase: str) -> None:
    words = ["Well,", *(word.title() + "." for word in phrase.split()), "she", "said"]
    assert invented(words).tolist() == [False, *[True] * len(phrase.split()), False, False]


def test_what_presenters_say_is_no_invention() -> None:
    said = "Thank you for listening. We watch the lake, thanks to you."
    assert not invented(said.split()).any()


def test_the_second_time_halves_are_heard_parted_by_the_longest_pause() -> None:
    assert pieces(CHUNK) == (Span(10_300, 19_100), Span(20_100, 29_700))


def test_without_a_pause_the_speech_is_heard_with_less_around_it() -> None:
    assert pieces(replace(CHUNK, speech=(Span(10_400, 29_600),))) == (Span(10_300, 29_700),)
    assert pieces(replace(CHUNK, speech=(Span(10_000, 30_000),))) == (Span(10_000, 30_000),)


def test_the_better_of_two_hearings_is_kept_in_the_time_of_the_chunk() -> None:
    loop = heard("yes it is " * 20)
    kept = decide(CHUNK, loop, pieces(CHUNK), [heard("The lake."), heard("The sea.")])
    words = [(word.text, word.start_ms) for segment in kept.segments for word in segment.words]
    assert words == [("The", 300), ("lake.", 600), ("The", 10_100), ("sea.", 10_400)]


def test_of_two_bad_hearings_the_more_probable_is_kept() -> None:
    loop = heard("yes it is " * 20, log=-0.5)
    assert decide(CHUNK, loop, pieces(CHUNK)[:1], [heard("no it is " * 20, log=-0.9)]) == loop
    assert better(heard("yes it is " * 20, log=-0.9), loop) == loop


def test_an_invention_that_does_not_come_again_leaves_its_place() -> None:
    nothing = Hypothesis("en", 1.0, ())
    kept = decide(CHUNK, heard("Thanks for watching!"), pieces(CHUNK), [nothing, nothing])
    assert [(segment.start_ms, segment.end_ms, segment.words) for segment in kept.segments] == [(0, 900, ())]


def test_speech_that_is_not_heard_again_is_kept() -> None:
    first = heard("We heard the wind.", log=-1.3)
    assert decide(CHUNK, first, pieces(CHUNK)[:1], [Hypothesis("en", 1.0, ())]) == first


spans = st.lists(st.integers(0, 19_000), min_size=2, max_size=12, unique=True).map(sorted)


@given(spans)
def test_pieces_lie_in_the_chunk_and_hold_its_speech(edges: list[int]) -> None:
    pairs = zip(edges[::2], edges[1::2], strict=False)
    speech = tuple(Span(10_000 + start, 10_000 + end) for start, end in pairs)
    found = pieces(replace(CHUNK, speech=speech))
    assert 1 <= len(found) <= 2
    assert CHUNK.start_ms <= found[0].start_ms
    assert found[-1].end_ms <= CHUNK.end_ms
    assert all(span.start_ms < span.end_ms for span in found)
    assert all(before.end_ms <= after.start_ms for before, after in pairwise(found))
    assert all(any(f.start_ms <= s.start_ms and s.end_ms <= f.end_ms for f in found) for s in speech)
