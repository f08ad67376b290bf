"""What people of the newsroom write to each other about a programme. Private: no word of it is ever published.

Everything that is done to a comment is a row, so that nothing that was written is lost: an edit keeps what stood there
before, and a deleted comment stays in the archive, shown no more.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from media.database import immediate, new_id, utc_now
from webapp.accounts import User, name_key
from webapp.desk.errors import BadComment, UnknownComment
from webapp.desk.mentions import mentioned
from webapp.errors import ChangedSince, NotAllowed

MOST_CHARACTERS = 5_000
WRITTEN, EDITED, DELETED, RESOLVED, OPENED = "written", "edited", "deleted", "resolved", "opened"


@dataclass(frozen=True, slots=True)
class About:
    """What a thread is about: a moment, a passage, a sentence of the summary; nothing of these for all of it."""

    start_ms: int | None = None
    segment_id: str | None = None
    claim_id: str | None = None
    quote: str | None = None
    """The words of the passage or sentence as they stood, for these may change."""


@dataclass(frozen=True, slots=True)
class Text:
    """What a comment said at one time."""

    row_id: str
    text: str
    created_at: str


@dataclass(frozen=True, slots=True)
class Comment:
    comment_id: str
    author: str
    texts: tuple[Text, ...]
    """The newest first."""
    deleted_by: str | None

    @property
    def text(self) -> str:
        return self.texts[0].text

    @property
    def created_at(self) -> str:
        return self.texts[-1].created_at

    @property
    def is_edited(self) -> bool:
        return len(self.texts) > 1


@dataclass(frozen=True, slots=True)
class Thread:
    """A comment and what was answered to it."""

    thread_id: str
    """That of its first comment."""
    about: About
    comments: tuple[Comment, ...]
    is_open: bool
    settled_by: str | None
    """Who resolved it, ``None`` while it is open."""

    @property
    def is_gone(self) -> bool:
        """Return whether all of it is deleted."""
        return all(comment.deleted_by for comment in self.comments)


def write_comment(db: Database, programme_id: str, author: User, typed: str, about: About) -> Thread:
    """Begin a thread. The same words about the same place, sent again before anybody answered, are the one that stands.

    :raises BadComment: there is nothing to keep, or too much, or it has characters that nobody can see.
    """
    text = clean_comment(typed)
    comment_id = new_id("c")
    with immediate(db):
        for thread in open_threads(db, programme_id):
            if thread.about == about and len(thread.comments) == 1 and _says(thread.comments[0], author, text):
                return thread
        row = _row(programme_id, comment_id, comment_id, WRITTEN, author, text)
        place = {name: getattr(about, name) for name in About.__slots__}
        _add(db, row | place)
    return thread_of(db, programme_id, comment_id)


def answer(db: Database, programme_id: str, thread_id: str, author: User, typed: str) -> Thread:
    """Add a comment to a thread, and open it where it was resolved: somebody has more to say.

    The answer that is the last already, sent again, is that one.

    :raises UnknownComment: the programme has no such thread.
    :raises BadComment: as of `write_comment`.
    """
    text = clean_comment(typed)
    with immediate(db):
        thread = thread_of(db, programme_id, thread_id)
        if thread.is_open and len(thread.comments) > 1 and _says(thread.comments[-1], author, text):
            return thread
        _add(db, _row(programme_id, new_id("c"), thread_id, WRITTEN, author, text))
        if not thread.is_open:
            _add(db, _row(programme_id, thread_id, thread_id, OPENED, author))
    return thread_of(db, programme_id, thread_id)


def edit_comment(
    db: Database, programme_id: str, thread_id: str, comment_id: str, author: User, typed: str, seen: str
) -> None:
    """Let the author say it otherwise; what stood there before is kept. The same text again changes nothing.

    :param seen: `Text.row_id` of what they saw.
    :raises UnknownComment: the thread has no such comment, or it is deleted.
    :raises NotAllowed: somebody else wrote it.
    :raises ChangedSince: it is another text by now.
    :raises BadComment: as of `write_comment`.
    """
    text = clean_comment(typed)
    with immediate(db):
        comment = _standing(db, programme_id, thread_id, comment_id)
        if name_key(comment.author) != name_key(author.name):
            raise NotAllowed(f"{comment.author} wrote this comment; answer it instead.")
        if comment.text == text:
            return
        if comment.texts[0].row_id != seen:
            raise ChangedSince("You have changed this comment elsewhere since; look at it again.")
        _add(db, _row(programme_id, comment_id, thread_id, EDITED, author, text))


def delete_comment(db: Database, programme_id: str, thread_id: str, comment_id: str, by: User) -> None:
    """Show a comment no more; one that is deleted stays so.

    :raises UnknownComment: the thread has no such comment.
    :raises NotAllowed: neither its author nor somebody who approves.
    """
    with immediate(db):
        comment = _find(thread_of(db, programme_id, thread_id), comment_id)
        if name_key(comment.author) != name_key(by.name) and not by.is_decider:
            raise NotAllowed(f"{comment.author} wrote this comment; they or an approver may delete it.")
        if not comment.deleted_by:
            _add(db, _row(programme_id, comment_id, thread_id, DELETED, by))


def settle(db: Database, programme_id: str, thread_id: str, by: User, *, is_open: bool) -> None:
    """Resolve a thread, or open it again; where it stands so already nothing changes.

    :raises UnknownComment: the programme has no such thread.
    """
    with immediate(db):
        if thread_of(db, programme_id, thread_id).is_open != is_open:
            _add(db, _row(programme_id, thread_id, thread_id, OPENED if is_open else RESOLVED, by))


def threads_of(db: Database, programme_id: str) -> tuple[Thread, ...]:
    """Return what was written about a programme and is not all deleted: open threads first, each as it was begun."""
    found = (thread for thread in _threads(db, "programme_id = ?", programme_id) if not thread.is_gone)
    return tuple(sorted(found, key=lambda thread: not thread.is_open))


def thread_of(db: Database, programme_id: str, thread_id: str) -> Thread:
    """:raises UnknownComment: the programme has no such thread."""
    for thread in _threads(db, "programme_id = ? AND thread_id = ?", programme_id, thread_id):
        return thread
    raise UnknownComment(f"Programme {programme_id} has no comment “{thread_id}”; load the page again.")


def open_threads(db: Database, programme_id: str) -> tuple[Thread, ...]:
    """Return the threads that nobody has resolved."""
    return tuple(thread for thread in threads_of(db, programme_id) if thread.is_open)


def clean_comment(typed: str) -> str:
    """Return a text as it is kept: line breaks stay.

    :raises BadComment: it is empty, too long, or has control characters.
    """
    text = unicodedata.normalize("NFC", typed.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if not text:
        raise BadComment("There is nothing in this comment; write something.")
    if len(text) > MOST_CHARACTERS:
        raise BadComment(f"A comment has at most {MOST_CHARACTERS} characters, this has {len(text)}; shorten it.")
    if any(unicodedata.category(letter) == "Cc" and letter not in "\n\t" for letter in text):
        raise BadComment("The comment has characters that nobody can see; type it again.")
    return text


def _threads(db: Database, where: str, *values: str) -> Sequence[Thread]:
    rows: dict[str, list[Mapping[str, Any]]] = {}
    for row in db.query(f"SELECT * FROM comment_row WHERE {where} ORDER BY rowid", values):  # noqa: S608 our own words
        rows.setdefault(row["thread_id"], []).append(row)
    return [_thread(each) for each in rows.values()]


def _thread(rows: Sequence[Mapping[str, Any]]) -> Thread:
    """Return what became of a thread by all its rows, oldest first."""
    comments: dict[str, list[Mapping[str, Any]]] = {}
    last = None
    for row in rows:
        if row["kind"] in (RESOLVED, OPENED):
            last = row
        else:
            comments.setdefault(row["comment_id"], []).append(row)
    is_open = last is None or last["kind"] == OPENED
    return Thread(
        thread_id=rows[0]["thread_id"],
        about=About(**{name: rows[0][name] for name in About.__slots__}),
        comments=tuple(map(_comment, comments.values())),
        is_open=is_open,
        settled_by=None if is_open or last is None else last["user_name"],
    )


def _comment(rows: Sequence[Mapping[str, Any]]) -> Comment:
    texts = [Text(row["row_id"], row["text"], row["created_at"]) for row in rows if row["kind"] != DELETED]
    deleted = next((row["user_name"] for row in rows if row["kind"] == DELETED), None)
    return Comment(rows[0]["comment_id"], rows[0]["user_name"], tuple(reversed(texts)), deleted)


def _standing(db: Database, programme_id: str, thread_id: str, comment_id: str) -> Comment:
    comment = _find(thread_of(db, programme_id, thread_id), comment_id)
    if comment.deleted_by:
        raise UnknownComment("This comment is deleted; load the page again.")
    return comment


def _says(comment: Comment, author: User, text: str) -> bool:
    """Return whether somebody has said just this: a form was sent twice."""
    return not comment.deleted_by and name_key(comment.author) == name_key(author.name) and comment.text == text


def _find(thread: Thread, comment_id: str) -> Comment:
    for comment in thread.comments:
        if comment.comment_id == comment_id:
            return comment
    raise UnknownComment(f"There is no comment “{comment_id}” here; load the page again.")


def _row(
    programme_id: str, comment_id: str, thread_id: str, kind: str, by: User, text: str | None = None
) -> dict[str, Any]:
    return {
        "row_id": new_id("w"),
        "comment_id": comment_id,
        "thread_id": thread_id,
        "programme_id": programme_id,
        "kind": kind,
        "text": text,
        "user_name": by.name,
        "created_at": utc_now(),
    }


def _add(db: Database, row: dict[str, Any]) -> None:
    db.table("comment_row").insert(row)
    if row["text"]:
        named = [{"row_id": row["row_id"], "user_id": user.user_id} for user in mentioned(db, row["text"])]
        db.table("comment_mention").insert_all(named)
