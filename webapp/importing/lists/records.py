"""One programme of a list or folder, before and after it was brought in."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Entry:
    """What is to be brought in as one programme."""

    name: str
    """Where it stands: the number of its row, or its place in a folder."""
    facts: Mapping[str, str] = field(default_factory=dict)
    sound: Path | None = None
    summary: Path | str | None = None
    """A file, or the text itself."""
    summary_language: str = "en"
    script: Path | None = None
    transcript: Path | None = None
    """Of another tool."""
    page: Path | None = None
    """A saved page, for facts and summary."""
    problem: str | None = None
    """Why it cannot be brought in, where that is known already: one sentence."""


class Outcome(enum.StrEnum):
    ADDED = "added"
    THERE = "there already"
    FINE = "would be added"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Result:
    """What came of an entry."""

    name: str
    title: str
    outcome: Outcome
    programme_id: str | None = None
    sentence: str = ""
    """What the person should know: why it failed, or what was not sure."""
