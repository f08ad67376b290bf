"""Where a programme stands, what stands against its approval, and deciding about it."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

import msgspec
from msgspec import Meta
from sqlite_utils import Database

from webapp import review as decisions
from webapp.desk.asked import ask_for_approval, send_back
from webapp.desk.consent import note_consent_withdrawn
from webapp.edition import publish as edition
from webapp.edition.note import REMOVED
from webapp.edition.records import PublicReason
from webapp.errors import NotPublished
from webapp.gate.ask import ask_for_check
from webapp.gate.require import let_out_unheard
from webapp.newsroom.api.operation import PROGRAMME, Operation, Who
from webapp.newsroom.api.problems import NotInTable, Obstacle, obstacle_record
from webapp.newsroom.api.programmes import Sha256
from webapp.newsroom.decisions import CONSENT_TAKEN_BACK
from webapp.newsroom.request import archive, database, user
from webapp.newsroom.request import edition as edition_place
from webapp.people.tokens import Scope
from webapp.review import EventKind, ReviewState

MOST_EVENTS = 100
"""In an answer: a programme that a script corrects every night has a thousand in a year."""


class Event(msgspec.Struct, frozen=True):
    """What a person did or decided."""

    kind: EventKind
    user_name: str
    content_sha256: str | None
    reason: str | None
    created_at: str


class Review(msgspec.Struct, frozen=True):
    """Where a programme stands."""

    state: ReviewState
    content_sha256: Annotated[str, Meta(description="To be sent by whoever approves.")]
    translated_sha256: Annotated[str | None, Meta(description="Instead, where the translation is to be public too.")]
    public_since: str | None
    has_translation: Annotated[bool, Meta(description="Whether the newest decision is about the translation too.")]
    obstacles: Annotated[tuple[Obstacle, ...], Meta(description="What stands against an approval by this person.")]
    events: Annotated[
        tuple[Event, ...],
        Meta(max_length=MOST_EVENTS, description=f"The newest {MOST_EVENTS}, the newest first; its page has all."),
    ]


class Approval(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    content_sha256: Annotated[
        Sha256, Meta(description="Of what was looked at; with the translation `translated_sha256`.")
    ]
    with_translation: Annotated[bool, Meta(description="Let the machine's translation be public too.")] = False
    override: (
        Annotated[str, Meta(max_length=5000, description="Why, in spite of what stands against it; kept.")] | None
    ) = None


class Publication(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What readers are told of a correction; `{}` where nothing is corrected."""

    note: Annotated[str, Meta(description="One sentence: why it says otherwise than the public version.")] | None = None
    unheard: (
        Annotated[str, Meta(max_length=5000, description="Why it may go out though no machine has listened to it.")]
        | None
    ) = None
    was_removed: Annotated[bool, Meta(description="Only that something was removed, in readers' own language.")] = False


