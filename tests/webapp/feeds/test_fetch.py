"""What a feed has becomes programmes once, with its origin; what breaks is gone on with; nothing goes out by itself."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from sqlite_utils import Database

from media.archive import Archive
from media.catalogue import current_document, get_programme, list_programmes, recordings_of
from media.database import immediate
from tests.media.sounds import KINDS, ticks, write
from tests.webapp.feeds.broadcaster import Broadcaster, broadcasting, changing, in_parts, send
from transcribe.jobs import list_jobs
from webapp.erasing.belongings import delete_rows
from webapp.feeds import fetch, store
from webapp.feeds.errors import FeedBusy, FeedExists, NotAFeed
from webapp.feeds.fetch import Brought, ask_feed, fetch_feed
from webapp.feeds.records import Feed
from webapp.feeds.store import add_feed, counts, feeds, get_feed, origin_of, remove_feed
from webapp.review import ReviewState, state


@pytest.fixture(scope="module")
def sounds(tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    root = tmp_path_factory.mktemp("sounds")
    kind = KINDS["wav of telephones"]
    paths = [write(root / f"{n}.wav", kind, ticks(kind.rate_hz, 2, level=(n + 1) / 10)) for n in range(6)]
    return [path.read_bytes() for path in paths]


@pytest.fixture
def radio() -> Iterator[Broadcaster]:
    with broadcasting() as here:
        yield here


def feed_of(*numbers: int, title: str = "Ауыл таңы") -> bytes:
    items = "".join(
        f"<item><title>Эфир {n}</title><guid>g-{n}</guid><pubDate>Tue, 24 Nov 2026 10:00:00 GMT</pubDate>"
        f"<link>https://radio.example/{n}</link><description>A village plants saxaul, {n}.</description>"
        f'<enclosure url="/{n}.wav" type="audio/x-wav"/></item>'
        for n in numbers
    )
    return f"<rss><channel><title>{title}</title><language>kk</language>{items}</channel></rss>".encode()


@pytest.fixture
def feed(db: Database, radio: Broadcaster, sounds: list[bytes]) -> Feed:
    for number, sound in enumerate(sounds):
        radio.pages[f"/{number}.wav"] = send(sound)
    radio.pages["/feed"] = changing(feed_of(2, 1, 0), '"1"')
    return add_feed(db, radio.url("/feed"), "auto")


def brought(archive: Archive, db: Database, feed: Feed, radio: Broadcaster, most: int = 10) -> list[Brought]:
    return list(fetch_feed(archive, db, get_feed(db, feed.feed_id), radio.door, most))


def test_the_newest_come_first_with_what_the_feed_says(
    archive: Archive, db: Database, feed: Feed, radio: Broadcaster, sounds: list[bytes]
) -> None:
    first = brought(archive, db, feed, radio, most=2)
    assert [each.title for each in first] == ["Эфир 2", "Эфир 1"]
    programme = get_programme(db, str(first[0].programme_id))
    assert (programme.title, programme.series, programme.language) == ("Эфир 2", "Ауыл таңы", "kk")
    assert programme.published == "2026-11-24"
    summary = current_document(db, programme.programme_id, "summary")
    assert summary
    assert (summary.text, summary.language) == ("A village plants saxaul, 2.", "kk")
    (recording,) = recordings_of(db, programme.programme_id)
    assert (recording.sha256, recording.file_name) == (hashlib.sha256(sounds[2]).hexdigest(), "2.wav")
    origin = origin_of(db, programme.programme_id)
    assert origin
    said = origin.item
    assert (said.guid, said.link, said.sound_url) == ("g-2", "https://radio.example/2", radio.url("/2.wav"))
    assert origin.feed_url == feed.url
    assert counts(db, feed).waiting == 1
    assert {job.kind for job in list_jobs(db)} == {"prepare"}
    assert state(db, programme.programme_id) is ReviewState.UNREVIEWED
    assert [each.title for each in brought(archive, db, feed, radio)] == ["Эфир 0"]
    assert [path for path in archive.work.iterdir() if path.suffix != ".lock"] == []


def test_what_has_not_changed_is_not_sent_again(archive: Archive, db: Database, feed: Feed, radio: Broadcaster) -> None:
    ask_feed(db, feed, radio.door)
    ask_feed(db, get_feed(db, feed.feed_id), radio.door)
    radio.pages["/feed"] = send(feed_of(3, 2, 1, 0), ETag='"2"', Last_Modified="Tue, 24 Nov 2026 10:00:00 GMT")
    ask_feed(db, get_feed(db, feed.feed_id), radio.door)
    ask_feed(db, get_feed(db, feed.feed_id), radio.door)
    told = [(each.get("If-None-Match"), each.get("If-Modified-Since")) for each in radio.of("/feed")]
    assert told == [(None, None), ('"1"', None), ('"1"', None), ('"2"', "Tue, 24 Nov 2026 10:00:00 GMT")]
    assert counts(db, feed).waiting == 4
    assert len(brought(archive, db, feed, radio)) == 4


def test_nothing_comes_twice(
    archive: Archive, db: Database, feed: Feed, radio: Broadcaster, sounds: list[bytes]
) -> None:
    brought(archive, db, feed, radio)
    # Each time another advertisement is put in, under another address; and the same sound under another name.
    radio.pages |= {"/0.wav": send(sounds[4]), "/5.wav": send(sounds[1])}
    radio.pages["/feed"] = changing(feed_of(5, 2, 1, 0), '"2"')
    (again,) = brought(archive, db, feed, radio)
    assert (again.title, again.is_new) == ("Эфир 5", False)
    assert len(list_programmes(db)) == 3
    assert get_programme(db, str(again.programme_id)).title == "Эфир 1"
    remove_feed(db, feed.feed_id)
    anew = add_feed(db, feed.url, "kk")
    assert brought(archive, db, anew, radio) == []
    assert len(list_programmes(db)) == 3


def break_often(archive: Archive, db: Database, radio: Broadcaster, sound: bytes, times: int) -> None:
    chance = random.Random(3)
    cuts = [chance.randrange(1, len(sound) // times) for _ in range(times)]
    radio.pages["/0.wav"] = in_parts(sound, '"s"', cuts)
    radio.pages["/feed"] = send(feed_of(0))
    feed = add_feed(db, radio.url("/feed"), "kk")
    (one,) = brought(archive, db, feed, radio)
    assert one.problem is None
    (recording,) = recordings_of(db, str(one.programme_id))
    assert recording.sha256 == hashlib.sha256(sound).hexdigest()
    assert len(radio.of("/0.wav")) == times + 1
    assert all("If-Range" in headers for headers in radio.of("/0.wav")[1:])


def test_a_line_that_breaks_is_gone_on_with(
    archive: Archive, db: Database, radio: Broadcaster, sounds: list[bytes]
) -> None:
    break_often(archive, db, radio, sounds[0], 20)


@pytest.mark.release
def test_a_line_that_breaks_a_thousand_times(
    archive: Archive, db: Database, radio: Broadcaster, tmp_path: Path
) -> None:
    kind = KINDS["wav"]
    sound = write(tmp_path / "long.wav", kind, ticks(kind.rate_hz, 60)).read_bytes()
    break_often(archive, db, radio, sound, 1_000)


def test_a_file_that_became_another_while_it_came_begins_anew(
    archive: Archive, db: Database, feed: Feed, radio: Broadcaster, sounds: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetch, "TRIES", 1)
    broken = in_parts(sounds[0], '"old"', [5_000, 0])
    radio.pages["/2.wav"] = broken
    (first,) = brought(archive, db, feed, radio, most=1)
    assert first.problem is not None
    assert any(path.stat().st_size for path in archive.work.glob("feed-item-*"))
    radio.pages["/2.wav"] = in_parts(sounds[3], '"new"', [])
    stray = archive.work / "feed-item-99999"
    stray.touch()
    (second,) = brought(archive, db, feed, radio, most=1)
    assert not stray.exists()
    assert recordings_of(db, str(second.programme_id))[0].sha256 == hashlib.sha256(sounds[3]).hexdigest()


def test_what_cannot_be_had_is_said_and_given_up_in_the_end(
    archive: Archive, db: Database, feed: Feed, radio: Broadcaster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "MOST_TRIES", 2)
    radio.pages |= {
        "/2.wav": send(b"", 404),
        "/1.wav": send(b"no sound"),
        "/0.wav": send(b"x", 302, Location="file:///"),
    }
    for _ in range(2):
        problems = brought(archive, db, feed, radio)
        assert ["404" in str(problems[0].problem), "not a sound file" in str(problems[1].problem)] == [True, True]
        assert "https" in str(problems[2].problem)
    assert counts(db, feed) == type(counts(db, feed))(waiting=0, taken=0, given_up=3)
    assert list_programmes(db) == []
    assert [path for path in archive.work.iterdir() if path.suffix != ".lock"] == []


def test_what_is_larger_than_a_recording_is_not_brought(
    archive: Archive, db: Database, feed: Feed, radio: Broadcaster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetch, "SOUND_BYTES", 1_000)
    radio.pages["/1.wav"] = send(bytes(5_000), Transfer_Encoding="identity", Content_Length="")
    for each in brought(archive, db, feed, radio):
        assert each.problem
    assert [path for path in archive.work.iterdir() if path.suffix != ".lock"] == []


def test_what_was_erased_does_not_come_again(archive: Archive, db: Database, feed: Feed, radio: Broadcaster) -> None:
    programme_id = str(brought(archive, db, feed, radio, most=1)[0].programme_id)
    with immediate(db):
        delete_rows(db, programme_id)
    assert origin_of(db, programme_id) is None
    left = brought(archive, db, feed, radio)
    assert [each.title for each in left] == ["Эфир 1", "Эфир 0"]
    rows = msgspec.json.encode(list(db.query("SELECT * FROM feed_item"))).decode()
    assert "Эфир 2" not in rows


def test_two_do_not_ask_at_once(archive: Archive, db: Database, feed: Feed, radio: Broadcaster) -> None:
    going = fetch_feed(archive, db, feed, radio.door, 1)
    next(going)
    with pytest.raises(FeedBusy):
        brought(archive, db, feed, radio)
    going.close()
    assert brought(archive, db, feed, radio)


def test_a_feed_is_kept_once_and_as_a_feed(db: Database, feed: Feed, radio: Broadcaster) -> None:
    with pytest.raises(FeedExists):
        add_feed(db, feed.url, "ru")
    radio.pages["/feed"] = send(b"<html/>")
    with pytest.raises(NotAFeed):
        ask_feed(db, feed, radio.door)
    assert [each.feed_id for each in feeds(db)] == [feed.feed_id]
    told = db.execute("SELECT action FROM audit WHERE action LIKE 'feed%'").fetchall()
    assert told == [("feed added",)]
