"""What people decided about a suggestion: rows without a word of it."""

from __future__ import annotations

from sqlite_utils import Database

from media.database import immediate, utc_now
from transcribe.glossary import add_terms
from webapp.accounts import User
from webapp.suggesting.suggestions import Suggestion

ACCEPTED, DISMISSED = "accepted", "dismissed"


def accept(db: Database, suggestion: Suggestion, person: User) -> None:
    """Let recognition expect the word in the series from now on.

    :raises UnusableTerm: it is no term.
    """
    with immediate(db):
        add_terms(db, suggestion.series, [suggestion.human])
        _add(db, suggestion, ACCEPTED, person)


def dismiss(db: Database, suggestion: Suggestion, person: User) -> None:
    """Offer it no more in this series."""
    with immediate(db):
        _add(db, suggestion, DISMISSED, person)


def _add(db: Database, suggestion: Suggestion, answer: str, person: User) -> None:
    db.table("suggestion_decision").insert(
        {
            "pair_sha256": suggestion.sha256,
            "answer": answer,
            "user_name": person.name,
            "created_at": utc_now(),
        }
    )
