"""Which tests reach a line, as `tests.mutation.reached` wrote it down."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import REPOSITORY

MOST_S = 150.0
"""Of tests, the quickest first, that are run against one broken thing; one at least."""


@dataclass(frozen=True, slots=True)
class Reaching:
    seconds: Mapping[str, float]
    """Of each test, and of each file of tests."""
    reached: Mapping[str, Sequence[str]]
    """``path:first line`` of a function → tests, and files of tests whose setting up reaches it."""

    @classmethod
    def read(cls, path: Path) -> Reaching:
        said = json.loads(path.read_text())
        return cls(said["seconds"], said["reached"])

    def tests(self, path: str, line: int) -> list[str]:
        """Return those that reach the function in which a line is; outside of all functions, any function of it."""
        of_function = self.reached.get(f"{path}:{_function_at(path, line)}")
        return self._quickest(
            of_function or {name for place, names in self.reached.items() if _is_of(place, path) for name in names}
        )

    def _quickest(self, names: Iterable[str]) -> list[str]:
        """Return the quickest tests, those of one file in their order: what they share may be changed by some."""
        chosen, total_s = list[str](), 0.0
        for name in sorted(names, key=lambda each: self.seconds.get(each, 0)):
            total_s += self.seconds.get(name, 0)
            if chosen and total_s > MOST_S:
                break
            chosen.append(name)
        rank = {name: number for number, name in reversed(list(enumerate(map(_file, chosen))))}
        order = {name: number for number, name in enumerate(self.seconds)}
        return sorted(chosen, key=lambda each: (rank[_file(each)], order.get(each, -1)))


def _file(test: str) -> str:
    return test.partition("::")[0]


def _is_of(place: str, path: str) -> bool:
    return place.rpartition(":")[0] == path


def _function_at(path: str, line: int) -> int | None:
    """Return where the innermost function begins that has a line, with its decorators."""
    functions = (
        node
        for node in ast.walk(ast.parse((REPOSITORY / path).read_text()))
        if isinstance(node, ast.FunctionDef) and node.lineno <= line <= (node.end_lineno or 0)
    )
    inner = max(functions, key=lambda node: node.lineno, default=None)
    return inner and min([inner.lineno, *(each.lineno for each in inner.decorator_list)])
