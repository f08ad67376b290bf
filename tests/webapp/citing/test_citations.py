"""Citations by three styles and as three kinds of file, for titles and authors of every sort."""

from __future__ import annotations

import dataclasses
import html
import json
import re
from datetime import date
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from media.records import Programme
from tests.webapp.editions import approved
from tests.webapp.published import REELS, public_client, published_once
from webapp.edition.layout import Layout
from webapp.edition.render import render_document
from webapp.edition.store import add_version, edition_writer
from webapp.public.citing.files import bibtex, csl_json, ris
from webapp.public.citing.markup import cited_markup
from webapp.public.citing.reference import Reference, When, reference_to
from webapp.public.citing.styles import cited

URL = "https://radio.example/programmes/p1/versions/2"
VISITED = date(2026, 11, 26)
KAZAKH = Reference(
    key="muragat-p1-v2",
    title="Арал теңізінің түбіндегі сексеуіл",
    authors=("Айгүл Сериққызы",),
    series="Ауыл таңы",
    publisher="Қазақ радиосы",
    when=When(2025, 3, 1),
    is_aired=True,
    accessed=VISITED,
    language="kk",
    medium="Radio broadcast",
    version=2,
    url=URL,
)
RUSSIAN = dataclasses.replace(
    KAZAKH, title="Радио и люди: как мы слушали", authors=("Радио Азаттык",), publisher="Радио Азаттык", series=None
)
ENGLISH = dataclasses.replace(
    KAZAKH, title="who speaks for the sea?", authors=("A. Smith", "B. Jones"), publisher="BBC", language="en"
)
NAMELESS = dataclasses.replace(KAZAKH, authors=())
BARE = dataclasses.replace(KAZAKH, authors=(), series=None, publisher=None, when=None, is_aired=False)

GOLDEN = {
    "kazakh": (
        KAZAKH,
        "Айгүл Сериққызы. (2025, March 1). Арал теңізінің түбіндегі сексеуіл [Radio broadcast]. In Ауыл таңы. "
        f"Қазақ радиосы. Retrieved November 26, 2026, from {URL}",
        "Айгүл Сериққызы. 2025. “Арал теңізінің түбіндегі сексеуіл.” Ауыл таңы. Aired March 1, on Қазақ радиосы. "
        f"Radio broadcast. Accessed November 26, 2026. {URL}.",
        "Айгүл Сериққызы. “Арал теңізінің түбіндегі сексеуіл.” Ауыл таңы, Қазақ радиосы, 1 Mar. 2025, "
        f"{URL}. Accessed 26 Nov. 2026.",
    ),
    "russian, a house is the author": (
        RUSSIAN,
        "Радио Азаттык. (2025, March 1). Радио и люди: как мы слушали [Radio broadcast]. "
        f"Retrieved November 26, 2026, from {URL}",
        "Радио Азаттык. 2025. Радио и люди: как мы слушали. Aired March 1. Radio broadcast. "
        f"Accessed November 26, 2026. {URL}.",
        f"Радио Азаттык. Радио и люди: как мы слушали. 1 Mar. 2025, {URL}. Accessed 26 Nov. 2026.",
    ),
    "english, two authors, a question": (
        ENGLISH,
        "A. Smith, & B. Jones. (2025, March 1). who speaks for the sea? [Radio broadcast]. In Ауыл таңы. BBC. "
        f"Retrieved November 26, 2026, from {URL}",
        "A. Smith, and B. Jones. 2025. “who speaks for the sea?” Ауыл таңы. Aired March 1, on BBC. Radio broadcast. "
        f"Accessed November 26, 2026. {URL}.",
        f"A. Smith, and B. Jones. “who speaks for the sea?” Ауыл таңы, BBC, 1 Mar. 2025, {URL}. Accessed 26 Nov. 2026.",
    ),
    "no author": (
        NAMELESS,
        "Арал теңізінің түбіндегі сексеуіл [Radio broadcast]. (2025, March 1). In Ауыл таңы. Қазақ радиосы. "
        f"Retrieved November 26, 2026, from {URL}",
        "“Арал теңізінің түбіндегі сексеуіл.” 2025. Ауыл таңы. Aired March 1, on Қазақ радиосы. Radio broadcast. "
        f"Accessed November 26, 2026. {URL}.",
        f"“Арал теңізінің түбіндегі сексеуіл.” Ауыл таңы, Қазақ радиосы, 1 Mar. 2025, {URL}. Accessed 26 Nov. 2026.",
    ),
    "a title and nothing else": (
        BARE,
        f"Арал теңізінің түбіндегі сексеуіл [Radio broadcast]. (n.d.). Retrieved November 26, 2026, from {URL}",
        f"Арал теңізінің түбіндегі сексеуіл. n.d. Radio broadcast. Accessed November 26, 2026. {URL}.",
        f"Арал теңізінің түбіндегі сексеуіл, {URL}. Accessed 26 Nov. 2026.",
    ),
}


