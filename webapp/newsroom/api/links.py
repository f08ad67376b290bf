"""Where each sentence of the summary is heard, and a person's word on it."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

import msgspec
from msgspec import Meta
from sqlite_utils import Database
from werkzeug.exceptions import NotFound

from media.database import immediate
from media.records import Span as Kept
from transcribe.linking.decided.decisions import MOST_SPANS, decisions_of
from transcribe.linking.decided.orphans import Orphan
from transcribe.records import Candidate, DecisionKind, LinkDecision, PartKind, Verdict
from webapp.checking.listened import Listened, add_listened, require_listened
from webapp.links import LinkNow, decide_as, links_now, orphans_now, settle
from webapp.newsroom.api.operation import CLAIM, PROGRAMME, Condition, Operation
from webapp.newsroom.api.preconditions import require_seen, tag_of
from webapp.newsroom.api.problems import NotInTable
from webapp.newsroom.links import LOOKS_AGAIN
from webapp.newsroom.request import database, user
from webapp.newsroom.work import relink
from webapp.people.tokens import Scope
from webapp.review import Content, content

Moment = Annotated[int, Meta(ge=0, le=2**53)]


class Span(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """From one moment of the recording up to another."""

    start_ms: Moment
    end_ms: Moment


class LinkPart(msgspec.Struct, frozen=True):
    """A name, number or quoted phrase of the sentence."""

    kind: PartKind
    text: str
    verdict: Verdict
    heard: str
    span: Span | None


class Decision(msgspec.Struct, frozen=True):
    """What a person decided, kept for good; a later one may overrule it."""

    id: str
    claim_id: str
    kind: DecisionKind
    spans: tuple[Span, ...]
    user_name: str
    created_at: str


class Link(msgspec.Struct, frozen=True):
    """A sentence of the summary and where it is heard."""

    claim_id: str
    position: int
    sentence: str
    verdict: Verdict
    spans: tuple[Span, ...]
    is_stale: Annotated[bool, Meta(description="Whether the words there have changed since.")]
    is_checked: Annotated[bool, Meta(description="Whether people chose every place, or found that there is none.")]
    alternatives: tuple[Span, ...]
    parts: tuple[LinkPart, ...]
    decided: Decision | None


class ListedLink(msgspec.Struct, frozen=True):
    """A link with the ETag that its own address has."""

    etag: str
    link: Link


class GoneSentence(msgspec.Struct, frozen=True):
    """Decisions about a sentence that the summary has no longer."""

    claim_id: str
    sentence: str
    decided: Decision
    may_be: Annotated[str | None, Meta(description="The claim_id of the sentence that it may be now.")]


class LinkList(msgspec.Struct, frozen=True):
    """The links of the newest summary in its order; none where it was never linked."""

    links: tuple[ListedLink, ...]
    gone: tuple[GoneSentence, ...]


class DecisionList(msgspec.Struct, frozen=True):
    """All decisions about a programme's links, in the order in which they were made."""

    decisions: tuple[Decision, ...]


