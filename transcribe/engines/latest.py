"""The last few answers to what is asked more than once."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

Answer = TypeVar("Answer")


class Latest(Generic[Answer]):
    """Several threads may ask at once; who asks what another is about to answer works it out as well."""

    def __init__(self, most: int) -> None:
        """:param most: answers that are kept: those to what was asked last."""
        self._most = most
        self._answers: OrderedDict[bytes, Answer] = OrderedDict()
        self._lock = Lock()

    def get(self, question: bytes, work_out: Callable[[], Answer]) -> Answer:
        """Return the answer that is kept, or else what is worked out now; what that raises keeps nothing."""
        with self._lock:
            if question in self._answers:
                self._answers.move_to_end(question)
                return self._answers[question]
        answer = work_out()
        with self._lock:
            self._answers[question] = answer
            while len(self._answers) > self._most:
                self._answers.popitem(last=False)
        return answer
