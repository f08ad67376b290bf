"""The page of a quote: its words, whose they are, what is doubted, and every wrong way to ask for one."""

from __future__ import annotations

import dataclasses
import html
import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from media.records import Span
from tests.webapp.editions import PROVENANCE, approved
from tests.webapp.published import GONE, REELS, SAXAUL, SUMMARY_ONLY, public_client
from transcribe.records import Doubt, Provenance, WordsBy
from webapp.edition.layout import Layout
from webapp.edition.records import (
    EditionDocument,
    EditionSegment,
    EditionSound,
    EditionTranscript,
    EditionTranslated,
    EditionTranslation,
    Maker,
)
from webapp.edition.render import render_document
from webapp.edition.store import add_version, block, edition_writer
from webapp.public.finding.search import Query
from webapp.public.quoting.passage import find_passage
from webapp.public.quoting.span import LONGEST_MS
from webapp.public.quoting.whose import notes
from webapp.public.reading.view import programme_view

VOICES = (Span(0, 500),)
"""Changed by the newsroom."""
QUOTE = f"/programmes/{SAXAUL}/versions/1/quote"


def words_of(page: str) -> list[str]:
    return [html.unescape(word) for word in re.findall(r'<span data-m="\d+" data-d="\d+">(.*?)</span>', page)]


def document(text: str = "бір екі үш төрт бес алты жеті сегіз тоғыз он") -> EditionDocument:
    """Words of 400 ms each, from 0."""
    return render_document(approved(text=text), 1, "2026-11-20T08:00:00Z")


def test_page_says_words_speaker_time_version_and_where_to_go(client: FlaskClient) -> None:
    page = client.get(f"/programmes/{REELS}/versions/2/quote?t=0,8").text
    assert len(words_of(page)) > 5
    assert '<b class="speaker">' in page
    assert "Who speaks is the machine’s guess." in page
    assert "version 2" in page
    assert f'href="/programmes/{REELS}#t=' in page
    assert re.search(r'<audio class="clip"[^>]*src="/programmes/reels/versions/2/clip\.m4a\?t=', page)
    assert "&lt;iframe src=" in page


def test_words_are_those_whose_middle_lies_in_the_span() -> None:
    passage = find_passage(document(), Span(500, 1_900))
    assert passage
    assert passage.text == "екі үш төрт бес", "bes is 1600–2000: its middle is within, though its end is not"
    assert passage.span == Span(400, 2_000)
    assert passage.before[-1].text == "бір"
    assert passage.after[0].text == "алты"


def test_moment_within_a_word_is_that_word() -> None:
    passage = find_passage(document(), Span(410, 420))
    assert passage
    assert passage.text == "екі"


def test_no_word_is_said_then() -> None:
    assert find_passage(document(), Span(90_000, 95_000)) is None


def test_translations_that_overlap_come_with_whose_they_are() -> None:
    layers = (
        EditionTranslation(
            "en",
            Maker.MACHINE,
            "opus-mt 1",
            (EditionTranslated(0, 3_200, "One to eight."), EditionTranslated(3_200, 4_000, "Nine, ten.")),
        ),
        EditionTranslation("ru", Maker.JOURNALIST, None, (EditionTranslated(3_200, 4_000, "Девять, десять."),)),
    )
    passage = find_passage(dataclasses.replace(document(), translations=layers), Span(0, 1_000))
    assert passage
    assert [(each.language, each.maker, each.text) for each in passage.translations] == [
        ("en", Maker.MACHINE, "One to eight.")
    ]


def test_doubt_is_said_with_the_words(client: FlaskClient) -> None:
    page = client.get(f"{QUOTE}?t=12.34,18.9").text
    assert "<del>" in page
    assert "[in the script, not heard: " in page
    assert "Struck through" in page
    described = re.findall(r'<meta property="og:(?:description|image:alt)" content="([^"]+)"', page)
    assert len(described) == 2
    assert all("[in the script, not heard: " in html.unescape(each) for each in described)
    assert html.unescape(described[0]).endswith(" (Words of the programme’s script.)")


