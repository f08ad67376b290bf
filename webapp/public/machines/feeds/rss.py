"""RSS 2.0 with the words of iTunes, Dublin Core and the podcast namespace."""

from __future__ import annotations

from email.utils import format_datetime
from urllib.parse import urlsplit
from uuid import UUID, uuid5

from lxml import etree

from webapp.interface import clock
from webapp.public.machines.address import absolute, lasting_id, page_of
from webapp.public.machines.catalogue.dublin_core import DC
from webapp.public.machines.catalogue.times import at_midnight, whole_seconds
from webapp.public.machines.feeds.chapters import MEDIA_TYPE
from webapp.public.machines.feeds.listing import Feed
from webapp.public.machines.outline import CatalogueRecord, Outline
from webapp.public.machines.xml import Element, Vocabulary

ATOM = Vocabulary("http://www.w3.org/2005/Atom")
ITUNES = Vocabulary("http://www.itunes.com/dtds/podcast-1.0.dtd")
PODCAST = Vocabulary("https://podcastindex.org/namespace/1.0")
RSS = Vocabulary("")
PODCAST_GUIDS = UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
"""The namespace that the podcast namespace gives to names of feeds."""


def rss(feed: Feed) -> Element:
    """Return the feed as RSS."""
    prefixes = {"atom": ATOM.uri, "itunes": ITUNES.uri, "podcast": PODCAST.uri, "dc": DC.uri}
    root = etree.Element("rss", version="2.0", nsmap=prefixes)
    channel = etree.SubElement(root, "channel")
    RSS.add(channel, "title", feed.title)
    RSS.add(channel, "link", feed.page_address)
    RSS.add(channel, "description", feed.description)
    ATOM.add(channel, "link", rel="self", type="application/rss+xml", href=feed.address)
    if feed.next_address:
        ATOM.add(channel, "link", rel="next", type="application/rss+xml", href=feed.next_address)
    languages = {record.outline.facts.language for record in feed.records}
    if len(languages) == 1:
        RSS.add(channel, "language", languages.pop())
    RSS.add(channel, "lastBuildDate", format_datetime(feed.modified, usegmt=True))
    RSS.add(channel, "generator", "muragat")
    publishers = {record.outline.facts.publisher for record in feed.records} - {None}
    if len(publishers) == 1:
        ITUNES.add(channel, "author", publishers.pop())
    ITUNES.add(channel, "type", "episodic")
    PODCAST.add(channel, "guid", str(uuid5(PODCAST_GUIDS, _without_scheme(feed.address))))
    PODCAST.add(channel, "medium", "podcast")
    for record in feed.records:
        _add_item(channel, record)
    return root


def _without_scheme(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.netloc}{parts.path}{'?' + parts.query if parts.query else ''}".rstrip("/")


def _add_item(channel: Element, record: CatalogueRecord) -> None:
    told, facts = record.outline, record.outline.facts
    item = etree.SubElement(channel, "item")
    RSS.add(item, "title", facts.title)
    RSS.add(item, "link", page_of(facts.programme_id))
    RSS.add(item, "guid", lasting_id(facts.programme_id), isPermaLink="false")
    when = at_midnight(facts.published) or whole_seconds(record.first_published_at)
    RSS.add(item, "pubDate", format_datetime(when, usegmt=True))
    RSS.add_all(item, "description", (told.summary_text,))
    RSS.add_all(item, "category", facts.topics)
    ITUNES.add_all(item, "author", (facts.author or facts.publisher,))
    DC.add(item, "language", facts.language)
    DC.add_all(item, "rights", (facts.rights,))
    if told.sound:
        address = absolute("files.sound", sha256=told.sound.sha256)
        RSS.add(item, "enclosure", url=address, length=str(told.sound.size_bytes), type="audio/mp4")
        ITUNES.add(item, "duration", clock(told.sound.duration_ms))
        PODCAST.add(item, "chapters", url=_of("feeds.podcast_chapters", told), type=MEDIA_TYPE)
    _add_transcripts(item, told)
    if facts.author:
        PODCAST.add(item, "person", facts.author, group="writing", role="author")
    for name in told.named_speakers:
        if name != facts.author:
            PODCAST.add(item, "person", name, group="cast", role="speaker")


def _add_transcripts(item: Element, told: Outline) -> None:
    if not told.has_transcript:
        return
    language = told.facts.language
    for name, media_type in (("vtt", "text/vtt"), ("srt", "application/x-subrip")):
        address = absolute("downloads.transcript", programme_id=told.facts.programme_id, name=name)
        PODCAST.add(item, "transcript", url=address, type=media_type, language=language, rel="captions")
    address = _of("feeds.podcast_words", told)
    PODCAST.add(item, "transcript", url=address, type="application/json", language=language)


def _of(endpoint: str, told: Outline) -> str:
    return absolute(endpoint, programme_id=told.facts.programme_id)
