"""Feeds and what they have brought, in ``archive.db``."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass

import msgspec
from sqlite_utils import Database

from media.database import immediate, new_id, utc_now
from media.language import parse_language
from webapp.feeds.errors import FeedExists, UnknownFeed
from webapp.feeds.records import Feed, Item

MOST_TRIES = 5
"""After that an item is given up: its file is not there, or has no sound."""
WAITING, TAKEN, GIVEN_UP = "waiting", "taken", "given up"


@dataclass(frozen=True, slots=True)
class Waiting:
    """What a feed has and the archive has not."""

    feed_item_id: int
    item: Item
    tries: int
    validator: str | None
    """By which its server says whether a file that broke off is still the same."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Which feed brought a programme, and what it said of it."""

    feed_url: str
    item: Item
    created_at: str


@dataclass(frozen=True, slots=True)
class Counts:
    """How many items of a feed stand how."""

    waiting: int
    taken: int
    given_up: int


def add_feed(db: Database, url: str, language: str) -> Feed:
    """Keep a feed.

    :raises FeedExists: it is here. :raises UnknownLanguage: the language is none.
    """
    with immediate(db):
        if any(each.url == url for each in feeds(db)):
            raise FeedExists("This feed is here already; “muragat feed fetch” asks it.")
        feed = Feed(new_id("w"), url, parse_language(language), None, None, None, None, utc_now())
        db.table("feed").insert(asdict(feed))
    return feed


def feeds(db: Database) -> tuple[Feed, ...]:
    """Return all feeds, the oldest first."""
    return tuple(msgspec.convert(row, Feed) for row in db.query("SELECT * FROM feed ORDER BY rowid"))


def get_feed(db: Database, feed_id: str) -> Feed:
    """:raises UnknownFeed: there is none of this id."""
    for feed in feeds(db):
        if feed.feed_id == feed_id:
            return feed
    raise UnknownFeed(f"There is no feed “{feed_id}”; “muragat feed list” shows the ids.")


def remove_feed(db: Database, feed_id: str) -> None:
    """Ask a feed no more; what it brought stays, and what it has brought is known should it be added again.

    :raises UnknownFeed: there is none of this id.
    """
    with immediate(db):
        feed = get_feed(db, feed_id)
        db.conn.execute("DELETE FROM feed_item WHERE feed_url = ? AND state = ?", [feed.url, WAITING])
        db.conn.execute("DELETE FROM feed WHERE feed_id = ?", [feed_id])


def note_answer(
    db: Database, feed: Feed, title: str | None, items: Sequence[Item], etag: str | None, last_modified: str | None
) -> None:
    """Keep what a feed said: items that are new wait."""
    now = utc_now()
    with immediate(db):
        for item in reversed(items):  # So that the newest has the highest number.
            db.conn.execute(
                "INSERT INTO feed_item (feed_url, guid_sha256, item, state, created_at) VALUES (?, ?, ?, ?, ?) "
                "ON CONFLICT DO NOTHING",
                [feed.url, _hash(item.guid), msgspec.json.encode(item).decode(), WAITING, now],
            )
        db.conn.execute(
            "UPDATE feed SET title = ?, etag = ?, last_modified = ?, asked_at = ? WHERE feed_id = ?",
            [title, etag, last_modified, now, feed.feed_id],
        )


def note_unchanged(db: Database, feed: Feed) -> None:
    with immediate(db):
        db.conn.execute("UPDATE feed SET asked_at = ? WHERE feed_id = ?", [utc_now(), feed.feed_id])


def waiting(db: Database, feed: Feed, most: int) -> tuple[Waiting, ...]:
    """Return what waits, the newest first, at most so many."""
    rows = db.query(
        "SELECT feed_item_id, item, tries, validator FROM feed_item WHERE feed_url = ? AND state = ? "
        "ORDER BY feed_item_id DESC LIMIT ?",
        [feed.url, WAITING, most],
    )
    return tuple(
        Waiting(row["feed_item_id"], msgspec.json.decode(row["item"], type=Item), row["tries"], row["validator"])
        for row in rows
    )


def waiting_ids(db: Database) -> set[int]:
    """Return what waits, of all feeds."""
    return {row["feed_item_id"] for row in db.query("SELECT feed_item_id FROM feed_item WHERE state = ?", [WAITING])}


def counts(db: Database, feed: Feed) -> Counts:
    rows = db.query("SELECT state, count(*) AS n FROM feed_item WHERE feed_url = ? GROUP BY state", [feed.url])
    found = {row["state"]: row["n"] for row in rows}
    return Counts(found.get(WAITING, 0), found.get(TAKEN, 0), found.get(GIVEN_UP, 0))


def note_validator(db: Database, found: Waiting, validator: str | None) -> None:
    """Keep by what a file's server will know it, before the file comes."""
    with immediate(db):
        db.conn.execute("UPDATE feed_item SET validator = ? WHERE feed_item_id = ?", [validator, found.feed_item_id])


def note_taken(db: Database, feed: Feed, found: Waiting, programme_id: str, *, is_new: bool) -> None:
    """Keep that an item has become a programme; belongs into the transaction that makes it.

    :param is_new: False where its sound was in the archive before, so that nothing of the feed came into it.
    """
    db.conn.execute(
        "UPDATE feed_item SET state = ?, item = NULL, problem = NULL, validator = NULL WHERE feed_item_id = ?",
        [TAKEN, found.feed_item_id],
    )
    if is_new:
        db.table("feed_origin").insert(
            {
                "programme_id": programme_id,
                "feed_url": feed.url,
                "item": msgspec.json.encode(found.item).decode(),
                "created_at": utc_now(),
            }
        )


def note_problem(db: Database, found: Waiting, problem: str) -> None:
    """Keep why an item could not be taken; after `MOST_TRIES` it is given up."""
    state = GIVEN_UP if found.tries + 1 >= MOST_TRIES else WAITING
    with immediate(db):
        db.conn.execute(
            "UPDATE feed_item SET tries = tries + 1, problem = ?, state = ? WHERE feed_item_id = ?",
            [problem, state, found.feed_item_id],
        )


def origin_of(db: Database, programme_id: str) -> Origin | None:
    """Return what a feed said of a programme when it brought it, ``None`` where none did."""
    for row in db.query("SELECT feed_url, item, created_at FROM feed_origin WHERE programme_id = ?", [programme_id]):
        return Origin(row["feed_url"], msgspec.json.decode(row["item"], type=Item), row["created_at"])
    return None


def _hash(guid: str) -> str:
    return hashlib.sha256(guid.encode()).hexdigest()
