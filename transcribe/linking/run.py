"""Link the summary of a programme to its sound, and keep the result."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from functools import partial

from sqlite_utils import Database

from media.catalogue import current_document, get_programme
from media.database import immediate, new_id, utc_now
from media.records import Span
from transcribe.errors import NoSummary
from transcribe.glossary import glossary_of
from transcribe.linking.claims import split_claims
from transcribe.linking.decided.decide import keeper_for
from transcribe.linking.embedders import AUTO, open_embedder
from transcribe.linking.evidence import gather
from transcribe.linking.kept_vectors import KeptVectors
from transcribe.linking.link import Linker
from transcribe.linking.omitted import omitted_of
from transcribe.linking.store import latest_linking, link_id, store_linking
from transcribe.records import Linking, ProgrammeText
from transcribe.revise import current_text
from transcribe.transcripts import ALIGNED
from transcribe.translation.records import stale_segments
from transcribe.translation.store import find_translation

__all__ = ["latest_linking", "link_programme"]


def link_programme(
    db: Database,
    programme_id: str,
    progress: Callable[[int, int], None] | None = None,
    *,
    embedder: str = AUTO,
    check: Callable[[], None] | None = None,
) -> Linking:
    """Find for every sentence of the newest summary where the newest words bear it out; store and return it.

    :param progress: windows of sound compared, of how many.
    :param embedder: the name of one, ``auto`` for the first that is installed, ``none`` for none.
    :param check: called in the transaction that stores; what it raises goes on to the caller, and nothing is stored.
    :raises UnknownProgramme: no such id.
    :raises NoText: it has no transcript yet.
    :raises NoSummary: it has no summary yet.
    :raises EngineUnavailable: there is no such embedder here.
    :raises EngineFailed: the embedder stopped.
    """
    programme = get_programme(db, programme_id)
    text = current_text(db, programme_id)
    summary = current_document(db, programme_id, "summary")
    if summary is None:
        raise NoSummary(
            f"Programme {programme_id} has no summary yet; give it one with “muragat add … --summary FILE”."
        )
    heard = gather(text.segments, programme.language)
    english = _english(db, programme_id, text)
    with ExitStack() as stack:
        opened = open_embedder(embedder)
        vectors = KeptVectors(db, stack.enter_context(opened)) if opened else None
        linker = Linker(
            heard=heard,
            summary_language=summary.language.split("-", maxsplit=1)[0],
            embedder=vectors,
            words_are_known=text.transcript.method == ALIGNED,
            link_id=partial(link_id, programme_id),
            terms=glossary_of(db, programme.series),
            english=english,
            standings=keeper_for(db, programme, text, summary).standings,
        )
        linked = linker.link(split_claims(summary.text), progress or _silent)
    with immediate(db):  # A decision that was made while the machine looked counts as well.
        if check:
            check()
        keeper = keeper_for(db, programme, text, summary)
        links = tuple(map(keeper.keep, linked.links))
        return store_linking(
            db,
            Linking(
                linking_id=new_id("k"),
                programme_id=programme_id,
                text_sha256=text.sha256,
                document_id=summary.document_id,
                channels=linked.channels,
                links=links,
                omitted=omitted_of(links, linked.told, linked.windows, heard, english),
                created_at=utc_now(),
            ),
        )


def _english(db: Database, programme_id: str, text: ProgrammeText) -> tuple[tuple[Span, str], ...]:
    """Return the newest machine translation with its times, without what was not translated or is out of date."""
    translation = find_translation(db, programme_id)
    if translation is None:
        return ()
    stale = stale_segments(translation, text.segments)
    return tuple(
        (segment.span, segment.text)
        for place, segment in enumerate(translation.segments)
        if not segment.is_original and place not in stale
    )


def _silent(done: int, total: int) -> None:
    """Nobody watches."""