def test_words_are_said_to_be_of_whom_the_quoted_passages_are() -> None:
    """Not of whom the whole transcript is: a script with some passages of a machine's run, of a file, of a person."""
    text = "бір екі үш төрт бес алты жеті сегіз тоғыз он он бір он екі он үш он төрт"
    recognised = document(text)
    assert recognised.transcript
    assert recognised.transcript.segments
    first, second, *_ = recognised.transcript.segments

    def said(*segments: EditionSegment, others: tuple[Provenance, ...] = ()) -> tuple[str, ...]:
        transcript = EditionTranscript("aligned", PROVENANCE, "2026-11-20", segments, others)
        told = dataclasses.replace(recognised, transcript=transcript, sound=EditionSound("a", 1, 9_000, VOICES))
        return tuple(notes(told, segments, Span(segments[0].start_ms, segments[-1].end_ms)))

    heard = dataclasses.replace(second, made_by=1, doubts=(Doubt.OTHER_LANGUAGE, Doubt.SHARED_TIMES))
    brought = dataclasses.replace(PROVENANCE, words_by=WordsBy.UNKNOWN)
    script, machine = "Words of the programme’s script.", "Machine words, not checked word by word."
    assert said(first) == (script, "The newsroom has changed the voice of somebody who speaks here.")
    assert said(heard, others=(PROVENANCE,)) == (
        machine,
        "The machine is in doubt here: perhaps in another language.",
        "When each word is spoken is a guess within its passage.",
    )
    assert said(first, heard, others=(PROVENANCE,))[0] == f"In part: {script} In part: {machine}"
    assert said(dataclasses.replace(heard, human=True), others=(PROVENANCE,))[0] == "Words corrected by the newsroom."
    assert said(heard, others=(brought,))[0].startswith("Words brought as a file; whether people or a machine")
    transcript = EditionTranscript("aligned", PROVENANCE, "2026-11-20", (first, heard), (PROVENANCE,))
    page = programme_view(dataclasses.replace(recognised, transcript=transcript), Query("", ()))
    assert [each.notes for each in page.segments] == [
        (),
        ("words by machine, not checked", "perhaps in another language"),
    ]


def test_words_may_be_chosen_in_the_pages_form(client: FlaskClient) -> None:
    page = client.get(f"{QUOTE}?t=12.34,18.9").text
    starts = re.findall(r'<option value="([\d.]+)"', page.partition('id="from"')[2].partition("</select>")[0])
    ends = re.findall(r'<option value="([\d.]+)"', page.partition('id="to"')[2].partition("</select>")[0])
    response = client.get(f"{QUOTE}?from={starts[0]}&to={ends[-1]}")
    assert response.status_code == 303
    assert response.headers["Location"] == f"{QUOTE}?t={starts[0]},{ends[-1]}"
    assert len(words_of(client.get(response.headers["Location"]).text)) > len(words_of(page))


@pytest.mark.parametrize("t", ["12.488,18.887", "npt:12.488,18.887", "0:12.488,0:18.887", "0:00:12.488,0:00:18.887"])
def test_ways_to_write_a_span(client: FlaskClient, t: str) -> None:
    response = client.get(QUOTE, query_string={"t": t})
    assert response.status_code == 200
    assert 't=12.488,18.887"' in response.text


@pytest.mark.parametrize(
    ("t", "status", "said"),
    [
        ("", 400, "from which second to which"),
        ("12", 400, "from which second to which"),
        ("a,b", 400, "from which second to which"),
        ("-1,5", 400, "from which second to which"),
        ("1e3,2e3", 400, "from which second to which"),
        ("nan,inf", 400, "from which second to which"),
        ("٣,٥", 400, "from which second to which"),
        ("1,2,3", 400, "from which second to which"),
        ("9" * 400 + ",1", 400, "from which second to which"),
        ("<script>,1", 400, "from which second to which"),
        ("18.9,12.34", 400, "ends before it begins"),
        ("5,5", 400, "ends before it begins"),
        (f"0,{LONGEST_MS / 1000 + 0.001}", 400, "At most five minutes"),
        ("999990,999999", 404, "Nothing is said at that time"),
        ("131,132", 404, "Nothing is said at that time"),
    ],
)
@pytest.mark.parametrize("place", ["quote", "clip.m4a", "card.png"])
def test_wrong_times_get_a_page_that_helps(client: FlaskClient, place: str, t: str, status: int, said: str) -> None:
    response = client.get(f"/programmes/{SAXAUL}/versions/1/{place}", query_string={"t": t})
    assert response.status_code == status
    assert said in response.text
    assert f'href="/programmes/{SAXAUL}/versions/1"' in response.text
    assert response.mimetype == "text/html"


def test_programme_without_words_or_sound_has_nothing_to_quote(client: FlaskClient) -> None:
    for place in ("quote", "clip.m4a", "card.png"):
        assert client.get(f"/programmes/{SUMMARY_ONLY}/versions/1/{place}?t=0,5").status_code == 404


