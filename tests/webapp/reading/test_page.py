"""How the words of a programme come to a reader without script: letters, layers, languages, what is left out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.webapp.editions import approved
from tests.webapp.published import SAXAUL, WORDS_ONLY, public_client, published_once
from tests.webapp.reading.layered import JOURNALIST, LAYERED, MACHINE, layered_edition
from tests.webapp.test_public import Page, words_of
from transcribe.records import Doubt
from webapp.edition.records import EditionSegment, EditionWord
from webapp.edition.render import render_document
from webapp.public.finding.search import Query
from webapp.public.reading.choice import Choice
from webapp.public.reading.view import MOST_MARKS, programme_view
from webapp.public.reading.words import Marker, Places, word_times, words_markup


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return public_client(published_once(tmp_path_factory).root)


@pytest.fixture(scope="module")
def layered(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return public_client(layered_edition(tmp_path_factory.mktemp("layered")).root)


def segment(*words: EditionWord) -> EditionSegment:
    return EditionSegment("s1000", 1000, 5000, words, None, None, (), False)


def said(text: str, start_ms: int, end_ms: int, doubt: Doubt | None = None) -> EditionWord:
    return EditionWord(text, start_ms, end_ms, None, doubt)


def test_times_of_words_are_short_and_exact() -> None:
    spoken = segment(said("a", 1000, 1300), said("b", 1300, 1400), said("c", 1500, 1900), said("d", 1850, 1850))
    assert word_times(spoken) == "300 100 100,400 -50,0"
    assert word_times(segment(said("a", 1250, 1300))) == "250,50"
    assert word_times(segment()) == ""


@pytest.mark.parametrize(
    ("words", "markup", "count"),
    [
        (("бір", "екі"), "бір екі", 2),
        (("<b>", "&"), "&lt;b&gt; &amp;", 2),
        (("бір\u2003екі", "үш"), "бір\u00a0екі үш", 2),
        (("бір екі", ""), "бір\u00a0екі", 1),
        ((" ", "үш\n"), "үш", 1),
    ],
)
def test_one_space_stands_between_two_words_and_nowhere_else(words: tuple[str, ...], markup: str, count: int) -> None:
    spoken = segment(*(said(text, 1000 + place, 1001 + place) for place, text in enumerate(words)))
    assert words_markup(spoken, frozenset(), Places()) == markup
    assert len(word_times(spoken).split()) == count


def test_words_that_something_leads_to_have_a_name() -> None:
    spoken = segment(said("бір", 1000, 1300), said("екі", 1300, 1400))
    assert words_markup(spoken, frozenset(), Places({1300})) == 'бір <span id="t=1.3">екі</span>'
    assert words_markup(spoken, frozenset({1}), Places()) == "бір <mark>екі</mark>"


@pytest.mark.parametrize(
    ("asked", "marks"),
    [("екі", MOST_MARKS), ("е к", 0), ("е б үш", 1), ("жоқ", 0)],
)
def test_a_page_marks_no_single_letters_and_no_more_than_can_be_looked_at(asked: str, marks: int) -> None:
    document = render_document(approved(text="үш" + " екі" * (MOST_MARKS + 100)), 1, "2026-11-20T08:00:00.000Z")
    view = programme_view(document, Query.parse(asked))
    assert sum(each.words.count("<mark") for each in view.segments) == marks
    assert sum(len(each.segment.words) for each in view.segments) == MOST_MARKS + 101


def test_summary_and_translations_are_marked_within_room_and_stay_text() -> None:
    mark = Marker(Query.parse("sea bed"), 3)
    assert mark("The <sea> & its  bed") == "The <mark>&lt;sea&gt;</mark> &amp; its <mark>bed</mark>"
    assert mark("<b> two  spaces") == "&lt;b&gt; two  spaces"
    assert mark("seas") == "<mark>seas</mark>"
    assert mark("sea") == "sea", "there is no more room"
    assert Marker(Query.parse(""), 3)("sea") == "sea"


def test_all_translations_are_asked_for_by_one_name(client: FlaskClient, layered: FlaskClient) -> None:
    """A search's hit in a translation knows no more than that it is in one."""
    one, two = (each.get(f"/programmes/{name}?layer=all").text for each, name in ((client, SAXAUL), (layered, LAYERED)))
    assert 'data-shown="1"' in one
    assert 'data-shown="all"' in two


