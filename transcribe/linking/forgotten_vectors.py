"""Which kept vectors are of one programme's words: they are found by these words alone, so before the words go."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sqlite_utils import Database

from media.catalogue import get_programme
from transcribe.errors import NoText
from transcribe.linking.claims import quotes_of, split_claims
from transcribe.linking.evidence import gather
from transcribe.linking.kept_vectors import ASKED_AT_ONCE, vector_key
from transcribe.linking.windows import texts_of, windows_of
from transcribe.records import Segment
from transcribe.restore import text_at
from transcribe.revise import current_text, revisions_of, text_of_run


def vectors_of(db: Database, programme_id: str) -> set[str]:
    """Return the keys of all that linking may have kept: of each state of the words that was linked, and each summary.

    :raises UnknownProgramme: no such id.
    """
    language = get_programme(db, programme_id).language
    passages = {text for segments in _states(db, programme_id) for text in _passages(segments, language)}
    summaries = db.execute("SELECT text FROM document WHERE programme_id = ?", [programme_id]).fetchall()
    asked = {text for (summary,) in summaries for text in _asked(summary)}
    return {vector_key("passage", text) for text in passages} | {vector_key("query", text) for text in asked}


def forget_vectors(db: Database, keys: Iterable[str]) -> None:
    """Delete vectors; another programme that has the very same text gets its own anew when it is linked."""
    asked = sorted(keys)
    for start in range(0, len(asked), ASKED_AT_ONCE):
        part = asked[start : start + ASKED_AT_ONCE]
        marks = ", ".join("?" * len(part))
        db.conn.execute(f"DELETE FROM text_vector WHERE text_sha256 IN ({marks})", part)  # noqa: S608


def _states(db: Database, programme_id: str) -> Iterator[Sequence[Segment]]:
    """Yield the words as they stand, of every run, and as they stood whenever they were linked."""
    try:
        yield current_text(db, programme_id).segments
    except NoText:
        return
    runs = db.execute("SELECT number FROM transcript WHERE programme_id = ?", [programme_id]).fetchall()
    for (number,) in runs:
        yield text_of_run(db, programme_id, number).segments
    linked = {
        row[0] for row in db.execute("SELECT DISTINCT text_sha256 FROM linking WHERE programme_id = ?", [programme_id])
    }
    for revision in revisions_of(db, programme_id):
        if revision.sha256 in linked:
            yield text_at(db, programme_id, revision.number)


def _asked(summary: str) -> Iterator[str]:
    """Yield what is looked for of a summary: its claims, and what they quote."""
    for claim in split_claims(summary):
        yield claim.text
        yield from (claim.text[start:end] for start, end in quotes_of(claim.text))


def _passages(segments: Sequence[Segment], language: str) -> Iterator[str]:
    heard = gather(segments, language)
    yield from texts_of(heard, windows_of(heard))
    yield from (heard.text(sentence.first, sentence.end) for sentence in heard.sentences)
