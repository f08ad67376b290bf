"""The file of words says of every word which programmes have it, whatever comes and goes."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.edition.alphabet import decode, encode
from webapp.edition.fold import fold
from webapp.edition.words import (
    HEAD_BYTES,
    MAGIC,
    NARROW,
    Words,
    collect,
    no_words,
    read_words,
    with_programme,
    without,
    write_words,
)

folded = st.text("абвіқәs é", min_size=1, max_size=4).map(fold).filter(lambda word: word and " " not in word)
programmes = st.dictionaries(st.integers(0, 12), st.sets(folded, max_size=8), max_size=6)


def said(words: Words) -> dict[str, set[int]]:
    """Return each word and the programmes that have it."""
    starts = words.posting_starts.tolist()
    lists = [words.postings[start:end].tolist() for start, end in pairwise(starts)]
    assert all(len(set(numbers)) == len(numbers) for numbers in lists)
    return {decode(words.word(index)): set(numbers) for index, numbers in enumerate(lists)}


def expected(of: dict[int, set[str]]) -> dict[str, set[int]]:
    return {word: {number for number in of if word in of[number]} for word in set().union(*of.values())}


@given(programmes)
def test_all_at_once_and_one_after_another_give_the_same(of: dict[int, set[str]]) -> None:
    step = no_words()
    for number, words in of.items():
        step = with_programme(step, number, words)
    whole = collect(of.items())
    assert said(step) == said(whole) == expected(of)
    assert (
        step.vocabulary
        == whole.vocabulary
        == b"\n" + b"".join(word + b"\n" for word in sorted(map(encode, expected(of))))
    )


@given(programmes, st.integers(0, 12))
def test_nothing_is_left_of_who_goes(of: dict[int, set[str]], number: int) -> None:
    left = {other: words for other, words in of.items() if other != number}
    after = without(collect(of.items()), number)
    assert said(after) == expected(left)
    assert after.vocabulary == collect(left.items()).vocabulary


@given(programmes)
def test_file_gives_the_words_back(tmp_path_factory: pytest.TempPathFactory, of: dict[int, set[str]]) -> None:
    path = tmp_path_factory.mktemp("words") / "a.words"
    write_words(path, collect(of.items()))
    assert said(read_words(path)) == expected(of)


def test_many_programmes_take_wider_numbers(tmp_path: Path) -> None:
    words = with_programme(collect([(0, ["ел"])]), NARROW, ["ел", "жер"])
    assert words.postings.dtype == np.uint32
    write_words(tmp_path / "w", words)
    assert said(read_words(tmp_path / "w")) == {"ел": {0, NARROW}, "жер": {NARROW}}
    assert collect([(NARROW, ["ел"])]).postings.dtype == np.uint32
    assert collect([(NARROW - 1, ["ел"])]).postings.dtype == np.uint16


def test_other_files_and_cut_ones_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "w"
    write_words(path, collect([(0, ["ел", "жер"])]))
    whole = path.read_bytes()
    for content in (b"", b"x" * 100, whole[: len(MAGIC) + HEAD_BYTES], whole[:-1]):
        path.write_bytes(content)
        with pytest.raises(ValueError, match=r"words|cut|mmap|buffer"):
            read_words(path)


@given(st.text().map(fold))
def test_alphabet_gives_every_folded_text_back(text: str) -> None:
    assert decode(encode(text)) == text


@given(st.text().map(fold), st.text().map(fold))
def test_letters_are_found_in_bytes_where_they_are_in_text(text: str, part: str) -> None:
    assert (encode(part) in encode(text)) == (part in text)


def test_letters_of_kazakh_russian_and_english_are_one_byte_each() -> None:
    letters = "аәбвгғдежзийкқлмнңоөпрстуұүфхһцчшщыіьъэюя abcdefghijklmnopqrstuvwxyz 0123456789"
    assert len(encode(letters)) == len(letters)
