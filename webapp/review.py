"""What people decided about a programme: rows of events, and the state that follows from them.

A decision names the hash of all that it was about. The state is never stored: it is the newest decision, held
against the programme as it stands now, so that no change can slip past an approval.
"""

from __future__ import annotations

import dataclasses
import enum
import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from sqlite_utils import Database

from media.catalogue import current_document, current_recording, get_programme, recordings_of
from media.database import immediate, utc_now
from media.records import FACTS, Document, Programme, Recording
from transcribe.errors import NoText
from transcribe.linking.store import latest_linking
from transcribe.records import Linking, ProgrammeText, canonical_json
from transcribe.revise import current_text
from transcribe.translation.records import Translation
from transcribe.translation.store import find_translation, get_translation
from webapp.accounts import User, get_user, name_key
from webapp.desk.consent import note_consent_withdrawn
from webapp.desk.overrides import Overridden, keep_overridden, overridden_of
from webapp.english import English, english_of, fresh_english, newest_author
from webapp.errors import ApprovalRefused, ChangedSince, NotAllowed, NotApproved, NothingToPublish
from webapp.obstacles import Obstacle, ObstacleKind, obstacles, own_work
from webapp.packing.kept import brought_by
from webapp.redaction.records import SealedRow
from webapp.redaction.rows import rows_of

FACTS_ADDED = ("broadcaster", "service", "aired", "people", "places", "topics", "medium", "parent")
"""Facts that came after the first approvals were given."""


BLOCKED = "It is being corrected."
"""Stands as the reason where nobody wrote one: that something is kept back is said to nobody who may not know it."""


class ReviewState(enum.StrEnum):
    UNREVIEWED = "unreviewed"
    """Nobody has changed or decided anything yet."""
    IN_REVIEW = "in_review"
    """People have changed it, or it is not what was approved or published any more."""
    APPROVED = "approved"
    PUBLISHED = "published"
    """The public has it as it stands."""
    WITHDRAWN = "withdrawn"


class EventKind(enum.StrEnum):
    CHANGED = "in_review"
    """A person changed facts or summary; who changed words is in the revisions."""
    APPROVED = "approved"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class ReviewEvent:
    """One thing that a person did or decided."""

    review_event_id: int
    kind: EventKind
    user_name: str
    content_sha256: str | None
    reason: str | None
    """Why it was withdrawn, why it was approved in spite of what stood against it, or what readers are told of why it
    was corrected."""
    created_at: str


@dataclass(frozen=True, slots=True)
class Content:
    """All of a programme that would be published, as it stands now."""

    programme: Programme
    summary: Document | None
    text: ProgrammeText | None
    linking: Linking | None
    recording: Recording | None
    """The one whose times the words have, which may not be the newest."""
    translation: Translation | None = None
    english: Mapping[str, English] = field(default_factory=dict)
    """A journalist's, by segment, as far as it was written for the words as they are."""
    redactions: tuple[SealedRow, ...] = ()
    """What is kept back, sealed; `webapp.redaction.opened` reads it."""

    @property
    def sha256(self) -> str:
        """Name everything that the public would get, without a translation: what changes any of it changes this."""
        return _name(self._parts())

    @property
    def translated_sha256(self) -> str | None:
        """Name it with the machine's translation, ``None`` where there is none."""
        return _name(self._parts() | {"translation": self.translation.translation_id}) if self.translation else None

    def _parts(self) -> dict[str, object]:
        facts = {name: getattr(self.programme, name) for name in FACTS} | {"synthetic": self.programme.synthetic}
        for name in FACTS_ADDED:
            if facts[name] is None:  # An approval from before these facts were known names no hash of them.
                del facts[name]
        parts: dict[str, object] = {
            "facts": facts,
            "summary": [self.summary.document_id, self.summary.sha256] if self.summary else None,
            "text": [self.text.transcript.transcript_id, self.text.sha256] if self.text else None,
            "linking": self.linking.linking_id if self.linking else None,
            "sound": self.recording.sha256 if self.recording else None,
        }
        if self.english:
            parts["english"] = [each.english_id for each in self.english.values()]
        if self.redactions:  # Rows are only added: their ids stand for all that they say, and tell nothing of it.
            parts["redactions"] = [each.row_id for each in self.redactions]
        return parts


def _name(parts: dict[str, object]) -> str:
    return hashlib.sha256(canonical_json(parts)).hexdigest()


@dataclass(frozen=True, slots=True)
class Approval:
    """Who vouched for which content."""

    user_name: str
    content_sha256: str
    created_at: str
    override: str | None
    """Why it was given in spite of what stood against it, ``None`` where nothing did."""


