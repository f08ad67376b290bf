"""What a reader finds on the public pages, without any script."""

from __future__ import annotations

import dataclasses
import gzip
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from media.database import utc_now
from tests.webapp.editions import approved, make_sound
from tests.webapp.published import (
    GONE,
    REELS,
    SAXAUL,
    SUMMARY_AND_SOUND,
    SUMMARY_ONLY,
    WORDS_ONLY,
    public_client,
    published_once,
)
from webapp.edition.layout import Layout
from webapp.edition.store import add_version, block, edition_writer


class Page(HTMLParser):
    """What of a page the tests ask about."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def all(self, tag: str, **attributes: str) -> list[dict[str, str | None]]:
        return [
            found
            for name, found in self.elements
            if name == tag and all(found.get(key.rstrip("_")) == value for key, value in attributes.items())
        ]

    @property
    def ids(self) -> list[str]:
        return [str(found["id"]) for _, found in self.elements if "id" in found]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return public_client(published_once(tmp_path_factory).root)


def words_of(text: str) -> str:
    """Return a page's text as it reads, in one line."""
    spaced = re.sub(r"</(?:dt|dd|p|h\d|li|div|button|label|option)>", " ", text)
    return " ".join(re.sub(r"<[^>]+>", "", spaced).split())


def test_home_lists_what_is_public_newest_first(client: FlaskClient) -> None:
    text = client.get("/").text
    places = [text.index(f'href="/programmes/{name}"') for name in (REELS, SAXAUL, SUMMARY_ONLY)]
    assert places == sorted(places)
    assert GONE not in text
    assert "24 November 2026" in text
    assert "A small radio station in Osh" in text


def test_home_before_anything_is_published(tmp_path: Path) -> None:
    client = public_client(tmp_path / "nothing")
    assert "Nothing is published here yet." in client.get("/").text
    assert client.get("/search?q=a").status_code == 200
    assert client.get("/healthz").status_code == 200
    assert client.get("/programmes/p1").status_code == 404
    layout = Layout(tmp_path / "nothing")
    with edition_writer(layout):
        add_version(layout, approved("p1"), None)
    assert client.get("/programmes/p1").status_code == 200, "the first publication needs a restart"


def test_home_has_pages(tmp_path: Path) -> None:
    layout = Layout(tmp_path)
    with edition_writer(layout):
        for number in range(21):
            add_version(layout, approved(f"p{number:02}", f"Programme {number:02}", text=None), None)
    client = public_client(tmp_path)
    first, second = client.get("/").text, client.get("/?page=2").text
    assert re.findall(r"/programmes/(p\d\d)", first + second) == [f"p{number:02}" for number in range(21)]
    assert 'rel="next"' in first
    assert 'rel="prev"' in second
    assert 'rel="next"' not in second


def test_programme_page_says_what_is_known_of_it(client: FlaskClient) -> None:
    text = words_of(client.get(f"/programmes/{SAXAUL}").text)
    for known in (
        "Saxaul on the sea bed",
        "Demo programmes",
        "Never broadcast: a demonstration in Kazakh",
        "muragat demo desk",
        "24 November 2026",
        "Kazakh",
        "2:10",
        "CC0 1.0",
        "Synthetic demo material. The people, the nursery and the voice are invented.",
        "Cite as As the newsroom asks muragat demo desk (2026) Saxaul on the sea bed. Demo programme.",
        "Synthetic demo material: words and voices were made for a demonstration.",
        "Words of the programme’s script; times by machine (faster-whisper 1.2.1, model base).",
        "version 1",
    ):
        assert known in text, known


