"""The figures that linking is tuned by.

Set by hand. What is learnt from data is in `fuse.FILE`.
"""

from __future__ import annotations

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


BACK_COST = 1.0
"""Log odds that a jump back costs: a clear place behind is taken, a doubtful one is not."""
SLACK_MS = 20_000
"""A start earlier by no more than this is no jump: windows overlap."""

LINK_FROM = 0.35
"""Probability below which a claim gets no link."""
FOUND_AT_LEAST = 0.2
"""Share of the claims of a programme's own summary that is found in it with `SUPPORTED_FROM`, even if badly heard."""
FEWEST_CLAIMS = 3
"""With fewer, that none is found says little."""
LINK_FROM_ELSEWHERE = 0.8
"""As `LINK_FROM` where fewer are: by chance, of a hundred sentences of other programmes two or three are so likely."""
FEWEST_WINDOWS = 3
"""With fewer nothing can stand out, so that nothing is called not found."""
TOPIC_FROM = 0.4
"""Probability from which a number or name that differs is called a conflict, not only missing."""
SUPPORTED_FROM = 0.6
"""Probability from which a claim is called supported, if all its names and numbers were heard."""
SUPPORTED_BARE = 0.8
"""The same for a claim without a name or number, or with none but countries and the like: only its meaning speaks."""
QUOTE_FROM = 0.2
"""Probability from which a quoted phrase was heard where the claim was, if it is nowhere likelier."""
LACKING_FROM, MORE_FROM = 0.3, 0.7
"""Probability from which a further place is taken: one that has what the first lacks, and any."""
LOW_CONFIDENCE = 0.5
"""Mean probability of the recogniser below which nothing can be told from its words."""
TRUSTED_WORD = 0.6
"""Probability of a word from which it may contradict a claim."""
TRIM = 0.02
"""An edge sentence whose cosine is lower than that of the best by more is cut off, unless it holds an anchor."""
MORE_SPANS = 2
"""A claim has at most so many further places."""
ALTERNATIVES = 3
PERHAPS_FROM = 0.05
"""Probability from which another place is offered. Below it nothing speaks for one: the least that the curve gives is
the same for every window, and the first of the recording would be offered for each sentence."""
OTHER_NAME = 0.6
"""A word in the place of a name that is less close to it is another name, and not the same one misheard."""
