"""What is found of an object."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is not as the specification has it."""

    code: str
    """``E…`` makes it no valid object, ``W…`` does not."""
    what: str
    """A sentence."""

    @property
    def is_error(self) -> bool:
        return self.code.startswith("E")
