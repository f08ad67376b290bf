"""A public site whose sound another host sends: it says where, still asks first what is public, and cuts no clips."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from media.stores.local import LocalStore
from tests.webapp.published import GONE, SAXAUL, ClosingClient, public_client, published_once
from webapp.edition.layout import Layout
from webapp.errors import NotAnAddress
from webapp.mirroring.bring import Mirror
from webapp.public.app import create_public
from webapp.public.shelf import Shelf
from webapp.public.sound_elsewhere import SoundElsewhere

THERE = SoundElsewhere.parse("https://sound.example:8443/edition/sound/")
QUOTE = f"/programmes/{SAXAUL}/versions/1/quote?t=12.488,18.887"


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Layout:
    return published_once(tmp_path_factory)


@pytest.fixture(scope="module")
def soundless(whole: Layout, tmp_path_factory: pytest.TempPathFactory) -> Layout:
    """The same without what people hear."""
    far = Layout(tmp_path_factory.mktemp("soundless"))
    brought = Mirror(LocalStore(whole.root), LocalStore(far.root), with_sound=False).bring()
    assert {name.rpartition(".")[2] for name in brought.copied if name.startswith("sound/")} == {"dat"}
    assert list(whole.sound.glob("*.m4a"))
    assert list(far.sound.glob("*.m4a")) == []
    return far


@pytest.fixture(scope="module")
def client(soundless: Layout) -> FlaskClient:
    return sent_elsewhere(soundless)


def sent_elsewhere(layout: Layout) -> FlaskClient:
    app = create_public(layout.root, sound_elsewhere=THERE)
    app.test_client_class = ClosingClient
    return app.test_client()


def sound_of(layout: Layout, programme_id: str) -> str:
    shelf = Shelf(layout.root)
    try:
        sha256 = shelf.version(programme_id).sound_sha256
        assert sha256
        return sha256
    finally:
        shelf.close()


def test_who_asks_for_sound_is_told_where_it_is(client: FlaskClient, whole: Layout) -> None:
    sha256 = sound_of(whole, SAXAUL)
    for method in ("GET", "HEAD"):
        answer = client.open(f"/sound/{sha256}.m4a", method=method, headers={"Range": "bytes=0-9"})
        assert answer.status_code == 307
        assert answer.headers["Location"] == f"https://sound.example:8443/edition/sound/{sha256}.m4a"
        assert answer.headers["Cache-Control"] == "public, no-cache"
    assert client.get(f"/sound/{sha256}.dat").status_code == 200, "waveforms are here"
    assert client.get(f"/sound/{'0' * 64}.m4a").status_code == 404, "only what is public is told of"
    assert client.get(f"/programmes/{GONE}").status_code == 410


def test_pages_may_play_it_from_there_and_from_nowhere_else(client: FlaskClient) -> None:
    page = client.get(f"/programmes/{SAXAUL}")
    policy = dict(each.strip().split(" ", 1) for each in page.headers["Content-Security-Policy"].split(";"))
    assert policy["media-src"] == "'self' https://sound.example:8443"
    assert [name for name, value in policy.items() if "sound.example" in value] == ["media-src"]


def test_what_is_here_is_sent_from_here(whole: Layout) -> None:
    client = sent_elsewhere(whole)
    answer = client.get(f"/sound/{sound_of(whole, SAXAUL)}.m4a", headers={"Range": "bytes=0-9"})
    assert (answer.status_code, len(answer.data)) == (206, 10)


def test_sound_that_is_nowhere_is_404(soundless: Layout, whole: Layout) -> None:
    client = public_client(soundless.root)
    assert client.get(f"/sound/{sound_of(whole, SAXAUL)}.m4a").status_code == 404


def test_a_quote_plays_its_part_of_the_whole(client: FlaskClient, whole: Layout) -> None:
    page = client.get(QUOTE)
    assert page.status_code == 200, page.text
    assert f'src="/sound/{sound_of(whole, SAXAUL)}.m4a#t=' in page.text
    assert "clip.m4a" not in page.text
    assert client.get(f"/programmes/{SAXAUL}/versions/1/clip.m4a?t=12.488,18.887").status_code == 404
    assert "clip.m4a" in public_client(whole.root).get(QUOTE).text


@pytest.mark.parametrize(
    "address",
    [
        "sound.example",
        "ftp://sound.example",
        "https://",
        "https://me@sound.example/",
        "https://sound.example/a;b",
        "https://sound.example/?a",
        "https://sound.example/a b",
        "https://sound.example:0/",
        "https://дыбыс.example/",
    ],
)
def test_what_a_policy_cannot_say_is_refused(address: str) -> None:
    with pytest.raises(NotAnAddress, match="is no address of sound"):
        SoundElsewhere.parse(address)
