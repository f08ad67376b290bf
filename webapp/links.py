"""The links of a programme at the desk: as they stand now, and deciding about one as it was seen."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from sqlite_utils import Database

from media.database import immediate
from media.records import Span
from transcribe.linking.claims import split_claims
from transcribe.linking.decided.decide import confirm, decide
from transcribe.linking.decided.decisions import store_decision
from transcribe.linking.decided.orphans import Orphan, orphans
from transcribe.linking.decided.passage import text_now
from transcribe.linking.decided.placed import PlacedLink, placed_links
from transcribe.records import DecisionKind, canonical_json
from webapp.accounts import User
from webapp.errors import ChangedSince
from webapp.review import Content, content, record_changed

END_MS = 1_000
"""How much later than the recording a place may seem to end."""


@dataclass(frozen=True, slots=True)
class LinkNow:
    """A link as a person sees it."""

    placed: PlacedLink
    seen_sha256: str
    """Names all of it that a decision is about: what changes it changes this."""


def links_now(now: Content) -> tuple[LinkNow, ...]:
    """Return the links of the newest summary in its order, none where it was never linked."""
    if not now.linking or not now.text or not now.summary or now.linking.document_id != now.summary.document_id:
        return ()
    placed = placed_links(now.linking, now.text, now.programme.language)
    return tuple(LinkNow(each, _sha256(each)) for each in placed)


def words_there(now: Content, links: Sequence[LinkNow]) -> Mapping[str, str]:
    """Return the words that each link points to as they stand, by claim; a link's own quote is of when it was made."""
    if not links or not now.text:
        return {}
    said = text_now(now.text.segments, now.programme.language)
    return {each.placed.link.claim.claim_id: said.quote(each.placed.spans) for each in links}


def orphans_now(db: Database, now: Content) -> tuple[Orphan, ...]:
    """Return what stands about sentences that the newest summary has no longer."""
    claims = split_claims(now.summary.text) if now.summary else ()
    return orphans(db, now.programme.programme_id, claims)


def decide_as(
    db: Database, programme_id: str, claim_id: str, kind: DecisionKind, spans: Sequence[Span], person: User, seen: str
) -> None:
    """Keep a person's decision about a link as they saw it; an approval of before is void.

    :param spans: typed or chosen; empty for those that the link has.
    :param seen: `LinkNow.seen_sha256` of what they saw.
    :raises ChangedSince: the link is another one by now.
    :raises BadDecision: the decision names no seconds of the recording.
    """
    with immediate(db):
        now = content(db, programme_id)
        link = next((each for each in links_now(now) if _is_about(each, claim_id)), None)
        if link is None or link.seen_sha256 != seen:
            raise ChangedSince("This link has changed since you opened it; look at it again, then decide.")
        has = link.placed.spans
        named = spans or (has if kind in (DecisionKind.ACCEPT, DecisionKind.REJECT) else ())
        refused = has if kind is DecisionKind.MOVE else ()
        within = partial(_within, now)
        decide(db, programme_id, claim_id, kind, within(named), person.name, refused=within(refused))
        record_changed(db, programme_id, person.name)


def settle(db: Database, programme_id: str, claim_id: str, to: str | None, person: User, seen: str) -> bool:
    """Let a decision about a sentence that is gone stand about the one that it is now, or about none.

    :param to: the claim that it is now, ``None`` for none.
    :param seen: the id of the newest decision that they saw.
    :return: whether the machine should look for another place, because one was refused.
    :raises BadDecision: the words of its places have changed since.
    :raises ChangedSince: somebody has settled it, or the summary has changed.
    """
    with immediate(db):
        found = orphans_now(db, content(db, programme_id))
        orphan = next((each for each in found if each.claim_id == claim_id), None)
        is_as_seen = orphan is not None and orphan.standing.decision.decision_id == seen
        if orphan is None or not is_as_seen or (to and (not orphan.proposal or orphan.proposal.claim_id != to)):
            raise ChangedSince("This has changed since you opened it; look at it again, then decide.")
        if to:
            confirm(db, programme_id, orphan, to, person.name)
        else:
            store_decision(db, programme_id, claim_id, DecisionKind.REOPEN, (), person.name)
        record_changed(db, programme_id, person.name)
    return bool(to and orphan.standing.rejected)


def _within(now: Content, spans: Sequence[Span]) -> tuple[Span, ...]:
    """Return spans that end with the recording where they end a little later: an engine's last word may."""
    end_ms = now.recording.duration_ms if now.recording else 0
    return tuple(span.clamp(end_ms) if 0 < span.end_ms - end_ms <= END_MS else span for span in spans)


def _is_about(link: LinkNow, claim_id: str) -> bool:
    return link.placed.link.claim.claim_id == claim_id


def _sha256(placed: PlacedLink) -> str:
    return hashlib.sha256(canonical_json((placed.link, placed.spans, placed.is_stale))).hexdigest()
