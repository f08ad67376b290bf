"""docs/limits.md says the limits that the program has."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

TOLD = (Path(__file__).resolve().parents[1] / "docs" / "limits.md").read_text()


def test_every_limit_is_the_programs() -> None:
    found = re.findall(r"`([\w.]+)\.(\w+) = ([\d_]+)`", TOLD)
    assert len(found) == TOLD.count(" = ")
    told = {f"{module}.{name}": int(value) for module, name, value in found}
    assert told == {f"{module}.{name}": getattr(import_module(module), name) for module, name, _ in found}
