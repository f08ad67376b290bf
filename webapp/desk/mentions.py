"""Whom a comment names: “@Name”, where somebody of this name has an account."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlite_utils import Database

from webapp.accounts import User, name_key

MARK = "@"
WRITTEN = re.compile(r"(?<![^\W_])@(\w[\w-]*)")
"""A name as somebody writes it; an address of mail is none."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A place at which somebody is named, in a thread that is open."""

    programme_id: str
    title: str
    """Of the programme."""
    thread_id: str
    comment_id: str
    author: str
    text: str
    created_at: str


def active_users(db: Database) -> tuple[User, ...]:
    """Return everybody who has an account, by name."""
    rows = db.query("SELECT user_id, name, role FROM user WHERE disabled_at IS NULL ORDER BY name_key")
    return tuple(User(**row) for row in rows)


def mentioned(db: Database, text: str) -> tuple[User, ...]:
    """Return the active accounts that a text names, each once, in the order in which it names them."""
    users = sorted(active_users(db), key=lambda user: -len(user.name))
    return tuple(dict.fromkeys(_named(users, text)))


def named_in_vain(db: Database, text: str) -> tuple[str, ...]:
    """Return what follows each “@” that is the name of nobody who has an account, up to the first space or mark."""
    names = [user.name for user in active_users(db)]
    found = (
        match[1] for match in WRITTEN.finditer(text) if not any(_begins_with(text[match.start(1) :], n) for n in names)
    )
    return tuple(dict.fromkeys(found))


def _named(users: Iterable[User], text: str) -> Iterator[User]:
    for at, letter in enumerate(text):
        if letter == MARK and not (at and text[at - 1].isalnum()):  # An address of mail names nobody.
            user = next((user for user in users if _begins_with(text[at + 1 :], user.name)), None)
            if user:
                yield user


def _begins_with(text: str, name: str) -> bool:
    """Return whether a text begins with the whole of a name, however it is capitalised."""
    after = text[len(name) : len(name) + 1]
    return name_key(text[: len(name)]) == name_key(name) and not (after and (after.isalnum() or after == "_"))


def mentions_of(db: Database, user: User) -> tuple[Mention, ...]:
    """Return where somebody is named in what stands in open threads, the newest first.

    Whether they may see the programme is for the caller to look at (`webapp.people.assignments.seen_by`).
    """
    rows = db.query(
        """SELECT row.programme_id, title, thread_id, comment_id, row.user_name AS author, text, row.created_at
           FROM comment_mention JOIN comment_row AS row USING (row_id) JOIN programme USING (programme_id)
           WHERE user_id = ? AND NOT EXISTS (
               SELECT 1 FROM comment_row AS later
               WHERE later.comment_id = row.comment_id AND later.rowid > row.rowid
               AND later.kind IN ('edited', 'deleted')
           ) AND coalesce((
               SELECT kind FROM comment_row AS mark
               WHERE mark.comment_id = row.thread_id AND mark.kind IN ('resolved', 'opened')
               ORDER BY mark.rowid DESC LIMIT 1
           ), 'opened') = 'opened'
           ORDER BY row.rowid DESC""",
        [user.user_id],
    )
    return tuple(Mention(**row) for row in rows)
