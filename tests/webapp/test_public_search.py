"""Search finds words, beginnings and letters inside words, and leads to their second."""

from __future__ import annotations

import dataclasses
import gc
import hashlib
import re
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.webapp.editions import approved
from tests.webapp.published import GONE, REELS, SAXAUL, public_client, published_once
from transcribe.records import Doubt, Verdict, canonical_json
from webapp.edition.index import rebuild_index
from webapp.edition.layout import Layout
from webapp.edition.passages import NO_TIME, passages_of
from webapp.edition.records import EditionTranslated, EditionTranslation, Maker
from webapp.edition.render import render_document
from webapp.edition.store import add_version, block, edition_writer, remove_blocked
from webapp.public.finding.query import QUERY_CHARACTERS
from webapp.public.finding.search import Query, search
from webapp.public.shelf import Shelf


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return public_client(published_once(tmp_path_factory).root)


def found(client: FlaskClient, query: str) -> list[str]:
    """Return the programmes that a search shows, in order."""
    response = client.get("/search", query_string={"q": query})
    assert response.status_code == 200
    return re.findall(r'<h2><a href="/programmes/(\w+)"', response.text)


@pytest.mark.parametrize(
    ("query", "programmes"),
    [
        ("сексеуіл", [SAXAUL]),
        ("СЕКСЕУІЛ", [SAXAUL]),
        ("сексеу", [SAXAUL]),  # the beginning
        ("ксеуіл", [SAXAUL]),  # inside the word
        ("Жақсыбаева", [SAXAUL]),
        ("ақсыба", [SAXAUL]),
        ("ем", [SAXAUL]),  # two letters: beginnings of words
        ("reels", [REELS]),  # named so, though others may say it
        ("Bermet Osh", [REELS]),  # in different sentences
        ("Bermet Арал", []),  # each in another programme
        ("saxaul", [SAXAUL]),
        ("“Saxaul is a shield”", [SAXAUL]),
        ("demo desk", [REELS, SAXAUL]),
        ("құпиябекова", []),
        ("кетті", [SAXAUL]),  # also in the withdrawn programme
        ("", []),
        ("   ", []),
        ("…!?", []),
    ],
)
def test_search(client: FlaskClient, query: str, programmes: list[str]) -> None:
    assert found(client, query) == programmes


def test_hit_opens_its_programme_at_its_second(client: FlaskClient) -> None:
    text = client.get("/search", query_string={"q": "гектар"}).text
    (address,) = re.findall(r'href="(/programmes/saxaul\?q=[^"]*#t=[\d.]+)"', text)
    page, _, moment = address.partition("#")
    assert page == f"/programmes/saxaul?q={quote('гектар')}"
    assert "<mark>гектар</mark>" in text
    opened = client.get(page).text
    assert f'<mark id="{moment}">гектар</mark>' in opened, "without script the browser goes to the word by itself"


def test_hit_in_a_summary_goes_where_the_sentence_is_heard(client: FlaskClient) -> None:
    text = client.get("/search", query_string={"q": "Gulnar"}).text
    assert re.search(r'href="/programmes/saxaul\?q=Gulnar#t=[\d.]+"[^>]*><span class="visually-hidden">Likely at', text)
    assert "Summary, likely there:" in text
    nowhere = client.get("/search", query_string={"q": "ministry"}).text
    assert 'href="/programmes/reels?q=ministry#summary"' in nowhere


def test_absent_withdrawn_and_nonsense_words_get_one_page(client: FlaskClient) -> None:
    """THREATS 16: nobody learns from the answer that a word was there once."""
    words = ["Құпиябекова", "Zzyzxqq", "Абвгдеёж"]
    pages = {client.get("/search", query_string={"q": word}).data.replace(word.encode(), b"?") for word in words}
    addresses = {re.sub(rb"q=[^&\"]*", b"q=?", page) for page in pages}
    assert len(addresses) == 1
    assert GONE.encode() not in addresses.pop()


