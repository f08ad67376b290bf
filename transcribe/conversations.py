"""Many questions to engines at once: the talk about each part goes on by itself, what comes of them comes in order."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from transcribe.engines.protocol import Samples
from transcribe.engines.supervisor import EngineProcess
from transcribe.errors import EngineFailed
from transcribe.records import Hypothesis

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class ToHear:
    """Sounds of which the words are asked (`Engine.recognise`)."""

    sounds: Callable[[], Sequence[Samples]]
    """Reads them: a question that waits holds no sound, and one that is asked again reads it again."""
    languages: tuple[str, ...]
    glossary: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ToTell:
    """Sounds of which the languages are asked (`Engine.detect_languages`)."""

    sounds: Callable[[], Sequence[Samples]]


Question = ToHear | ToTell
Answer = tuple[Hypothesis, ...] | tuple[Mapping[str, float], ...]
Talk = Generator[Question | None, Any, Result]
"""Yields a question and is sent its answer, or thrown `EngineFailed`; yields ``None`` where it can only go on when one
that was begun before it has; returns what it came to."""


class Hears(Protocol):
    """Whatever questions can be put to."""

    @property
    def version(self) -> str:
        """Of the engine: part of what a result is found by."""
        ...

    @property
    def at_once(self) -> int:
        """How many parts are worth talking about at the same time; it may change."""
        ...

    def put(self, number: int, question: Question) -> None:
        """Ask, and go on. :param number: of the part; one question of each is under way."""
        ...

    def take(self, *, wait: bool) -> Sequence[tuple[int, Answer | EngineFailed]]:
        """Return answers that are there, each with the number of its part; with ``wait`` at least one."""
        ...


class OneAtATime:
    """An engine's process of this machine: asked when the answer is wanted."""

    at_once = 1

    def __init__(self, process: EngineProcess) -> None:
        self._process = process
        self._asked: list[tuple[int, Question]] = []

    @property
    def version(self) -> str:
        return self._process.version

    def put(self, number: int, question: Question) -> None:
        self._asked.append((number, question))

    def take(self, *, wait: bool) -> Sequence[tuple[int, Answer | EngineFailed]]:
        """:raises Exception: what the process's ``check`` raises."""
        if not wait:
            return ()
        number, question = self._asked.pop(0)
        try:
            return ((number, self._answer(question)),)
        except EngineFailed as error:
            return ((number, error),)

    def _answer(self, question: Question) -> Answer:
        if isinstance(question, ToTell):
            return self._process.detect_languages(question.sounds())
        return self._process.recognise(question.sounds(), question.languages, question.glossary)


def in_order(talks: Iterable[Talk[Result]], engine: Hears) -> Iterator[Result]:
    """Yield what each talk comes to, in their order; `Hears.at_once` of them go on at the same time.

    :param talks: taken as they are needed.
    """
    under_way = _UnderWay[Result](engine)
    coming = enumerate(talks)
    came, is_last = 0, False
    while True:
        while came in under_way.done:
            yield under_way.done.pop(came)
            came += 1
        if not is_last and len(under_way) < engine.at_once:
            begun = next(coming, None)
            is_last = begun is None
            if begun:
                under_way.begin(*begun)
        elif not len(under_way):
            return
        # One is begun, then what has come is looked at: planning the next may take a second.
        is_full = is_last or len(under_way) >= engine.at_once
        for number, answer in engine.take(wait=is_full and len(under_way) > 0):
            under_way.go_on(number, answer)


class _UnderWay(Generic[Result]):
    """The talks that were begun and have not ended, and what came of those that have."""

    def __init__(self, engine: Hears) -> None:
        self.done: dict[int, Result] = {}
        self._engine = engine
        self._talks: dict[int, Talk[Result]] = {}
        self._waiting: list[int] = []
        """For one that was begun before them; ascending."""

    def __len__(self) -> int:
        return len(self._talks)

    def begin(self, number: int, talk: Talk[Result]) -> None:
        self._talks[number] = talk
        self.go_on(number, None)

    def go_on(self, number: int, answer: Answer | EngineFailed | None) -> None:
        """Let a talk go on with what it asked for, and those that may have waited for that."""
        self._step(number, answer)
        waiting, self._waiting = self._waiting, []
        for each in waiting:
            self._step(each, None)

    def _step(self, number: int, answer: Answer | EngineFailed | None) -> None:
        talk = self._talks[number]
        try:
            question = talk.throw(answer) if isinstance(answer, EngineFailed) else talk.send(answer)
        except StopIteration as end:
            self.done[number] = end.value
            del self._talks[number]
            return
        if question is None:
            self._waiting.append(number)
        else:
            self._engine.put(number, question)
