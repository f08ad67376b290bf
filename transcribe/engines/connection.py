"""One child process and the pipes to it."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from typing import TypeVar

import msgspec

from media.environment import for_children
from transcribe.engines.messages import Answer, Failed, NotInstalled, Request, Unable, frame
from transcribe.engines.pipes import Look, PipeFailed, receive, send
from transcribe.engines.watch import Stuck, Watched

LAST_WORDS_BYTES = 2_000
SETTINGS = {
    "MALLOC_ARENA_MAX": "2",  # glibc keeps what each thread has freed: a fifth of the memory
    "HF_HUB_OFFLINE": "1",  # what a child loads is on this machine already
    "ONEDNN_VERBOSE": "0",  # OpenVINO fails where its oneDNN is told to speak: as it compiles, or later as it encodes
    "OMP_WAIT_POLICY": "PASSIVE",  # threads that spin while they wait take ten times as long on a busy machine
    "PYTHONWARNINGS": "ignore",
    "TOKENIZERS_PARALLELISM": "false",
}
"""The child's environment, beside the parent's."""

AnswerType = TypeVar("AnswerType", bound=Answer)


class Missing(Exception):
    """The child says that its engine's library is not installed."""


class CannotDo(Exception):
    """The child says that its engine cannot do such a thing with its model."""


class Connection:
    """A running child. What it prints is kept aside for the log and reaches no terminal."""

    def __init__(
        self, engine: str, path: str, threads: int, module: str = "transcribe.engines.child", *, gpu: bool = False
    ) -> None:
        """:param module: what the child runs; it is told the other arguments and this process."""
        self._noise = tempfile.TemporaryFile()  # noqa: SIM115 (open while the child runs)
        self._process = subprocess.Popen(  # noqa: S603 (our own module)
            [
                sys.executable,
                "-P",
                "-m",
                module,
                engine,
                path,
                str(threads),
                str(os.getpid()),
                *(["gpu"] if gpu else []),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._noise,
            bufsize=0,
            env=for_children(**SETTINGS),
            start_new_session=True,  # Ctrl-C is for the parent, which ends the child in its own time
        )
        assert self._process.stdin and self._process.stdout  # noqa: S101, PT018 (pipes by construction)
        self._requests, self._answers = self._process.stdin.fileno(), self._process.stdout.fileno()
        os.set_blocking(self._requests, False)
        self.used_s = 0.0
        """Of processor, for the last answer."""

    @property
    def pid(self) -> int:
        return self._process.pid

    def ask(self, request: Request, expected: type[AnswerType], most_s: float, check: Look) -> AnswerType:
        """Return the child's answer.

        :param most_s: of processor that the child may need for it.
        :param check: called every second while it is waited for; what it raises ends the wait.
        :raises PipeFailed: the child has died, is stuck, needs more than that, answers nonsense or says that it
            failed.
        :raises CannotDo: it says that it never will.
        """
        watched = Watched(self.pid, most_s)
        look = _looking(watched, check)
        send(self._requests, frame(request), look)
        answer = self._receive(expected, look)
        self.used_s = watched.used_s
        return answer

    def greet(self, expected: type[AnswerType], most_s: float, check: Look) -> AnswerType:
        """Return the first thing that the child says; the rest as of `ask`. :raises Missing: its library is."""
        return self._receive(expected, _looking(Watched(self.pid, most_s), check))

    def _receive(self, expected: type[AnswerType], look: Look) -> AnswerType:
        body = receive(self._answers, look)
        try:
            answer: Answer = msgspec.msgpack.decode(body, type=Answer)
        except msgspec.MsgspecError as error:
            raise PipeFailed("it answers nonsense") from error
        if isinstance(answer, expected):
            return answer
        match answer:
            case NotInstalled():
                raise Missing(answer.reason)
            case Unable():
                raise CannotDo(answer.what)
            case Failed():
                raise PipeFailed(f"it says {answer.reason}")
            case _:
                raise PipeFailed("it answers something else")

    def end(self) -> str:
        """Kill the child where it still runs, and return the last that it printed."""
        self._process.kill()
        self._process.communicate()
        with self._noise as noise:
            size = noise.seek(0, os.SEEK_END)
            noise.seek(max(0, size - LAST_WORDS_BYTES))
            return noise.read().decode(errors="replace").strip()


def _looking(watched: Watched, check: Look) -> Look:
    def look() -> None:
        check()
        try:
            watched.look()
        except Stuck as error:
            raise PipeFailed(str(error)) from error

    return look