@dataclass(frozen=True, slots=True)
class Review:
    """Where a programme stands."""

    state: ReviewState
    public_since: str | None
    """When the version went out that the public has now; in review, that is an older one."""
    events: tuple[ReviewEvent, ...]
    """Newest first."""
    overridden: Mapping[int, tuple[Overridden, ...]]
    """What stood against an approval that was given all the same, by the id of its event."""
    has_translation: bool
    """Whether the newest decision, which still holds, is about the machine's translation too."""


def content(db: Database, programme_id: str, text: ProgrammeText | None = None) -> Content:
    """Read all parts of a programme in one snapshot.

    :param text: its words, where they were read in this snapshot already.
    :raises UnknownProgramme: no such id.
    """
    with db.atomic():
        text = text or _text(db, programme_id)
        return Content(
            programme=get_programme(db, programme_id),
            summary=current_document(db, programme_id, "summary"),
            text=text,
            linking=latest_linking(db, programme_id),
            recording=_recording(db, programme_id, text),
            translation=find_translation(db, programme_id),
            english=fresh_english(english_of(db, programme_id), text.segments) if text else {},
            redactions=rows_of(db, programme_id),
        )


def public_since(db: Database, programme_id: str) -> str | None:
    """Return when the version went out that the public has, as far as the archive knows; ``None`` where it has none."""
    shown = _shown(_events(db, programme_id))
    return shown.created_at if shown and shown.kind is EventKind.PUBLISHED else None


def was_withdrawn(db: Database, programme_id: str) -> bool:
    """Return whether the archive knows that a programme was public and that somebody withdrew it."""
    shown = _shown(_events(db, programme_id))
    return shown is not None and shown.kind is EventKind.WITHDRAWN


def state(db: Database, programme_id: str) -> ReviewState:
    """:raises UnknownProgramme: no such id."""
    return review(db, content(db, programme_id)).state


def review(db: Database, content: Content) -> Review:
    """Hold the newest decision against the content."""
    events = _events(db, content.programme.programme_id)
    shown = _shown(events)
    is_public = shown is not None and shown.kind is EventKind.PUBLISHED
    newest = _decision(events)
    approved_sha256 = newest.content_sha256 if newest else None
    return Review(
        state=_state(content, events),
        public_since=shown.created_at if shown and is_public else None,
        events=events,
        overridden=overridden_of(db, content.programme.programme_id),
        has_translation=approved_sha256 is not None and approved_sha256 == content.translated_sha256,
    )


def approve(
    db: Database,
    programme_id: str,
    user_name: str,
    override: str | None = None,
    *,
    with_translation: bool = False,
    seen_sha256: str | None = None,
    seen_obstacles: Collection[str] | None = None,
) -> Approval:
    """Vouch for a programme as it stands now; any later change voids it.

    :param override: why it may be approved in spite of what stands against it, such as that the person made the last
        change; kept together with that.
    :param with_translation: let the machine's translation be published too. Without it none is.
    :param seen_sha256: `Content.sha256` (or `Content.translated_sha256`) of what the person looked at;
        ``None`` for the programme as it stands.
    :param seen_obstacles: `Obstacle.name` of each that the person saw when they wrote the reason; ``None`` for all that
        there are.
    :raises UnknownUser: no active account has this name.
    :raises NotAllowed: the role does not approve.
    :raises ApprovalRefused: something stands against it (`webapp.obstacles`) and no reason is given, or no reason can
        be enough; the error has all of it.
    :raises UnknownProgramme: no such id.
    :raises NothingToPublish: there is neither a summary nor a transcript.
    :raises NoTranslation: it is to be published with one, and has none.
    :raises ChangedSince: it is no longer what the person looked at.
    """
    user = require_decider(db, user_name)
    reason = (override or "").strip() or None
    with immediate(db):
        now = content(db, programme_id)
        if now.summary is None and now.text is None:
            raise NothingToPublish(f"Programme {programme_id} has neither a summary nor a transcript; add one first.")
        named = now.sha256
        if with_translation:
            get_translation(db, programme_id)
            named = now.translated_sha256 or named
        if seen_sha256 is not None and seen_sha256 != named:
            raise ChangedSince("The programme has changed since you opened it; look at it again, then approve.")
        stood = standing_against(db, now, user)
        if stood and (reason is None or not all(each.can_override for each in stood)):
            raise ApprovalRefused(programme_id, stood)
        if seen_obstacles is not None and any(each.name not in seen_obstacles for each in stood):
            raise ApprovalRefused(programme_id, stood)
        why = reason if stood else None
        event = _add(db, programme_id, EventKind.APPROVED, user, named, why)
        if why:
            keep_overridden(db, event.review_event_id, programme_id, user.name, why, stood)
    return Approval(user.name, named, event.created_at, why)


