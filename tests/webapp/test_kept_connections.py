"""A connection that is kept for the next request is as a new one, and of the database that is there now."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest
from sqlite_utils import Database, Migrations

from media.archive import Archive
from media.database import act_as
from media.errors import NotAnArchive
from webapp.newsroom.kept_connections import KeptConnections
from webapp.schema import SCHEMAS


@pytest.fixture
def connections(archive: Archive) -> Iterator[KeptConnections]:
    with closing(archive.open(SCHEMAS)):
        yield KeptConnections(archive)


def after(connections: KeptConnections, use: Callable[[Database], object]) -> tuple[Database, Database]:
    """Return what somebody used, and what the next one gets."""
    first = connections.take()
    left = use(first.db)
    connections.give(first)
    del left
    second = connections.take()
    return first.db, second.db


def test_the_next_request_gets_it_and_is_not_who_came_before(connections: KeptConnections) -> None:
    first, second = after(connections, lambda db: act_as(db.conn, "journalist", "a script"))
    assert second is first
    assert second.execute("SELECT acting('somebody')").fetchone() == ("somebody",)


def half_read(db: Database) -> object:
    rows = db.execute("SELECT name FROM sqlite_master")
    assert rows.fetchone()
    return rows


@pytest.mark.parametrize(
    "use",
    [
        half_read,
        lambda db: db.conn.execute("BEGIN IMMEDIATE"),
        lambda db: db.execute("CREATE TEMP TABLE mine (word TEXT)"),
        lambda db: db.execute("ATTACH DATABASE ':memory:' AS beside"),
        lambda db: db.close(),
    ],
    ids=["half-read", "transaction", "table", "attached", "closed"],
)
def test_one_on_which_something_was_left_is_closed(
    connections: KeptConnections, use: Callable[[Database], object]
) -> None:
    first, second = after(connections, use)
    assert second is not first
    with second.conn:
        second.execute("CREATE TABLE written (word TEXT)")


def test_two_at_once_in_one_thread_have_one_each(connections: KeptConnections) -> None:
    first, second = connections.take(), connections.take()
    assert first.db is not second.db
    connections.give(second)
    connections.give(first)
    assert connections.take() is second


def test_a_database_that_was_put_in_its_place_is_opened(archive: Archive, connections: KeptConnections) -> None:
    copy = archive.root / "copy.db"
    shutil.copy(archive.database_path, copy)
    first, second = after(connections, lambda _db: copy.replace(archive.database_path))
    assert second is not first


def test_what_a_newer_program_migrated_is_refused(archive: Archive, connections: KeptConnections) -> None:
    newer = Migrations(SCHEMAS[0].name)

    @newer()
    def of_tomorrow(db: Database) -> None:
        db.execute("CREATE TABLE tomorrow (word TEXT)")

    connections.give(connections.take())
    with closing(archive.open([])) as db:
        newer.apply(db)
    with pytest.raises(NotAnArchive, match="newer muragat"):
        connections.take()