@pytest.mark.parametrize("name", GOLDEN)
def test_styles(name: str) -> None:
    reference, *expected = GOLDEN[name]
    assert [text for _, text in cited(reference)] == expected
    assert [style for style, _ in cited(reference)] == ["APA", "Chicago", "MLA"]


@pytest.mark.parametrize(
    ("reference", "said"),
    [
        (KAZAKH, "Ауыл таңы. Published March 1 by Қазақ радиосы. Radio broadcast."),
        (RUSSIAN, "как мы слушали. Published March 1. Radio broadcast."),
        (dataclasses.replace(KAZAKH, title="Aired March 1"), "“Aired March 1.” Ауыл таңы. Published March 1 by"),
    ],
)
def test_what_was_only_published_is_not_said_to_have_been_on_air(reference: Reference, said: str) -> None:
    assert said in dict(cited(dataclasses.replace(reference, is_aired=False)))["Chicago"]


@pytest.mark.parametrize("style", ["APA", "Chicago", "MLA"])
def test_no_full_stop_stands_alone_behind_an_address(style: str) -> None:
    text = dict(cited(dataclasses.replace(KAZAKH, title="https://a.example/ <b> & so")))[style]
    marked = str(cited_markup(text))
    assert re.search(r'<span class="whole">1/versions/2[.,]?</span>', marked)
    assert html.unescape(re.sub(r"</?span[^>]*>", "", marked)) == text
    assert "<b>" not in marked
    assert cited_markup("no address <i>") == "no address &lt;i&gt;"


@pytest.mark.parametrize(
    "title",
    ['50 % & {half}, "so"', "a </span> b <i>c</i>", r"back\slash_and $ # ~ ^", "ends”.", "{unbalanced", "тек } жақша"],
)
def test_odd_titles_are_whole_in_every_style(title: str) -> None:
    for reference in (dataclasses.replace(KAZAKH, title=title), dataclasses.replace(BARE, title=title)):
        for _, text in cited(reference):
            assert title in text
            assert text.count(title) == 1


def test_bibtex_braces_are_balanced_and_nothing_is_a_command() -> None:
    entry = bibtex(dataclasses.replace(KAZAKH, title='50% & {half, "so" \\ #1_$^~', authors=("A and B", "C, D")))
    assert entry.count("{") == entry.count("}")
    assert (
        '  title = {{50\\% \\& \\textbraceleft{}half, "so" \\textbackslash{} \\#1\\_\\$\\textasciicircum{}'
        "\\textasciitilde{}}},\n"
    ) in entry
    assert "  author = {{A and B} and {C, D}},\n" in entry
    assert entry.startswith("@misc{muragat-p1-v2,\n")
    assert f"  url = {{{URL}}},\n" in entry
    assert "  urldate = {2026-11-26},\n" in entry


def test_ris_is_a_line_a_tag() -> None:
    lines = ris(KAZAKH).split("\r\n")
    assert lines == [
        "TY  - SOUND",
        "ID  - muragat-p1-v2",
        "TI  - Арал теңізінің түбіндегі сексеуіл",
        "AU  - Айгүл Сериққызы",
        "T2  - Ауыл таңы",
        "PB  - Қазақ радиосы",
        "PY  - 2025",
        "DA  - 2025/03/01",
        "Y2  - 2026/11/26",
        "ET  - version 2",
        "LA  - kk",
        "M3  - Radio broadcast",
        f"UR  - {URL}",
        "ER  - ",
        "",
    ]
    assert "AU  - Smith Anna\r\n" in ris(dataclasses.replace(KAZAKH, authors=("Smith, Anna",)))


@pytest.mark.parametrize(
    ("aired", "published", "apa", "chicago", "mla", "in_files"),
    [
        ("1998", "2024-05-05", "(1998). A", "Aired on Dala FM.", "Dala FM, 1998,", ["1998", "1998", [1998]]),
        (None, "1998", "(1998). A", "Published by Dala FM.", "Dala FM, 1998,", ["1998", "1998", [1998]]),
        (None, "1998-03", "(1998, March). A", "Published March by", "Mar. 1998,", ["1998-03", "1998/03", [1998, 3]]),
        ("1899-12-31", None, "(1899, December 31)", "Aired December 31, on", "31 Dec. 1899,", None),
    ],
)
def test_of_a_date_as_much_is_said_as_is_known(
    aired: str | None, published: str | None, apa: str, chicago: str, mla: str, in_files: list[object] | None
) -> None:
    made = approved("p1")
    programme = dataclasses.replace(made.programme, aired=aired, published=published, broadcaster="Dala FM", author="X")
    told = render_document(dataclasses.replace(made, programme=programme), 1, "2026-11-20T08:00:00Z")
    reference = reference_to(told, URL, VISITED)
    styles = dict(cited(reference))
    assert (apa in styles["APA"], chicago in styles["Chicago"], mla in styles["MLA"]) == (True, True, True), styles
    if in_files:
        bib, slashes, parts = in_files
        assert f"  date = {{{bib}}}," in bibtex(reference)
        assert f"DA  - {slashes}\r\n" in ris(reference)
        assert json.loads(csl_json(reference))[0]["issued"] == {"date-parts": [parts]}


