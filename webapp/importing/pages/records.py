"""What a saved page is, before and after it was read."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field


class Why(enum.StrEnum):
    """Why something that was read off a page may be wrong."""

    TWO_READINGS = "two readings"
    """A date such as 03/04/2009."""
    DIFFERS = "differs"
    """The page says it twice, and not the same."""
    BY_PLACE = "by place"
    """No label says what it is; it was told by where it stands."""
    SEVERAL = "several"
    """There are more of them, and the first was taken."""
    ABSENT = "absent"
    """The page does not say, as far as could be found."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page as a reader sees it, white space put in order."""

    text: str
    paragraph: int
    """Lines of one paragraph have one number."""
    heading: int = 0
    """1 to 6, 0 for what is no heading."""
    is_label: bool = False
    """The page's own markup says that it names what follows."""
    is_aside: bool = False
    """The page's own markup says that it belongs to the site: navigation, forms, footer."""
    is_linked: bool = False
    """All of it is a link."""


@dataclass(frozen=True, slots=True)
class Page:
    """What a page shows, and what it says to machines."""

    lines: tuple[Line, ...]
    told: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By name in small letters: meta elements, JSON-LD as ``ld:…``, the ``title`` element."""


@dataclass(frozen=True, slots=True)
class Unsure:
    """Something that a person should look at."""

    name: str
    """A fact (`media.records.KEPT`), or ``summary``."""
    value: str
    """As it was taken; empty where there is none."""
    why: Why
    others: tuple[str, ...] = ()
    """What it may be instead."""


@dataclass(frozen=True, slots=True)
class PageRecord:
    """What a page says of a programme. Every word of the page is in one of these."""

    facts: Mapping[str, str]
    """By names of `media.records.KEPT`; what is left over is in ``notes``."""
    summary: str | None
    """Paragraphs with an empty line between two."""
    summary_language: str
    unsure: tuple[Unsure, ...]
    furniture: tuple[str, ...]
    """Lines of the site that say nothing of the programme, kept so that they can be looked through."""
