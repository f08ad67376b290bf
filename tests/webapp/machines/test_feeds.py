"""Feeds as readers' and podcast programs take them."""

from __future__ import annotations

import dataclasses
import json
from email.utils import parsedate_to_datetime
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from lxml import etree

from media.records import Span
from tests.security.payloads import PAYLOADS, filled
from tests.webapp.editions import approved, make_sound
from tests.webapp.published import GONE, REELS, SAXAUL, SUMMARY_ONLY, WORDS_ONLY, public_client
from transcribe.formats.chapters import NONE
from transcribe.records import Verdict
from webapp.edition.layout import Layout, read_document
from webapp.edition.records import EditionDocument, EditionSentence
from webapp.edition.store import add_version, block, edition_writer
from webapp.public.machines.feeds import listing
from webapp.public.machines.feeds.chapters import chapters

ATOM = "{http://www.w3.org/2005/Atom}"
PODCAST = "{https://podcastindex.org/namespace/1.0}"
ITUNES = "{http://www.itunes.com/dtds/podcast-1.0.dtd}"
FEEDS = ("/feeds/programmes.rss", "/feeds/programmes.atom", "/feeds/search.rss?q=the", "/feeds/search.atom?q=the")


def items(client: FlaskClient, place: str) -> dict[str, etree._Element]:
    """Return link → item of an RSS feed, or link → entry of an Atom feed."""
    root = etree.fromstring(client.get(place).data)
    if root.tag == "rss":
        return {str(item.findtext("link")): item for item in root.iter("item")}
    return {str(item.find(f'{ATOM}link[@rel="alternate"]').get("href")): item for item in root.iter(f"{ATOM}entry")}  # type: ignore[union-attr]


def place_of(programme_id: str) -> str:
    return f"http://localhost/programmes/{programme_id}"


@pytest.mark.parametrize("place", ["/feeds/programmes.rss", "/feeds/programmes.atom"])
def test_feed_lists_what_is_public(client: FlaskClient, place: str) -> None:
    found = items(client, place)
    assert {place_of(name) for name in (SAXAUL, REELS, SUMMARY_ONLY, WORDS_ONLY)} <= set(found)
    assert place_of(GONE) not in found


@pytest.mark.parametrize("place", ["/feeds/programmes.rss", "/feeds/programmes.atom"])
def test_feed_of_a_series(client: FlaskClient, place: str) -> None:
    series = f"{place}?series=Demo+programmes"
    assert set(items(client, series)) == {place_of(SAXAUL), place_of(REELS)}
    assert client.get(f"{place}?series=Nothing").status_code == 404


@pytest.mark.parametrize("place", ["/feeds/search.rss", "/feeds/search.atom"])
def test_feed_of_a_search(client: FlaskClient, place: str) -> None:
    assert place_of(SAXAUL) in items(client, f"{place}?q=көшетжай")
    assert items(client, f"{place}?q=zzzz") == {}
    assert client.get(place).status_code == 200


def test_item_has_what_podcast_programs_want(client: FlaskClient) -> None:
    item = items(client, "/feeds/programmes.rss")[place_of(REELS)]
    enclosure = item.find("enclosure")
    assert enclosure is not None
    sound = client.get(str(enclosure.get("url")))
    assert sound.headers["Content-Type"] == enclosure.get("type") == "audio/mp4"
    assert len(sound.data) == int(str(enclosure.get("length")))
    assert item.find("guid").get("isPermaLink") == "false"  # type: ignore[union-attr]
    assert str(item.findtext("guid")).startswith("urn:uuid:")
    assert parsedate_to_datetime(str(item.findtext("pubDate"))).utcoffset() is not None
    assert item.findtext(f"{ITUNES}duration")
    assert {(each.get("role"), each.text) for each in item.iter(f"{PODCAST}person")} >= {
        ("speaker", "Host"),
        ("speaker", "Guest"),
    }
    for each in (*item.iter(f"{PODCAST}transcript"), *item.iter(f"{PODCAST}chapters")):
        response = client.get(str(each.get("url")))
        assert response.status_code == 200
        assert response.headers["Content-Type"].partition(";")[0] == each.get("type")


