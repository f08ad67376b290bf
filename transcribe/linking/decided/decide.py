"""Decide about a link: the decision is kept, and the newest linking says so at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlite_utils import Database

from media.catalogue import current_document, get_programme
from media.database import immediate, new_id, utc_now
from media.records import Document, Programme, Span
from transcribe.errors import BadDecision, NoSummary
from transcribe.glossary import glossary_of
from transcribe.linking.decided.carry import Carrier
from transcribe.linking.decided.decisions import decisions_of, store_decision
from transcribe.linking.decided.orphans import Orphan
from transcribe.linking.decided.passage import TextNow, text_now
from transcribe.linking.decided.placed import place_link
from transcribe.linking.decided.standing import Keeper
from transcribe.linking.store import latest_linking, newest_link, store_linking
from transcribe.records import DecisionKind, Link, Linking, ProgrammeText, Verdict
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

    :param refused: where the link was when a person moved it; of that, the machine's places are not right.
    :raises BadDecision: as `store_decision`; or the newest summary was never linked.
    :raises UnknownProgramme: no such id. :raises NoText, NoSummary: it has no words, or no summary, yet.
    """
    ground = _ground(db, programme_id)
    with immediate(db):
        by_machine = _not_chosen(db, ground, claim_id, refused) if refused else ()
        store_decision(db, programme_id, claim_id, kind, spans, user_name, refused=by_machine)
        return _show(db, ground, claim_id)


def confirm(db: Database, programme_id: str, orphan: Orphan, claim_id: str, user_name: str) -> Linking:
    """Let what stands about a sentence that is gone stand about one that the summary has, as this person's decision.

    Nothing is carried of places whose words have changed: nobody has decided about those that are there now.

    :raises BadDecision: as `decide`; or nothing stands about the old sentence any longer, or not in these words.
    """
    ground = _ground(db, programme_id)
    with immediate(db):
        carried = _keeper(db, ground).carried.get(orphan.claim_id)
        if carried is None:
            raise BadDecision("Somebody has settled this already; load the page again.")
        standing = carried.standing
        held = [
            (kind, tuple(span for span in spans if span not in carried.quotes))
            for kind, spans in (
                (DecisionKind.REJECT, standing.rejected),
                (DecisionKind.ACCEPT, standing.fixed),
                (DecisionKind.ADD, standing.added),
            )
        ]
        if not standing.no_support and not any(spans for _, spans in held):
            raise BadDecision("The words there have changed since it was decided; listen, then decide anew.")
        for kind, spans in held:
            if spans:
                store_decision(db, programme_id, claim_id, kind, spans, user_name)
        if standing.no_support:
            store_decision(db, programme_id, claim_id, DecisionKind.NO_SUPPORT, (), user_name)
        store_decision(db, programme_id, orphan.claim_id, DecisionKind.REOPEN, (), user_name)
        return _show(db, ground, claim_id)


@dataclass(frozen=True, slots=True)
class _Ground:
    """What a decision is about, read before others have to wait."""

    programme: Programme
    text: ProgrammeText
    summary: Document | None


def _ground(db: Database, programme_id: str) -> _Ground:
    programme, text = get_programme(db, programme_id), current_text(db, programme_id)
    summary = current_document(db, programme_id, "summary")
    return _Ground(programme, text, summary)


def _keeper(db: Database, ground: _Ground) -> Keeper:
    if ground.summary is None:
        raise NoSummary(f"Programme {ground.programme.programme_id} has no summary yet; write it first.")
    return keeper_for(db, ground.programme, ground.text, ground.summary)


def _not_chosen(db: Database, ground: _Ground, claim_id: str, spans: Sequence[Span]) -> tuple[Span, ...]:
    """Return those places of a link that no person has chosen."""
    carried = _keeper(db, ground).carried.get(claim_id)
    chosen = (*carried.standing.fixed, *carried.standing.added) if carried else ()
    return tuple(span for span in spans if not any(span.overlap_ms(each) for each in chosen))


def _show(db: Database, ground: _Ground, claim_id: str) -> Linking:
    """Store the newest linking with the link of a claim as people have it now."""
    programme_id, keeper = ground.programme.programme_id, _keeper(db, ground)
    linking = latest_linking(db, programme_id)
    if linking is None or ground.summary is None or linking.document_id != ground.summary.document_id:
        raise BadDecision("The machine has not looked for this summary yet; let it link the programme first.")
    links = tuple(
        keeper.keep(_by_machine(db, programme_id, link, keeper.now)) if link.claim.claim_id == claim_id else link
        for link in linking.links
    )
    return store_linking(db, replace(linking, linking_id=new_id("k"), links=links, created_at=utc_now()))


def keeper_for(db: Database, programme: Programme, text: ProgrammeText, summary: Document) -> Keeper:
    """Return who keeps links to all decisions that stand now."""
    now = text_now(text.segments, programme.language)
    carrier = Carrier(db, programme.programme_id, now, text.sha256)
    return Keeper(
        segments=text.segments,
        now=now,
        summary_language=summary.language.split("-", maxsplit=1)[0],
        terms=glossary_of(db, programme.series),
        carried=carrier.carry(decisions_of(db, programme.programme_id)),
    )


def _by_machine(db: Database, programme_id: str, link: Link, now: TextNow) -> Link:
    """Return the link as the machine last made it without a decision, where its words are now.

    Nothing where it never did, or where its words have changed since.
    """
    made = newest_link(db, programme_id, link.claim.claim_id, by_machine=True)
    placed = place_link(replace(made, claim=link.claim), now) if made else None
    if placed and not placed.is_stale:
        return replace(placed.link, spans=placed.spans, quote=now.quote(placed.spans))
    parts = tuple(replace(part, verdict=Verdict.CANNOT_TELL, heard="", span=None) for part in link.parts)
    return replace(link, verdict=Verdict.CANNOT_TELL, score=0.0, spans=(), quote="", alternatives=(), parts=parts)