def standing_against(db: Database, content: Content, user: User) -> tuple[Obstacle, ...]:
    """Return all that stands against an approval of this content by this person."""
    own = (own_work(),) if is_last_editor(db, content, user) else ()
    # Who may not approve anyway is not told that something is kept back, nor at how many places.
    found = (each for each in obstacles(db, content) if user.is_staff or each.kind is not ObstacleKind.KEPT_BACK)
    return (*own, *found)


def known_to(person: User, content: Content) -> Content:
    """Return a content as a person may know it: who brought it from outside, as if nothing of it were kept back.

    Else its name would tell that something is: it changes when nothing else does, and can be made anew of what is seen.
    """
    return content if person.is_staff else dataclasses.replace(content, redactions=())


def told_to(person: User, review: Review) -> Review:
    """Return where a programme stands as a person may know it.

    Which content was approved, why in spite of what stood against it, and why it was withdrawn is the newsroom's: it
    may be what is kept back. What readers are told of a correction is not.
    """
    if person.is_staff:
        return review
    return dataclasses.replace(review, events=tuple(map(_outside, review.events)))


def _outside(event: ReviewEvent) -> ReviewEvent:
    reason = event.reason if event.kind is EventKind.PUBLISHED else None
    return dataclasses.replace(event, content_sha256=None, reason=reason)


def require_approved(db: Database, programme_id: str) -> Approval:
    """Return the approval that holds for the programme as it stands now.

    :raises UnknownProgramme: no such id.
    :raises NotApproved: nobody has approved it, or it has changed since, or was withdrawn.
    """
    now = content(db, programme_id)
    events = _events(db, programme_id)
    if _state(now, events) in (ReviewState.APPROVED, ReviewState.PUBLISHED):
        for event in events:
            sha256 = event.content_sha256
            if event.kind is EventKind.APPROVED and sha256 and sha256 in (now.sha256, now.translated_sha256):
                return Approval(event.user_name, sha256, event.created_at, event.reason)
    was_approved = any(event.kind is EventKind.APPROVED for event in events)
    why = "has changed since it was approved" if was_approved else "is not approved"
    raise NotApproved(f"Programme {programme_id} {why}; approve it as it stands now, then publish.")


def require_decider(db: Database, user_name: str) -> User:
    """Return the account of somebody who may approve, publish and withdraw.

    :raises UnknownUser: no active account has this name.
    :raises NotAllowed: the role does not allow it.
    """
    user = get_user(db, user_name)
    if not user.is_decider:
        raise NotAllowed(f"{user.name} is a {user.role}; only an approver or an admin approves, publishes, withdraws.")
    return user


def is_last_editor(db: Database, content: Content, user: User) -> bool:
    """Return whether the newest words, or change of facts or summary, are this person's, or any redaction that counts.

    Who brought it in from another archive has brought all of it, until somebody else has approved it here.

    Of redactions not only the newest row counts, because whoever lets a name through, or keeps one back, does so for
    good, whatever others do after it: each row that this person added (made, lifted, confirmed, dismissed) counts
    until somebody else has approved the programme, which vouches for it. Their own approval, which they had to
    override in writing, does not end that.
    """
    revision = content.text.revision if content.text else None
    events = _events(db, content.programme.programme_id)
    change = next((event for event in events if event.kind is EventKind.CHANGED), None)
    english_by = newest_author(db, content.programme.programme_id)
    names = (revision and revision.author, change and change.user_name, english_by)
    own_key = name_key(user.name)
    brought = brought_by(db, content.programme.programme_id)
    return (
        own_key in {name_key(name) for name in names if name}
        or _has_redacted(content, events, own_key)
        or (brought is not None and name_key(brought[0]) == own_key and brought[1] >= _vouched_at(events, own_key))
    )


def _has_redacted(content: Content, events: tuple[ReviewEvent, ...], own_key: str) -> bool:
    """Return whether somebody added a row since somebody else approved; at the same millisecond it counts."""
    vouched_at = _vouched_at(events, own_key)
    return any(name_key(row.user_name) == own_key and row.created_at >= vouched_at for row in content.redactions)


def _vouched_at(events: tuple[ReviewEvent, ...], own_key: str) -> str:
    """Return when somebody else has approved last; nothing where nobody has."""
    approvals = (event for event in events if event.kind is EventKind.APPROVED)
    return next((event.created_at for event in approvals if name_key(event.user_name) != own_key), "")