@pytest.mark.parametrize(
    "query", ['"', '" OR "a', "a*", "NEAR(a b)", "folded:a", "a AND b", "%", "_", "\\", "'", "a\0b"]
)
def test_signs_of_the_query_language_mean_nothing(client: FlaskClient, query: str) -> None:
    assert client.get("/search", query_string={"q": query}).status_code == 200


@settings(deadline=None)  # A whole page each time, on a machine that may be busy.
@given(st.text(max_size=40))
def test_any_text_can_be_asked_for(client: FlaskClient, query: str) -> None:
    assert client.get("/search", query_string={"q": query}).status_code == 200


def test_long_queries_are_cut(client: FlaskClient) -> None:
    assert found(client, "ауыл " * 5000 + "құпиябекова") == [SAXAUL]
    assert found(client, " ".join("абвгдежз") + " құпиябекова") == found(client, " ".join("абвгдежз"))


def test_field_takes_as_much_as_is_looked_for(client: FlaskClient) -> None:
    assert f'name="q" type="search" value="" maxlength="{QUERY_CHARACTERS}"' in client.get("/").text


def test_results_have_pages(tmp_path: Path) -> None:
    layout = Layout(tmp_path)
    with edition_writer(layout):
        for number in range(12):
            add_version(layout, approved(f"p{number:02}", "Trees", summary=None, text="көшет " * 100), None)
    client = public_client(tmp_path)
    first = client.get("/search?q=көшет").text
    second = client.get("/search?q=көшет&page=2").text
    names = re.findall(r'<h2><a href="/programmes/(\w+)"', first + second)
    assert names == [f"p{number:02}" for number in range(12)]
    assert "12 programmes with “көшет”" in first
    assert "More than half of all programmes have these words" in first
    narrowed = client.get("/search?q=көшет -ағаш").text
    assert "12 programmes with" in narrowed
    assert "More than half" not in narrowed
    assert first.count('class="snippet"') == 10 * 4, "of many passages the best four are shown"
    assert re.search(r'<a href="/programmes/p00\?q=[^"#]+">All 100 places<', first)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """Programmes that differ in what a query can ask for."""
    layout = Layout(tmp_path_factory.mktemp("archive"))
    rows = [
        ("a", "kk", "2023-05-17", "Дала", "Гүлнәр Жақсыбаева", "Арал; Арал ауданы", "Гүлнәр Жақсыбаева",
         "Қызылорда облысы бар еді көп су"),
        ("b", "ru", "2024", "Дала", "Серік Омаров", "Арал", "Серік", "Речь о Кызылорде и о большой воде"),
        ("c", "kk", "2024-05", "Қала", "Гүлнәр Әлі; Серік Омаров", "Ош", "S1", "су көп еді бар облысы"),
        ("d", "en", None, None, None, None, None, "The bar was open in Kyzylorda all night"),
    ]  # fmt: skip
    with edition_writer(layout):
        for programme_id, language, aired, series, people, places, speaker, text in rows:
            one = approved(programme_id, f"Title {programme_id}", summary=None, text=text, language=language)
            facts = dataclasses.replace(one.programme, aired=aired, series=series, people=people, places=places)
            assert one.text
            said = tuple(dataclasses.replace(segment, speaker=speaker) for segment in one.text.segments)
            add_version(
                layout,
                dataclasses.replace(one, programme=facts, text=dataclasses.replace(one.text, segments=said)),
                None,
            )
    return public_client(layout.root)


