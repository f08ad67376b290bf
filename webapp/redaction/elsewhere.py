"""Where names stand that is not about to be published: in the script, in earlier versions, in what is public."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
from sqlite_utils import Database

from transcribe.records import Segment
from transcribe.revise import revisions_of
from transcribe.transcripts import list_transcripts
from webapp.edition.layout import Layout, read_document
from webapp.edition.records import EditionDocument
from webapp.edition.store import published_versions
from webapp.redaction.find import Finder
from webapp.redaction.flows import CHECKED_FACTS, Flow, pieces_flow, speaker_flows, text_tokens, transcript_flow
from webapp.redaction.records import Likeness, Place, Redactions, Where


def private_places(db: Database, programme_id: str, redactions: Redactions) -> tuple[Place, ...]:
    """Return where names stand in what the archive keeps and never publishes: scripts, earlier words, summaries."""
    if not redactions:
        return ()
    finder = Finder(redactions)
    flows = (*_documents(db, programme_id), *_runs(db, programme_id), *_revisions(db, programme_id))
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
    is_edited = bool(revisions_of(db, programme_id))
    for run in runs if is_edited else runs[1:]:  # Else the newest run is what would be published.
        yield from _spoken(run.segments)


def _revisions(db: Database, programme_id: str) -> Iterator[Flow]:
    for revision in revisions_of(db, programme_id):
        yield from _spoken(revision.changes)


def _spoken(segments: tuple[Segment, ...]) -> Iterator[Flow]:
    yield transcript_flow(segments, Where.EARLIER)
    yield from (Flow(Where.EARLIER, "", flow.tokens, flow.part) for flow in speaker_flows(segments))


def _document(document: EditionDocument) -> Iterator[Flow]:
    facts = msgspec.to_builtins(document.facts)
    for name in CHECKED_FACTS:
        value = facts.get(name)
        for part, text in enumerate([value] if isinstance(value, str) else value or ()):
            yield Flow(Where.PUBLIC, name, tuple(text_tokens(text)), part)
    if document.summary:
        yield Flow(Where.PUBLIC, "summary", tuple(text_tokens(" ".join(s.text for s in document.summary.sentences))))
    if document.transcript:
        words = " ".join(segment.text for segment in document.transcript.segments)
        yield Flow(Where.PUBLIC, "transcript", tuple(text_tokens(words)))
        for name in sorted({each.speaker for each in document.transcript.segments if each.speaker}):
            yield Flow(Where.PUBLIC, "speakers", tuple(text_tokens(name)))
    for translation in document.translations:
        yield pieces_flow(Where.PUBLIC, ((each.text, None) for each in translation.segments))