def test_latin_letters_are_a_rendering_that_says_so(client: FlaskClient) -> None:
    cyrillic = client.get(f"/programmes/{SAXAUL}").text
    latin = client.get(f"/programmes/{SAXAUL}?letters=latin").text
    assert "Qyzylorda oblysy, Aral audany." in latin
    assert "Qyzylorda oblysy" not in cyrillic
    assert 'class="segments" lang="kk-Latn"' in latin
    assert 'class="segments" lang="kk"' in cyrillic
    assert "the words of the record are in Cyrillic" in words_of(latin)
    assert "Одан кейін не болатынын ешкім" in latin, "what the summary leaves out is quoted from the record"
    (current,) = [link for link in Page(latin).all("a") if "data-letters" in link and "aria-current" in link]
    assert current["data-letters"] == "latin"
    for odd in ("LATIN", "greek", "", "<b>"):
        assert (
            'lang="kk-Latn"'
            not in client.get(f"/programmes/{SAXAUL}", query_string={"letters": odd})
            .text.partition('class="segments"')[2]
            .partition(">")[0]
        )


def test_letters_are_offered_for_kazakh_alone(client: FlaskClient) -> None:
    assert "data-letters=" in client.get(f"/programmes/{WORDS_ONLY}").text
    english = render_document(approved("p1", language="en"), 1, "")
    assert programme_view(english, Query("", ()), Choice.parse({"letters": "latin"})).letters is None
    assert programme_view(render_document(approved("p1", text=None), 1, ""), Query("", ())).letters is None


def test_words_in_another_language_keep_their_letters_and_are_said_to_be_in_it(layered: FlaskClient) -> None:
    page = layered.get(f"/programmes/{LAYERED}?letters=latin").text
    assert "Būl bağdarlama" in page
    assert "Здравствуйте говорит" in page
    assert re.search(r'<p class="tongue" lang="en">Russian</p>', page)
    assert page.count('class="tongue"') == 1


def test_every_translation_is_on_the_page_with_its_label(layered: FlaskClient) -> None:
    page = layered.get(f"/programmes/{LAYERED}").text
    assert 'data-shown="0"' in page
    for text in (*MACHINE, *JOURNALIST):
        assert text in page
    shown = words_of(page)
    assert shown.index("English, machine translation, not checked") < shown.index(MACHINE[0])
    assert "English, by the newsroom" in shown
    assert "(opus 1, opus-kk-en)" in shown, "which machine"
    assert Page(page).all("div", class_="layer", lang="en")
    ids = Page(page).ids
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    ("asked", "shown"),
    [("", "0"), ("en-machine", "1"), ("en-journalist", "2"), ("all", "all"), ("fr-machine", "0"), ('"><b>', "0")],
)
def test_layer_is_asked_for_in_the_address(layered: FlaskClient, asked: str, shown: str) -> None:
    page = layered.get(f"/programmes/{LAYERED}", query_string={"layer": asked, "q": "бағдарлама"}).text
    assert f'data-shown="{shown}"' in page
    (current,) = [link for link in Page(page).all("a") if "data-show" in link and "aria-current" in link]
    assert current["data-show"] == shown
    links = [str(link["href"]) for link in Page(page).all("a") if "data-show" in link]
    assert all("q=%D0%B1" in link for link in links), "what was looked for is not lost"


def test_a_programme_without_translation_offers_none(client: FlaskClient) -> None:
    page = client.get(f"/programmes/{WORDS_ONLY}?layer=all").text
    assert "data-shown" not in page
    assert "data-show=" not in page


def test_what_the_summary_leaves_out_is_folded_with_its_first_words(client: FlaskClient) -> None:
    page = client.get(f"/programmes/{SAXAUL}").text
    folded = page.partition('<details class="omitted">')[2].partition("</details>")[0]
    assert "What the summary leaves out" in folded
    assert 'href="#t=' in folded
    assert "Одан кейін не болатынын ешкім білмейді." in folded
    assert "What the summary leaves out" not in client.get(f"/programmes/{WORDS_ONLY}").text


def test_segments_are_found_by_their_id_and_by_their_moment(client: FlaskClient) -> None:
    page = client.get(f"/programmes/{SAXAUL}").text
    for start in re.findall(r'<div class="segment" id="s(\d+)" data-m="\1"', page):
        assert f'id="t={int(start) / 1000:g}"' in page


def test_letters_of_the_page_are_those_of_the_server(tmp_path: Path, client: FlaskClient) -> None:
    page = client.get(f"/programmes/{SAXAUL}").text
    table = page.partition("data-letters='")[2].partition("'")[0]
    assert '"\\u044f": ["ia", "ia"]' in table
    assert '"\\u042f": ["\\u0130a", "\\u0130A"]' in table
