"""What is found in the index is what a plain look at every word finds."""

from __future__ import annotations

import random
import sqlite3

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st

from webapp.edition.alphabet import encode
from webapp.edition.catalogue import SCHEMA
from webapp.edition.words import NAMED, collect
from webapp.public.finding.finder import Finder, Mask, places_of
from webapp.public.finding.query import Term
from webapp.public.finding.spelling import IN_TEXT, Letters

LETTERS = "аеқкыake"
word = st.text(LETTERS, min_size=1, max_size=5)
programmes = st.lists(st.sets(word, max_size=12), min_size=1, max_size=6)


def made(said: list[set[str]], named: list[set[str]], filling: int = 0) -> Finder:
    """Return a finder of programmes by their words; the last has so many others, that there are several blocks."""
    connection = sqlite3.connect(":memory:")
    connection.row_factory = sqlite3.Row
    connection.executescript(SCHEMA)
    for number in range(len(said)):
        row = (number, f"p{number}", "Title", "kk", f"20{number:02}")
        connection.execute(
            "INSERT INTO programme (number, programme_id, version, title, language, date, synthetic, has_transcript,"
            " updated_at) VALUES (?, ?, 1, ?, ?, ?, 0, 1, '')",
            row,
        )
    words = [{encode(word) for word in said[n] | named[n]} for n in range(len(said))]
    for each, names in zip(words, named, strict=True):
        each |= {NAMED + encode(word) for word in names}
    words[-1] |= {b"%05d" % number for number in range(filling)}
    found = Finder(connection, collect(enumerate(words)))
    connection.close()
    return found


def numbers(mask: Mask) -> set[int]:
    return set(np.flatnonzero(mask).tolist())


def has(words: set[str], term: Term, at_word_start: bool = False) -> bool:
    """Look at every word."""
    *whole, last = term.text.split()
    if not term.is_phrase:
        inside = (word.startswith(last) if at_word_start or len(last) < 3 else last in word for word in words)
        return any(inside)
    return all(each in words for each in whole) and any(word.startswith(last) for word in words)


@settings(deadline=None)
@example([{"какек"}, {"кекек"}, {"екаке"}], ["akek"], False, 0)
@example([{"екекаа"}, {"аекек"}], ["ekeka"], False, 0)
@example([{"аке", "еқек"}, {"акек", "еке"}, {"ақе"}, {"екек"}], ["ake", "eke"], True, 0)
@given(programmes, st.lists(word, min_size=1, max_size=2), st.booleans(), st.sampled_from([0, 1500]))
def test_term_is_found_where_a_plain_look_finds_it(
    said: list[set[str]], asked: list[str], is_phrase: bool, filling: int
) -> None:
    named = [set(sorted(words)[:1]) for words in said]
    term = Term(" ".join(asked) if is_phrase else asked[0], is_phrase)
    found = made(said, named, filling).having(term)

    def either(words: set[str]) -> bool:
        written = {letters: set(map(rewrite, words)) for letters, rewrite in IN_TEXT.items()}
        written[Letters.WRITTEN] = words
        return any(
            has(written[each.letters], Term(each.text, is_phrase), each.at_word_start) for each in term.spellings
        )

    assert numbers(found.typed) == {n for n, words in enumerate(said) if has(words, term)}
    assert numbers(found.either) == {n for n, words in enumerate(said) if either(words)}
    assert numbers(found.named) == {n for n, words in enumerate(named) if either(words)}


@given(st.text("ab\n", max_size=40), st.text("ab\n", min_size=1, max_size=4), st.sampled_from([1, 3, 8, 1000]))
def test_places_of_a_needle(text: str, needle: str, at_once: int) -> None:
    expected = [place for place in range(len(text)) if text.startswith(needle, place)]
    assert places_of(needle.encode(), text.encode(), at_once).tolist() == expected


def test_letters_are_found_in_any_block() -> None:
    chance = random.Random(3)
    said = [{"".join(chance.choices(LETTERS, k=6)) for _ in range(1500)} for _ in range(4)]
    finder = made(said, [set()] * 4)
    terms = [Term("".join(chance.choices(LETTERS, k=k))) for k in (3, 5) for _ in range(40)]
    for term in terms:
        assert numbers(finder.having(term).typed) == {n for n, words in enumerate(said) if has(words, term)}
    assert any(0 < len(numbers(finder.having(term).typed)) < 4 for term in terms)


def test_programmes_without_words_are_none() -> None:
    finder = made([set()], [set()])
    assert not finder.having(Term("аке")).either.any()
    assert not finder.having(Term("а")).either.any()
