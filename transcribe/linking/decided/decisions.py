"""What people decided about links: each decision a row for good, and what stands of them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace

import msgspec
from sqlite_utils import Database

from media.catalogue import current_document, get_programme, recordings_of
from media.database import immediate, new_id, utc_now
from media.records import Span
from transcribe.errors import BadDecision, NoSummary
from transcribe.linking.claims import split_claims
from transcribe.records import DecisionKind, LinkDecision, Standing, canonical_json
from transcribe.revise import head_of

NEEDS_SPANS = frozenset((DecisionKind.ACCEPT, DecisionKind.MOVE, DecisionKind.REJECT, DecisionKind.ADD))
MOST_SPANS = 20
"""A sentence that is borne out in more places than this is borne out by the programme."""


def store_decision(
    db: Database,
    programme_id: str,
    claim_id: str,
    kind: DecisionKind,
    spans: Sequence[Span],
    user_name: str,
    *,
    refused: Sequence[Span] = (),
) -> LinkDecision:
    """Keep a decision for good.

    :param spans: of the programme's recording; none for “no support” and “reopen”.
    :param refused: where the machine had the link when a person moved it: these are not right.
    :raises UnknownProgramme: no such id.
    :raises NoSummary: it has no summary yet.
    :raises NoText: it has no words yet.
    :raises BadDecision: the summary has no such sentence (only “reopen” is about one that it had), or the spans are
        none, too many, or not within the recording.
    """
    get_programme(db, programme_id)
    spans = tuple(sorted(set(spans)))
    with immediate(db):
        _require_claim(db, programme_id, claim_id, kind)
        _require_spans(db, programme_id, kind, (*spans, *refused))
        if kind is DecisionKind.MOVE and refused:
            _insert(db, programme_id, claim_id, DecisionKind.REJECT, tuple(sorted(set(refused))), user_name)
        return _insert(db, programme_id, claim_id, kind, spans, user_name)


def decisions_of(db: Database, programme_id: str) -> tuple[LinkDecision, ...]:
    """Return all decisions about a programme's links, in the order in which they were made."""
    rows = db.table("link_decision").rows_where("programme_id = ?", [programme_id], order_by="rowid")
    return tuple(map(_decision, rows))


def standings(decisions: Sequence[LinkDecision]) -> Mapping[str, Standing]:
    """Return what stands, by claim; nothing of a claim whose newest decision reopened it.

    :param decisions: in the order in which they were made.
    """
    found: dict[str, Standing] = {}
    for decision in decisions:
        before = found.pop(decision.claim_id, None)
        if decision.kind is not DecisionKind.REOPEN:
            found[decision.claim_id] = _after(before or Standing(decision), decision)
    return found


def _after(before: Standing, decision: LinkDecision) -> Standing:
    now, spans = replace(before, decision=decision), decision.spans
    match decision.kind:
        case DecisionKind.ACCEPT | DecisionKind.MOVE:
            return replace(now, fixed=spans, no_support=False, rejected=_without(now.rejected, spans))
        case DecisionKind.ADD:
            rejected = _without(now.rejected, spans)
            return replace(now, added=_union(now.added, spans), no_support=False, rejected=rejected)
        case DecisionKind.REJECT:
            return replace(
                now,
                rejected=_union(now.rejected, spans),
                fixed=_without(now.fixed, spans),
                added=_without(now.added, spans),
                no_support=False,
            )
        case DecisionKind.NO_SUPPORT:
            return replace(now, fixed=(), added=(), no_support=True)
        case DecisionKind.REOPEN:
            raise AssertionError("nothing stands after it")


def _union(spans: Sequence[Span], more: Sequence[Span]) -> tuple[Span, ...]:
    return tuple(sorted({*spans, *more}))


def _without(spans: Sequence[Span], taken: Sequence[Span]) -> tuple[Span, ...]:
    return tuple(span for span in spans if not any(span.repeats(other) for other in taken))


def _require_claim(db: Database, programme_id: str, claim_id: str, kind: DecisionKind) -> None:
    if kind is DecisionKind.REOPEN and claim_id in standings(decisions_of(db, programme_id)):
        return
    summary = current_document(db, programme_id, "summary")
    if summary is None:
        raise NoSummary(f"Programme {programme_id} has no summary yet, so there is no link to decide about.")
    if all(claim.claim_id != claim_id for claim in split_claims(summary.text)):
        raise BadDecision("The summary no longer has this sentence; load the page again and decide about the new one.")


def _require_spans(db: Database, programme_id: str, kind: DecisionKind, spans: Sequence[Span]) -> None:
    if bool(spans) != (kind in NEEDS_SPANS) or any(span.duration_ms == 0 for span in spans):
        raise BadDecision(
            "Say which seconds the decision is about, with an end after the beginning."
            if kind in NEEDS_SPANS
            else f"A decision “{kind}” names no seconds."
        )
    if len(spans) > MOST_SPANS:
        raise BadDecision(f"A sentence can have at most {MOST_SPANS} places in the sound; name the best of them.")
    duration_ms = _duration_ms(db, programme_id) if spans else 0
    if any(span.end_ms > duration_ms for span in spans):
        raise BadDecision(f"The recording ends after {duration_ms / 1000:g} seconds; choose a time within it.")


def _duration_ms(db: Database, programme_id: str) -> int:
    """Return how long the recording is whose times the words have."""
    run = db.table("transcript").get(head_of(db, programme_id).transcript_id)
    wanted = run["recording_id"]
    return next(r.probe.duration_ms for r in recordings_of(db, programme_id) if r.recording_id == wanted)


def _insert(
    db: Database, programme_id: str, claim_id: str, kind: DecisionKind, spans: tuple[Span, ...], user_name: str
) -> LinkDecision:
    text_sha256 = head_of(db, programme_id).sha256
    decision = LinkDecision(new_id("d"), programme_id, claim_id, kind, spans, user_name, utc_now(), text_sha256)
    row = msgspec.to_builtins(decision) | {"spans": canonical_json(spans).decode()}
    db.table("link_decision").insert(row)
    return decision


def _decision(row: Mapping[str, object]) -> LinkDecision:
    return msgspec.convert({**row, "spans": json.loads(str(row["spans"]))}, LinkDecision)