def test_programme_without_sound_has_no_enclosure(client: FlaskClient) -> None:
    item = items(client, "/feeds/programmes.rss")[place_of(SUMMARY_ONLY)]
    for absent in ("enclosure", f"{PODCAST}chapters", f"{PODCAST}transcript"):
        assert item.find(absent) is None


def test_name_of_an_item_never_changes(client: FlaskClient, layout: Layout) -> None:
    moved = public_client(layout.root)
    elsewhere = etree.fromstring(moved.get("/feeds/programmes.rss", base_url="https://archive.example").data)
    here = {item.findtext("guid") for item in items(client, "/feeds/programmes.rss").values()}
    assert {item.findtext("guid") for item in elsewhere.iter("item")} == here
    assert elsewhere.findtext("channel/link") == "https://archive.example/"


def test_chapters_are_sentences_where_they_are_heard(client: FlaskClient) -> None:
    record = json.loads(client.get(f"/programmes/{SAXAUL}/podcast-chapters.json").data)
    starts = [each["startTime"] for each in record["chapters"]]
    assert starts == sorted(set(starts))
    titles = " ".join(each["title"] for each in record["chapters"])
    assert "begins at six in the morning." in titles
    assert "Partly: " in titles
    assert "40 hectares" not in titles, "the sound may say otherwise"
    assert "ends next year" not in titles, "not found in the sound"
    assert "may be wrong" in record["description"]


def sentence(verdict: Verdict | None, **more: bool) -> EditionSentence:
    return EditionSentence(0, "It rains.", verdict, (Span(1000, 2000),), **more)


@pytest.mark.parametrize(
    ("said", "title"),
    [
        (sentence(Verdict.SUPPORTED), "It rains."),
        (sentence(Verdict.PARTLY), "Partly: It rains."),
        (sentence(Verdict.CONFLICTING, confirmed=True), "It rains. (checked by the newsroom)"),
        (sentence(Verdict.SUPPORTED, stale=True), None),
        (sentence(Verdict.CANNOT_TELL), None),
        (sentence(Verdict.NOT_FOUND), None),
        (sentence(None), None),
    ],
)
def test_title_of_a_chapter_says_how_sure_it_is(layout: Layout, said: EditionSentence, title: str | None) -> None:
    document = document_of(layout, SAXAUL)
    assert document.summary
    one = dataclasses.replace(document, summary=dataclasses.replace(document.summary, sentences=(said,)))
    assert [each.title for each in chapters(one).chapters if "rains" in each.title] == ([title] if title else [])


def test_turns_of_named_speakers_are_chapters_where_there_is_no_summary(layout: Layout) -> None:
    made = chapters(dataclasses.replace(document_of(layout, REELS), summary=None))
    assert [each.title for each in made.chapters[:2]] == ["Host", "Guest"]
    assert "speakers" in made.description


def test_where_there_are_no_chapters_the_file_says_so(layout: Layout) -> None:
    made = chapters(dataclasses.replace(document_of(layout, REELS), summary=None, transcript=None))
    assert (made.chapters, made.description) == ((), NONE)


def document_of(layout: Layout, programme_id: str) -> EditionDocument:
    paths = [path for path in layout.document_paths() if path.parent.name == programme_id]
    return max(map(read_document, paths), key=lambda document: document.version)


def test_words_for_podcast_programs_are_those_of_the_captions(client: FlaskClient) -> None:
    record = client.get(f"/programmes/{REELS}/podcast-transcript.json").json
    assert record
    assert record["version"] == "1.0.0"
    assert {each["speaker"] for each in record["segments"]} == {"Host", "Guest"}
    assert record["segments"][0]["body"].startswith("[muragat: synthetic demo material; machine words, not checked;")
    assert all(each["startTime"] < each["endTime"] and each["body"] for each in record["segments"])
    assert "2018 жылы ауылдың" not in client.get(f"/programmes/{SAXAUL}/podcast-transcript.json").text
    assert client.get(f"/programmes/{SUMMARY_ONLY}/podcast-transcript.json").status_code == 404


