"""Words and their places out of posteriors, on posteriors that are written down or made up."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcribe.engines.ctc import Posteriors, best_path, probability_of_nothing, words_of
from transcribe.engines.ctc_align import best_frames, force, spell
from transcribe.engines.ctc_glossary import preferring, tree_of

LETTERS = (" ", "а", "д", "м", "<unk>", "<blk>")
PIECES = (" да", " а", "дам", "м", "а", "<blk>")
BLANK = 5


def sure(ids: list[int], probability: float = 0.9) -> Posteriors:
    """Return posteriors in which these tokens are this probable, one a frame."""
    posteriors = np.full((len(ids), BLANK + 1), np.log((1 - probability) / BLANK), np.float32)
    posteriors[np.arange(len(ids)), ids] = np.log(probability)
    return posteriors


@pytest.mark.parametrize(
    ("tokens", "ids", "words"),
    [
        (LETTERS, [5, 2, 2, 5, 1, 0, 0, 1, 3, 5], [("да", 40, 200), ("ам", 280, 360)]),
        (LETTERS, [2, 1, 5, 1], [("даа", 0, 160)]),
        (LETTERS, [0, 0, 2, 4, 1, 0], [("да", 80, 200)]),
        (PIECES, [5, 0, 0, 3, 5, 5, 1, 2], [("дам", 40, 160), ("адам", 240, 320)]),
        (LETTERS, [5, 5, 0, 4], []),
        (LETTERS, [], []),
    ],
)
def test_repeats_are_joined_blanks_and_marks_left_out_and_spaces_part_words(
    tokens: tuple[str, ...], ids: list[int], words: list[tuple[str, int, int]]
) -> None:
    heard = words_of(best_path(sure(ids), tokens, BLANK), 40)
    assert [(word.text, word.start_ms, word.end_ms) for word in heard] == words
    assert all(word.probability == pytest.approx(0.9) for word in heard)


def test_a_word_is_as_sure_as_its_tokens_where_they_are_surest() -> None:
    posteriors = np.concatenate([sure([2], 0.5), sure([2], 0.8), sure([1], 0.2**0.5)])
    [word] = words_of(best_path(posteriors, LETTERS, BLANK), 40)
    assert word.probability == pytest.approx((0.8 * 0.2**0.5) ** 0.5)


def test_nothing_is_as_probable_as_blanks_throughout() -> None:
    assert probability_of_nothing(sure([5, 5, 5], 0.9), BLANK) == pytest.approx(0.9**3)
    assert probability_of_nothing(sure([5, 1, 5], 0.9), BLANK) < 0.02


@pytest.mark.parametrize(
    ("tokens", "words", "expected"),
    [
        (LETTERS, ["да", "ам"], [((), (2, 1)), ((0,), (1, 3))]),
        (LETTERS, ["«Дам»,", "–", "ма"], [((), (2, 1, 3)), ((), ()), ((0,), (3, 1))]),
        (LETTERS, ["2018", "да"], [((), ()), ((), (2, 1))]),
        (LETTERS, ["YouTube-да", "дамба"], [((), ()), ((), (2, 1, 3, 1))]),
        ((" да", "м", " дам"), ["дам"], [((), (2,))]),
        (PIECES, ["дам", "адам", "ма"], [((), (0, 3)), ((), (1, 2)), ((), (3, 4))]),
    ],
)
def test_words_are_spelt_by_the_fewest_tokens(
    tokens: tuple[str, ...], words: list[str], expected: list[tuple[tuple[int, ...], tuple[int, ...]]]
) -> None:
    assert [(each.before, each.tokens) for each in spell(words, tokens)] == expected


def test_known_words_are_where_they_are_said_and_unsaid_ones_weigh_less_than_nothing() -> None:
    posteriors = sure([5, 2, 2, 1, 5, 0, 5, 1, 3, 3, 5, 5, 5, 5], 0.99)
    words = ["Да,", "7", "ам"]
    da, seven, am = force(posteriors, spell(words, LETTERS), words, BLANK, 40)
    assert [(w.text, w.start_ms, w.end_ms) for w in (da, am)] == [("Да,", 40, 160), ("ам", 280, 400)]
    assert (seven.start_ms, seven.end_ms, seven.probability) == (160, 160, 0.0)
    assert da.probability > 0.98
    assert da.log_probability > 1
    unsaid = ["да", "ам", "дад"]
    aligned = force(posteriors, spell(unsaid, LETTERS), unsaid, BLANK, 40)
    assert [word.log_probability > 0 for word in aligned] == [True, True, False]
    assert aligned[1].start_ms == 280


def test_as_many_words_are_placed_as_there_are_frames_for() -> None:
    words = ["да"] * 5
    assert len(force(sure([2, 1, 0, 2, 1, 0, 2]), spell(words, LETTERS), words, BLANK, 40)) == 2
    assert force(sure([2]), spell(words, LETTERS), words, BLANK, 40) == ()


@given(st.integers(1, 6), st.lists(st.integers(0, 2), min_size=1, max_size=3), st.integers(0, 2**32 - 1))
def test_the_path_found_is_the_best_of_all(frames: int, labels: list[int], seed: int) -> None:
    """All paths of up to six frames over three tokens and a blank are tried, one by one."""
    needed = len(labels) + sum(a == b for a, b in itertools.pairwise(labels))
    if needed > frames:
        return
    posteriors = np.random.default_rng(seed).normal(0, 2, (frames, 4)).astype(np.float32)
    posteriors -= np.log(np.exp(posteriors).sum(axis=1, keepdims=True))
    firsts, ends = best_frames(posteriors, np.array(labels), 3)
    assert all(first < end for first, end in zip(firsts, ends, strict=True))
    assert all(end <= first for end, first in zip(ends, firsts[1:], strict=False))
    path = np.full(frames, 3)
    for label, first, end in zip(labels, firsts, ends, strict=True):
        path[first:end] = label
    best = max(
        sum(posteriors[frame, token] for frame, token in enumerate(candidate))
        for candidate in itertools.product(range(4), repeat=frames)
        if [token for token, _ in itertools.groupby(candidate) if token != 3] == labels
    )
    assert posteriors[np.arange(frames), path].sum() == pytest.approx(best, abs=1e-4)


def test_a_term_is_preferred_where_the_model_wavers_and_only_there() -> None:
    wavering = sure([2, 1, 3, 5, 0, 2, 1, 3], 0.9)
    wavering[2] = wavering[7] = np.log([0.01, 0.45, 0.01, 0.35, 0.01, 0.17])
    heard = words_of(preferring(wavering, tree_of([], LETTERS), LETTERS, BLANK), 40)
    assert [word.text for word in heard] == ["да", "да"]
    heard = words_of(preferring(wavering, tree_of(["Дам"], LETTERS), LETTERS, BLANK), 40)
    assert [(word.text, word.start_ms, word.end_ms) for word in heard] == [("дам", 0, 120), ("дам", 200, 320)]
    assert heard[0].probability == pytest.approx((0.9 * 0.9 * 0.35) ** (1 / 3), rel=1e-5)
    surely = sure([2, 1, 1, 5, 0, 1, 3], 0.9)
    assert [w.text for w in words_of(preferring(surely, tree_of(["дам"], LETTERS), LETTERS, BLANK), 40)] == ["да", "ам"]


@given(st.integers(0, 12), st.integers(0, 2**32 - 1))
def test_without_terms_the_search_is_not_worse_than_the_best_path(frames: int, seed: int) -> None:
    """The text of a sure path is found by both; a term that nobody says changes nothing."""
    ids = np.random.default_rng(seed).integers(0, 4, frames).tolist()
    posteriors = sure([BLANK if number == 4 else number for number in ids], 0.97)
    path = best_path(posteriors, LETTERS, BLANK)
    for terms in ([], ["мммдамм"]):
        found = preferring(posteriors, tree_of(terms, LETTERS), LETTERS, BLANK)
        assert [token.text for token in found] == [token.text for token in path]
