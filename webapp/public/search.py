"""Search over what is public: words by their beginnings, and letters inside words, since Kazakh inflects.

A programme is found when each term stands somewhere in it: in its facts, its summary or what was said.
"""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from webapp.edition.fold import fold, fold_words
from webapp.public.shelf import Entry, Shelf

QUERY_CHARACTERS = 200
QUERY_TERMS = 8
TRIGRAM = 3
"""Characters below which a term is looked for at the beginnings of words alone."""
PAGE_PROGRAMMES = 10
HITS_EACH = 4
SNIPPET_BEFORE = 8
SNIPPET_AFTER = 16
"""Words of a passage shown before and after the first that was found."""

_words = msgspec.json.Decoder(list[str])
_times = msgspec.json.Decoder(list[int | None])


@dataclass(frozen=True, slots=True)
class Query:
    """What a reader asked for."""

    text: str
    terms: tuple[str, ...]
    """Folded, each once."""

    @staticmethod
    def parse(text: str) -> Query:
        shown = text[:QUERY_CHARACTERS].strip()
        return Query(shown, tuple(dict.fromkeys(fold(shown).split()))[:QUERY_TERMS])

    def places(self, words: list[str]) -> set[int]:
        """Return the indices of the words that a term touches."""
        folded = fold_words(words)
        found: set[int] = set()
        for term in self.terms:
            if term in folded.text:
                found |= folded.places(term, at_word_start=len(term) < TRIGRAM)
        return found


@dataclass(frozen=True, slots=True)
class Hit:
    """One passage with words that were found."""

    kind: str
    pieces: tuple[tuple[str, bool], ...]
    """Text and whether it was found, in order."""
    start_ms: int | None
    is_cut_before: bool
    is_cut_after: bool


@dataclass(frozen=True, slots=True)
class FoundProgramme:
    entry: Entry
    hits: tuple[Hit, ...]
    """At most `HITS_EACH`, best first."""


@dataclass(frozen=True, slots=True)
class Found:
    """One page of results."""

    programmes: tuple[FoundProgramme, ...]
    total: int
    page: int

    @property
    def pages(self) -> int:
        return -(-self.total // PAGE_PROGRAMMES)


def search(shelf: Shelf, query: Query, page: int) -> Found:
    """Return the programmes in which every term stands: first those that are named so, then the newest."""
    if not query.terms:
        return Found((), 0, page)
    matches, values = _matches(query)
    rows = shelf.connection.execute(
        f"WITH match (passage_id, term) AS ({matches}) "  # noqa: S608 only placeholders are put in
        "SELECT programme.*, count(DISTINCT passage_id) AS passages "
        "FROM match JOIN passage USING (passage_id) JOIN programme USING (programme_id) "
        "GROUP BY programme_id HAVING count(DISTINCT term) = ? "
        "ORDER BY max(kind = 'facts') DESC, published DESC, programme_id",
        [*values, len(query.terms)],
    ).fetchall()
    entries = [Entry(**{name: row[name] for name in Entry.__slots__}) for row in rows]
    public = [entry for entry in entries if not shelf.is_withdrawn(entry.programme_id)]
    shown = public[(page - 1) * PAGE_PROGRAMMES : page * PAGE_PROGRAMMES]
    hits = _hits(shelf, query, [entry.programme_id for entry in shown])
    return Found(tuple(FoundProgramme(entry, tuple(hits[entry.programme_id])) for entry in shown), len(public), page)


def _hits(shelf: Shelf, query: Query, programme_ids: list[str]) -> dict[str, list[Hit]]:
    """Return the best passages of each programme. Facts are left out: the list shows them anyway."""
    matches, values = _matches(query)
    rows = shelf.connection.execute(
        f"WITH match (passage_id, term) AS ({matches}), "  # noqa: S608 only placeholders are put in
        "best AS (SELECT passage_id, programme_id, row_number() OVER ("
        "PARTITION BY programme_id ORDER BY count(DISTINCT term) DESC, passage_id) AS place "
        "FROM match JOIN passage USING (passage_id) "
        f"WHERE kind != 'facts' AND programme_id IN ({', '.join('?' * len(programme_ids))}) GROUP BY passage_id) "
        "SELECT passage.* FROM best JOIN passage USING (passage_id) WHERE place <= ? ORDER BY place",
        [*values, *programme_ids, HITS_EACH],
    )
    hits: dict[str, list[Hit]] = {programme_id: [] for programme_id in programme_ids}
    for row in rows:
        hits[row["programme_id"]].append(
            _hit(query, row["kind"], _words.decode(row["words"]), _times.decode(row["times"]))
        )
    return hits


def _hit(query: Query, kind: str, words: list[str], times: list[int | None]) -> Hit:
    places = query.places(words)
    first = min(places, default=0)
    start, end = max(0, first - SNIPPET_BEFORE), min(len(words), first + SNIPPET_AFTER)
    return Hit(
        kind=kind,
        pieces=tuple((words[index], index in places) for index in range(start, end)),
        start_ms=times[first] if times else None,
        is_cut_before=start > 0,
        is_cut_after=end < len(words),
    )


def _matches(query: Query) -> tuple[str, list[str | int]]:
    """Return a SELECT of (passage_id, number of the term), and its values."""
    parts: list[str] = []
    values: list[str | int] = []
    for number, term in enumerate(query.terms):
        # Folded text holds letters, marks, digits and single spaces only: nothing that ends the quotes.
        parts.append("SELECT rowid, ? FROM passage_words WHERE passage_words MATCH ?")
        values += [number, f'"{term}" *']
        if len(term) >= TRIGRAM:
            parts.append("SELECT rowid, ? FROM passage_trigrams WHERE passage_trigrams MATCH ?")
            values += [number, f'"{term}"']
    return " UNION ".join(parts), values
