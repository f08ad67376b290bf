"""A sentence as a summary would have it: shorter, its clauses in another order."""

from __future__ import annotations

import random
import re

ASIDE = re.compile(r"\s*[(–—][^()–—]*[)–—]")
CLAUSE = re.compile(r",\s+")
LONGEST = 20
"""Words."""
SHORTEST = 5
TURNED = 0.5
"""Chance that the last clause comes first."""


def shortened(sentence: str, draw: random.Random) -> str:
    """Return a sentence without asides and its shortest clause, at times the last first, of at most 20 words."""
    plain = ASIDE.sub("", sentence).strip(" \"'“”").rstrip(".!?")
    clauses = CLAUSE.split(plain)
    if len(clauses) > 2:  # noqa: PLR2004 (two others must be left)
        clauses.remove(min(clauses, key=len))
    if len(clauses) > 1 and draw.random() < TURNED:
        clauses = [clauses[-1], *clauses[:-1]]
    words = ", ".join(clauses).split()[:LONGEST]
    if len(words) < SHORTEST:
        words = sentence.split()[:LONGEST]
    text = " ".join(words).rstrip(",;:")
    return f"{text[:1].upper()}{text[1:]}."
