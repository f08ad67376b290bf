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
    with ahead(range(1_000), 3, go_on, go_on) as coming:
        assert list(coming) == list(range(1_000))


def test_what_is_raised_there_is_raised_here() -> None:
    def numbers() -> Iterator[int]:
        yield 1
        raise RuntimeError("no more")

    with ahead(numbers(), 3, go_on, go_on) as coming:
        assert next(coming) == 1
        with pytest.raises(RuntimeError, match="no more"):
            next(coming)


def test_it_does_not_run_far_ahead_and_has_ended_when_the_block_is_left() -> None:
    taken: list[int] = []

    def numbers() -> Iterator[int]:
        for number in range(1_000):
            taken.append(number)
            yield number

    before = threading.active_count()
    with ahead(numbers(), 3, go_on, go_on) as coming:
        assert next(coming) == 0
    assert threading.active_count() == before
    assert len(taken) < 10


def test_who_waits_for_a_long_item_hears_of_the_end_of_the_job_and_the_item_is_ended() -> None:
    long = threading.Event()

    def items() -> Iterator[int]:
        assert long.wait(30)
        yield 1

    def check() -> None:
        if time.monotonic() > began + 0.5:
            raise JobCancelled("stopped")

    began = time.monotonic()
    before = threading.active_count()
    with pytest.raises(JobCancelled), ahead(items(), 3, check, long.set) as coming:
        next(coming)
    assert time.monotonic() - began < 20, "the item alone would take thirty"
    assert threading.active_count() == before


def test_an_interrupt_while_the_thread_is_waited_for_leaves_no_thread_behind() -> None:
    """Ctrl-C twice: an interpreter that ended with a thread inside a library's own code would end by an abort."""
    enough, stopped = threading.Event(), list[None]()

    def items() -> Iterator[int]:
        yield 1
        assert enough.wait(30)

    def stop() -> None:
        stopped.append(None)
        if len(stopped) == 1:
            raise KeyboardInterrupt
        enough.set()

    before = threading.active_count()
    with pytest.raises(KeyboardInterrupt), ahead(items(), 3, go_on, stop) as coming:
        assert next(coming) == 1
    assert threading.active_count() == before
    assert len(stopped) >= 2