@pytest.mark.parametrize(
    ("query", "programmes"),
    [
        ('"су көп"', ["c"]),
        ('"көп су"', ["a"]),
        ('"облы"', ["c", "a"]),  # the last word of a phrase may go on
        ('"су кө"', ["c"]),
        ('"у көп"', []),  # the first begins where it begins
        ("су -облысы", []),
        ("су -қызылорда", ["c"]),
        ('су -"су көп"', ["a"]),
        ("-су language:kk", []),
        ("-дала language:kk", ["c"]),  # the name of a series is a word too
        ("қызылорда", ["a", "d"]),  # as it is typed first, then in Latin letters
        ("кызылорд", ["b", "a", "d"]),  # as on a Russian keyboard
        ('"кызылорда облысы"', ["a"]),
        ("bar -bar", ["c", "a"]),
        ("әлі -bar", ["c"]),  # of what must not be there only what is typed
        ('әлі -"bar edi"', ["c"]),
        ("kyzylorda", ["d", "a"]),  # as it is typed first; not in other case endings
        ("kyzylord", ["d", "b", "a"]),
        ("qyzylord", ["b", "a"]),
        ('"qyzylorda oblysy"', ["a"]),
        ('"kyzylorda all"', ["d"]),
        ("bar", ["d", "c", "a"]),
        ("қызылoрда", ["a", "d"]),  # with a Latin o
        ("language:kk", ["c", "a"]),
        ("language:Kazakh", ["c", "a"]),
        ("language:қазақ", ["c", "a"]),
        ("language:казахский", ["c", "a"]),
        ("language:xx", []),
        ("-language:kk", ["b", "d"]),
        ("series:дала", ["b", "a"]),
        ("person:гүлнәр", ["c", "a"]),
        ('person:"гүлнәр"', []),
        ('person:"Гүлнәр Әлі"', ["c"]),
        ("person:серік -person:гүлнәр", ["b"]),
        ('place:"Арал"', ["b", "a"]),
        ('place:"Арал ауданы"', ["a"]),
        ("speaker:гүл", ["a"]),
        ("speaker:s1", []),  # a machine's label
        ("after:2024", ["c", "b"]),
        ("after:2024-05", ["c", "b"]),  # b is of some day in 2024
        ("after:2024-06", ["b"]),
        ("before:2024", ["a"]),
        ("before:2024-05", ["b", "a"]),
        ("year:2023", ["a"]),
        ("year:2023-2024", ["c", "b", "a"]),
        ("after:2023-05-17 before:2023-05-18", ["a"]),
        ("еді year:2024", ["c"]),
        ("-year:2024", ["a", "d"]),
        ("-year:2023 еді", ["c"]),
        ("-after:2024", ["a"]),
        ("-before:2024", ["c", "b"]),
    ],
)  # fmt: skip
def test_query_language(archive: FlaskClient, query: str, programmes: list[str]) -> None:
    assert found(archive, query) == programmes


def test_programme_is_found_by_machine_english_which_says_so(tmp_path: Path) -> None:
    layout = Layout(tmp_path)
    with edition_writer(layout):
        document = add_version(layout, approved("p1", text="бір екі үш", summary=None), None)
    made = EditionTranslation("en", Maker.MACHINE, "a machine", (EditionTranslated(400, 1200, "Two three seagulls"),))
    (path,) = layout.document_paths()
    content = canonical_json(dataclasses.replace(document, translations=(made,)))
    path.unlink()
    layout.document_path("p1", hashlib.sha256(content).hexdigest()).write_bytes(content)
    rebuild_index(layout)
    text = public_client(tmp_path).get("/search?q=seagull").text
    assert "Machine English" in text
    assert re.search(r'href="/programmes/p1\?q=seagull(&amp;layer=all)?#t=0.4"', text)


