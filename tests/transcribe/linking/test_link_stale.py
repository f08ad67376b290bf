"""A link follows its words wherever edits and new timing put them, and turns stale when they say something else."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from media.records import Span
from transcribe.linking.decided.passage import text_now
from transcribe.linking.decided.stale import follow
from transcribe.records import Claim, Doubt, Link, Segment, Verdict, Word

WORD_MS = 500
LANGUAGE = "kk"
_SAID = (
    "Қызылорда облысы Арал ауданының тұрғындары сексеуіл егіп жатыр деп хабарлады тілшіміз бұл іске он екі әйел "
    "қатысады және олар жыл сайын үш мың көшет отырғызады бірақ су жоқ болса көшеттің жартысы аман қалмайды дейді "
    "орман шаруашылығының бастығы Серік Омаров ауылда екі мектеп пен бір аурухана бар онда қырық бала оқиды"
)
TEXT = tuple(_SAID.split())


def words_of(texts: Sequence[str], start_ms: int = 0) -> list[Word]:
    return [
        Word(text, start_ms + index * WORD_MS, start_ms + (index + 1) * WORD_MS) for index, text in enumerate(texts)
    ]


def cut(words: Sequence[Word], edges: Sequence[int]) -> tuple[Segment, ...]:
    places = [0, *sorted(edge for edge in set(edges) if 0 < edge < len(words)), len(words)]
    groups = [tuple(words[start:end]) for start, end in pairwise(places)]
    return tuple(Segment(f"s{n}", g[0].start_ms, g[-1].end_ms, g) for n, g in enumerate(groups) if g)


def make_link(words: Sequence[Word], *places: tuple[int, int]) -> Link:
    """Return a link to the words [first, end) of each place."""
    spans = tuple(Span(words[first].start_ms, words[end - 1].end_ms) for first, end in places)
    quote = " ".join(word.text for first, end in places for word in words[first:end])
    return Link("l", Claim("c", 0, "It is said.", 0, 11), Verdict.SUPPORTED, 0.9, spans, (), quote, ())


PLACES = st.tuples(st.integers(0, len(TEXT) - 2), st.integers(2, 12)).map(
    lambda place: (place[0], min(len(TEXT), place[0] + place[1]))
)


@given(PLACES, st.lists(st.integers(1, len(TEXT)), max_size=8), st.lists(st.integers(1, len(TEXT)), max_size=8))
@settings(deadline=None, max_examples=60)
def test_segments_that_are_cut_otherwise_change_nothing(
    place: tuple[int, int], before: list[int], after: list[int]
) -> None:
    words = words_of(TEXT)
    link = make_link(words, place)
    found = follow(link, text_now(cut(words, after), LANGUAGE))
    assert (found.spans, found.is_stale) == (link.spans, False)


@given(PLACES, st.integers(0, 4_000))
@example((17, 19), 500)  # “және олар”: words that say little
@settings(deadline=None, max_examples=60)
def test_words_that_moved_in_time_are_followed(place: tuple[int, int], shift_ms: int) -> None:
    link = make_link(words_of(TEXT), place)
    moved = words_of(TEXT, start_ms=shift_ms)
    found = follow(link, text_now(cut(moved, ()), LANGUAGE))
    assert not found.is_stale
    if shift_ms >= WORD_MS:
        assert abs(found.spans[0].start_ms - moved[place[0]].start_ms) <= WORD_MS


@given(PLACES, st.data())
@settings(deadline=None, max_examples=60)
def test_a_word_that_counts_makes_it_stale_when_it_is_another(place: tuple[int, int], data: st.DataObject) -> None:
    words = words_of(TEXT)
    link = make_link(words, place)
    index = data.draw(st.integers(place[0], place[1] - 1))
    other = data.draw(st.sampled_from(["Басқасөз", "Тоқсан", "2008", "никогда"]))
    words[index] = dataclasses.replace(words[index], text=other)
    assert follow(link, text_now(cut(words, ()), LANGUAGE)).is_stale


@given(PLACES, st.data())
@settings(deadline=None, max_examples=60)
def test_case_and_punctuation_count_for_nothing(place: tuple[int, int], data: st.DataObject) -> None:
    words = words_of(TEXT)
    link = make_link(words, place)
    dress = st.sampled_from([str.upper, str.capitalize, lambda w: f"«{w}»,", lambda w: w + "."])
    changed = [dataclasses.replace(word, text=data.draw(dress)(word.text)) for word in words]
    found = follow(link, text_now(cut(changed, ()), LANGUAGE))
    assert (found.spans, found.is_stale) == (link.spans, False)


@given(st.integers(0, 10), st.integers(2, 6), st.integers(1, 15), st.integers(2, 6), st.integers(0, 3_000))
@example(0, 2, 15, 2, 500)  # “және олар” is the second place
@settings(deadline=None, max_examples=60)
def test_two_places_are_followed_each(first: int, one: int, gap: int, other: int, shift_ms: int) -> None:
    a, b = (first, first + one), (first + one + gap, first + one + gap + other)
    link = make_link(words_of(TEXT), a, b)
    found = follow(link, text_now(cut(words_of(TEXT, start_ms=shift_ms), ()), LANGUAGE))
    assert not found.is_stale
    assert len(found.spans) == 2


@pytest.mark.parametrize(
    ("before", "after", "language", "is_stale"),
    [
        ("су жоқ болса көшет қурайды", "су болса көшет қурайды", "kk", True),
        ("he did not come on Friday", "he did come on Friday", "en", True),
        ("he didn't come on Friday", "he did come on Friday", "en", True),
        ("он не приехал в Алматы", "он приехал в Алматы", "ru", True),
        ("он приехал в Алматы", "и он приехал из Алматы", "ru", False),
        ("it was the mayor of Osh", "it is a mayor of Osh", "en", False),
        ("twenty-five schools were built", "25 schools were built", "en", False),
        ("жиырма бес мектеп салынды", "25 мектеп салынды", "kk", False),
        ("twenty-five schools were built", "26 schools were built", "en", True),
        ("two schools were built", "three schools were built", "en", True),
        ("schools were built in Osh", "schools were built in Jalal-Abad", "en", True),
        ("and so it was", "but then he was", "en", False),
        ("and so it was", "money is everything", "en", True),
    ],
)
def test_what_changes_the_meaning_and_what_does_not(before: str, after: str, language: str, is_stale: bool) -> None:
    words = words_of(before.split())
    link = make_link(words, (0, len(words)))
    assert follow(link, text_now(cut(words_of(after.split()), ()), language)).is_stale is is_stale


def test_words_put_in_before_move_the_link_with_its_first_stop_word() -> None:
    said = "the sea has gone and the fish are dead"
    text = said.split()
    link = make_link(words_of(text), (4, 9))
    assert link.quote == "and the fish are dead"
    longer = words_of(["Good", "morning", "dear", "listeners", *text])
    found = follow(link, text_now(cut(longer, ()), "en"))
    assert (found.spans, found.is_stale) == ((Span(longer[8].start_ms, longer[12].end_ms),), False)


def test_a_short_answer_is_not_looked_for_far_away() -> None:
    text = ["иә", *TEXT, "иә"]
    link = make_link(words_of(text), (0, 1))
    changed = words_of(["білмеймін", *TEXT, "иә"])
    assert follow(link, text_now(cut(changed, ()), LANGUAGE)).is_stale


def test_a_long_quote_is_known_wherever_it_went_unless_it_is_there_twice() -> None:
    link = make_link(words_of(TEXT), (0, 12))
    far = words_of(TEXT, start_ms=600_000)
    found = follow(link, text_now(cut(far, ()), LANGUAGE))
    assert (found.spans, found.is_stale) == ((Span(600_000, far[11].end_ms),), False)
    twice = [*far, *words_of(TEXT, start_ms=900_000)]
    assert follow(link, text_now(cut(twice, ()), LANGUAGE)).is_stale


def test_words_that_are_no_evidence_are_no_part_of_it() -> None:
    words = words_of(TEXT)
    link = make_link(words, (3, 8))
    unspoken = [*words[:5], dataclasses.replace(words[5], text="артық", doubt=Doubt.NOT_SPOKEN), *words[5:]]
    assert not follow(link, text_now(cut(unspoken, ()), LANGUAGE)).is_stale


def test_a_link_without_words_is_never_stale() -> None:
    link = dataclasses.replace(make_link(words_of(TEXT), (0, 2)), spans=(), quote="")
    assert not follow(link, text_now(cut(words_of(["басқа"]), ()), LANGUAGE)).is_stale


def test_twenty_places_are_followed_without_making_anybody_wait() -> None:
    texts = [f"{word}{number}" for number in range(30) for word in TEXT[:8]]
    places = [(6 * number, 6 * number + 6) for number in range(20)]
    link = make_link(words_of(texts), *places)
    moved = words_of([*TEXT[-5:], *texts])
    started = time.process_time()  # Other work on this machine is not what is measured.
    found = follow(link, text_now(cut(moved, ()), LANGUAGE))
    assert time.process_time() - started < 1
    assert found.is_stale is False
    assert [span.start_ms for span in found.spans] == [moved[first + 5].start_ms for first, _ in places]


def test_a_hundred_links_whose_words_are_gone_do_not_read_the_whole_programme_each() -> None:
    words = words_of([word for _ in range(200) for word in TEXT])
    links = [make_link(words, (47 * number + 3, 47 * number + 13)) for number in range(100)]
    now = text_now(cut([dataclasses.replace(word, text=f"басқа{word.text}") for word in words], ()), LANGUAGE)
    started = time.process_time()
    assert all(follow(link, now).is_stale for link in links)
    assert time.process_time() - started < 5
