"""Atom (RFC 4287), its pages linked by RFC 5005."""

from __future__ import annotations

from datetime import UTC, datetime

from webapp.public.machines.address import absolute, lasting_id, page_of
from webapp.public.machines.catalogue.times import at_midnight, whole_seconds
from webapp.public.machines.feeds.listing import Feed
from webapp.public.machines.feeds.rss import ATOM
from webapp.public.machines.outline import CatalogueRecord
from webapp.public.machines.xml import Element

UNKNOWN = "unknown"


def atom(feed: Feed) -> Element:
    """Return the feed as Atom."""
    root = ATOM.root("feed", {None: ATOM.uri})
    ATOM.add(root, "id", feed.address)
    ATOM.add(root, "title", feed.title)
    ATOM.add(root, "subtitle", feed.description)
    ATOM.add(root, "updated", _rfc3339(feed.modified))
    ATOM.add(root, "generator", "muragat")
    ATOM.add(root, "link", rel="self", type="application/atom+xml", href=feed.address)
    ATOM.add(root, "link", rel="alternate", type="text/html", href=feed.page_address)
    if feed.next_address:
        ATOM.add(root, "link", rel="next", type="application/atom+xml", href=feed.next_address)
    for record in feed.records:
        _add_entry(root, record)
    return root


def _add_entry(root: Element, record: CatalogueRecord) -> None:
    told, facts = record.outline, record.outline.facts
    entry = ATOM.add(root, "entry")
    ATOM.add(entry, "id", lasting_id(facts.programme_id))
    ATOM.add(entry, "title", facts.title)
    ATOM.add(
        entry, "link", rel="alternate", type="text/html", href=page_of(facts.programme_id), hreflang=facts.language
    )
    if told.sound:
        address = absolute("files.sound", sha256=told.sound.sha256)
        ATOM.add(entry, "link", rel="enclosure", type="audio/mp4", href=address, length=str(told.sound.size_bytes))
    when = at_midnight(facts.published) or whole_seconds(record.first_published_at)
    ATOM.add(entry, "published", _rfc3339(when))
    ATOM.add(entry, "updated", _rfc3339(whole_seconds(told.published_at)))
    # Atom asks for an author of each entry, whether one is known or not.
    ATOM.add(ATOM.add(entry, "author"), "name", facts.author or facts.publisher or facts.broadcaster or UNKNOWN)
    for topic in facts.topics:
        ATOM.add(entry, "category", term=topic)
    if told.summary:
        ATOM.add(entry, "summary", told.summary_text, type="text", lang=told.summary.language)
    ATOM.add_all(entry, "rights", (facts.rights,))


def _rfc3339(when: datetime) -> str:
    return when.astimezone(UTC).isoformat().replace("+00:00", "Z")