def test_nothing_is_found_where_it_is_not_heard() -> None:
    """A script's word that nobody spoke has no place in the sound, nor has a sentence that the sound speaks against."""
    document = render_document(approved("p1", text="бір екі үш"), 1, "2026-11-20T08:00:00.000Z")
    assert document.summary
    assert document.transcript
    (segment,) = document.transcript.segments
    first, second, *others = segment.words
    cut = dataclasses.replace(segment, words=(first, dataclasses.replace(second, doubt=Doubt.NOT_SPOKEN), *others))
    heard, silent = document.summary.sentences

    def placed(**changed: object) -> list[tuple[str, int]]:
        sentences = (dataclasses.replace(heard, **changed), silent)  # type: ignore[arg-type]
        summary = dataclasses.replace(document.summary, sentences=sentences)  # type: ignore[type-var]
        transcript = dataclasses.replace(document.transcript, segments=(cut,))  # type: ignore[type-var]
        told = passages_of(dataclasses.replace(document, summary=summary, transcript=transcript))
        return list(zip(told.words(0, len(told)), told.word_times()[:, 0].tolist(), strict=True))

    assert placed()[-2:] == [("бір", 0), ("үш", 800)]
    assert dict(placed())["village"] == 0
    for against in ({"stale": True}, {"verdict": Verdict.CONFLICTING}, {"verdict": Verdict.CANNOT_TELL}):
        assert dict(placed(**against))["village"] == NO_TIME, against


@pytest.mark.parametrize(
    ("maker", "language", "label"),
    [
        (Maker.MACHINE, "en", "Machine English:"),
        (Maker.JOURNALIST, "en", "English by the newsroom:"),
        (Maker.JOURNALIST, "kk", "Ағылшынша, редакция аудармасы:"),
        (Maker.JOURNALIST, "ru", "По-английски, перевод редакции:"),
    ],
)
def test_english_says_whose_it_is(tmp_path: Path, maker: Maker, language: str, label: str) -> None:
    document = render_document(approved("p1", text="бір екі үш", summary=None), 1, "2026-11-20T08:00:00.000Z")
    english = EditionTranslation("en", maker, None, (EditionTranslated(400, 1200, "Two three seagulls"),))
    content = canonical_json(dataclasses.replace(document, translations=(english,)))
    layout = Layout(tmp_path)
    path = layout.document_path("p1", hashlib.sha256(content).hexdigest())
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    rebuild_index(layout)
    text = public_client(tmp_path).get("/search?q=seagull", headers={"Accept-Language": language}).text
    labels = {"Machine English:", "English by the newsroom:", label}
    assert {each for each in labels if each in text} == {label}
    assert "layer=all#t=0.4" in text


def test_phrase_goes_on_over_segments_but_not_over_speakers(tmp_path: Path) -> None:
    layout = Layout(tmp_path)
    one = approved("p1", text=" ".join(f"сөз{number}" for number in range(24)), summary=None)
    assert one.text
    first, second, third = one.text.segments
    said = (first, second, dataclasses.replace(third, speaker="Гүлнәр"))
    with edition_writer(layout):
        add_version(layout, dataclasses.replace(one, text=dataclasses.replace(one.text, segments=said)), None)
    client = public_client(tmp_path)
    assert found(client, '"сөз7 сөз8"') == ["p1"]
    assert found(client, '"сөз15 сөз16"') == []
    text = client.get("/search", query_string={"q": '"сөз7 сөз8"'}).text
    assert "<mark>сөз7</mark>" in text
    assert "<mark>сөз8</mark>" in text
    assert "сөз16" not in text


def test_hits_of_a_named_speaker_are_what_that_speaker_says(tmp_path: Path) -> None:
    layout = Layout(tmp_path)
    one = approved("p1", text="көшет " * 24, summary=None)
    assert one.text
    first, second, third = one.text.segments
    said = (first, dataclasses.replace(second, speaker="Гүлнәр"), third)
    with edition_writer(layout):
        add_version(layout, dataclasses.replace(one, text=dataclasses.replace(one.text, segments=said)), None)
    shelf = Shelf(tmp_path)
    (programme,) = search(shelf, Query.parse("көшет speaker:гүлнәр"), 1).programmes
    shelf.close()
    (hit,) = programme.hits
    assert (hit.speaker, hit.start_ms, hit.end_ms) == ("Гүлнәр", second.start_ms, second.end_ms)
    assert hit.words == " ".join(["көшет"] * 8)