@pytest.mark.parametrize(
    ("medium", "aired", "said"),
    [
        (None, "2025", "Broadcast"),
        (None, None, "Recording"),
        ("radio", None, "Radio broadcast"),
        ("Television", None, "Television broadcast"),
        ("online", None, "Online broadcast"),
        ("a leaflet", "2025", "Broadcast"),
        ("a leaflet", None, "Recording"),
    ],
)
def test_nothing_is_cited_as_radio_that_nobody_calls_so(medium: str | None, aired: str | None, said: str) -> None:
    made = approved("p1", language="und")
    programme = dataclasses.replace(made.programme, medium=medium, aired=aired, broadcaster=None)
    told = render_document(dataclasses.replace(made, programme=programme), 1, "2026-11-20T08:00:00Z")
    reference = reference_to(told, URL, VISITED)
    forms = (bibtex(reference), ris(reference), csl_json(reference), *dict(cited(reference)).values())
    assert all(said in form for form in forms[:-1]), "the style of the MLA names no medium"
    assert "Radio" in said or not any("Radio" in form for form in forms)
    assert any("roadcast" in form for form in forms) == (said != "Recording"), "nobody says that it was on air"
    assert not any(re.search(r"\bund\b", form) for form in forms), "nobody knows the language"


def test_csl_json_says_no_more_than_is_known() -> None:
    (item,) = json.loads(csl_json(KAZAKH))
    assert item["type"] == "broadcast"
    assert item["issued"] == {"date-parts": [[2025, 3, 1]]}
    assert item["author"] == [{"literal": "Айгүл Сериққызы"}]
    (bare,) = json.loads(csl_json(BARE))
    assert not {"author", "issued", "publisher", "container-title"} & set(bare)


def reference_of(**facts: object) -> Reference:
    made = approved(text=None)
    programme = Programme("p1", **{"title": "T", "language": "kk", **facts})  # type: ignore[arg-type]
    return reference_to(render_document(dataclasses.replace(made, programme=programme), 3, "2026-01-01"), URL, VISITED)


def test_reference_is_made_of_the_facts() -> None:
    reference = reference_of(
        title="two\r\nlines\x00", author="A ; B;", broadcaster="Radio", publisher="House", aired="2024-05-06"
    )
    assert (reference.title, reference.authors, reference.publisher) == ("two lines", ("A", "B"), "Radio")
    assert (reference.when, reference.version, reference.key) == (When(2024, 5, 6), 3, "muragat-p1-v3")
    assert reference_of(publisher="House").authors == ("House",), "a house stands for an author who is not known"
    assert reference_of(published="2024").when == When(2024)
    assert reference_of(aired="2024-05-06").is_aired
    assert reference_of(aired="2024", published="2024-05-06").when == When(2024), "as lists have it"
    assert reference_of(aired="2024-99-01", published="2024-05-06").when == When(2024, 5, 6)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return public_client(published_once(tmp_path_factory).root)


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("bib", "application/x-bibtex"),
        ("ris", "application/x-research-info-systems"),
        ("json", "application/vnd.citationstyles.csl+json"),
    ],
)
def test_files(client: FlaskClient, name: str, media_type: str) -> None:
    response = client.get(f"/programmes/{REELS}/cite.{name}")
    assert (response.status_code, response.mimetype) == (200, media_type)
    assert f"http://localhost/programmes/{REELS}/versions/2" in response.text
    assert re.fullmatch(rf"attachment; filename=[a-z0-9.-]+-v2\.en\.{name}", response.headers["Content-Disposition"])
    assert response.headers["Cache-Control"] == "no-cache"
    old = client.get(f"/programmes/{REELS}/versions/1/cite.{name}")
    assert f"http://localhost/programmes/{REELS}/versions/1" in old.text
    again = client.get(f"/programmes/{REELS}/cite.{name}", headers={"If-None-Match": response.headers["ETag"]})
    assert again.status_code == 304


def test_newsrooms_own_citation_comes_first(tmp_path: Path) -> None:
    layout = Layout(tmp_path / "edition")
    made = approved(text=None)
    programme = dataclasses.replace(made.programme, citation="Cite <us> & so.", author="Somebody")
    with edition_writer(layout):
        add_version(layout, dataclasses.replace(made, programme=programme), None)
    page = public_client(layout.root).get("/programmes/p1").text
    cites = html.unescape(page.partition('class="cites"')[2].partition("</dl>")[0])
    assert cites.index("Cite <us> & so.") < cites.index("APA") < cites.index("Chicago") < cites.index("MLA")
