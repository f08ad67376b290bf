"""Dask's messages may hold pickles, and a pickle can run anything. Here one may make only what our messages need."""

from __future__ import annotations

import builtins
import io
import pickle
from collections.abc import Iterable
from types import SimpleNamespace
from typing import Any

import distributed.client
import distributed.protocol.pickle
import distributed.scheduler

REPLY = frozenset({("builtins", "bytes")})
"""Module and name. All that the head ever makes of what a worker or the scheduler sends."""
TASK = frozenset({("transcribe.cluster.answering", "answer"), ("dask._task_spec", "Task")})
"""Of a question on its way to a worker."""
GRAPH = frozenset({("dask._expr", "Expr._reconstruct"), ("dask._expr", "LLGExpr")})
"""Around a question on its way to the scheduler."""

_allowed = set(REPLY)


class NotOurs(pickle.UnpicklingError):
    """Somebody sent a pickle that would make, or do, what no message of ours does."""


class _Held(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if (module, name) in _allowed or _is_error(module, name):
            return super().find_class(module, name)
        raise NotOurs(f"{module}.{name} is no part of a message of muragat's cluster")


def loads(data: bytes, *, buffers: Iterable[Any] = ()) -> Any:
    """Return what a pickle holds. :raises NotOurs: it would make, or do, anything else than our messages."""
    return _Held(io.BytesIO(data), buffers=buffers).load()


def allow(names: frozenset[tuple[str, str]]) -> None:
    """Let this process make more: the head needs less than a worker, and that less than the scheduler."""
    _allowed.update(names)


def hold() -> None:
    """Let Dask unpickle nothing else in this process from now on.

    Its own doors are these: the function that all messages go through, two modules that have it under its own name, and
    two that also use Python's.
    """
    distributed.protocol.pickle.loads = loads
    for module in (distributed.client, distributed.scheduler):
        module.loads = loads
        module.pickle = SimpleNamespace(loads=loads, dumps=pickle.dumps)


def _is_error(module: str, name: str) -> bool:
    """Tell whether this is one of Python's own errors: Dask sends what went wrong as such."""
    found = getattr(builtins, name, None) if module == "builtins" else None
    return isinstance(found, type) and issubclass(found, Exception)