def test_terms_near_each_other_come_first(tmp_path: Path) -> None:
    layout = Layout(tmp_path)
    text = " ".join(["көшет", *["жай"] * 40, "теңіз", *["жай"] * 40, "көшет", "теңіз"])
    with edition_writer(layout):
        add_version(layout, approved("p1", text=text, summary=None), None)
    shelf = Shelf(tmp_path)
    (programme,) = search(shelf, Query.parse("көшет теңіз"), 1).programmes
    shelf.close()
    assert [hit.words for hit in programme.hits] == ["көшет теңіз", "көшет", "теңіз"]


@pytest.mark.parametrize(
    ("query", "status", "sentence"),
    [
        ("сөз " * 2600, 200, "only the beginning was looked for"),
        ('"аш ауыз', 200, "A quotation mark is not closed"),
        ("-сөз", 200, "only what must not be there"),
        ("colour:red", 200, "There is no field “colour”"),
        ("language:tlh су", 200, "No programme here has “language:tlh”"),
        ("language:kk series:zzz", 200, "No programme here has “series:zzz”"),
        ("after:2024-02-30", 400, "“2024-02-30” is not a date"),
        ("су year:soon", 400, "“soon” is not a date"),
        ("және мен да", 200, "Nothing was found"),
        ("…", 200, "There is no word in this"),
    ],
)
def test_bad_queries_are_told_why(archive: FlaskClient, query: str, status: int, sentence: str) -> None:
    response = archive.get("/search", query_string={"q": query})
    assert response.status_code == status
    assert sentence in response.text
    assert response.text.count("<h1>") == 1


def test_value_that_is_there_is_not_said_to_be_absent(archive: FlaskClient) -> None:
    text = archive.get("/search?q=language:kk zzz").text
    assert "Nothing was found" in text
    assert "No programme here has" not in text


@pytest.mark.parametrize("place", ["/?page=99", "/search?q=су&page=99", "/timeline?date=2024&page=99"])
def test_page_behind_the_last_says_so(archive: FlaskClient, place: str) -> None:
    response = archive.get(place)
    assert response.status_code == 404
    assert "This list has no such page" in response.text


def test_facets_count_and_narrow(archive: FlaskClient) -> None:
    text = archive.get("/search?q=су").text
    rows = re.findall(r'<a rel="nofollow" href="([^"]+)">([^<]+)</a> <span class="count">(\d+)', text)
    counts = {name: int(count) for _, name, count in rows}
    people = ["Гүлнәр Жақсыбаева", "Гүлнәр Әлі", "Серік Омаров"]
    places = ["Арал", "Арал ауданы", "Ош"]
    assert counts == dict.fromkeys(["Дала", "Қала", "2023", "2024", *people, *places], 1)
    for address, _, count in rows:
        narrowed = archive.get(address.replace("&amp;", "&")).text
        assert f"{count} programme" in narrowed
    narrowed = archive.get("/search", query_string={"q": 'су series:"Қала"'}).text
    (wider,) = re.findall(r'<a href="([^"]+)">leave out', narrowed)
    assert wider == f"/search?q={quote('су')}"


def test_programme_blocked_a_moment_ago_is_in_no_count(tmp_path: Path) -> None:
    layout = Layout(tmp_path)
    with edition_writer(layout):
        for programme_id in ("p1", "p2"):
            add_version(layout, approved(programme_id, text="көшет", summary=None, language="kk"), None)
    client = public_client(tmp_path)
    assert "2 programmes" in client.get("/search?q=көшет").text
    block(layout, "p1")
    for place in ("/search?q=көшет", "/browse/language?name=kk"):
        text = client.get(place).text
        assert "1 programme" in text
        assert "/programmes/p1" not in text
    assert found(client, "көшет") == ["p2"]


