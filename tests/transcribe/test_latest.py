"""What is asked more than once is worked out once, as long as it is among the last few; what fails is asked anew."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcribe.engines.latest import Latest

MOST = 3


def counting(worked_out: list[int], number: int) -> Callable[[], int]:
    def work_out() -> int:
        worked_out.append(number)
        return -number

    return work_out


@given(st.lists(st.integers(0, 6)))
def test_each_answer_is_its_own_and_the_last_few_are_kept(questions: list[int]) -> None:
    latest, worked_out, asked_last = Latest[int](MOST), list[int](), list[int]()
    for number in questions:
        before = len(worked_out)
        assert latest.get(bytes([number]), counting(worked_out, number)) == -number
        assert (len(worked_out) == before) == (number in asked_last)
        asked_last = [*(each for each in asked_last if each != number), number][-MOST:]


def test_a_failure_is_no_answer() -> None:
    latest = Latest[int](MOST)
    with pytest.raises(ZeroDivisionError):
        latest.get(b"a", lambda: 1 // 0)
    assert latest.get(b"a", lambda: 7) == 7


def test_threads_may_ask_at_once() -> None:
    latest, worked_out = Latest[int](MOST), list[int]()
    with ThreadPoolExecutor(4) as threads:
        answers = threads.map(lambda n: latest.get(bytes([n % 5]), counting(worked_out, n % 5)), range(400))
        assert list(answers) == [-(n % 5) for n in range(400)]
