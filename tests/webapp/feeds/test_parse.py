"""What feeds say becomes records, whoever wrote them."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from webapp.feeds.errors import NotAFeed
from webapp.feeds.parse import MOST_ITEMS, parse_feed

URL = "https://radio.example/feeds/news.xml"
RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"
  xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel><title>Ауыл таңы</title><language>kk-KZ</language><copyright>© Radio Qala</copyright>
<itunes:author>Radio Qala</itunes:author>
<item><title>Сексеуіл  &amp;
 су</title><link>/programmes/1</link><guid isPermaLink="false">n-1</guid>
<pubDate>Tue, 24 Nov 2026 23:30:00 -0500</pubDate><itunes:author>Дана</itunes:author>
<content:encoded><![CDATA[<p>A village <b>plants</b> saxaul.</p><script>alert(1)</script>
<p>It is early.</p>]]></content:encoded>
<description>short</description><enclosure url="../sound/1.mp3?x=1&amp;y=2" length="5" type="audio/mpeg"/></item>
<item><title>A picture</title><guid>n-2</guid><enclosure url="/2.jpg" type="image/jpeg"/></item>
<item><title>No sound</title><guid>n-3</guid></item>
<item><enclosure url="https://cdn.example/4.OGG" type=""/></item>
<item><title>Again</title><guid>n-1</guid><enclosure url="/other.mp3" type="audio/mpeg"/></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="ru"><title>Новости</title>
<author><name>Radio</name></author>
<entry><id>urn:1</id><title type="text">Утро</title><updated>2026-11-24T05:00:00Z</updated>
<published>2026-11-23T22:00:00-05:00</published><summary type="html">&lt;p&gt;Кратко&lt;/p&gt;</summary>
<link rel="alternate" href="https://radio.example/1"/><link rel="enclosure" href="/1.mp3" type="audio/mpeg"/></entry>
<entry><id>urn:2</id><title>Без звука</title><link href="https://radio.example/2"/></entry></feed>"""


def test_rss() -> None:
    channel = parse_feed(RSS.encode(), URL)
    first, second = channel.items
    assert channel.title == "Ауыл таңы"
    assert (first.guid, first.title, first.author) == ("n-1", "Сексеуіл & су", "Дана")
    assert first.sound_url == "https://radio.example/sound/1.mp3?x=1&y=2"
    assert first.link == "https://radio.example/programmes/1"
    assert (first.published, first.language, first.series) == ("2026-11-25", "kk-KZ", "Ауыл таңы")
    assert first.summary == "A village plants saxaul.\n\nIt is early."
    assert first.rights == "© Radio Qala"
    assert (second.guid, second.title, second.author) == ("https://cdn.example/4.OGG", "Ауыл таңы", "Radio Qala")


def test_atom() -> None:
    channel = parse_feed(ATOM.encode("utf-8"), URL)
    (item,) = channel.items
    assert (item.guid, item.title, item.summary, item.author) == ("urn:1", "Утро", "Кратко", "Radio")
    assert (item.published, item.language, item.link) == ("2026-11-24", "ru", "https://radio.example/1")
    assert item.sound_url == "https://radio.example/1.mp3"


def item(inside: str) -> bytes:
    return f'<rss><channel><item>{inside}<enclosure url="/a.mp3" type="audio/mpeg"/></item></channel></rss>'.encode()


@pytest.mark.parametrize(
    ("said", "date"),
    [
        ("Tue, 24 Nov 2026 10:00:00 GMT", "2026-11-24"),
        ("2026-11-24T10:00:00+06:00", "2026-11-24"),
        ("24 Nov 26 10:00 EST", "2026-11-24"),
        ("Tue, 99 Nov 2026", None),
        ("soon", None),
        ("", None),
    ],
)
def test_dates(said: str, date: str | None) -> None:
    assert parse_feed(item(f"<pubDate>{said}</pubDate>"), URL).items[0].published == date


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "&#9;javascript:alert(1)"]
)
def test_a_link_is_one_to_a_page(link: str) -> None:
    found = parse_feed(item(f"<link>{link}</link>"), URL).items[0].link
    assert found is None or found.startswith("https://radio.example/")


BOMB = "<!DOCTYPE r [<!ENTITY a 'aaaaaaaaaa'>" + "".join(
    f"<!ENTITY {chr(98 + n)} '{f'&{chr(97 + n)};' * 10}'>" for n in range(9)
)
HOSTILE = {
    "an entity of a file": b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel><title>&x;</title></channel></rss>',
    "an entity of an address": b'<!DOCTYPE r [<!ENTITY x SYSTEM "http://127.0.0.1/">]><rss><channel>&x;</channel></rss>',
    "a billion laughs": f"{BOMB}]><rss><channel><title>&j;</title></channel></rss>".encode(),
    "quadratic": f"<!DOCTYPE r [<!ENTITY a '{'a' * 50_000}'>]><rss><channel>{'&a;' * 20_000}</channel></rss>".encode(),
    "a DTD elsewhere": b'<!DOCTYPE rss SYSTEM "http://127.0.0.1/x.dtd"><rss><channel/></rss>',
    "a parameter entity": b'<!DOCTYPE r [<!ENTITY % p SYSTEM "http://127.0.0.1/"> %p;]><rss><channel/></rss>',
    "depth": b"<rss><channel>" + b"<a>" * 100_000 + b"</a>" * 100_000 + b"</channel></rss>",
    "depth in UTF-16": ("<rss><channel>" + "<a>" * 100_000).encode("utf-16"),
    "no end": b"<rss><channel><item>",
    "a page": b"<!doctype html><html><body>Podcast</body></html>",
    "another format": b"<opml/>",
    "nothing": b"",
    "zeros": bytes(1_000),
    "an entity that nobody declared": b"<rss><channel><title>&nbsp;</title></channel></rss>",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_made_to_do_harm_is_refused(name: str) -> None:
    begun = time.process_time()
    with pytest.raises(NotAFeed) as refused:
        parse_feed(HOSTILE[name], URL)
    assert "root:" not in str(refused.value)
    assert time.process_time() - begun < 2


def test_an_include_is_not_followed() -> None:
    feed = item('<title xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="file:///etc/passwd"/></title>')
    assert "root:" not in str(parse_feed(feed, URL))


def test_many_items_and_long_texts_are_cut() -> None:
    one = f'<item><title>{"ә" * 5_000}</title><guid>{{}}</guid><enclosure url="/a.mp3" type="audio/mpeg"/></item>'
    many = "".join(f'<item><guid>{n}</guid><enclosure url="/a.mp3" type="audio/mpeg"/></item>' for n in range(6_000))
    channel = parse_feed(f"<rss><channel>{one.format('x')}{many}</channel></rss>".encode(), URL)
    assert (len(channel.items), len(channel.items[0].title)) == (MOST_ITEMS, 500)


TEXT = st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=60)


@settings(max_examples=60, deadline=None)
@given(TEXT, TEXT)
def test_whatever_a_title_says_it_is_one_printable_line(title: str, summary: str) -> None:
    escaped = [text.replace("&", "&amp;").replace("<", "&lt;") for text in (title, summary)]
    found = parse_feed(item(f"<title>{escaped[0]}</title><description>{escaped[1]}</description>"), URL).items[0]
    assert found.title.isprintable()
    assert "".join(title.split()).replace("\ufffe", "") or found.title == "–"
    assert found.summary is None or found.summary.replace("\n", "").isprintable()
