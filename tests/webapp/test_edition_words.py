"""The file of words says of every word which programmes have it, whatever comes and goes."""

from __future__ import annotations

import random
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from webapp.edition.alphabet import decode, encode, key_bytes
from webapp.edition.fold import fold
from webapp.edition.signatures import BLOCK_WORDS, bits_of
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
programmes = st.dictionaries(st.integers(0, 12), st.sets(folded.map(encode), max_size=8), max_size=6)


def said(words: Words) -> dict[bytes, set[int]]:
    """Return each word and the programmes that have it."""
    starts = words.posting_starts.tolist()
    lists = [words.postings[start:end].tolist() for start, end in pairwise(starts)]
    assert all(len(set(numbers)) == len(numbers) for numbers in lists)
    return {words.word(index): set(numbers) for index, numbers in enumerate(lists)}


def expected(of: dict[int, set[bytes]]) -> dict[bytes, set[int]]:
    return {word: {number for number in of if word in of[number]} for word in set().union(*of.values())}


@given(programmes)
def test_all_at_once_and_one_after_another_give_the_same(of: dict[int, set[bytes]]) -> None:
    step = no_words()
    for number, words in of.items():
        step = with_programme(step, number, words)
    whole = collect(of.items())
    assert said(step) == said(whole) == expected(of)
    assert step.vocabulary.tobytes() == whole.vocabulary.tobytes()
    assert whole.vocabulary.tobytes() == b"\n" + b"".join(word + b"\n" for word in sorted(expected(of)))
    assert np.array_equal(step.signatures, whole.signatures)


@given(programmes, st.integers(0, 12))
def test_nothing_is_left_of_who_goes(of: dict[int, set[bytes]], number: int) -> None:
    left = {other: words for other, words in of.items() if other != number}
    after = without(collect(of.items()), number)
    assert said(after) == expected(left)
    assert after.vocabulary.tobytes() == collect(left.items()).vocabulary.tobytes()
    assert np.array_equal(after.signatures, collect(left.items()).signatures)


@settings(deadline=None)
@given(programmes)
def test_file_gives_the_words_back(tmp_path_factory: pytest.TempPathFactory, of: dict[int, set[bytes]]) -> None:
    path = tmp_path_factory.mktemp("words") / "a.words"
    write_words(path, collect(of.items()))
    assert said(read_words(path)) == expected(of)


@given(programmes, st.binary(min_size=1, max_size=2) | st.sampled_from([encode("я"), encode("яя"), b"\xfe\xff"]))
def test_words_are_found_by_their_beginnings(of: dict[int, set[bytes]], head: bytes) -> None:
    words = collect([*of.items(), (20, [encode("яя"), encode("яяяяяя"), b"\xfe\xff\xff", b"\xfea"])])
    found = {words.word(index) for index in words.beginning(head)}
    assert found == {word for word in said(words) if word.startswith(head)}


@settings(deadline=None)
@given(st.sets(folded.map(encode), min_size=1))
def test_signature_has_each_three_letters(vocabulary: set[bytes]) -> None:
    # So many words before them that there are several blocks.
    words = collect([(0, {*vocabulary, *(b"%06d" % number for number in range(2 * BLOCK_WORDS))})])
    for word in vocabulary:
        block = words.signatures[words.index_of(word) // BLOCK_WORDS]
        set_bits = np.flatnonzero(np.unpackbits(block))
        assert set(bits_of(word)) <= set(set_bits.tolist())
        assert bits_of(key_bytes(word)) == bits_of(word)


def test_signature_leaves_most_blocks_out() -> None:
    chance = random.Random(5)
    spoken = {"".join(chance.choices("абвгдежзийклмнопрсту", k=7)) for _ in range(10_000)}
    words = collect([(0, map(encode, spoken))])
    bits = bits_of(encode(min(spoken)[1:6]))
    having = [block for block in words.signatures if all(np.unpackbits(block)[bit] for bit in bits)]
    assert 0 < len(having) < len(words.signatures) / 4


def test_many_programmes_take_wider_numbers(tmp_path: Path) -> None:
    words = with_programme(collect([(0, [b"el"])]), NARROW, [b"el", b"jer"])
    assert words.postings.dtype == np.uint32
    write_words(tmp_path / "w", words)
    assert said(read_words(tmp_path / "w")) == {b"el": {0, NARROW}, b"jer": {NARROW}}
    assert collect([(NARROW, [b"el"])]).postings.dtype == np.uint32
    assert collect([(NARROW - 1, [b"el"])]).postings.dtype == np.uint16


def test_other_files_and_cut_ones_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "w"
    write_words(path, collect([(0, [b"el", b"jer"])]))
    whole = path.read_bytes()
    for content in (b"", b"x" * 100, whole[: len(MAGIC) + HEAD_BYTES], whole[: len(MAGIC) + 3], whole[:-1]):
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