def test_summary_says_in_words_what_the_machine_found(client: FlaskClient) -> None:
    text = words_of(client.get(f"/programmes/{SAXAUL}").text)
    for finding in (
        "begins at six in the morning. Likely at 0:00",
        "Aral Sea. Likely at 0:10; or perhaps at 2:09, 0:00",
        "saplings died. Partly at 0:26; not heard there: 3,000, Zhaksybayeva",
        "40 hectares. The sound may say otherwise at 1:01; not heard",
        "in two years. The machine cannot tell",
        "ends next year. Not found in the sound",
    ):
        assert finding in text, finding
    assert not re.search(r"\b0\.[348]\b", text), "a bare score looks surer than it is"


def test_words_carry_their_times_and_doubts(client: FlaskClient) -> None:
    text = client.get(f"/programmes/{SAXAUL}").text
    page = Page(text)
    times = [item for said in page.all("p") if "data-w" in said for item in str(said["data-w"]).split(" ")]
    assert len(times) == 180
    assert all(re.fullmatch(r"(?:-?\d+,)?\d+", item) for item in times)
    assert len(re.findall(r"<span(?! class)", text.partition('class="segments"')[2])) < 20, "an element a word"
    assert '<del><span class="aside">[in the script, not heard: </span>' in text
    assert '<span class="unsure"><span class="aside">[uncertain: </span>' in text
    assert "heard, not in the script" in text
    reels = words_of(client.get(f"/programmes/{REELS}").text)
    for said in ("corrected by the newsroom", "not recognised", "repeats itself, perhaps by mistake"):
        assert said in reels
    assert "Machine words, not checked (faster-whisper 1.2.1, model base)." in reels
    assert "Corrected by the newsroom in 1 of" in reels
    assert reels.count("Host") == reels.count("Guest") + 1, "a speaker is named where the voice changes"


@pytest.mark.parametrize("name", [SAXAUL, REELS, WORDS_ONLY, SUMMARY_ONLY, SUMMARY_AND_SOUND])
def test_page_is_sound_html(client: FlaskClient, name: str) -> None:
    page = Page(client.get(f"/programmes/{name}?q=ауыл the").text)
    assert len(page.ids) == len(set(page.ids)), "two elements have one id"
    for link in page.all("a"):
        target = str(link["href"])
        if target.startswith("#"):
            assert target[1:] in page.ids, f"{target} leads nowhere"
    labels = {label.get("for") for label in page.all("label")}
    for field in [*page.all("input"), *page.all("select")]:
        named = field.get("aria-label") or field.get("id") in labels or field.get("type") == "checkbox"
        assert named, f"{field} has no label"
    assert len(page.all("h1")) == 1
    assert len(page.all("main")) == 1


@pytest.mark.parametrize(
    ("name", "has_sound", "has_words", "has_summary"),
    [
        (SAXAUL, True, True, True),
        (WORDS_ONLY, True, True, False),
        (SUMMARY_ONLY, False, False, True),
        (SUMMARY_AND_SOUND, True, False, True),
    ],
)
def test_page_shows_what_there_is(
    client: FlaskClient, name: str, has_sound: bool, has_words: bool, has_summary: bool
) -> None:
    page = Page(client.get(f"/programmes/{name}").text)
    assert len(page.all("audio", preload="metadata")) == has_sound
    assert len(page.all("script", type="module")) == has_sound + has_words, "one plays, one lets words be quoted"
    assert ("transcript" in page.ids) == has_words
    assert ("downloads" in page.ids) == (has_words or has_sound)
    assert ("summary" in page.ids) == has_summary


