"""Captions that roll: each shows again what the one before showed, with new words below, as YouTube’s own do.

What is shown twice is said once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from transcribe.formats.read_cues import ReadCue

MOST_WORDS = 40
"""Two lines have fewer."""
LEAST_CUES, ROLLING = 6, 0.6
"""Where so large a share of the captions begins with what the one before ended with, it is no chance."""


def without_repeats(cues: Sequence[ReadCue]) -> tuple[ReadCue, ...] | None:
    """Return the captions with every word once, ``None`` where they do not roll."""
    shown = [cue for cue in cues if cue.words]
    if len(shown) < LEAST_CUES:
        return None
    repeats = [0, *(_repeated(before, cue) for before, cue in pairwise(shown))]
    if sum(map(bool, repeats)) < ROLLING * len(shown):
        return None
    return tuple(replace(cue, words=cue.words[count:]) for cue, count in zip(shown, repeats, strict=True))


def _repeated(before: ReadCue, cue: ReadCue) -> int:
    """Return with how many words a caption begins that the one before ended with."""
    old = [text for text, _ in before.words][-MOST_WORDS:]
    new = [text for text, _ in cue.words][:MOST_WORDS]
    return next((count for count in range(min(len(old), len(new)), 0, -1) if old[-count:] == new[:count]), 0)
