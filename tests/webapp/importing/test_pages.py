"""Saved pages: what is found in every layout, nothing is lost, nothing is fetched, nothing hangs."""

from __future__ import annotations

import re
import time
from itertools import islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from media.errors import UnreadableFile
from tests.webapp.importing.accuracy import measure, variants
from tests.webapp.importing.layouts import LAYOUTS, Style
from tests.webapp.importing.stories import STORIES
from webapp.importing.pages.decoding import MAX_PAGE_BYTES
from webapp.importing.pages.read import read_page
from webapp.importing.pages.records import PageRecord, Why

STEP = 13
"""Every 13th variant is read at each commit: prime to the number of styles and mutations, so that all come up."""


def test_fields_are_found_in_layouts_and_variants() -> None:
    found = measure(islice(variants(), 0, None, STEP))
    assert found.pages > 140
    assert found.wrong == []
    assert found.spurious == []


@pytest.mark.release
def test_fields_are_found_in_all_layouts_and_variants() -> None:
    found = measure(variants())
    assert (found.wrong, found.spurious) == ([], [])


def read(text: str, name: str = "saved page.html") -> PageRecord:
    return read_page(text.encode(), name)


def why(record: PageRecord) -> dict[str, Why]:
    return {each.name: each.why for each in record.unsure}


PAGE = """<h1>Wells Run Dry</h1><p>Publisher: Quiet Council</p><p>Author: Q. Reporter</p><p>Publication Date: {date}</p>
<p>Cite as: Quiet Council, Wells Run Dry, {cited}, available at: https://library.example/1 [accessed {read}]</p>
<p>The wells of the upper valley ran dry in August, herders say.</p>
<p>[A report on Kazak radio Tau by Ana Bek of Tau Media, part of project Open Wells funded by Fund X.]</p>"""


@pytest.mark.parametrize(
    ("date", "cited", "iso", "doubt"),
    [
        ("12 March 2009", "12 March 2009", "2009-03-12", None),
        ("March 12, 2009", "12 March 2009", "2009-03-12", None),
        ("12th of March, 2009", "12 March 2009", "2009-03-12", None),
        ("2009-03-12T10:00:00Z", "12 March 2009", "2009-03-12", None),
        ("12.03.2009", "12 March 2009", "2009-03-12", None),
        ("12 марта 2009 г.", "12 March 2009", "2009-03-12", None),
        ("2009 жылғы 12 наурыз", "12 March 2009", "2009-03-12", None),
        ("12 Mar. 2009", "12 March 2009", "2009-03-12", None),
        ("25/12/2009", "2009", "2009-12-25", None),
        ("03/04/2009", "2009", "2009-04-03", Why.TWO_READINGS),
        ("03/04/2009", "4 March 2009", "2009-03-04", None),
        ("12 March 2009", "13 March 2009", "2009-03-12", Why.DIFFERS),
        ("March 2009", "2009", None, Why.ABSENT),
        ("31 February 2009", "2009", None, Why.ABSENT),
    ],
)
def test_dates(date: str, cited: str, iso: str | None, doubt: Why | None) -> None:
    record = read(PAGE.format(date=date, cited=cited, read="1 May 2012"))
    assert (record.facts.get("published"), why(record).get("published")) == (iso, doubt)
    assert record.facts["accessed"] == "2012-05-01"
    if iso is None:
        assert date in record.facts["notes"], "what could not be understood is kept"


def test_an_unknown_page_is_kept_as_notes_and_marked() -> None:
    record = read("<html><body><h2>Minutes</h2><p>Eight people met on the bridge and said nothing.</p></body></html>")
    assert record.summary is None
    assert (record.facts["title"], record.facts["language"]) == ("Minutes", "auto")
    assert record.facts["notes"] == "Eight people met on the bridge and said nothing."
    assert why(record) == {"title": Why.BY_PLACE, "language": Why.ABSENT, "summary": Why.ABSENT}


def test_a_first_paragraph_without_its_full_stop_is_read() -> None:
    first = "On the river that feeds the valley people have begun to plant willows again this spring"
    second = "A gardener says that the first thousand of them have taken root and that goats are kept away."
    page = PAGE.format(date="12 March 2009", cited="12 March 2009", read="1 May 2012")
    told = read(page.replace("<p>Author", f"<p>{first}</p><p>{second}</p><p>Author"))
    assert told.summary is not None
    assert told.summary.startswith(f"{first}\n\n{second}")
    # What is as short as a heading stays a note.
    short = read(page.replace("<p>Author", f"<p>Willows on the river</p><p>{second}</p><p>Author"))
    assert short.summary is not None
    assert short.summary.startswith(second)
    assert "Willows on the river" in short.facts["notes"]


def test_two_authors_and_two_publishers() -> None:
    page = PAGE.format(date="12 March 2009", cited="12 March 2009", read="1 May 2012")
    page = page.replace("<p>Author", "<p>Publisher: Other House</p><p>Author: Another Hand</p><p>Author")
    record = read(page)
    assert record.facts["author"] == "Another Hand; Q. Reporter"
    assert (record.facts["publisher"], why(record)["publisher"]) == ("Quiet Council", Why.DIFFERS)
    assert "Publisher: Other House" in record.facts["notes"]


