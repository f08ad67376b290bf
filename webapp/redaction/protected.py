"""What is kept back of any programme of the archive: looked for in words that are no one programme's."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sqlite_utils import Database

from transcribe.glossary import glossary_of
from webapp.leaks.spots import Likeness, Spotter
from webapp.redaction.opened import opened
from webapp.redaction.records import Redaction, RedactionKind
from webapp.redaction.rows import rows_of
from webapp.redaction.wanted import wanted_of


class Protected:
    """The names and words that are kept back of any programme, also of those that a person does not see."""

    def __init__(self, db: Database, programme_id: str | None = None) -> None:
        """:param programme_id: only what is kept back of this one.
        :raises NoRedactionKey, WrongRedactionKey: something is kept back, and nobody can tell what.
        """
        rows = db.query(
            "SELECT DISTINCT programme_id FROM redaction_row WHERE :only IS NULL OR programme_id = :only",
            {"only": programme_id},
        )
        programmes = [row["programme_id"] for row in rows]
        standing: list[Redaction] = [
            each for programme_id in programmes for each in opened(rows_of(db, programme_id)).standing
        ]
        self._spotter = Spotter([wanted for each in standing for wanted in wanted_of(each)])
        quotes = [each.quote.words for each in standing if each.kind is RedactionKind.WORD and each.quote]
        self._words = {word.casefold() for quote in quotes for word in quote.split()}

    def may_be_in(self, *texts: str) -> bool:
        """Return whether a text has a name that is kept back, or only resembles one."""
        return any(self._spotter.spots(words) or self._has_word(words) for words in map(str.split, texts))

    def is_in(self, text: str) -> bool:
        """Return whether a text surely has one."""
        words = text.split()
        return self._has_word(words) or any(
            spot.likeness is not Likeness.RESEMBLES for spot in self._spotter.spots(words)
        )

    def _has_word(self, words: Sequence[str]) -> bool:
        return not self._words.isdisjoint(map(str.casefold, words))


def names_kept_back(db: Database) -> Callable[[str], bool]:
    """Return what says whether a name is kept back of any programme.

    :raises NoRedactionKey, WrongRedactionKey: something is kept back, and nobody can tell what.
    """
    return Protected(db).is_in


def told_terms(db: Database, series: str | None) -> tuple[str, ...]:
    """Return the terms that a model is told to expect: the glossary's, without any that holds what is kept back.

    A model that is told a name may write it where nobody says it, into a programme that nobody keeps it out of; and
    what it is told goes to each machine that recognises.

    :raises NoRedactionKey, WrongRedactionKey: something is kept back, and nobody can tell what.
    """
    terms = glossary_of(db, series)
    if not terms:
        return ()
    protected = Protected(db)
    return tuple(term for term in terms if not protected.is_in(term))
