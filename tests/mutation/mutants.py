"""Break one thing in a module: a condition, a comparison, a number, what is returned, what is raised."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field

SWAPPED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}


@dataclass(frozen=True, slots=True)
class Mutant:
    """A module with one thing broken."""

    line: int
    what: str
    number: int
    """Which node of its tree is broken."""
    whole: str = field(repr=False)
    """Its source before."""

    @property
    def source(self) -> str:
        """Made when it is wanted: there are thousands, and few are tried."""
        tree = ast.parse(self.whole)
        _break(next(each for place, each in enumerate(ast.walk(tree)) if place == self.number), self.what)
        return ast.unparse(ast.fix_missing_locations(tree))


def mutants(source: str) -> Iterator[Mutant]:
    """Yield a module's source with one thing broken, for each thing that can be."""
    for number, node in enumerate(ast.walk(ast.parse(source))):
        for what in _ways(node):
            yield Mutant(getattr(node, "lineno", 0), what, number, source)


def _ways(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.If | ast.IfExp | ast.While):
        yield "condition turned round"
    elif isinstance(node, ast.Compare) and len(node.ops) == 1 and type(node.ops[0]) in SWAPPED:
        yield "comparison swapped"
    elif isinstance(node, ast.BoolOp):
        yield "and for or"
    elif isinstance(node, ast.comprehension) and node.ifs:
        yield "filter left out"
    elif isinstance(node, ast.Return) and node.value is not None and not _is_nothing(node.value):
        yield "nothing returned"
    elif isinstance(node, ast.Raise):
        yield "nothing raised"
    elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        yield "call left out"


def _is_nothing(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and value.value in (None, False)


def _break(node: ast.AST, what: str) -> None:
    match what, node:
        case "condition turned round", ast.If() | ast.IfExp() | ast.While():
            node.test = ast.UnaryOp(ast.Not(), node.test)
        case "comparison swapped", ast.Compare():
            node.ops = [SWAPPED[type(node.ops[0])]()]
        case "and for or", ast.BoolOp():
            node.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        case "filter left out", ast.comprehension():
            node.ifs = []
        case "nothing returned", ast.Return():
            node.value = ast.Constant(None)
        case "nothing raised" | "call left out", ast.Raise() | ast.Expr():
            # In its place, so that a block that had only this still has something.
            node.__class__ = ast.Expr  # type: ignore[assignment]
            node.value = ast.Constant(None)  # type: ignore[union-attr]
