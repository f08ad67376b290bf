"""Whatever order answers come in, and however many are asked at once, what comes of them is the same, in order."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transcribe.conversations import Answer, Question, Talk, ToHear, in_order
from transcribe.errors import EngineFailed
from transcribe.records import Hypothesis


class Somewhere:
    """Answers in any order, or fails."""

    version = "1"

    def __init__(self, at_once: int, seed: int) -> None:
        self.at_once = at_once
        self.most = 0
        self._chance = random.Random(seed)
        self._asked: list[tuple[int, Question]] = []

    def put(self, number: int, question: Question) -> None:
        assert number not in [each for each, _ in self._asked], "one question of each part at a time"
        self._asked.append((number, question))
        self.most = max(self.most, len(self._asked))

    def take(self, *, wait: bool) -> Sequence[tuple[int, Answer | EngineFailed]]:
        assert self._asked or not wait, "nobody is asked, so nobody would answer"
        self._chance.shuffle(self._asked)
        count = self._chance.randint(1 if wait else 0, len(self._asked))
        answered, self._asked = self._asked[:count], self._asked[count:]
        return [(number, self._answer(question)) for number, question in answered]

    def _answer(self, question: Question) -> Answer | EngineFailed:
        assert isinstance(question, ToHear)
        (language,) = question.languages
        return EngineFailed(language) if language == "fails" else (Hypothesis(language, 1.0, ()),)


def ask(name: str) -> ToHear:
    return ToHear(list, (name,), ())


def talks(lengths: Sequence[int], passed_on: list[int]) -> Iterator[Talk[tuple[str, ...]]]:
    """Each asks, waits for what the one before it passes on, asks so many times more, and fails to be heard once."""

    def talk(number: int, length: int) -> Talk[tuple[str, ...]]:
        said: list[str] = [each.language for each in (yield ask(f"{number} begins"))]
        while len(passed_on) < number:
            yield None
        passed_on.append(number)
        for turn in range(length):
            said += [each.language for each in (yield ask(f"{number} asks {turn}"))]
        try:
            yield ask("fails")
        except EngineFailed as error:
            said.append(str(error))
        return tuple(said)

    return (talk(number, length) for number, length in enumerate(lengths))


def expected(lengths: Sequence[int]) -> list[tuple[str, ...]]:
    return [
        (f"{number} begins", *(f"{number} asks {turn}" for turn in range(length)), "fails")
        for number, length in enumerate(lengths)
    ]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(0, 4), max_size=12), st.integers(1, 6), st.integers(0, 10**6))
def test_answers_in_any_order_come_to_the_same_in_order(lengths: list[int], at_once: int, seed: int) -> None:
    engine, passed_on = Somewhere(at_once, seed), list[int]()
    assert list(in_order(talks(lengths, passed_on), engine)) == expected(lengths)
    assert passed_on == list(range(len(lengths))), "what a part passes on reaches the next, in order"
    assert engine.most <= at_once


def test_what_a_part_does_not_expect_ends_all_of_it() -> None:
    def talk() -> Talk[None]:
        yield ask("fails")

    with pytest.raises(EngineFailed):
        list(in_order([talk()], Somewhere(2, 0)))


def test_a_part_without_questions_comes_to_something_too() -> None:
    def talk(number: int) -> Talk[int]:
        return number
        yield

    assert list(in_order(map(talk, range(5)), Somewhere(2, 0))) == [0, 1, 2, 3, 4]
