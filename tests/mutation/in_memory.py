"""Break a function where it is loaded: its code is exchanged, so that whoever has imported it has the broken one."""

from __future__ import annotations

import functools
import importlib
import sys
from collections.abc import Iterator
from types import CodeType, FunctionType, ModuleType


def exchange(path: str, source: str) -> bool:
    """Put the code of a module's source in the place of what is loaded of it.

    :return: whether some of it was another: what stands outside of all functions cannot be exchanged.
    """
    module = importlib.import_module(path.removesuffix(".py").replace("/", "."))
    new = _functions(compile(source, path, "exec"))
    changed = False
    for function in _loaded(module):
        code = new.get(function.__code__.co_qualname)
        if code and code.co_freevars == function.__code__.co_freevars and not _is_same(code, function.__code__):
            function.__code__ = code
            changed = True
    return changed


def forget_answers(package: str) -> None:
    """Clear what functions of a package remember."""
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] == package:
            for value in list(vars(module).values()):
                if isinstance(value, functools._lru_cache_wrapper):
                    value.cache_clear()


def _functions(code: CodeType) -> dict[str, CodeType]:
    """Return the functions and methods of a module by their names, without those within functions."""
    found: dict[str, CodeType] = {}
    for each in code.co_consts:
        if isinstance(each, CodeType) and "<" not in each.co_qualname:
            found |= {each.co_qualname: each, **_functions(each)}
    return found


def _is_same(one: CodeType, other: CodeType) -> bool:
    """Return whether two codes do the same; where in the file they stand makes no difference."""
    names = ("co_code", "co_names", "co_varnames", "co_freevars")
    if any(getattr(one, name) != getattr(other, name) for name in names) or len(one.co_consts) != len(other.co_consts):
        return False
    pairs = zip(one.co_consts, other.co_consts, strict=True)
    return all(_is_same(a, b) if isinstance(a, CodeType) and isinstance(b, CodeType) else a == b for a, b in pairs)


def _loaded(module: ModuleType) -> Iterator[FunctionType]:
    for value in list(vars(module).values()):
        if isinstance(value, type) and value.__module__ == module.__name__:
            for member in list(vars(value).values()):
                yield from _within(member, module)
        else:
            yield from _within(value, module)


def _within(value: object, module: ModuleType) -> Iterator[FunctionType]:
    """Yield the functions of a module that something is, or is made of."""
    if isinstance(value, FunctionType):
        if value.__module__ == module.__name__ and value.__code__.co_filename == module.__file__:
            yield value
        if wrapped := getattr(value, "__wrapped__", None):
            yield from _within(wrapped, module)
    elif isinstance(value, property):
        yield from _within(value.fget, module)
    elif isinstance(value, functools.cached_property):
        yield from _within(value.func, module)
    elif isinstance(value, staticmethod | classmethod):
        yield from _within(value.__func__, module)
    elif isinstance(value, functools._lru_cache_wrapper):
        yield from _within(value.__wrapped__, module)