WORDS = st.integers(0, 10**6).map(lambda number: f"Slovo{number}")
PARTS = st.one_of(
    WORDS,
    st.tuples(WORDS, WORDS).map(" ".join),
    st.lists(WORDS, min_size=5, max_size=30).map(lambda words: " ".join(words) + "."),
    st.tuples(
        st.sampled_from(
            ["Publisher", "Author", "Cite as", "Disclaimer", "Publication Date", "Language", "Topics", "Title"]
        ),
        st.sampled_from(["", " ", ": ", " : ", "\n"]),
        st.lists(WORDS, min_size=1, max_size=12).map(" ".join),
    ).map("".join),
    st.tuples(st.sampled_from(["By ", "© 2009 ", "Updated 3 May 2009 ", "Copyright notice: "]), WORDS).map("".join),
    st.tuples(
        st.sampled_from(["[A report on Kazak radio ", "This programme was broadcast in Kazak on "]), WORDS, WORDS
    ).map(lambda parts: f"{parts[0]}{parts[1]} by {parts[2]} of X, part of project Y funded by {parts[1]}.]"),
)
SHAPES = (
    "\n\n".join,
    "\n".join,
    lambda parts: "<html><body>" + "".join(f"<p>{part}</p>" for part in parts),
    lambda parts: "<html><body><div>" + "<br>".join(parts),
    lambda parts: "<table>" + "".join(f"<tr><th>{part}<td>{part}" for part in parts) + "</table>",
    lambda parts: "<html><dl>" + "".join(f"<dt>{part}<dd>{part}" for part in parts),
    lambda parts: "<html><h1>" + "</h1><h2>".join(parts),
    lambda parts: "<html><footer>" + "".join(f"<p>{part}</p>" for part in parts) + "</footer><p>x</p>",
)


@settings(max_examples=80, deadline=None)
@given(st.lists(PARTS, min_size=1, max_size=12), st.sampled_from(SHAPES))
def test_no_word_is_lost(parts: list[str], shape: object) -> None:
    page = shape(parts)  # type: ignore[operator]
    record = read(page)
    kept = "\n".join((*record.facts.values(), record.summary or "", *(record.furniture if "<footer>" in page else ())))
    words = set(re.findall(r"Slovo\d+", page))
    assert words - set(re.findall(r"Slovo\d+", kept)) == set()


def test_a_page_within_mhtml() -> None:
    page = PAGE.format(date="12 March 2009", cited="12 March 2009", read="1 May 2012").replace("=", "=3D")
    saved = (
        "From: <Saved by a browser>\r\nSnapshot-Content-Location: https://library.example/1\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related; type="text/html"; boundary="b"\r\n\r\n--b\r\n'
        f"Content-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<html>{page}</html>\r\n\r\n"
        "--b\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA\r\n--b--\r\n"
    )
    assert read(saved, "a.mhtml").facts["title"] == "Wells Run Dry"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b" \n\t", "empty"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9, "not a page"),
        (b"a" * (MAX_PAGE_BYTES + 1), "larger"),
        (b"<html><body><!-- --></body></html>", "nothing to read"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b--", "no page"),
        (b"<html>" + b"<div>" * 5000 + b"word", "nested"),
    ],
)
def test_what_is_no_page_gets_one_sentence(data: bytes, said: str) -> None:
    with pytest.raises(UnreadableFile, match=said):
        read_page(data, "x.html")


HOSTILE = {
    "entity": '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/hostname">]><html><p>&x;</p><p>said</p></html>',
    "bomb": '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><p>&b;&b;</p><p>said</p>',
    "remote": "<html><link rel=stylesheet href=http://127.0.0.1:9/x><img src=http://127.0.0.1:9/y><p>said</p></html>",
    "script": "<html><script>var said = 1; document.write('gone')</script><style>.gone{}</style><p>said</p></html>",
    "unclosed": "<html><p>said" + "<a href='" + "x" * 200_000,
    "many labels": "<html>" + "<p>Publisher</p>" * 3_000 + "<p>said</p>",
    "brackets": "said " + "[" * 100_000,
    "one word": "said " + "a" * 400_000,
    "long line": "said " + "By the Radio of The News on " * 8_000,
    "capitals": "[A report on Kazak radio " + "Aa " * 120 + "said",
    "deep json": "<html><script type='application/ld+json'>" + "[" * 100_000 + "</script><p>said</p></html>",
    "months": "said " + "12 March 12 " * 8_000,
    "addresses": "said data:image/png;base64," + "A" * 1_000_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_pages_end_soon_and_reach_nothing(name: str) -> None:
    begun = time.process_time()
    record = read(HOSTILE[name])
    kept = "\n".join((*record.facts.values(), record.summary or ""))
    assert "said" in kept
    assert "gone" not in kept
    assert time.process_time() - begun < 3


def test_parts_within_parts_without_end_are_refused_in_a_sentence() -> None:
    within = "".join(f"--b{n}\nContent-Type: multipart/mixed; boundary=b{n + 1}\n\n" for n in range(2_000))
    saved = f"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b0\n\n{within}"
    with pytest.raises(UnreadableFile, match="too deep for a page"):
        read_page(saved.encode(), "a.mhtml")


@pytest.mark.parametrize("line", ["a (b", "some words of a line that is as long as programs break them to"])
def test_lines_that_go_on_and_on_are_joined_in_the_time_that_they_take(line: str) -> None:
    begun = time.process_time()
    record = read_page("\n".join(f"{line} {n}" for n in range(5_000)).encode(), "a.txt")
    assert time.process_time() - begun < 3
    kept = " ".join((*record.facts.values(), record.summary or ""))
    assert all(f" {n}" in kept for n in range(5_000))


def test_a_text_of_more_lines_than_a_page_is_refused() -> None:
    with pytest.raises(UnreadableFile, match="lines"):
        read_page(b"a\n" * 100_001, "a.txt")


def test_styles_are_told_apart() -> None:
    """Every layout and story differs, so that the matrix measures what it says."""
    pages = {make(story, Style()) for make in LAYOUTS.values() for story in STORIES}
    assert len(pages) == len(LAYOUTS) * len(STORIES)