def test_parts_say_their_language(client: FlaskClient) -> None:
    page = Page(client.get(f"/programmes/{SAXAUL}", headers={"Accept-Language": "ru"}).text)
    assert page.all("html", lang="ru")
    assert page.all("div", class_="segments", lang="kk")
    assert page.all("div", class_="paragraph", lang="en")
    assert page.all("p", class_="finding", lang="ru")


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("kk", ["Қысқаша мазмұны", "Шамасы, мына тұста:", "Жазбадан табылмады", "Қалай сілтеме жасау керек"]),
        ("ru", ["Краткое изложение", "Вероятно, здесь:", "В записи не найдено", "Как цитировать"]),
    ],
)
def test_pages_speak_the_readers_language(client: FlaskClient, language: str, said: list[str]) -> None:
    text = words_of(client.get(f"/programmes/{SAXAUL}", headers={"Accept-Language": language}).text)
    for words in said:
        assert words in text
    assert "Summary" not in text
    assert "Likely" not in text


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "This programme has been withdrawn by the newsroom."),
        ("kk", "Редакция бұл бағдарламаны қайтарып алды."),
        ("ru", "Редакция отозвала эту передачу."),
    ],
)
def test_withdrawn_is_said_in_one_sentence(client: FlaskClient, language: str, sentence: str) -> None:
    response = client.get(f"/programmes/{GONE}", headers={"Accept-Language": language})
    assert response.status_code == 410
    assert f"<h1>{sentence}</h1>" in response.text
    assert "Құпиябекова" not in response.text


def test_block_takes_effect_at_once(tmp_path: Path) -> None:
    layout, files = Layout(tmp_path / "edition"), make_sound(tmp_path / "sound")
    with edition_writer(layout):
        add_version(layout, approved("p1", text="Гүлнәр", sound=files.sound), files)
        add_version(layout, approved("p2", text="Гүлнәр апай"), None)
    client = public_client(layout.root)
    places = ("/programmes/p1", "/programmes/p1/versions/1", "/programmes/p1/transcript.txt")
    sounds = (f"/sound/{files.sound.sha256}.m4a", f"/sound/{files.sound.sha256}.dat")
    for place in (*places, *sounds):
        assert client.get(place).status_code == 200
    block(layout, "p1")  # The index still has it.
    for place in (*places, *sounds):
        assert client.get(place).status_code == 410, place
    assert client.get(sounds[0], headers={"Range": "bytes=0-9"}).status_code == 410
    for page in (client.get("/").text, client.get("/search?q=гүлнәр").text):
        assert "/programmes/p2" in page
        assert "/programmes/p1" not in page
    with edition_writer(layout):
        again = dataclasses.replace(approved("p1", text="апай", sound=files.sound), approved_at=utc_now())
        add_version(layout, again, files)
    assert client.get("/programmes/p1").status_code == 200
    assert "Гүлнәр" not in client.get("/programmes/p1").text


def test_sound_of_two_programmes_stays_while_one_is_public(tmp_path: Path) -> None:
    layout, files = Layout(tmp_path / "edition"), make_sound(tmp_path / "sound")
    with edition_writer(layout):
        add_version(layout, approved("p1", sound=files.sound), files)
        add_version(layout, approved("p2", sound=files.sound), files)
    client = public_client(layout.root)
    block(layout, "p1")
    assert client.get(f"/sound/{files.sound.sha256}.m4a").status_code == 200
    block(layout, "p2")
    assert client.get(f"/sound/{files.sound.sha256}.m4a").status_code == 410


def test_sound_that_lies_there_but_is_of_no_version_is_not_served(tmp_path: Path) -> None:
    layout, files = Layout(tmp_path / "edition"), make_sound(tmp_path / "sound")
    with edition_writer(layout):
        add_version(layout, approved("p1"), None)
    layout.sound.mkdir(exist_ok=True)
    files.access.rename(layout.sound_path(files.sound.sha256))
    assert public_client(layout.root).get(f"/sound/{files.sound.sha256}.m4a").status_code == 404


def test_versions_are_kept_and_say_which_they_are(client: FlaskClient) -> None:
    newest, first = client.get(f"/programmes/{REELS}").text, client.get(f"/programmes/{REELS}/versions/1").text
    assert "CC0 1.0, corrected" in newest
    assert "CC0 1.0, corrected" not in first
    assert "This is version 1, an old one." in words_of(first)
    assert "This is version" not in words_of(newest)
    assert f"/programmes/{REELS}/versions/1/transcript.vtt" in first


