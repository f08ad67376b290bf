"""Decide about a link: the decision is kept, and the newest linking says so at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import msgspec
from sqlite_utils import Database

from media.catalogue import current_document, get_programme
from media.database import immediate, new_id, utc_now
from media.records import Document, Programme, Span
from transcribe.errors import BadDecision
from transcribe.linking.carry import Carrier
from transcribe.linking.decisions import decisions_of, store_decision
from transcribe.linking.evidence import Heard, gather
from transcribe.linking.stale import text_now
from transcribe.linking.standing import Keeper
from transcribe.linking.store import latest_linking, link_id, store_linking
from transcribe.records import DecisionKind, Link, Linking, ProgrammeText
from transcribe.revise import current_text


def decide(
    db: Database,
    programme_id: str,
    claim_id: str,
    kind: DecisionKind,
    spans: Sequence[Span],
    user_name: str,
    *,
    refused: Sequence[Span] = (),
) -> Linking:
    """Keep a decision about a sentence's link, and return the linking with it.

    Where the machine should look elsewhere, link again: this only shows what it has found already.

    :raises BadDecision: as `store_decision`; or the newest summary was never linked.
    :raises UnknownProgramme: no such id. :raises NoText, NoSummary: it has no words, or no summary, yet.
    """
    programme, text = get_programme(db, programme_id), current_text(db, programme_id)
    summary = current_document(db, programme_id, "summary")
    heard = gather(text.segments, programme.language)  # Before others have to wait: it takes a second for five hours.
    with immediate(db):
        store_decision(db, programme_id, claim_id, kind, spans, user_name, refused=refused)
        linking = latest_linking(db, programme_id)
        if linking is None or summary is None or linking.document_id != summary.document_id:
            raise BadDecision("The machine has not looked for this summary yet; let it link the programme first.")
        keeper = keeper_for(db, programme, text, summary, heard)
        links = tuple(
            keeper.keep(_by_machine(db, programme_id, link)) if link.claim.claim_id == claim_id else link
            for link in linking.links
        )
        return store_linking(db, replace(linking, linking_id=new_id("k"), links=links, created_at=utc_now()))


def keeper_for(db: Database, programme: Programme, text: ProgrammeText, summary: Document, heard: Heard) -> Keeper:
    """Return who keeps links to all decisions that stand now.

    :param heard: in the text.
    """
    now = text_now(text.segments, programme.language)
    carrier = Carrier(db, programme.programme_id, now, text.sha256)
    return Keeper(
        heard=heard,
        now=now,
        summary_language=summary.language.split("-", maxsplit=1)[0],
        carried=carrier.carry(decisions_of(db, programme.programme_id)),
    )


def _by_machine(db: Database, programme_id: str, link: Link) -> Link:
    """Return the link as the machine last made it without a decision; nothing where it never did."""
    rows = db.query(
        """SELECT link FROM link JOIN linking USING (linking_id)
           WHERE programme_id = ? AND link_id = ? AND json_extract(link, '$.decided') IS NULL
           ORDER BY linking.rowid DESC LIMIT 1""",
        [programme_id, link_id(programme_id, link.claim.claim_id)],
    )
    for row in rows:
        return replace(msgspec.json.decode(row["link"], type=Link), claim=link.claim)
    return replace(link, spans=(), quote="", score=0.0)