class SentBack(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    reason: Annotated[str, Meta(min_length=1, max_length=5000, description="Read by whoever works on it.")]


class ConsentTakenBack(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    reason: Annotated[str, Meta(max_length=5000, description="Kept in the archive.")] = ""


class Withdrawal(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    reason: Annotated[str, Meta(min_length=1, max_length=5000, description="Kept in the archive.")]
    public_reason: Annotated[PublicReason, Meta(description="What readers are told.")] = PublicReason.NEWSROOM


def review(programme_id: str) -> Review:
    return _record(database(), programme_id)


def approve(sent: Approval, programme_id: str) -> Review:
    db = database()
    decisions.approve(
        db,
        programme_id,
        user().name,
        sent.override,
        with_translation=sent.with_translation,
        seen_sha256=sent.content_sha256,
    )
    ask_for_check(archive(), db, programme_id)  # What is kept back is looked and listened for before it goes out.
    return _record(db, programme_id)


def publish(sent: Publication, programme_id: str) -> Review:
    note = REMOVED if sent.was_removed else sent.note
    if sent.unheard and sent.unheard.strip():
        let_out_unheard(database(), programme_id, user().name, sent.unheard.strip())
    edition.publish(archive(), database(), edition_place(), programme_id, user().name, note)
    return _record(database(), programme_id)


def withdraw(sent: Withdrawal, programme_id: str) -> Review:
    db, reason = database(), " ".join(sent.reason.split())
    if not reason:
        raise NotInTable(HTTPStatus.UNPROCESSABLE_ENTITY, "Say why it is withdrawn: `reason` is empty.")
    edition.withdraw(archive(), db, edition_place(), programme_id, user().name, reason, sent.public_reason)
    return _record(db, programme_id)


def ask(programme_id: str) -> Review:
    ask_for_approval(database(), programme_id, user())
    return _record(database(), programme_id)


def refuse_approval(sent: SentBack, programme_id: str) -> Review:
    reason = " ".join(sent.reason.split())
    if not reason:
        raise NotInTable(HTTPStatus.UNPROCESSABLE_ENTITY, "Say why it is sent back: `reason` is empty.")
    send_back(database(), programme_id, user(), reason)
    return _record(database(), programme_id)


def take_consent_back(sent: ConsentTakenBack, programme_id: str) -> Review:
    db, reason = database(), " ".join(sent.reason.split()) or CONSENT_TAKEN_BACK
    try:
        edition.withdraw(archive(), db, edition_place(), programme_id, user().name, reason, PublicReason.CONSENT)
    except NotPublished:  # Then nothing has to be taken away, and it must not come to be public by mistake.
        note_consent_withdrawn(db, programme_id, user(), reason)
    return _record(db, programme_id)


def _record(db: Database, programme_id: str) -> Review:
    with db.atomic():  # One snapshot.
        now = decisions.content(db, programme_id)
        stands = decisions.told_to(user(), decisions.review(db, now))
        stood = decisions.standing_against(db, now, user())
    known = decisions.known_to(user(), now)
    return Review(
        state=stands.state,
        content_sha256=known.sha256,
        translated_sha256=known.translated_sha256,
        public_since=stands.public_since,
        has_translation=stands.has_translation,
        obstacles=tuple(map(obstacle_record, stood)),
        events=tuple(
            Event(each.kind, each.user_name, each.content_sha256, each.reason, each.created_at)
            for each in stands.events[:MOST_EVENTS]
        ),
    )


OPERATIONS = (
    Operation(
        "review",
        "GET",
        "/programmes/{programme_id}/review",
        "Get where a programme stands",
        "Its state, what stands against an approval, and who decided what.",
        Scope.READ,
        review,
        Review,
        in_path=(PROGRAMME,),
    ),
    Operation(
        "ask_for_approval",
        "POST",
        "/programmes/{programme_id}/ask",
        "Ask for an approval",
        "Approvers see that this programme waits for them.",
        Scope.EDIT,
        ask,
        Review,
        in_path=(PROGRAMME,),
        pages=("POST /programmes/<programme_id>/ask",),
    ),
    Operation(
        "refuse_approval",
        "POST",
        "/programmes/{programme_id}/send-back",
        "Refuse an approval",
        "That somebody asked for, with a reason; 409 where nobody has asked since the last decision.",
        Scope.REVIEW,
        refuse_approval,
        Review,
        who=Who.DECIDER,
        body=SentBack,
        in_path=(PROGRAMME,),
        pages=("POST /programmes/<programme_id>/send-back",),
    ),
    Operation(
        "take_consent_back",
        "POST",
        "/programmes/{programme_id}/consent",
        "Take consent back",
        "Somebody who is heard no longer consents: what is public is withdrawn at once; an approval has to answer it.",
        Scope.PUBLISH,
        take_consent_back,
        Review,
        who=Who.DECIDER,
        body=ConsentTakenBack,
        in_path=(PROGRAMME,),
        pages=("POST /programmes/<programme_id>/consent",),
    ),
    Operation(
        "approve",
        "POST",
        "/programmes/{programme_id}/approve",
        "Approve",
        "Vouch for the programme as it was looked at: for `content_sha256`, 412 where it is another by now. What "
        "stands against it is listed in the refusal; `override` says why in spite of that.",
        Scope.REVIEW,
        approve,
        Review,
        who=Who.DECIDER,
        body=Approval,
        in_path=(PROGRAMME,),
        pages=("POST /programmes/<programme_id>/approve",),
    ),
    Operation(
        "publish",
        "POST",
        "/programmes/{programme_id}/publish",
        "Publish",
        "Write the approved programme into the public edition; 409 where it is not approved as it stands. Where words, "
        "summary, facts or sound differ from the public version, readers are told why in `note`.",
        Scope.PUBLISH,
        publish,
        Review,
        who=Who.DECIDER,
        body=Publication,
        in_path=(PROGRAMME,),
        pages=("POST /programmes/<programme_id>/publish",),
    ),
    Operation(
        "withdraw",
        "POST",
        "/programmes/{programme_id}/withdraw",
        "Withdraw",
        "Take the programme out of the public edition at once.",
        Scope.PUBLISH,
        withdraw,
        Review,
        who=Who.DECIDER,
        body=Withdrawal,
        in_path=(PROGRAMME,),
        pages=("POST /programmes/<programme_id>/withdraw",),
    ),
)
