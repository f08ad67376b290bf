"""A newsroom's terms: of one series, of all programmes; only whole ones, only once."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from transcribe.errors import UnusableTerm
from transcribe.glossary import EVERY_SERIES, Term, add_terms, glossary_of, list_terms, remove_terms


def test_a_series_terms_come_before_those_of_all_programmes(db: Database) -> None:
    add_terms(db, EVERY_SERIES, ["Азаттық", "Арал"])
    add_terms(db, "Дала", ["Сексеуіл", "арал"])
    add_terms(db, "Қала", ["Әкім"])
    assert glossary_of(db, "Дала") == ("Сексеуіл", "арал", "Азаттық")
    assert glossary_of(db, None) == ("Азаттық", "Арал")
    assert glossary_of(db, "Another") == ("Азаттық", "Арал")


def test_a_term_is_there_once_however_it_is_written(db: Database) -> None:
    assert add_terms(db, " Дала ", ["  Ілия   Жақанов ", "ілия жақанов"]) == (Term("Дала", "Ілия Жақанов"),)
    assert add_terms(db, "Дала", ["ІЛИЯ ЖАҚАНОВ"]) == ()
    assert list_terms(db) == (Term("Дала", "Ілия Жақанов"),)
    assert remove_terms(db, "Дала", ["ілия  жақанов", "nobody"]) == 1
    assert list_terms(db) == ()


@pytest.mark.parametrize("term", ["", "  ", "—", "a" * 81, "two\x00words"])
def test_what_is_no_term_is_refused_and_nothing_is_added(db: Database, term: str) -> None:
    with pytest.raises(UnusableTerm, match="is no term"):
        add_terms(db, EVERY_SERIES, ["Арал", term])
    assert list_terms(db) == ()


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.from_regex(r"[a-zа-я]{1,9}", fullmatch=True), max_size=130))
def test_all_terms_come_in_their_order(db: Database, terms: list[str]) -> None:
    db.execute("DELETE FROM glossary_term")
    add_terms(db, "S", terms)
    assert glossary_of(db, "S") == tuple(dict.fromkeys(terms))


def test_what_nobody_sees_is_no_part_of_a_term(db: Database) -> None:
    add_terms(db, EVERY_SERIES, ["Қызыл\u00adорда", "\ufeffАрал\u200b", "\u202bАрал"])
    assert list_terms(db) == (Term(EVERY_SERIES, "Қызылорда"), Term(EVERY_SERIES, "Арал"))
    assert remove_terms(db, EVERY_SERIES, ["\u200bқызылорда"]) == 1
