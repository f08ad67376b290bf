"""Decide about an item as it was seen: one row for good, and what follows from it for links and words."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlite_utils import Database

from media.database import immediate
from transcribe import newer_run
from transcribe.errors import NothingChanged
from transcribe.records import DecisionKind
from transcribe.worked_on import note_worked_on
from webapp.accounts import User
from webapp.checking.of_summary import AROUND_MS
from webapp.checking.passages import Passages
from webapp.checking.queue import Asked, Queue, queue_before_runs, queue_of
from webapp.checking.records import ANSWERS, NEWER_KEY, Answer, Item, Kind
from webapp.checking.store import add_decision
from webapp.editor.acts import change
from webapp.errors import BadAnswer, ChangedSince, NotHeard
from webapp.links import decide_as, links_now
from webapp.review import Content, content


@dataclass(frozen=True, slots=True)
class Typed:
    """Other words that a person heard in a passage."""

    segment_id: str
    text: str
    seen: str
    """`tag_of` the passage that they saw."""


def check(
    db: Database,
    programme_id: str,
    key: str,
    answer: Answer,
    person: User,
    *,
    seen: str,
    heard_ms: int | None,
    typed: Typed | None = None,
) -> None:
    """Keep a person's answer about an item.

    :param seen: `Asked.seen_sha256` of what they saw.
    :param heard_ms: the second of the recording that they heard.
    :param typed: for `Answer.CORRECTED`, and only for it.
    :raises ChangedSince: the item is not what they saw, or is there no more; nothing was stored.
    :raises BadAnswer: this cannot be said of such an item, or the second is not in the recording.
    :raises NotHeard: they say how it sounds, and have not heard it.
    :raises EditConflict, BadEdit: as `change_segment`, for words that they typed.
    """
    with immediate(db):
        now = content(db, programme_id)
        asked = _with(db, now, key).by_key.get(key)
        if asked is None or asked.seen_sha256 != seen:
            raise ChangedSince("Somebody has decided this, or changed its words, since you opened it.")
        _require_answer(now, asked.item, answer, heard_ms, typed)
        item = asked.item
        if typed:
            item = _correct(db, now, item, typed, person)
        _follow(db, now, asked, answer, person)
        add_decision(db, programme_id, item, answer, heard_ms, person.name)
        if item.kind is Kind.PASSAGE and answer is Answer.HEARD and now.text:
            for segment_id in item.segment_ids:
                note_worked_on(db, programme_id, now.text.transcript.transcript_id, segment_id, person.name)


def next_after(db: Database, programme_id: str, key: str) -> Asked | None:
    """Return what is asked after an item, ``None`` where nothing is left."""
    now = content(db, programme_id)
    return _with(db, now, key).after(key) or queue_of(db, now).after(key)


def _with(db: Database, now: Content, key: str) -> Queue:
    """Return the queue as far as an item of this key is in it."""
    return queue_of(db, now) if key.startswith(NEWER_KEY) else queue_before_runs(db, now)


def _require_answer(now: Content, item: Item, answer: Answer, heard_ms: int | None, typed: Typed | None) -> None:
    is_nowhere = answer is Answer.HEARD and item.span is None
    if answer not in ANSWERS[item.kind] or is_nowhere or (typed is None) == (answer is Answer.CORRECTED):
        raise BadAnswer(f"“{answer}” cannot be said of this; load the page again and choose one of its answers.")
    if heard_ms is None:
        if answer is Answer.HEARD:
            raise NotHeard("Hear it first, then say that it is heard so.")
        return
    if now.recording is None or not 0 <= heard_ms < now.recording.probe.duration_ms:
        raise BadAnswer("The recording does not reach that far; load the page again and hear it.")


def _correct(db: Database, now: Content, item: Item, typed: Typed, person: User) -> Item:
    """Store other words; return the item about the words as they are then."""
    if typed.segment_id not in item.segment_ids:
        raise BadAnswer("These words are not those of the item; load the page again.")
    programme_id = now.programme.programme_id
    try:
        change(db, programme_id, typed.segment_id, person.name, seen=typed.seen, text=typed.text)
    except NothingChanged as error:
        raise BadAnswer("These words stand there already; say that it is heard so.") from error
    after = content(db, programme_id)
    passages = Passages(after.text.segments if after.text else ())
    if item.kind is Kind.PASSAGE:
        text = passages.texts.get(typed.segment_id, "")
        return replace(item, text=text, said=text, words=text)
    return replace(item, words=passages.heard(item.span, AROUND_MS) if item.span else "")


def _follow(db: Database, now: Content, asked: Asked, answer: Answer, person: User) -> None:
    """Do what an answer means for links and for what a newer run offers."""
    item, programme_id = asked.item, now.programme.programme_id
    if item.kind is Kind.SENTENCE and answer in (Answer.HEARD, Answer.NOT_HEARD) and item.link:
        kind = DecisionKind.ACCEPT if answer is Answer.HEARD else DecisionKind.NO_SUPPORT
        claim_id = item.link.link.claim.claim_id
        seen = next(each.seen_sha256 for each in links_now(now) if each.placed.link.claim.claim_id == claim_id)
        decide_as(db, programme_id, claim_id, kind, (), person, seen)
    if item.difference:
        comparison = newer_run.compare(db, programme_id)
        segment_id, sha256 = item.difference.offered.segment_id, item.difference.sha256
        if answer is Answer.TAKEN:
            newer_run.accept(db, comparison, segment_id, person.name, seen_sha256=sha256)
        elif answer is Answer.KEPT:
            newer_run.set_difference_aside(db, comparison, segment_id, person.name, seen_sha256=sha256)
