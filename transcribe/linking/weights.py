"""The figures that linking is tuned by.

Set by hand, with the bundled programmes and the first 46 documents of the translated Kazakh news in view; they are not
calibrated. Scores made with them rank; they are no probabilities.
"""

from __future__ import annotations

from dataclasses import dataclass

CLOSE_NAME = 0.8
CLOSE_WORD = 0.86
"""How close a folded word must be to count as heard (`closeness`)."""
OTHER_UNIT = 0.4
"""Strength of the same number where it counts another thing."""
RIVAL = 0.3
"""Strength of another number of the same thing: the place may be right, and the number wrong."""
HEARD = 0.75
"""From this strength on an anchor counts as heard in a verdict."""

KIND_WEIGHT = {"name": 1.5, "number": 1.5, "word": 0.6}
"""By `AnchorKind`: how much a name says of the place, against a plain word."""
UNHEARD = 0.5
"""Rarity of an anchor that was heard nowhere."""
ENOUGH = 1.0
"""Weight of anchors below which a claim has too few for their share to mean much: one name is less."""
NEIGHBOURS = 10
"""Of CSLS: how many windows of a claim, and claims of a window, make its neighbourhood."""


@dataclass(frozen=True, slots=True)
class Fusion:
    """Log odds = bias + Σ weight × channel."""

    bias: float
    anchors: float
    csls: float = 0.0


ANCHORS_ALONE = Fusion(bias=-3.9, anchors=6.0)
ANCHORS_AND_EMBEDDINGS = Fusion(bias=-2.6, anchors=3.5, csls=25.0)

BACK_COST = 1.0
"""Log odds that a jump back costs: a clear place behind is taken, a doubtful one is not."""
SLACK_MS = 20_000
"""A start earlier by no more than this is no jump: windows overlap."""

SURE_WITH_ANCHORS = 1.0
SURE_WITH_PLACES = 2.0
SURE_WITHOUT_ANCHORS = 2.5
"""Log odds from which a claim is called supported: all its names and numbers heard; all, but they are only countries
and the like; it has none, so that its meaning alone speaks for it."""
SURE_OF_TOPIC = 0.5
"""Log odds from which a number that differs is called a conflict, not only missing."""
LOW_CONFIDENCE = 0.5
"""Mean probability of the recogniser below which nothing can be told from its words."""
TRUSTED_WORD = 0.6
"""Probability of a word from which it may contradict a claim."""
TRIM = 0.02
"""An edge sentence whose cosine is lower than that of the best by more is cut off, unless it holds an anchor."""
MORE_SPANS = 2
"""A claim has at most so many further places."""
ALTERNATIVES = 3
OTHER_NAME = 0.5
"""A word in the place of a name that is less close to it is another name, and not the same one misheard."""
