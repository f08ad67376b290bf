"""What published guides ask of captions: Netflix's Timed Text Style Guide and the BBC's Subtitle Guidelines.

Figures as of November 2026. A guide is for people who may shorten what is said; nothing is shortened here, so that who
speaks faster than a guide's figure is shown faster.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True)
class Guide:
    """The figures of one guide."""

    name: str
    """As it is asked for."""
    title: str
    address: str
    lines: int
    """That a cue may have."""
    characters: int
    """That a line may have."""
    speed: int
    """Characters a second that can be read."""
    minimum_ms: int
    """How long a cue stays at least, where the next leaves it the time."""
    maximum_ms: int
    gap_ms: int
    """Between a cue and one that follows it at once."""
    least_pause_ms: int
    """A shorter pause between two cues is closed, to `gap_ms`."""
    hang_ms: int
    """How long after its last word a cue may stay to be read."""
    characters_of: tuple[tuple[str, int], ...] = ()
    """Where a language has its own figure, by its first subtag."""
    speed_of: tuple[tuple[str, int], ...] = ()


NETFLIX: Final = Guide(
    name="netflix",
    title="Netflix Timed Text Style Guide: General Requirements, Subtitle Timing Guidelines",
    address="https://partnerhelp.netflixstudios.com/hc/en-us/articles/215758617",
    lines=2,
    characters=42,
    speed=17,
    minimum_ms=833,  # 5/6 s
    maximum_ms=7_000,
    gap_ms=84,  # two frames of 24 a second
    least_pause_ms=500,
    hang_ms=500,
    characters_of=(("ru", 39),),
    speed_of=(("en", 20),),
)
BBC: Final = Guide(
    name="bbc",
    title="BBC Subtitle Guidelines",
    address="https://www.bbc.co.uk/accessibility/forproducts/guides/subtitles/",
    lines=2,
    characters=37,  # of teletext, and about 68 % of a picture's width
    speed=18,  # 180 words a minute, of five letters and a space
    minimum_ms=833,  # It has no figure for this and the next; Netflix's hold.
    maximum_ms=7_000,
    gap_ms=0,
    least_pause_ms=1_000,
    hang_ms=1_500,
)
GUIDES: Final[Mapping[str, Guide]] = MappingProxyType({guide.name: guide for guide in (NETFLIX, BBC)})
