"""What people of the newsroom write to each other about a programme. None of it is ever published."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

import msgspec
from flask import url_for
from msgspec import Meta

from transcribe.linking.claims import split_claims
from webapp.desk import comments as kept
from webapp.desk.comments import MOST_CHARACTERS, About
from webapp.newsroom.api.answer import Made
from webapp.newsroom.api.operation import PROGRAMME, Operation
from webapp.newsroom.api.problems import NotInTable
from webapp.newsroom.request import database, user
from webapp.openapi import InPath
from webapp.people.tokens import Scope
from webapp.review import content

THREADS = "/programmes/{programme_id}/comments"
THREAD = InPath("thread_id", "The id of a thread: that of its first comment.", "c1234567890ab")
COMMENT = InPath("comment_id", "The id of a comment.", "c1234567890ab")
CHANGE = ("POST /programmes/<programme_id>/comments/<thread_id>/<comment_id>",)

Text = Annotated[str, Meta(min_length=1, max_length=2 * MOST_CHARACTERS, description="@name tells somebody of it.")]


class Comment(msgspec.Struct, frozen=True):
    id: str
    author: str
    text: Annotated[str | None, Meta(description="Null where it was deleted.")]
    text_id: Annotated[str, Meta(description="Of this text: to be sent by whoever edits it.")]
    is_edited: bool
    created_at: str


class Thread(msgspec.Struct, frozen=True):
    """A comment and what was answered to it."""

    id: str
    start_ms: Annotated[int | None, Meta(description="The moment that it is about.")]
    segment_id: str | None
    claim_id: str | None
    quote: Annotated[str | None, Meta(description="The words that it is about, as they stood then.")]
    is_open: bool
    settled_by: str | None
    comments: tuple[Comment, ...]


class ThreadList(msgspec.Struct, frozen=True):
    """Threads, open ones first."""

    threads: tuple[Thread, ...]


class NewThread(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A comment about a moment, a segment, a sentence of the summary, or all of the programme."""

    text: Text
    start_ms: Annotated[int, Meta(ge=0, le=2**53)] | None = None
    segment_id: str | None = None
    claim_id: str | None = None


class NewAnswer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    text: Text


class CommentEdit(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    text: Text
    seen_text_id: Annotated[str, Meta(description="`text_id` of what was seen.")]


class SettledThread(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    is_open: Annotated[bool, Meta(description="False to resolve the thread, true to open it again.")]


def comments(programme_id: str) -> ThreadList:
    return ThreadList(tuple(map(_record, kept.threads_of(database(), programme_id))))


def comment(sent: NewThread, programme_id: str) -> Made:
    thread = kept.write_comment(database(), programme_id, user(), sent.text, _about(sent, programme_id))
    return Made(_record(thread), url_for("api.comments", programme_id=programme_id))


def answer(sent: NewAnswer, programme_id: str, thread_id: str) -> Thread:
    return _record(kept.answer(database(), programme_id, thread_id, user(), sent.text))


def edit(sent: CommentEdit, programme_id: str, thread_id: str, comment_id: str) -> Thread:
    db = database()
    kept.edit_comment(db, programme_id, thread_id, comment_id, user(), sent.text, sent.seen_text_id)
    return _record(kept.thread_of(db, programme_id, thread_id))


def delete(programme_id: str, thread_id: str, comment_id: str) -> Thread:
    kept.delete_comment(database(), programme_id, thread_id, comment_id, user())
    return _record(kept.thread_of(database(), programme_id, thread_id))


def settle(sent: SettledThread, programme_id: str, thread_id: str) -> Thread:
    kept.settle(database(), programme_id, thread_id, user(), is_open=sent.is_open)
    return _record(kept.thread_of(database(), programme_id, thread_id))


def _about(sent: NewThread, programme_id: str) -> About:
    if sent.segment_id is None and sent.claim_id is None:
        return About(sent.start_ms)
    now = content(database(), programme_id)
    segments = now.text.segments if now.text else ()
    for segment in segments:
        if segment.segment_id == sent.segment_id:
            start_ms = segment.start_ms if sent.start_ms is None else sent.start_ms
            return About(start_ms, segment.segment_id, quote=segment.text)
    for claim in split_claims(now.summary.text) if now.summary else ():
        if claim.claim_id == sent.claim_id:
            return About(sent.start_ms, claim_id=claim.claim_id, quote=claim.text)
    raise NotInTable(HTTPStatus.UNPROCESSABLE_ENTITY, "The programme has no such segment or sentence; list them anew.")


def _record(thread: kept.Thread) -> Thread:
    about = thread.about
    return Thread(
        id=thread.thread_id,
        start_ms=about.start_ms,
        segment_id=about.segment_id,
        claim_id=about.claim_id,
        quote=about.quote,
        is_open=thread.is_open,
        settled_by=thread.settled_by,
        comments=tuple(
            Comment(
                each.comment_id,
                each.author,
                None if each.deleted_by else each.text,
                each.texts[0].row_id,
                each.is_edited,
                each.created_at,
            )
            for each in thread.comments
        ),
    )


OPERATIONS = (
    Operation(
        "comments",
        "GET",
        THREADS,
        "List comments",
        "What people of the newsroom wrote to each other about a programme.",
        Scope.READ,
        comments,
        ThreadList,
        in_path=(PROGRAMME,),
    ),
    Operation(
        "comment",
        "POST",
        THREADS,
        "Write a comment",
        "It begins a thread.",
        Scope.REVIEW,
        comment,
        Thread,
        HTTPStatus.CREATED,
        body=NewThread,
        in_path=(PROGRAMME,),
        pages=("POST /programmes/<programme_id>/comments",),
    ),
    Operation(
        "answer_comment",
        "POST",
        f"{THREADS}/{{thread_id}}/answers",
        "Answer a comment",
        "A thread that was resolved is open again.",
        Scope.REVIEW,
        answer,
        Thread,
        body=NewAnswer,
        in_path=(PROGRAMME, THREAD),
        pages=("POST /programmes/<programme_id>/comments",),
    ),
    Operation(
        "settle_comment",
        "POST",
        f"{THREADS}/{{thread_id}}/settle",
        "Resolve a thread",
        "Or open it again.",
        Scope.REVIEW,
        settle,
        Thread,
        body=SettledThread,
        in_path=(PROGRAMME, THREAD),
        pages=CHANGE,
    ),
    Operation(
        "edit_comment",
        "PATCH",
        f"{THREADS}/{{thread_id}}/{{comment_id}}",
        "Edit a comment",
        "One's own; what stood there before is kept. 412 where it is another text by now.",
        Scope.REVIEW,
        edit,
        Thread,
        body=CommentEdit,
        in_path=(PROGRAMME, THREAD, COMMENT),
        pages=CHANGE,
    ),
    Operation(
        "delete_comment",
        "DELETE",
        f"{THREADS}/{{thread_id}}/{{comment_id}}",
        "Delete a comment",
        "One's own, or as an approver: the archive keeps it, nobody is shown it.",
        Scope.REVIEW,
        delete,
        Thread,
        in_path=(PROGRAMME, THREAD, COMMENT),
        pages=CHANGE,
    ),
)
