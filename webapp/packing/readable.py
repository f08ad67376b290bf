"""Can the rows of a packed programme be read? What a page would stumble over is found before it is brought in."""

from __future__ import annotations

import re
from dataclasses import replace

import msgspec
from sqlite_utils import Database

from media.catalogue import check_facts, documents_of, get_programme, recordings_of
from media.errors import MuragatError
from media.ingest import plain_name
from media.records import KEPT
from transcribe.early.carry import seen_before
from transcribe.incoming.store import brought_to
from transcribe.linking.decided.decisions import decisions_of
from transcribe.records import Link, Omitted
from transcribe.revise import revisions_of
from transcribe.transcripts import list_transcripts
from transcribe.translation.records import Translated, TranslatedSegment
from webapp.desk.comments import threads_of
from webapp.feeds.store import origin_of
from webapp.importing.pages.records import PageRecord
from webapp.obstacles import obstacles
from webapp.packing.contents import ORIGINALS
from webapp.packing.errors import NotUnpacked
from webapp.packing.rows import shape_of
from webapp.packing.source import Source
from webapp.packing.treatment import LIVE
from webapp.review import content, review

ID = re.compile(r"[0-9A-Za-z._-]{1,80}")
PROGRAMME_ID = re.compile(r"p[0-9a-z]{1,40}")
SHA256 = re.compile(r"[0-9a-f]{64}")
IN_JSON = (
    ("link", "link", Link),
    ("omitted", "linking", tuple[Omitted, ...]),
    ("channels", "linking", tuple[str, ...]),
    ("made_by", "translation", Translated),
    ("segments", "translation", tuple[TranslatedSegment, ...]),
    ("segment_ids", "check_decision", tuple[str, ...]),
    ("record", "page_read", PageRecord),
)
"""Column, table, and what its JSON is, of which not only the newest row is read."""


def require_readable(db: Database, source: Source, programme_id: str) -> None:
    """Read all that the rows of a stage say, as the pages of the newsroom will.

    :raises NotUnpacked: something cannot be read, or a name is none.
    """
    _names(db, source, programme_id)
    try:
        _read_all(db, programme_id)
    except (MuragatError, msgspec.MsgspecError, LookupError, TypeError, ValueError, ArithmeticError) as error:
        sentence = f"Its rows say what cannot be read ({type(error).__name__}); nothing was brought in."
        raise NotUnpacked(sentence) from error


def _names(db: Database, source: Source, programme_id: str) -> None:
    """Let what becomes a part of paths and addresses be nothing but a name."""
    originals = {name.removeprefix(ORIGINALS) for name in source.names if name.startswith(ORIGINALS)}
    recordings = db.execute("SELECT sha256, file_name FROM recording").fetchall()
    if originals != {sha256 for sha256, _ in recordings} or not all(map(SHA256.fullmatch, originals)):
        raise NotUnpacked(f"{source.place} lacks an original, or has one that is of no recording; bring it whole.")
    if not PROGRAMME_ID.fullmatch(programme_id) or any(name != plain_name(name) for _, name in recordings):
        raise NotUnpacked("It has a name that is none; nothing was brought in.")
    for table in LIVE:
        shape = shape_of(db, table)
        for column in (each for each in shape.columns if each.endswith("_id") and each != shape.key):
            rows = db.execute(f'SELECT "{column}" FROM "{table}" WHERE "{column}" IS NOT NULL')  # noqa: S608 our own words
            if not all(ID.fullmatch(str(value)) for (value,) in rows):
                raise NotUnpacked(f"{table} has an id that is none; nothing was brought in.")


def _read_all(db: Database, programme_id: str) -> None:
    programme = get_programme(db, programme_id)
    check_facts({name: str(getattr(programme, name) or "") for name in KEPT})
    for kind in ("summary", "script"):
        for document in documents_of(db, programme_id, kind):
            check_facts({"language": document.language})
    recordings_of(db, programme_id)
    for run in list_transcripts(db, programme_id):
        seen_before(db, run.transcript_id)
    revisions_of(db, programme_id)
    decisions_of(db, programme_id)
    threads_of(db, programme_id)
    brought_to(db, programme_id)
    origin_of(db, programme_id)
    for column, table, described in IN_JSON:
        for (value,) in db.execute(f"SELECT {column} FROM {table}"):  # noqa: S608 our own words
            msgspec.json.decode(value, type=described)
    now = replace(content(db, programme_id), redactions=())  # These are read with the key alone.
    review(db, now)
    obstacles(db, now)