def record_changed(db: Database, programme_id: str, user_name: str) -> None:
    """Note who changed facts or summary; belongs into the transaction that changes them.

    :raises UnknownUser: no active account has this name.
    """
    _add(db, programme_id, EventKind.CHANGED, get_user(db, user_name), content(db, programme_id).sha256, None)


def record_published(
    db: Database, programme_id: str, user_name: str, content_sha256: str, note: str | None = None
) -> None:
    """Note that the public has this content now; a second time for the same content changes nothing.

    :param note: what readers are told of why it was corrected.
    :raises UnknownUser: no active account has this name.
    :raises NotAllowed: the role does not publish.
    """
    user = require_decider(db, user_name)
    with immediate(db):
        newest = _decision(_events(db, programme_id))
        if newest and newest.kind is EventKind.PUBLISHED and newest.content_sha256 == content_sha256:
            return
        _add(db, programme_id, EventKind.PUBLISHED, user, content_sha256, note)


def record_withdrawn(db: Database, programme_id: str, user_name: str, reason: str, *, is_consent: bool = False) -> None:
    """Note that the public has it no more, and why.

    :param is_consent: whether somebody who is heard no longer consents, which stands against a later approval.
    :raises UnknownUser: no active account has this name.
    :raises NotAllowed: the role does not withdraw.
    """
    user = require_decider(db, user_name)
    with immediate(db):
        _add(db, programme_id, EventKind.WITHDRAWN, user, None, reason)
        if is_consent:
            note_consent_withdrawn(db, programme_id, user, reason)


def record_blocked(db: Database, programme_id: str, user_name: str) -> None:
    """Note that the public has it no more because something of it is kept back: who may do that may do this.

    :raises UnknownUser: no active account has this name.
    """
    _add(db, programme_id, EventKind.WITHDRAWN, get_user(db, user_name), None, BLOCKED)


def _state(content: Content, events: tuple[ReviewEvent, ...]) -> ReviewState:
    decision = _decision(events)
    if decision is None:
        is_touched = bool(events) or (content.text is not None and content.text.revision is not None)
        return ReviewState.IN_REVIEW if is_touched else ReviewState.UNREVIEWED
    if decision.kind is EventKind.WITHDRAWN:
        return ReviewState.WITHDRAWN
    if decision.content_sha256 not in (content.sha256, content.translated_sha256):
        return ReviewState.IN_REVIEW
    return ReviewState.APPROVED if decision.kind is EventKind.APPROVED else ReviewState.PUBLISHED


def _decision(events: tuple[ReviewEvent, ...]) -> ReviewEvent | None:
    """Return the newest decision."""
    return next((event for event in events if event.kind is not EventKind.CHANGED), None)


def _shown(events: tuple[ReviewEvent, ...]) -> ReviewEvent | None:
    """Return the newest event that changed what the public has."""
    return next((e for e in events if e.kind in (EventKind.PUBLISHED, EventKind.WITHDRAWN)), None)


def _text(db: Database, programme_id: str) -> ProgrammeText | None:
    try:
        return current_text(db, programme_id)
    except NoText:
        return None


def _recording(db: Database, programme_id: str, text: ProgrammeText | None) -> Recording | None:
    if text is None:
        return current_recording(db, programme_id)
    recordings = recordings_of(db, programme_id)
    return next((each for each in recordings if each.recording_id == text.transcript.recording_id), None)


def _events(db: Database, programme_id: str) -> tuple[ReviewEvent, ...]:
    rows = db.table("review_event").rows_where("programme_id = ?", [programme_id], order_by="review_event_id DESC")
    return tuple(map(_event, rows))


def _event(row: Mapping[str, object]) -> ReviewEvent:
    sha256, reason = row["content_sha256"], row["reason"]
    return ReviewEvent(
        review_event_id=int(str(row["review_event_id"])),
        kind=EventKind(str(row["kind"])),
        user_name=str(row["user_name"]),
        content_sha256=None if sha256 is None else str(sha256),
        reason=None if reason is None else str(reason),
        created_at=str(row["created_at"]),
    )


def _add(
    db: Database, programme_id: str, kind: EventKind, user: User, content_sha256: str | None, reason: str | None
) -> ReviewEvent:
    now = utc_now()
    row = {
        "programme_id": programme_id,
        "kind": str(kind),
        "user_name": user.name,
        "content_sha256": content_sha256,
        "reason": reason,
        "created_at": now,
    }
    added = db.table("review_event").insert(row)
    return ReviewEvent(int(str(added.last_pk)), kind, user.name, content_sha256, reason, now)
