"""What speakers are called: S1, S2 … by the machine, anything else by people."""

from __future__ import annotations

import re
from collections.abc import Sequence

from transcribe.records import Segment

MACHINE_LABEL = re.compile(r"S([1-9][0-9]*)")


def machine_label(number: int) -> str:
    """:param number: from 1 on."""
    return f"S{number}"


def machine_number(speaker: str) -> int | None:
    """Return the number in a label of the machine's making, ``None`` for a person's name."""
    label = MACHINE_LABEL.fullmatch(speaker)
    return int(label[1]) if label else None


def speakers_of(segments: Sequence[Segment]) -> tuple[str, ...]:
    """Return who speaks, by label or name, in order of first words."""
    return tuple(dict.fromkeys(segment.speaker for segment in segments if segment.speaker))
