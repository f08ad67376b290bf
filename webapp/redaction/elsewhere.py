"""Where names stand that is not about to be published: in the script, earlier versions, comments, in what is public."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
from sqlite_utils import Database

from media.fact_history import fact_changes
from transcribe.records import Segment
from transcribe.revise import head_of, revisions_of
from transcribe.transcripts import list_transcripts
from transcribe.translation.store import earlier_translations
from webapp.edition.layout import Layout, read_document
from webapp.edition.records import EditionDocument
from webapp.edition.store import published_versions
from webapp.redaction.find import Finder
from webapp.redaction.flows import CHECKED_FACTS, Flow, earlier_flow, pieces_flow, speaker_flows, text_tokens
from webapp.redaction.records import Likeness, Place, Redactions, Where
from webapp.review import content


def private_places(db: Database, programme_id: str, redactions: Redactions) -> tuple[Place, ...]:
    """Return where names stand in what the archive keeps and never publishes: scripts, what was before, comments."""
    if not redactions:
        return ()
    finder = Finder(redactions)
    flows = (flow for kept in KEPT for flow in kept(db, programme_id))
    return tuple(place for flow in flows for place in finder.places(flow) if place.likeness is not Likeness.RESEMBLES)


def public_places(edition: Path, programme_id: str, redactions: Redactions) -> tuple[Place, ...]:
    """Return where names stand in the versions that can be read on the public site."""
    if not redactions:
        return ()
    layout, finder = Layout(edition), Finder(redactions)
    versions = published_versions(layout, programme_id)
    documents = (read_document(layout.document_path(programme_id, sha256)) for sha256 in versions.values())
    flows = (flow for document in documents for flow in _document(document))
    return tuple(place for flow in flows for place in finder.places(flow) if place.likeness is not Likeness.RESEMBLES)


def _documents(db: Database, programme_id: str) -> Iterator[Flow]:
    rows = list(db.query("SELECT kind, text FROM document WHERE programme_id = ? ORDER BY rowid DESC", [programme_id]))
    newest = next((row for row in rows if row["kind"] == "summary"), None)
    for row in rows:
        if row is not newest:
            where = Where.SCRIPT if row["kind"] == "script" else Where.EARLIER
            yield Flow(where, "", tuple(text_tokens(row["text"])))


def _runs(db: Database, programme_id: str) -> Iterator[Flow]:
    runs = list_transcripts(db, programme_id)
    head = head_of(db, programme_id) if runs else None
    for run in runs:
        is_public = head is not None and head.revision_id is None and run.transcript_id == head.transcript_id
        if not is_public:  # Else it is what would be published.
            yield from _spoken(run.segments)


def _revisions(db: Database, programme_id: str) -> Iterator[Flow]:
    for revision in revisions_of(db, programme_id):
        yield from _spoken(revision.changes)


def _spoken(segments: tuple[Segment, ...]) -> Iterator[Flow]:
    yield earlier_flow(segments)
    yield from (Flow(Where.EARLIER, "", flow.tokens, flow.part) for flow in speaker_flows(segments))


def _facts(db: Database, programme_id: str) -> Iterator[Flow]:
    for change in fact_changes(db, programme_id):
        if change.name in CHECKED_FACTS and change.old:
            yield Flow(Where.EARLIER, change.name, tuple(text_tokens(change.old)))


def _translations(db: Database, programme_id: str) -> Iterator[Flow]:
    for each in earlier_translations(db, programme_id):
        yield pieces_flow(Where.EARLIER, ((piece.text, piece.span) for piece in each.segments))


def _english(db: Database, programme_id: str) -> Iterator[Flow]:
    """Yield a journalist's English but for what is about to be published: of other words, too."""
    now = content(db, programme_id).english
    current = {each.english_id for each in now.values()}
    for row in db.query("SELECT english_id, text FROM english WHERE programme_id = ? ORDER BY rowid", [programme_id]):
        if row["english_id"] not in current:
            yield Flow(Where.EARLIER, "", tuple(text_tokens(row["text"])))


def _comments(db: Database, programme_id: str) -> Iterator[Flow]:
    question = "SELECT text FROM comment_row WHERE programme_id = ? AND text IS NOT NULL ORDER BY rowid"
    for row in db.query(question, [programme_id]):
        yield Flow(Where.COMMENTS, "", tuple(text_tokens(row["text"])))


KEPT: tuple[Callable[[Database, str], Iterator[Flow]], ...] = (
    _documents,
    _facts,
    _runs,
    _revisions,
    _translations,
    _english,
    _comments,
)
"""All that the archive keeps of a programme's words and never publishes."""


def _document(document: EditionDocument) -> Iterator[Flow]:
    facts = msgspec.to_builtins(document.facts)
    for name in CHECKED_FACTS:
        value = facts.get(name)
        for part, text in enumerate([value] if isinstance(value, str) else value or ()):
            yield Flow(Where.PUBLIC, name, tuple(text_tokens(text)), part)
    if document.note:
        yield Flow(Where.PUBLIC, "note", tuple(text_tokens(document.note)))
    if document.summary:
        yield Flow(Where.PUBLIC, "summary", tuple(text_tokens(" ".join(s.text for s in document.summary.sentences))))
    if document.transcript:
        words = " ".join(segment.text for segment in document.transcript.segments)
        yield Flow(Where.PUBLIC, "transcript", tuple(text_tokens(words)))
        for name in sorted({each.speaker for each in document.transcript.segments if each.speaker}):
            yield Flow(Where.PUBLIC, "speakers", tuple(text_tokens(name)))
    for translation in document.translations:
        yield pieces_flow(Where.PUBLIC, ((each.text, None) for each in translation.segments))
