"""Writers of one process take turns: none of them waits while others write again and again."""

from __future__ import annotations

import sqlite3
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from media import database
from media.database import connect, immediate
from media.turns import Turns

WRITERS = 12


def wait_until(turns: Turns, count: int) -> None:
    while len(turns._waiting) < count:
        time.sleep(0.001)


def test_turns_come_in_the_order_in_which_they_were_asked_for() -> None:
    turns, came = Turns(), list[int]()

    def write(number: int) -> None:
        assert turns.take(10)
        came.append(number)
        turns.give()

    assert turns.take(0)
    with ThreadPoolExecutor(WRITERS) as pool:
        for number in range(WRITERS):
            pool.submit(write, number)
            wait_until(turns, number + 1)
        turns.give()
    assert came == list(range(WRITERS))
    assert turns.take(0), "who is done has given it back"


def test_who_has_waited_too_long_is_in_nobodys_way() -> None:
    turns = Turns()
    assert turns.take(0)
    assert not turns.take(0.01)
    with ThreadPoolExecutor() as pool:
        later = pool.submit(turns.take, 10)
        wait_until(turns, 1)
        turns.give()
        assert later.result()


def test_no_writer_of_many_is_passed_over(tmp_path: Path) -> None:
    """SQLite alone lets the same few write: of twelve, the last waits twenty times as long as the first."""
    path, came, together = tmp_path / "a.db", list[int](), threading.Barrier(WRITERS)
    with closing(connect(path, ())) as db:
        db.execute("CREATE TABLE written (number INTEGER)")

    def write(number: int) -> None:
        with closing(connect(path, ())) as own:
            together.wait()
            for _ in range(5):
                with immediate(own):
                    own.execute("INSERT INTO written VALUES (?)", [number])
                    time.sleep(0.002)
                    came.append(number)

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(write, range(WRITERS)))
    assert len(came) == 5 * WRITERS
    assert {came.count(number) for number in range(WRITERS)} == {5}
    assert all(len(set(came[first : first + 2 * WRITERS])) == WRITERS for first in range(0, 3 * WRITERS, WRITERS))


def test_another_process_that_holds_the_lock_is_waited_for_no_longer_by_those_in_the_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_TIMEOUT_MS", 1_000)
    path = tmp_path / "a.db"
    with closing(sqlite3.connect(path)) as other, closing(connect(path, ())) as db:
        db.execute("CREATE TABLE written (number INTEGER)")
        other.execute("BEGIN IMMEDIATE")

        def write(number: int) -> float:
            time.sleep(number * 0.05)
            asked_s = time.monotonic()
            with closing(connect(path, ())) as own, pytest.raises(sqlite3.OperationalError) as error, immediate(own):
                pass
            assert error.value.sqlite_errorcode == sqlite3.SQLITE_BUSY
            return time.monotonic() - asked_s

        with ThreadPoolExecutor() as pool:
            waited_s = list(pool.map(write, range(4)))
        assert max(waited_s) < 2.5, "one after another they would have waited up to four seconds"
        other.rollback()
        with immediate(db):
            db.execute("INSERT INTO written VALUES (1)")
    assert min(waited_s) >= 0.95
