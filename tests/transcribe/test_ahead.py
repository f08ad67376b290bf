"""What a thread works out ahead arrives whole, in order, and with its errors."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from transcribe.ahead import ahead


def test_all_comes_in_order() -> None:
    assert list(ahead(range(1_000), 3)) == list(range(1_000))


def test_what_is_raised_there_is_raised_here() -> None:
    def numbers() -> Iterator[int]:
        yield 1
        raise RuntimeError("no more")

    coming = ahead(numbers(), 3)
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
    coming = ahead(numbers(), 3)
    assert next(coming) == 0
    coming.close()  # type: ignore[attr-defined]  # a generator
    assert threading.active_count() == before
    assert len(taken) < 10
