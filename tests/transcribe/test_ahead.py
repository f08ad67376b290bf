"""What a thread works out ahead arrives whole, in order, and with its errors."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest

from transcribe.ahead import ahead
from transcribe.errors import JobCancelled


def go_on() -> None:
    pass


def test_all_comes_in_order() -> None:
    assert list(ahead(range(1_000), 3, go_on)) == list(range(1_000))


def test_what_is_raised_there_is_raised_here() -> None:
    def numbers() -> Iterator[int]:
        yield 1
        raise RuntimeError("no more")

    coming = ahead(numbers(), 3, go_on)
    assert next(coming) == 1
    with pytest.raises(RuntimeError, match="no more"):
        next(coming)


def test_it_does_not_run_far_ahead_and_ends_when_nobody_waits() -> None:
    taken: list[int] = []

    def numbers() -> Iterator[int]:
        for number in range(1_000):
            taken.append(number)
            yield number

    before = threading.active_count()
    coming = ahead(numbers(), 3, go_on)
    assert next(coming) == 0
    coming.close()  # type: ignore[attr-defined]  # a generator
    deadline = time.monotonic() + 5
    while threading.active_count() > before and time.monotonic() < deadline:
        time.sleep(0.01)
    assert threading.active_count() == before
    assert len(taken) < 10


def test_who_waits_for_a_long_item_hears_of_the_end_of_the_job() -> None:
    long = threading.Event()

    def items() -> Iterator[int]:
        long.wait(30)
        yield 1

    def check() -> None:
        if time.monotonic() > began + 0.5:
            raise JobCancelled("stopped")

    began = time.monotonic()
    with pytest.raises(JobCancelled):
        next(ahead(items(), 3, check))
    assert time.monotonic() - began < 5
    long.set()