def test_phrase_in_more_programmes_than_are_opened_is_at_least(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("webapp.public.finding.search.OPENED_PROGRAMMES", 2)
    layout = Layout(tmp_path)
    with edition_writer(layout):
        for number in range(3):
            add_version(layout, approved(f"p{number}", text="екі бір екі", summary=None), None)
    client = public_client(tmp_path)
    assert "At least 2 programmes" in client.get("/search", query_string={"q": '"бір екі"'}).text
    assert "At least 2 programmes" not in client.get("/search", query_string={"q": "бір екі"}).text


def test_threads_search_while_the_index_changes(tmp_path: Path) -> None:
    layout = Layout(tmp_path)
    with edition_writer(layout):
        add_version(layout, approved("p0", text="ортақ"), None)
    stop, faults, answers = threading.Event(), [], []

    def ask(client: FlaskClient) -> None:
        while not stop.is_set():
            response = client.get("/search?q=ортақ")
            answers.append(len(re.findall("<h2><a", response.text)))
            if response.status_code != 200:
                faults.append(response.status_code)

    askers = [threading.Thread(target=ask, args=(public_client(tmp_path),)) for _ in range(3)]
    for asker in askers:
        asker.start()
    for number in range(1, 6):
        with edition_writer(layout):
            add_version(layout, approved(f"p{number}", text=f"ортақ сөз{number}"), None)
    stop.set()
    for asker in askers:
        asker.join()
    assert faults == []
    assert set(answers) <= set(range(1, 7))
    assert len(found(public_client(tmp_path), "ортақ")) == 6


def test_the_word_itself_is_shown_before_words_that_begin_so_and_words_around_it(tmp_path: Path) -> None:
    layout = Layout(tmp_path)
    far = " жай" * 40
    with edition_writer(layout):
        add_version(layout, approved("p1", text=f"даулы{far} аулы{far} ау{far} аулы", summary=None), None)
        add_version(layout, approved("p2", text=("даулы " * 300) + "аул", summary=None), None)
    shelf = Shelf(tmp_path)
    of = {each.entry.programme_id: each.hits for each in search(shelf, Query.parse("аул"), 1).programmes}
    shelf.close()
    assert [hit.words for hit in of["p1"]] == ["аулы", "аулы", "даулы"]
    assert of["p2"][0].words.endswith("аул")


@pytest.fixture
def without_collector() -> Iterator[None]:
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("without_collector")
def test_words_of_a_withdrawn_programme_are_let_go_with_the_next_request(tmp_path: Path) -> None:
    layout = Layout(tmp_path)
    with edition_writer(layout):
        for programme_id in ("p1", "p2"):
            add_version(layout, approved(programme_id, text="көшет", summary=None), None)
    client = public_client(tmp_path)
    assert found(client, "көшет") == ["p1", "p2"]
    assert ".words" in mapped()
    block(layout, "p1")
    remove_blocked(layout)
    assert client.get("/healthz").status_code == 200
    assert str(tmp_path) not in mapped()


def mapped() -> str:
    """Return which files this process has in its memory."""
    return Path("/proc/self/maps").read_text(encoding="utf-8")


def test_hits_of_a_programme_are_of_each_kind_and_show_nothing_twice(tmp_path: Path) -> None:
    layout = Layout(tmp_path)
    text = " ".join(["жай"] * 9 + ["көшет"] + ["жай"] * 19 + ["көшет"] + [f"сөз{n}" for n in range(60)])
    one = approved("p1", text=text, summary="Көшет көшет теңіз. Көшет теңіз екі. Теңіз көшет үш. Көшет теңіз төрт.")
    with edition_writer(layout):
        add_version(layout, one, None)
    shelf = Shelf(tmp_path)
    (programme,) = search(shelf, Query.parse("көшет"), 1).programmes
    shelf.close()
    kinds = [hit.kind for hit in programme.hits]
    assert "transcript" in kinds
    assert "summary" in kinds
    seconds = [hit.start_ms // 1000 for hit in programme.hits if hit.start_ms is not None]
    assert len(seconds) == len(set(seconds))
    shown = [hit for hit in programme.hits if hit.kind == "transcript"]
    assert len(shown) == 1, "the words around the second are partly those around the first"
