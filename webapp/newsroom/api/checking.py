"""What is to be checked before an approval, and what people say of it."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta
from sqlite_utils import Database

from transcribe.editing.seen import tag_of
from transcribe.revise import head_of, segment_now
from transcribe.translation.records import sources_sha256
from webapp.checking.decide import Typed, check
from webapp.checking.queue import Asked, Queue, Standing, queue_of
from webapp.checking.records import ANSWERS, Answer, Kind
from webapp.newsroom.api.links import Span
from webapp.newsroom.api.operation import PROGRAMME, Operation
from webapp.newsroom.request import database, user
from webapp.openapi import InPath
from webapp.people.tokens import Scope
from webapp.review import Content, content

ITEM = InPath("item_key", "The key of something that is to be checked.", "w-s1234567890ab")


class Item(msgspec.Struct, frozen=True):
    """One thing to be checked."""

    key: str
    kind: Kind
    standing: Standing
    must: Annotated[bool, Meta(description="Whether it stands against an approval as long as it is open.")]
    reasons: Annotated[tuple[str, ...], Meta(description="Why it is asked: a verdict, or a machine's doubts.")]
    text: Annotated[str, Meta(description="What is to be checked: a name, a sentence, the words of a passage.")]
    sentence: Annotated[str, Meta(description="Of the summary, around it; empty where it is of the words.")]
    span: Annotated[Span | None, Meta(description="What is to be heard; null where nobody knows where.")]
    segment_ids: tuple[str, ...]
    said: Annotated[str, Meta(description="The words of these segments.")]
    answers: Annotated[tuple[Answer, ...], Meta(description="What can be said of it.")]
    seen_sha256: Annotated[str, Meta(description="Names all that an answer is about: to be sent with it.")]
    answer: Answer | None
    answered_by: str | None
    heard_ms: Annotated[int | None, Meta(description="The moment that they heard.")]


class ItemList(msgspec.Struct, frozen=True):
    """Everything that is to be checked, in the order of what hurts most."""

    words_sha256: Annotated[str | None, Meta(description="Of all words of the programme; null where it has none.")]
    items: tuple[Item, ...]
    done: int
    total: int
    must_open: Annotated[int, Meta(description="How many open items stand against an approval.")]


class Said(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a person says of an item."""

    answer: Answer
    seen_sha256: Annotated[str, Meta(description="`seen_sha256` of the item as it was seen.")]
    heard_ms: Annotated[
        Annotated[int, Meta(ge=0, le=2**53)] | None, Meta(description="The moment that they heard; needed to say so.")
    ] = None
    segment_id: Annotated[str | None, Meta(description="“corrected”: the segment whose words are others.")] = None
    text: Annotated[str | None, Meta(description="“corrected”: all of its words.")] = None
    segment_words_sha256: Annotated[
        str | None, Meta(description="“corrected”: `words_sha256` of that segment, as seen.")
    ] = None


def items(programme_id: str) -> ItemList:
    now = content(database(), programme_id)
    return _list(now, queue_of(database(), now))


def answer(sent: Said, programme_id: str, item_key: str) -> ItemList:
    db = database()
    check(
        db,
        programme_id,
        item_key,
        sent.answer,
        user(),
        seen=sent.seen_sha256,
        heard_ms=sent.heard_ms,
        typed=_typed(db, programme_id, sent),
    )
    return items(programme_id)


def _typed(db: Database, programme_id: str, sent: Said) -> Typed | None:
    if sent.segment_id is None or sent.text is None:
        return None
    now = segment_now(db, head_of(db, programme_id), sent.segment_id)
    seen = tag_of(now) if now and sources_sha256([now]) == sent.segment_words_sha256 else ""
    return Typed(sent.segment_id, sent.text, seen)


def _list(now: Content, queue: Queue) -> ItemList:
    words_sha256 = now.text.sha256 if now.text else None
    return ItemList(words_sha256, tuple(map(_record, queue.asked)), queue.done, queue.total, queue.must_open)


def _record(asked: Asked) -> Item:
    item, decision = asked.item, asked.decision
    return Item(
        key=item.key,
        kind=item.kind,
        standing=asked.standing,
        must=item.must,
        reasons=tuple(map(str, item.reasons)),
        text=item.text,
        sentence=item.sentence,
        span=Span(item.span.start_ms, item.span.end_ms) if item.span else None,
        segment_ids=item.segment_ids,
        said=item.said,
        answers=tuple(each for each in ANSWERS[item.kind] if item.span or each is not Answer.HEARD),
        seen_sha256=asked.seen_sha256,
        answer=decision.answer if decision else None,
        answered_by=decision.user_name if decision else None,
        heard_ms=decision.heard_ms if decision else None,
    )


OPERATIONS = (
    Operation(
        "checks",
        "GET",
        "/programmes/{programme_id}/checks",
        "List what is to be checked",
        "Names, numbers, dates and quotations of the summary first, then sentences, then doubtful words.",
        Scope.READ,
        items,
        ItemList,
        in_path=(PROGRAMME,),
    ),
    Operation(
        "check",
        "POST",
        "/programmes/{programme_id}/checks/{item_key}",
        "Say what is heard",
        "Each answer is kept for good, with who heard which moment. 412 where it is not what was seen any more.",
        Scope.REVIEW,
        answer,
        ItemList,
        body=Said,
        in_path=(PROGRAMME, ITEM),
        pages=("POST /programmes/<programme_id>/check/<item_key>",),
    ),
)