def test_old_version_says_that_it_is_old_and_keeps_its_address(client: FlaskClient) -> None:
    page = client.get(f"/programmes/{REELS}/versions/1/quote?t=0,8").text
    assert "version 1, an old one" in page
    assert "Read the newest, version 2" in page
    assert re.search(r'<link rel="canonical" href="http://localhost/programmes/reels/versions/1/quote\?t=', page)
    assert f'href="/programmes/{REELS}/versions/1#t=' in page


def test_what_was_withdrawn_is_gone_at_once_from_every_place(tmp_path: Path) -> None:
    layout = Layout(tmp_path / "edition")
    with edition_writer(layout):
        add_version(layout, approved(), None)
    client = public_client(layout.root)
    places = ["quote?t=0,1", "card.png?t=0,1", "card.png"]
    for place in places:
        assert client.get(f"/programmes/p1/versions/1/{place}").status_code == 200
    block(layout, "p1")
    for place in [*places, "clip.m4a?t=0,1"]:
        assert client.get(f"/programmes/p1/versions/1/{place}").status_code == 410
    assert client.get("/embed/programmes/p1/versions/1?t=0,1").status_code == 410
    assert client.get("/oembed?url=http://localhost/programmes/p1").status_code == 410


def test_withdrawn_stays_withdrawn_in_whatever_way_it_is_asked(client: FlaskClient) -> None:
    for t in ("0,5", "nonsense", "5,0"):
        assert client.get(f"/programmes/{GONE}/versions/1/quote", query_string={"t": t}).status_code == 410


def test_host_that_the_request_names_stays_text(client: FlaskClient) -> None:
    response = client.get(f"{QUOTE}?t=1,5", headers={"Host": 'x"><script>alert(1)</script>'})
    assert "<script>alert" not in response.text


def test_without_a_time_one_may_choose_a_passage(client: FlaskClient) -> None:
    page = client.get(QUOTE).text
    (first, *others) = re.findall(rf'href="({QUOTE}\?t=[\d.]+,[\d.]+)"', page)
    assert len(others) > 5
    assert client.get(first).status_code == 200
    assert "no words to quote" in client.get(f"/programmes/{SUMMARY_ONLY}/versions/1/quote").text


def test_programmes_page_leads_to_quotes_and_tells_other_sites_what_to_show(client: FlaskClient) -> None:
    page = client.get(f"/programmes/{SAXAUL}").text
    assert f'href="{QUOTE}"' in page
    assert '<link rel="canonical" href="http://localhost/programmes/saxaul">' in page
    assert 'property="og:image" content="http://localhost/programmes/saxaul/versions/1/card.png"' in page
    assert (
        '<link rel="canonical" href="http://localhost/programmes/reels">'
        in client.get(f"/programmes/{REELS}/versions/1").text
    )


def test_passages_to_choose_from_are_links_with_their_doubts_marked(client: FlaskClient) -> None:
    page = client.get(f"{QUOTE}?ui=en").text
    passages = re.findall(rf'<a rel="nofollow" href="{QUOTE}[^"]*">(.*?)</a>', page, re.DOTALL)
    assert any('<del><span class="aside" lang="en">[in the script, not heard: </span>' in each for each in passages)
    assert all('<span class="clock">' in each and '<span class="said">' in each for each in passages)


def test_citations_name_the_link_the_version_the_time_and_the_visit(tmp_path: Path) -> None:
    layout = Layout(tmp_path / "edition")
    made = approved()
    with edition_writer(layout):
        own = dataclasses.replace(made.programme, citation="Cite <us> & so.")
        add_version(layout, dataclasses.replace(made, programme=own), None)
    page = public_client(layout.root).get("/programmes/p1/versions/1/quote?t=0,1&ui=en").text
    shown = re.findall(r'<p class="label">(.*?)</p>\s*<p class="cited"[^>]*>(.*?)</p>', page, re.DOTALL)
    cites = {name: html.unescape(re.sub("<[^>]*>", "", text)) for name, text in shown}
    assert list(cites) == ["As the newsroom asks", "APA", "Chicago", "MLA"]
    assert cites["As the newsroom asks"].startswith("Cite <us> & so. http://localhost/programmes/p1/versions/1/quote")
    for text in cites.values():
        assert re.search(r"http://localhost/programmes/p1/versions/1/quote\?t=[\d.]+,[\d.]+", text)
        assert "version 1, 0:00–0:0" in text
        assert re.search(r"(visited on|Retrieved|Accessed) \w+ \w+", text)
