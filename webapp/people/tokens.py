"""Tokens: by them a script acts for a person, never beyond what that person may do at that moment.

A token is made by a person for themselves, shown once, and kept only as a hash. It has scopes, an end, and ends with
the account or its password. What it does is in the audit as done by it (`media.database.act_as`).
"""

from __future__ import annotations

import enum
import hashlib
import secrets
import sqlite3
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlite_utils import Database

from media.database import immediate, new_id, utc_now
from webapp.accounts import User
from webapp.errors import BadToken, TokenExists, UnknownToken

MARK = "muragat"
"""Every token begins with it, so that whoever finds one knows what it is."""
NAME_CHARACTERS = 64
MOST_DAYS = 366
USUAL_DAYS = 90
MOST_TOKENS = 20
"""Of one person at one time."""
DAY_MS = 24 * 3600 * 1000
USE_NOTED_EVERY_MS = 60_000
"""When a token was last used is written at most so often: reading must not wait for the database's one writer."""


class Scope(enum.StrEnum):
    """What a token may be used for, as far as its person may do it."""

    READ = "read"
    """Look at everything that the person sees."""
    EDIT = "edit"
    """Bring programmes and sound; change facts, summary, words, English and speakers; ask the machine for its work."""
    REVIEW = "review"
    """Decide about links and what is to be checked, comment, approve."""
    PUBLISH = "publish"
    """Publish and withdraw."""
    REDACT = "redact"
    """See and decide what is kept from the public."""
    PEOPLE = "people"
    """Assign programmes; see and, for admins, change accounts; read the audit of all."""


@dataclass(frozen=True, slots=True)
class Token:
    """A token as its person sees it again: not what it is, but what it is for."""

    token_id: str
    user_name: str
    name: str
    prefix: str
    """How it begins: enough to know it by, not to use it."""
    scopes: tuple[Scope, ...]
    created_at: str
    expires_at_ms: int
    """Unix time."""
    ended_at: str | None
    last_used_ms: int | None
    """Unix time, to the minute; ``None`` where it never was."""

    def is_live(self, now_ms: int | None = None) -> bool:
        """Return whether it can be used. :param now_ms: Unix time, ``None`` for now."""
        return self.ended_at is None and (_now_ms() if now_ms is None else now_ms) < self.expires_at_ms


@dataclass(frozen=True, slots=True)
class Bearer:
    """Who is asking by a token."""

    user: User
    token: Token


def make_token(
    db: Database, user: User, name: str, scopes: Iterable[Scope], days: int = USUAL_DAYS
) -> tuple[Token, str]:
    """Return a new token and its text, which nobody can read again.

    :param days: after which it ends, 1 … `MOST_DAYS`.
    :raises BadToken: the name cannot be kept, no scope is given, the days are too few or too many, or there are
        `MOST_TOKENS` already.
    :raises TokenExists: a token of this person that can be used has this name.
    """
    name, wanted = _check_name(name), tuple(sorted(set(scopes), key=list(Scope).index))
    if not wanted:
        raise BadToken(f"Say what the token may do: {', '.join(Scope)}.")
    if not 1 <= days <= MOST_DAYS:
        raise BadToken(f"A token ends after 1 to {MOST_DAYS} days; choose how many.")
    prefix = f"{MARK}_{new_id('')[:8]}"
    text = f"{prefix}_{secrets.token_urlsafe(32)}"
    now_ms = _now_ms()
    with immediate(db):
        live = [each for each in tokens_of(db, user) if each.is_live(now_ms)]
        if any(each.name == name for each in live):
            raise TokenExists(f"You have a token “{name}” already; end it first, or choose another name.")
        if len(live) >= MOST_TOKENS:
            raise BadToken(f"You have {MOST_TOKENS} tokens already; end one that you no longer need.")
        made = Token(new_id("k"), user.name, name, prefix, wanted, utc_now(), now_ms + days * DAY_MS, None, None)
        db.table("token").insert(
            {
                "token_id": made.token_id,
                "user_id": user.user_id,
                "name": name,
                "prefix": prefix,
                "token_sha256": _sha256(text),
                "scopes": " ".join(wanted),
                "created_at": made.created_at,
                "expires_at_ms": made.expires_at_ms,
            }
        )
    return made, text


def tokens_of(db: Database, user: User) -> tuple[Token, ...]:
    """Return all tokens that a person ever made, the newest first."""
    rows = db.query(f"{_SELECT} WHERE token.user_id = ? ORDER BY token.rowid DESC", [user.user_id])
    return tuple(map(_token, rows))


def end_token(db: Database, user: User, token_id: str) -> None:
    """End a token of this person, from its next request on; one that has ended stays so.

    :raises UnknownToken: they have none of this id.
    """
    with immediate(db):
        if all(each.token_id != token_id for each in tokens_of(db, user)):
            raise UnknownToken("You have no such token; look at the list again.")
        db.execute("UPDATE token SET ended_at = ? WHERE token_id = ? AND ended_at IS NULL", [utc_now(), token_id])


def bearer_of(db: Database, text: str) -> Bearer | None:
    """Return whose token this is, with the role of this moment; ``None`` where it is none, has ended or expired."""
    rows = list(
        db.query(
            f"{_SELECT} WHERE token_sha256 = ? AND ended_at IS NULL AND disabled_at IS NULL AND expires_at_ms > ?",
            [_sha256(text), _now_ms()],
        )
    )
    if not rows:
        return None
    row = rows[0]
    return Bearer(User(str(row["user_id"]), str(row["user_name"]), str(row["role"])), _token(row))


def note_use(db: Database, token: Token) -> None:
    """Note that a token is used now, where that was not noted within the last minute.

    Who reads does not wait for somebody who writes: where the database is locked, a later use is noted.
    """
    now_ms = _now_ms()
    if token.last_used_ms is not None and now_ms - token.last_used_ms < USE_NOTED_EVERY_MS:
        return
    (wait_ms,) = db.conn.execute("PRAGMA busy_timeout").fetchone()
    db.conn.execute("PRAGMA busy_timeout = 0")
    try:
        with immediate(db):
            db.table("token_use").insert({"token_id": token.token_id, "last_used_ms": now_ms}, replace=True)
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF not in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
            raise
    finally:
        db.conn.execute(f"PRAGMA busy_timeout = {wait_ms}")


_SELECT = """SELECT token.*, last_used_ms, user.name AS user_name, role FROM token JOIN user USING (user_id)
    LEFT JOIN token_use USING (token_id)"""


def _check_name(name: str) -> str:
    name = " ".join(name.split())
    if not 0 < len(name) <= NAME_CHARACTERS or not name.isprintable():
        raise BadToken(f"A token's name is 1 to {NAME_CHARACTERS} visible characters; say what it is for.")
    return name


def _token(row: Mapping[str, object]) -> Token:
    ended_at, last_used_ms = row["ended_at"], row["last_used_ms"]
    return Token(
        token_id=str(row["token_id"]),
        user_name=str(row["user_name"]),
        name=str(row["name"]),
        prefix=str(row["prefix"]),
        scopes=tuple(map(Scope, str(row["scopes"]).split())),
        created_at=str(row["created_at"]),
        expires_at_ms=int(str(row["expires_at_ms"])),
        ended_at=None if ended_at is None else str(ended_at),
        last_used_ms=None if last_used_ms is None else int(str(last_used_ms)),
    )


def _sha256(text: str) -> str:
    # 256 random bits need no slow hash: nobody can try them all.
    return hashlib.sha256(text.encode()).hexdigest()


def _now_ms() -> int:
    return time.time_ns() // 1_000_000
