"""`muragat feed`: kept, listed, asked and removed; what may not be asked is refused in one sentence."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner, Result

from media.archive import Archive
from media.errors import MuragatError
from webapp.cli.feeds import feed
from webapp.cli.place import Place
from webapp.feeds.errors import BadAddress, UnknownFeed
from webapp.feeds.store import add_feed
from webapp.schema import SCHEMAS


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(Archive(tmp_path / "archive"), tmp_path / "edition")


def run(place: Place, *arguments: str) -> Result:
    return CliRunner().invoke(feed, list(arguments), obj=place)


@pytest.mark.parametrize("url", ["http://127.0.0.1/feed", "http://localhost:1/", "file:///etc/passwd", "radio.example"])
def test_what_may_not_be_asked_is_not_kept(place: Place, url: str) -> None:
    refused = run(place, "add", url)
    assert isinstance(refused.exception, BadAddress)
    assert refused.exception.exit_code == 2
    assert msgspec.json.decode(run(place, "list", "--json").stdout) == []


def test_list_and_remove(place: Place) -> None:
    place.archive.create()
    db = place.archive.open(SCHEMAS)
    made = add_feed(db, "https://radio.example/feed", "kk")
    db.close()
    (row,) = msgspec.json.decode(run(place, "list", "--json").stdout)
    assert (row["id"], row["url"], row["language"], row["taken"]) == (made.feed_id, made.url, "kk", 0)
    assert made.url in run(place, "list").stdout
    assert run(place, "remove", made.feed_id).exit_code == 0
    for command in ("remove", "fetch"):
        assert isinstance(run(place, command, made.feed_id).exception, UnknownFeed)
    assert "There are no feeds yet" in run(place, "list").stderr


def test_one_that_cannot_be_asked_is_said_and_the_others_go_on(place: Place) -> None:
    place.archive.create()
    db = place.archive.open(SCHEMAS)
    made = [add_feed(db, f"http://127.0.0.1:8099/{path}?token=secret", "kk") for path in ("a", "b")]
    db.close()
    result = run(place, "fetch")
    assert isinstance(result.exception, MuragatError)
    assert "tries it again" in str(result.exception)
    assert sorted(result.stderr.splitlines()) == sorted(f"Feed {each.feed_id}: BadAddress" for each in made)
    assert "secret" not in result.output, "an address is in no log"
