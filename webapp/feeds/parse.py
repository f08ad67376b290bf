"""RSS 2.0, with the fields of podcasts, and Atom 1.0 (RFC 4287) become records. Whoever wrote it may be hostile."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin

from lxml import etree, html

from media.errors import UnknownLanguage
from media.language import parse_language
from webapp.feeds.errors import NotAFeed
from webapp.feeds.records import Channel, Item

ATOM = "{http://www.w3.org/2005/Atom}"
ITUNES = "{http://www.itunes.com/dtds/podcast-1.0.dtd}"
DC = "{http://purl.org/dc/elements/1.1/}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}"
MOST_ITEMS = 5_000
MOST_LETTERS = {"line": 500, "text": 20_000, "guid": 1_000}
SOUNDS = re.compile(r"(?i)\.(mp3|m4a|mp4|wav|flac|ogg|oga|opus|aac|wma|webm)(\?|$)")


def parse_feed(data: bytes, url: str) -> Channel:
    """Return what a feed says.

    :param url: where it lies: what it names by half an address is named from there.
    :raises NotAFeed: it is no XML, declares what XML can be made to do harm with, or is neither RSS nor Atom.
    """
    root = _read(data)
    if root.tag == "rss" and (channel := root.find("channel")) is not None:
        return _rss(channel, url)
    if root.tag == f"{ATOM}feed":
        return _atom(root, url)
    raise NotAFeed("This is neither RSS nor Atom; give the address of the feed, not of a page about it.")


def _read(data: bytes) -> etree._Element:
    # No entity is put in, no file or address opened, and libxml2's own limits on depth and size stay on.
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False, recover=False
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise NotAFeed(
            "This is not well-formed XML, so nothing of it was taken; tell whoever makes the feed."
        ) from error
    if root.getroottree().docinfo.doctype:
        raise NotAFeed("It declares a document type, which feeds have no need of; nothing of it was taken.")
    return root


def _rss(channel: etree._Element, url: str) -> Channel:
    title, language = _line(channel, "title"), _language(_line(channel, "language"))
    rights, author = _line(channel, "copyright"), _line(channel, f"{ITUNES}author")
    found = []
    for item in _first(channel.iterfind("item")):
        sound = _enclosure(item)
        if sound is None:
            continue
        sound_url = urljoin(url, sound)
        found.append(
            Item(
                guid=_cut(_line(item, "guid") or sound_url, "guid"),
                sound_url=sound_url,
                title=_line(item, "title") or _line(item, f"{ITUNES}title") or title or "–",
                summary=_plain(_text(item, f"{CONTENT}encoded", "description", f"{ITUNES}summary")),
                published=_date(_line(item, "pubDate") or _line(item, f"{DC}date")),
                author=_line(item, f"{ITUNES}author") or _line(item, f"{DC}creator") or _line(item, "author") or author,
                link=_link(url, _line(item, "link")),
                series=title,
                language=language,
                rights=rights,
            )
        )
    return Channel(title, _each_once(found))


def _atom(feed: etree._Element, url: str) -> Channel:
    title, author = _line(feed, f"{ATOM}title"), _line(feed, f"{ATOM}author/{ATOM}name")
    language = _language(feed.get("{http://www.w3.org/XML/1998/namespace}lang"))
    found = []
    for entry in _first(feed.iterfind(f"{ATOM}entry")):
        links = {each.get("rel", "alternate"): each.get("href", "") for each in reversed(entry.findall(f"{ATOM}link"))}
        if not links.get("enclosure"):
            continue
        sound_url = urljoin(url, links["enclosure"].strip())
        found.append(
            Item(
                guid=_cut(_line(entry, f"{ATOM}id") or sound_url, "guid"),
                sound_url=sound_url,
                title=_line(entry, f"{ATOM}title") or title or "–",
                summary=_plain(_text(entry, f"{ATOM}summary", f"{ATOM}content")),
                published=_date(_line(entry, f"{ATOM}published") or _line(entry, f"{ATOM}updated")),
                author=_line(entry, f"{ATOM}author/{ATOM}name") or author,
                link=_link(url, links.get("alternate")),
                series=title,
                language=language,
                rights=_line(entry, f"{ATOM}rights") or _line(feed, f"{ATOM}rights"),
            )
        )
    return Channel(title, _each_once(found))


def _first(elements: Iterator[etree._Element]) -> Iterator[etree._Element]:
    yield from (element for _, element in zip(range(MOST_ITEMS), elements, strict=False))


def _each_once(items: list[Item]) -> tuple[Item, ...]:
    first: dict[str, Item] = {}
    for item in items:
        first.setdefault(item.guid, item)
    return tuple(first.values())


def _enclosure(item: etree._Element) -> str | None:
    """Return the address of an item's sound, ``None`` where it has none: a picture is an enclosure too."""
    for each in item.iterfind("enclosure"):
        address, kind = str(each.get("url", "")).strip(), str(each.get("type", "")).strip().lower()
        if address and (kind.startswith(("audio/", "video/")) or SOUNDS.search(address)):
            return address
    return None


def _line(parent: etree._Element, path: str) -> str | None:
    """Return the text of a child as one printable line, ``None`` where there is none."""
    found = parent.find(path)
    text = "".join(found.itertext(with_tail=False)) if found is not None else ""
    return _cut(" ".join("".join(letter if letter.isprintable() else " " for letter in text).split()), "line") or None


def _text(parent: etree._Element, *paths: str) -> str | None:
    for path in paths:
        found = parent.find(path)
        text = "".join(found.itertext(with_tail=False)).strip() if found is not None else ""
        if text:
            return text
    return None


def _plain(text: str | None) -> str | None:
    """Return a description without its markup: paragraphs with a line between them."""
    if text is None:
        return None
    if "<" in text:
        text = _without_markup(text)
    paragraphs = (" ".join(part.split()) for part in re.split(r"\n\s*\n", text))
    printable = ("".join(letter for letter in each if letter.isprintable()) for each in paragraphs)
    return _cut("\n\n".join(filter(None, printable)), "text") or None


def _without_markup(text: str) -> str:
    try:
        root = html.fragment_fromstring(
            text, create_parent="div", parser=html.HTMLParser(no_network=True, huge_tree=False)
        )
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return re.sub(r"<[^>]*>", " ", text)
    for each in root.iter("script", "style"):
        each.text = ""
    for each in root.iter("p", "div", "li", "br", "h1", "h2", "h3", "h4", "blockquote"):
        each.tail = "\n\n" + (each.tail or "")
    return "".join(root.itertext())


def _link(url: str, link: str | None) -> str | None:
    whole = urljoin(url, link) if link else ""
    return whole if whole.startswith(("https://", "http://")) else None


def _language(tag: str | None) -> str | None:
    with contextlib.suppress(UnknownLanguage):
        return parse_language(tag) if tag else None
    return None


def _date(text: str | None) -> str | None:
    """Return the day, in UTC, ``None`` where it is not told or cannot be read."""
    if text is None:
        return None
    for read in (parsedate_to_datetime, datetime.fromisoformat):
        with contextlib.suppress(ValueError, TypeError, OverflowError):
            moment = read(text)
            return (moment.astimezone(UTC) if moment.tzinfo else moment).date().isoformat()
    return None


def _cut(text: str, kind: str) -> str:
    return text[: MOST_LETTERS[kind]]
