"""A child that is kept: started when it is first asked, ended when it fails, replaced once for each request."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TypeVar

from media.wordless import wordless
from transcribe.engines.connection import AnswerType, Connection, Missing
from transcribe.engines.messages import Ready, Request
from transcribe.engines.pipes import PipeFailed
from transcribe.errors import EngineUnavailable

START_S = 600.0
"""Of processor, to import the library and load the largest model on an old machine."""

Result = TypeVar("Result")

log = logging.getLogger(__name__)


class KeptChild:
    """At most one child at a time; the next request after a failure gets a new one."""

    def __init__(
        self,
        name: str,
        connect: Callable[[], Connection],
        missing: Callable[[Missing], EngineUnavailable],
        check: Callable[[], None],
    ) -> None:
        """Say what child is wanted; nothing is started yet.

        :param name: as the log calls it.
        :param missing: says in a sentence that the child lacks its library.
        :param check: called every second while the child is waited for; what it raises ends the child.
        """
        self.version = ""
        self._name = name
        self._connect = connect
        self._missing = missing
        self._check = check
        self._child: Connection | None = None

    @property
    def pid(self) -> int | None:
        """Of the child, ``None`` while there is none."""
        return self._child.pid if self._child else None

    @property
    def used_s(self) -> float:
        """Of processor, for the last answer."""
        return self._child.used_s if self._child else 0.0

    def start(self) -> Connection:
        """:raises EngineUnavailable: a library is missing. :raises PipeFailed: the child cannot be used."""
        child = self._child = self._connect()
        try:
            self.version = child.greet(Ready, START_S, self._check).version
        except Missing as error:
            self.end()
            raise self._missing(error) from error
        except BaseException:
            self.end()
            raise
        return child

    def ask(self, request: Request, expected: type[AnswerType], most_s: float) -> AnswerType:
        """Return the answer to a request, as of `Connection.ask`; errors as of it and of `start` end the child."""
        child = self._child or self.start()
        try:
            return child.ask(request, expected, most_s, self._check)
        except BaseException:  # an interrupt too: what the child answers now would be taken for the next answer
            log.warning("%s was ended; what it printed of a failure: %s", self._name, wordless(self.end()) or "nothing")
            raise

    def twice(self, ask: Callable[[int], Result]) -> Result:
        """Do what asks the child, and once more with a new child where it failed.

        :param ask: takes 0 the first time and 1 the second.
        :raises PipeFailed: it failed both times.
        """
        try:
            return ask(0)
        except PipeFailed as error:
            log.warning("%s is started again: %s", self._name, error)
        return ask(1)

    def end(self) -> str:
        """Return the last that the child has printed."""
        child, self._child = self._child, None
        return child.end() if child else ""