@pytest.mark.parametrize("place", FEEDS)
def test_unchanged_feed_is_not_sent_again(client: FlaskClient, place: str) -> None:
    first = client.get(place)
    assert first.headers["Cache-Control"] == "no-cache"
    for condition in (
        {"If-None-Match": first.headers["ETag"]},
        {"If-Modified-Since": first.headers["Last-Modified"]},
    ):
        again = client.get(place, headers=condition)
        assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize("place", ["/feeds/programmes.rss", "/feeds/programmes.atom"])
def test_feed_has_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    monkeypatch.setattr("webapp.public.machines.feeds.routes.FEED_ITEMS", 3)
    layout = Layout(tmp_path)
    with edition_writer(layout):
        for number in range(5):
            add_version(layout, approved(f"p{number}", text=None), None)
    client, told, pages = public_client(tmp_path), set(), 0
    following: str | None = place
    while following:
        root = etree.fromstring(client.get(following).data)
        told |= set(items(client, following))
        link = root.find(f'.//{ATOM}link[@rel="next"]')
        following, pages = (link.get("href") if link is not None else None), pages + 1
    assert told == {place_of(f"p{number}") for number in range(5)}
    text = client.get(place).text
    assert "explicit" not in text, "nobody has judged it"
    assert text.count("<author><name>unknown</name></author>") == (3 if place.endswith("atom") else 0)
    assert pages == 2
    assert client.get(f"{place}?page=3").status_code == 404
    assert client.get(f"{place.replace('programmes', 'search')}?q=programme&page=9").status_code == 404
    assert listing.FEED_ITEMS == 50


@pytest.mark.parametrize("kind", ["rss", "atom"])
def test_withdrawn_is_gone_at_once(tmp_path: Path, kind: str) -> None:
    layout, files = Layout(tmp_path / "edition"), make_sound(tmp_path / "sound")
    with edition_writer(layout):
        add_version(layout, approved("p1", "Құпия", text="жақсы", sound=files.sound), files)
        add_version(layout, approved("p2", text="жақсы"), None)
    client = public_client(layout.root)
    places = (f"/feeds/programmes.{kind}", f"/feeds/search.{kind}?q=жақсы")
    before = {place: client.get(place).headers["Last-Modified"] for place in places}
    block(layout, "p1")  # The index still has it.
    for place in places:
        assert set(items(client, place)) == {place_of("p2")}
        assert "Құпия" not in client.get(place).text
        assert parsedate_to_datetime(client.get(place).headers["Last-Modified"]) >= parsedate_to_datetime(before[place])
    for place in ("/programmes/p1/podcast-chapters.json", "/programmes/p1/podcast-transcript.json"):
        assert client.get(place).status_code == 410


def test_hostile_text_stays_text(tmp_path: Path) -> None:
    layout, files = Layout(tmp_path / "edition"), make_sound(tmp_path / "sound")
    with edition_writer(layout):
        add_version(layout, filled(PAYLOADS, files.sound), files)
    client = public_client(layout.root)
    series = PAYLOADS[1]
    for place in ("/feeds/programmes.rss", "/feeds/programmes.atom"):
        for asked in ({}, {"series": series}):
            response = client.get(place, query_string=asked)
            assert response.status_code == 200
            root = etree.fromstring(response.data)
            assert not [each for each in root.iter() if etree.QName(each).localname == "script"]
            titles = [each.text for each in root.iter("title", f"{ATOM}title")]
            assert PAYLOADS[0] in titles
    for payload in PAYLOADS[::10]:
        for place in ("/feeds/search.rss", "/feeds/search.atom"):
            etree.fromstring(client.get(place, query_string={"q": payload}).data)
    record = client.get("/programmes/p1/podcast-transcript.json").json
    assert record
    assert record["segments"][0]["body"].partition("] ")[2].startswith(PAYLOADS[0])