class NewDecision(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    kind: DecisionKind
    spans: Annotated[
        tuple[Span, ...],
        Meta(max_length=MOST_SPANS, description="Needed to move and to add; else those that the link has."),
    ] = ()
    heard_ms: Annotated[
        int | None, Meta(description="A millisecond that was heard; needed to say that nothing bears it out.")
    ] = None


class SettledDecision(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What becomes of decisions about a sentence that is gone."""

    to: Annotated[str | None, Meta(description="The claim_id for which they stand now; null where they are dropped.")]
    seen_decision: Annotated[str, Meta(description="The id of the newest decision that was seen.")]


def links(programme_id: str) -> LinkList:
    return _list(database(), programme_id)


def link(programme_id: str, claim_id: str) -> Link:
    return _record(_find(content(database(), programme_id), claim_id))


def decisions(programme_id: str) -> DecisionList:
    return DecisionList(tuple(map(_decision, decisions_of(database(), programme_id))))


def decide(sent: NewDecision, programme_id: str, claim_id: str) -> Link:
    db, spans = database(), tuple(_kept(each) for each in sent.spans)
    with immediate(db):
        now = _find(content(db, programme_id), claim_id)
        require_seen(_record(now), sent)
        listened = None if sent.heard_ms is None else Listened(sent.heard_ms)
        require_listened(content(db, programme_id), sent.kind, listened)
        decide_as(db, programme_id, claim_id, sent.kind, spans, user(), now.seen_sha256)
        if listened and sent.kind is DecisionKind.NO_SUPPORT:
            add_listened(db, programme_id, listened)
        if sent.kind in LOOKS_AGAIN:
            relink(db, programme_id)
        return _record(_find(content(db, programme_id), claim_id))


def settle_gone(sent: SettledDecision, programme_id: str, claim_id: str) -> LinkList:
    db = database()
    with immediate(db):
        if settle(db, programme_id, claim_id, sent.to, user(), sent.seen_decision):
            relink(db, programme_id)
        return _list(db, programme_id)


def _list(db: Database, programme_id: str) -> LinkList:
    now = content(db, programme_id)
    told = tuple(map(_record, links_now(now)))
    listed = tuple(ListedLink(f'"{tag_of(each)}"', each) for each in told)
    return LinkList(listed, tuple(map(_gone, orphans_now(db, now))))


def _find(now: Content, claim_id: str) -> LinkNow:
    for each in links_now(now):
        if each.placed.link.claim.claim_id == claim_id:
            return each
    raise NotFound


def _record(now: LinkNow) -> Link:
    placed, kept = now.placed, now.placed.link
    return Link(
        claim_id=kept.claim.claim_id,
        position=kept.claim.position,
        sentence=kept.claim.text,
        verdict=kept.verdict,
        spans=tuple(map(_span, placed.spans)),
        is_stale=placed.is_stale,
        is_checked=kept.checked,
        alternatives=tuple(map(_of_candidate, kept.alternatives)),
        parts=tuple(
            LinkPart(each.kind, each.text, each.verdict, each.heard, _span(each.span) if each.span else None)
            for each in kept.parts
        ),
        decided=_decision(kept.decided) if kept.decided else None,
    )


def _gone(orphan: Orphan) -> GoneSentence:
    may_be = orphan.proposal.claim_id if orphan.proposal else None
    return GoneSentence(orphan.claim_id, orphan.sentence, _decision(orphan.standing.decision), may_be)


def _decision(kept: LinkDecision) -> Decision:
    spans = tuple(map(_span, kept.spans))
    return Decision(kept.decision_id, kept.claim_id, kept.kind, spans, kept.user_name, kept.created_at)


def _of_candidate(candidate: Candidate) -> Span:
    return _span(candidate.span)


def _span(kept: Kept) -> Span:
    return Span(kept.start_ms, kept.end_ms)


def _kept(span: Span) -> Kept:
    if span.end_ms <= span.start_ms:
        raise NotInTable(HTTPStatus.UNPROCESSABLE_ENTITY, "A span ends after it starts; see `spans`.")
    return Kept(span.start_ms, span.end_ms)


OPERATIONS = (
    Operation(
        "links",
        "GET",
        "/programmes/{programme_id}/links",
        "List the links",
        "Every sentence of the summary with a verdict in words and the spans in which it is heard.",
        Scope.READ,
        links,
        LinkList,
        in_path=(PROGRAMME,),
    ),
    Operation(
        "link",
        "GET",
        "/programmes/{programme_id}/links/{claim_id}",
        "Get a link",
        "One sentence, where it is heard, and what was decided.",
        Scope.READ,
        link,
        Link,
        in_path=(PROGRAMME, CLAIM),
    ),
    Operation(
        "decide",
        "POST",
        "/programmes/{programme_id}/links/{claim_id}/decisions",
        "Decide about a link",
        "Accept, move, reject or add places, say that nothing bears it out, or reopen it. If-Match is the ETag of the "
        "link. The machine looks again after a rejection.",
        Scope.REVIEW,
        decide,
        Link,
        body=NewDecision,
        condition=Condition.MATCH,
        in_path=(PROGRAMME, CLAIM),
        pages=("POST /programmes/<programme_id>/links/<claim_id>",),
    ),
    Operation(
        "settle",
        "POST",
        "/programmes/{programme_id}/links/{claim_id}/settle",
        "Settle decisions about a sentence that is gone",
        "They stand for the sentence that it is now, or are dropped.",
        Scope.REVIEW,
        settle_gone,
        LinkList,
        body=SettledDecision,
        in_path=(PROGRAMME, CLAIM),
        pages=("POST /programmes/<programme_id>/links/<claim_id>",),
    ),
    Operation(
        "decisions",
        "GET",
        "/programmes/{programme_id}/link-decisions",
        "List decisions about links",
        "Who decided what and when, those that were overruled too.",
        Scope.READ,
        decisions,
        DecisionList,
        in_path=(PROGRAMME,),
    ),
)
