"""A feed, and what it says of a programme."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed that somebody added."""

    feed_id: str
    url: str
    language: str
    """BCP 47, ``und`` where nobody said which: then the feed's own."""
    title: str | None
    etag: str | None
    last_modified: str | None
    asked_at: str | None
    """When it was asked last and answered."""
    created_at: str


@dataclass(frozen=True, slots=True)
class Item:
    """What a feed says of one programme, as it says it."""

    guid: str
    sound_url: str
    title: str
    summary: str | None = None
    """Plain text."""
    published: str | None = None
    """ISO 8601 date."""
    author: str | None = None
    link: str | None = None
    """The page about it."""
    series: str | None = None
    """What the feed is called."""
    language: str | None = None
    """BCP 47, as the feed says."""
    rights: str | None = None


@dataclass(frozen=True, slots=True)
class Channel:
    """A whole feed as it was read."""

    title: str | None
    items: tuple[Item, ...]
    """In the feed's order, most of them the newest first."""
