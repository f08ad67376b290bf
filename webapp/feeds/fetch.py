"""Ask a feed, and take in what is new: conditionally, within limits, and on from where a line broke."""

from __future__ import annotations

import fcntl
import hashlib
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from sqlite_utils import Database

from media.archive import Archive
from media.database import immediate
from media.errors import DecoderFailed, UnreadableSound
from media.language import UNDETERMINED
from media.store import READ_BYTES, no_room_said
from transcribe import jobs
from webapp.feeds.door import Answer, Door
from webapp.feeds.errors import BadAddress, FeedBusy, FeedError, NotThere, TooMuch, Unreachable
from webapp.feeds.parse import parse_feed
from webapp.feeds.records import Feed, Item
from webapp.feeds.store import (
    Waiting,
    note_answer,
    note_problem,
    note_taken,
    note_unchanged,
    note_validator,
    waiting,
    waiting_ids,
)
from webapp.intake import Intake, Taken, WholeFile, take_in

FEED_BYTES, FEED_S = 10_000_000, 30.0
SOUND_BYTES, SOUND_S = 2 << 30, 2 * 3600.0
TRIES = 4
"""In a row that bring nothing new of a file."""
PAUSE_S = 1.0
PART = "feed-item-"
KINDS = "application/rss+xml, application/atom+xml, application/xml;q=0.9, text/xml;q=0.8, */*;q=0.1"


@dataclass(frozen=True, slots=True)
class Brought:
    """What came of one item."""

    title: str
    programme_id: str | None
    problem: str | None = None
    is_new: bool = False
    """Whether it was not in the archive before."""


def ask_feed(db: Database, feed: Feed, door: Door) -> None:
    """Ask whether a feed has changed, and note what is new in it.

    :raises FeedError: it cannot be had, or is none; what waits, waits on.
    """
    headers = {"Accept": KINDS}
    if feed.etag:
        headers["If-None-Match"] = feed.etag
    if feed.last_modified:
        headers["If-Modified-Since"] = feed.last_modified
    with door.get(feed.url, headers, FEED_S) as answer:
        if answer.status == HTTPStatus.NOT_MODIFIED:
            note_unchanged(db, feed)
            return
        channel = parse_feed(answer.read(FEED_BYTES), answer.url)
        note_answer(db, feed, channel.title, channel.items, answer.header("ETag"), answer.header("Last-Modified"))


def fetch_feed(archive: Archive, db: Database, feed: Feed, door: Door, most: int) -> Iterator[Brought]:
    """Ask a feed and take in what waits, the newest first; yield what came of each.

    :param most: programmes.
    :raises FeedError: it cannot be had. :raises StorageFull: the disk has no room.
    """
    with _alone(archive, feed):
        _clear_parts(archive, db)
        ask_feed(db, feed, door)
        for found in waiting(db, feed, most):
            try:
                taken = _take(archive, db, feed, found, door)
                yield Brought(found.item.title, taken.programme_id, is_new=taken.remark is None)
            except (FeedError, UnreadableSound, DecoderFailed) as error:
                note_problem(db, found, str(error))
                yield Brought(found.item.title, None, str(error))


def _clear_parts(archive: Archive, db: Database) -> None:
    """Remove what a kill has left of items that wait no more."""
    wanted = {f"{PART}{feed_item_id}" for feed_item_id in waiting_ids(db)}
    for path in archive.work.glob(f"{PART}*"):
        if path.name not in wanted:
            path.unlink(missing_ok=True)


def _take(archive: Archive, db: Database, feed: Feed, found: Waiting, door: Door) -> Taken:
    part = archive.work / f"{PART}{found.feed_item_id}"
    try:
        sha256 = _bring(db, found, part, door)
    except (BadAddress, TooMuch):
        part.unlink(missing_ok=True)  # Nothing of it will be gone on with.
        raise

    def beside(programme_id: str) -> None:
        note_taken(db, feed, found, programme_id, is_new=True)
        jobs.enqueue(db, "prepare", programme_id, {})

    item = found.item
    intake = Intake(
        facts=_facts(feed, item),
        sound=WholeFile(part, sha256, _file_name(item.sound_url)),
        summary=item.summary,
        summary_language=_language(feed, item),
    )
    try:
        taken = take_in(archive, db, intake, prepare_now=False, beside=beside)
    finally:
        part.unlink(missing_ok=True)  # In the archive by now, or of no use.
    if taken.remark:
        with immediate(db):
            note_taken(db, feed, found, taken.programme_id, is_new=False)
    return taken


def _facts(feed: Feed, item: Item) -> dict[str, str]:
    told = {
        "title": item.title,
        "series": item.series,
        "author": item.author,
        "published": item.published,
        "rights": item.rights,
    }
    return {"language": _language(feed, item)} | {name: value for name, value in told.items() if value}


def _language(feed: Feed, item: Item) -> str:
    return feed.language if feed.language != UNDETERMINED else item.language or UNDETERMINED


def _file_name(url: str) -> str:
    return PurePosixPath(unquote(urlsplit(url).path)).name or "sound"


def _bring(db: Database, found: Waiting, part: Path, door: Door) -> str:
    """Bring an item's sound into a file; return its sha256, taken as it came."""
    fruitless, validator = 0, found.validator
    while True:
        before = _size(part)
        headers = {"Range": f"bytes={before}-", "If-Range": validator} if before and validator else {}
        try:
            with door.get(found.item.sound_url, headers, SOUND_S) as answer:
                validator = _validator(answer)
                note_validator(db, found, validator)
                return _write(answer, part, before if headers else 0)
        except NotThere:
            raise
        except Unreachable:
            fruitless = 0 if _size(part) > before else fruitless + 1
            if fruitless >= TRIES:
                raise
            time.sleep(PAUSE_S * fruitless)


def _write(answer: Answer, part: Path, have: int) -> str:
    if answer.status == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
        part.unlink(missing_ok=True)
        raise Unreachable("The file became another while it came; do the same again.")
    said = re.match(r"bytes (\d+)-", answer.header("Content-Range") or "")
    start = have if answer.status == HTTPStatus.PARTIAL_CONTENT and said and int(said[1]) == have else 0
    if answer.status == HTTPStatus.PARTIAL_CONTENT and not start:
        raise Unreachable("The server sends another part than it was asked for.")
    length = answer.header("Content-Length") or ""
    if length.isascii() and length.isdecimal() and start + int(length) > SOUND_BYTES:
        raise TooMuch(f"The file is larger than {SOUND_BYTES >> 30} GB.")
    digest = hashlib.sha256()
    with no_room_said(), part.open("r+b" if start else "wb") as file:
        left = start
        while left and (data := file.read(min(left, READ_BYTES))):
            digest.update(data)
            left -= len(data)
        file.truncate(start)
        for data in answer.pieces():
            digest.update(data)
            file.write(data)
            if file.tell() > SOUND_BYTES:
                raise TooMuch(f"The file is larger than {SOUND_BYTES >> 30} GB.")
    return digest.hexdigest()


def _validator(answer: Answer) -> str | None:
    """Return by what a server says whether a file is still the same to the byte."""
    etag = answer.header("ETag")
    return etag if etag and not etag.startswith("W/") else answer.header("Last-Modified")


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


@contextmanager
def _alone(archive: Archive, feed: Feed) -> Iterator[None]:
    """Ask a feed in one process at a time: two would bring the same twice.

    :raises FeedBusy: another does.
    """
    archive.work.mkdir(parents=True, exist_ok=True)
    with (archive.work / f"feed-{feed.feed_id}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise FeedBusy("This feed is being asked already; wait until that has ended.") from error
        yield
