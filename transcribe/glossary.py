"""A newsroom's names and terms, which recognition is told to expect: for all programmes, or for one series."""

from __future__ import annotations

import secrets
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlite_utils import Database

from media.database import immediate, utc_now
from transcribe.errors import UnusableTerm

EVERY_SERIES = ""
"""The series of terms that hold for all programmes."""
LONGEST_TERM = 80
"""In characters; what is longer is a sentence."""
MOST_TERMS = 100
"""That an engine is told; more never fit a model's room for hints, which each engine measures in its own tokens."""

UNSEEN = "Cf"
"""Unicode's category of characters that only say how others are shown."""
SALT_BYTES = 16
"""In the hash of a term that the audit keeps; it goes with the term."""


@dataclass(frozen=True, slots=True)
class Term:
    """One name or term."""

    series: str
    """`EVERY_SERIES`, or the series of the programmes in which it is expected."""
    term: str


def add_terms(db: Database, series: str, terms: Sequence[str]) -> tuple[Term, ...]:
    """Add terms, the most important first; return those that were not there yet.

    :raises UnusableTerm: one is empty, too long, or more than one line; none is added.
    """
    series = series.strip()
    wanted: dict[str, Term] = {}
    for term in map(_tidy, terms):
        wanted.setdefault(_key(term), Term(series, term))
    with immediate(db):
        for each in list_terms(db):
            if each.series == series:
                wanted.pop(_key(each.term), None)
        rows = [
            {
                "series": series,
                "term": each.term,
                "term_key": key,
                "created_at": utc_now(),
                "salt": secrets.token_hex(SALT_BYTES),
            }
            for key, each in wanted.items()
        ]
        db.table("glossary_term").insert_all(rows)
    return tuple(wanted.values())


def remove_terms(db: Database, series: str, terms: Sequence[str]) -> int:
    """Remove terms, however they are capitalised; return how many were there."""
    with immediate(db):
        removed = [
            db.execute(
                "DELETE FROM glossary_term WHERE series = ? AND term_key = ?", [series.strip(), _key(_spaced(term))]
            ).rowcount
            for term in terms
        ]
    return sum(removed)


def list_terms(db: Database) -> tuple[Term, ...]:
    """Return all terms: those of every series first, then by series, each in the order in which they were added."""
    rows = db.query("SELECT series, term FROM glossary_term ORDER BY series, glossary_term_id")
    return tuple(map(_term, rows))


def glossary_of(db: Database, series: str | None) -> tuple[str, ...]:
    """Return the terms of a programme, the most important first: its series' own before those of all."""
    terms = [term for term in list_terms(db) if term.series in (EVERY_SERIES, (series or "").strip())]
    first: dict[str, str] = {}
    for term in sorted(terms, key=lambda term: term.series == EVERY_SERIES):
        first.setdefault(_key(term.term), term.term)
    return tuple(first.values())


def is_series(db: Database, series: str) -> bool:
    """Return whether terms of this series are expected anywhere yet: it has a programme, or is `EVERY_SERIES`."""
    if series.strip() == EVERY_SERIES:
        return True
    found = db.execute("SELECT 1 FROM programme WHERE trim(series) = ? LIMIT 1", [series.strip()]).fetchone()
    return found is not None


def _term(row: Mapping[str, str]) -> Term:
    return Term(row["series"], row["term"])


def _tidy(term: str) -> str:
    """:raises UnusableTerm: it is empty, too long, or cannot be printed."""
    tidy = _spaced(term)
    if not tidy or len(tidy) > LONGEST_TERM or not tidy.isprintable() or not any(map(str.isalnum, tidy)):
        raise UnusableTerm(
            f"“{tidy[:LONGEST_TERM]}” is no term; give a name or a few words, at most {LONGEST_TERM} characters."
        )
    return tidy


def _spaced(term: str) -> str:
    """Return a term with one space between words, without what nobody sees: soft hyphens come along from documents."""
    seen = "".join(letter for letter in term if unicodedata.category(letter) != UNSEEN)
    return " ".join(unicodedata.normalize("NFC", seen).split())


def _key(term: str) -> str:
    return term.casefold()
