"""What breaks a module breaks one thing of it, and all of these are programs."""

from __future__ import annotations

import ast

import pytest

from tests.conftest import REPOSITORY
from tests.mutation.mutants import mutants

SOURCE = """
def allowed(name, names):
    if not name:
        raise ValueError
    note(name)
    return name in names and [each for each in names if each == name]
"""


def test_each_thing_is_broken_once() -> None:
    made = list(mutants(SOURCE))
    assert sorted(mutant.what for mutant in made) == [
        "and for or",
        "call left out",
        "comparison swapped",
        "comparison swapped",
        "condition turned round",
        "filter left out",
        "nothing raised",
        "nothing returned",
    ]
    whole = ast.unparse(ast.parse(SOURCE)).splitlines()
    for mutant in made:
        broken = mutant.source.splitlines()
        assert sum(one != other for one, other in zip(whole, broken, strict=True)) == 1, mutant


@pytest.mark.parametrize("path", ["webapp/edition/publish.py", "webapp/gate/check.py", "webapp/redaction/apply.py"])
def test_every_one_is_a_program(path: str) -> None:
    made = list(mutants((REPOSITORY / path).read_text()))
    assert len(made) > 10
    for mutant in made:
        compile(mutant.source, path, "exec")