def test_citation_is_made_where_the_newsroom_gave_none(tmp_path: Path) -> None:
    layout = Layout(tmp_path)
    made = approved("p1", "Who keeps the tapes?")
    facts = dataclasses.replace(made.programme, author="A. Desk", published="2026-03-01", series="Tapes")
    with edition_writer(layout):
        add_version(layout, dataclasses.replace(made, programme=facts), None)
    text = words_of(public_client(tmp_path).get("/programmes/p1").text)
    assert "A. Desk. (2026, March 1). Who keeps the tapes? [Recording]. In Tapes. Retrieved" in text


def test_of_a_date_as_much_is_shown_as_is_known(tmp_path: Path) -> None:
    layout = Layout(tmp_path)
    made = approved("p1")
    facts = dataclasses.replace(made.programme, aired="1899", published="2026-03")
    with edition_writer(layout):
        add_version(layout, dataclasses.replace(made, programme=facts), None)
    client = public_client(tmp_path)
    page = client.get("/programmes/p1").text
    header, _, about = page.partition("</header>")[2].partition('class="opening"')[2].partition("</header>")
    assert '<time datetime="1899">1899</time>' in header, "the same as in lists: when it was on air"
    said = words_of(about)
    assert "First on air 1899 Published March 2026" in said
    assert "(1899)" in said
    assert '<time datetime="1899">1899</time>' in client.get("/").text
    assert '<time datetime="1899">1899</time>' in client.get("/programmes/p1/versions/1/quote?t=0,1").text
    assert client.get("/programmes/p1/versions/1/card.png").status_code == 200
    assert client.get("/programmes/p1/metadata.jsonld").json["datePublished"] == "2026-03"  # type: ignore[index]
    assert 'startYear="2026"' in client.get("/programmes/p1/metadata.ebucore.xml").text


@pytest.mark.parametrize("date", ["spring 2019", "2019-13-01", "2019-02-30"])
def test_date_that_cannot_be_read_is_left_out(tmp_path: Path, date: str) -> None:
    layout = Layout(tmp_path)
    made = approved("p1")
    facts = dataclasses.replace(made.programme, published=date, aired=date)
    with edition_writer(layout):
        add_version(layout, dataclasses.replace(made, programme=facts), None)
    client = public_client(tmp_path)
    programme = ("", "/versions", "/versions/1/quote?t=0,1", "/metadata.ebucore.xml", "/metadata.jsonld")
    places = ("/", "/search?q=ауданы", "/feeds/programmes.rss", *(f"/programmes/p1{place}" for place in programme))
    for place in places:
        assert client.get(place).status_code == 200, place
    assert date not in words_of(client.get("/programmes/p1").text)


def test_stale_finding_is_said_to_be(tmp_path: Path) -> None:
    layout = Layout(tmp_path)
    made = approved("p1")
    assert made.linking
    assert made.text
    old = dataclasses.replace(made.linking.links[0], quote="other words")
    linking = dataclasses.replace(made.linking, text_sha256="0" * 64, links=(old,))
    with edition_writer(layout):
        add_version(layout, dataclasses.replace(made, linking=linking), None)
    text = words_of(public_client(tmp_path).get("/programmes/p1").text)
    assert "out of date: the words were corrected since" in text


def test_pages_come_compressed_to_whoever_asks(client: FlaskClient) -> None:
    place = f"/programmes/{SUMMARY_ONLY}"
    plain = client.get(place)
    assert "Content-Encoding" not in plain.headers
    for refused in ("identity", "gzip;q=0", "br"):
        assert "Content-Encoding" not in client.get(place, headers={"Accept-Encoding": refused}).headers
    packed = client.get(place, headers={"Accept-Encoding": "gzip, deflate, br"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert packed.headers["Content-Length"] == str(len(packed.data))
    for response in (plain, packed):
        assert "Accept-Encoding" in response.vary
