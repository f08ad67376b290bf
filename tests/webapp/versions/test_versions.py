"""Versions: which there are, what each corrects, and what stands where a programme was."""

from __future__ import annotations

import dataclasses
import random
import re
import time
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.webapp.editions import approved, programme_text, summary_document
from tests.webapp.published import REELS, SAXAUL, public_client, published_once
from webapp.edition.layout import Layout
from webapp.edition.records import PublicReason
from webapp.edition.render import render_document
from webapp.edition.store import add_version, block, edition_writer
from webapp.public.versions.difference import MOST_PLACES, Place, _changed, summary_difference, words_difference


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return public_client(published_once(tmp_path_factory).root)


def corrected(tmp_path: Path) -> Layout:
    """An edition with three versions: words, then the summary corrected."""
    layout = Layout(tmp_path / "edition")
    first = approved(text="Қызылорда облысы Арал ауданы")
    second = dataclasses.replace(first, text=programme_text("p1", "Қызылорда облысы Арал қаласы"))
    third = dataclasses.replace(
        second, summary=summary_document("p1", "A town plants trees. It is early."), linking=None
    )
    with edition_writer(layout):
        for version in (first, second, third):
            add_version(layout, version, None)
    return layout


def test_versions_are_named_with_what_they_correct(tmp_path: Path) -> None:
    client = public_client(corrected(tmp_path).root)
    page = client.get("/programmes/p1/versions").text
    assert page.index("version 3") < page.index("version 2") < page.index("version 1")
    assert [set(said.split(", ")) & {"words", "summary"} for said in re.findall(r"Corrected: ([^.]*)\.", page)] == [
        {"summary"},
        {"words"},
    ]
    assert 'href="/programmes/p1/versions/2/changes"' in page
    assert 'href="/programmes/p1/versions/1/changes"' not in page, "the first corrects nothing"


def test_changes_show_the_words_before_and_now(tmp_path: Path) -> None:
    client = public_client(corrected(tmp_path).root)
    words = client.get("/programmes/p1/versions/2/changes").text
    assert "ауданы<span" in words
    assert "қаласы<span" in words
    assert 'href="/programmes/p1/versions/2#t=1.2"' in words
    summary = client.get("/programmes/p1/versions/3/changes").text
    assert "village<span" in summary
    assert "қаласы" not in summary
    assert "first version" in client.get("/programmes/p1/versions/1/changes").text


def test_programmes_page_says_what_was_corrected_and_when(tmp_path: Path) -> None:
    client = public_client(corrected(tmp_path).root)
    newest, old, first = (client.get(f"/programmes/p1{rest}").text for rest in ("", "/versions/2", "/versions/1"))
    assert "Corrected on" in newest
    assert re.search(r"Corrected on \d+ \w+ \d{4}: summary\.", newest)
    assert "words." in old
    assert "version 2, an old one" in old
    assert "Corrected on" not in first
    assert 'href="/programmes/p1/versions"' in newest


def test_only_facts_changed(client: FlaskClient) -> None:
    page = client.get(f"/programmes/{REELS}/versions/2/changes").text
    assert "No word of transcript" in page
    assert "CC0 1.0, corrected<span" in page
    assert page.count("<del>") == 1, "the rights, and nothing else"
    assert "Corrected: facts" in client.get(f"/programmes/{REELS}/versions").text


@pytest.mark.parametrize("place", ["versions/7", "versions/7/changes", "versions/0/quote?t=0,1", "versions/7/cite.bib"])
def test_version_that_is_not_leads_to_those_that_are(client: FlaskClient, place: str) -> None:
    response = client.get(f"/programmes/{SAXAUL}/{place}")
    assert response.status_code == 404
    assert "no such version" in response.text
    assert f'href="/programmes/{SAXAUL}/versions"' in response.text


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        (PublicReason.NEWSROOM, {"en": "withdrawn by the newsroom.", "kk": "қайтарып алды", "ru": "отозвала"}),
        (PublicReason.ERROR, {"en": "it was in error", "kk": "қате болған", "ru": "была ошибка"}),
        (PublicReason.RIGHTS, {"en": "others hold rights", "kk": "құқық", "ru": "права"}),
        (PublicReason.CONSENT, {"en": "no longer consents", "kk": "келісім бермейді", "ru": "согласия"}),
        (PublicReason.LAW, {"en": "the law demands", "kk": "заң талап", "ru": "требует закон"}),
    ],
)
def test_withdrawn_says_why_in_the_readers_language(tmp_path: Path, reason: PublicReason, said: dict[str, str]) -> None:
    layout = Layout(tmp_path / "edition")
    with edition_writer(layout):
        add_version(layout, approved(), None)
    client = public_client(layout.root)
    assert client.get("/programmes/p1").status_code == 200
    block(layout, "p1", reason)
    for language, words in said.items():
        for place in ("", "/versions", "/versions/1", "/versions/1/quote?t=0,1", "/cite.bib"):
            response = client.get(f"/programmes/p1{place}", headers={"Accept-Language": language})
            assert response.status_code == 410
            assert words in response.text


def document(text: str) -> object:
    return render_document(approved(text=text), 1, "2026-11-20T08:00:00Z")


def changed(old: str, new: str) -> list[tuple[str, str]]:
    found = words_difference(document(old), document(new))  # type: ignore[arg-type]
    return [(place.old, place.new) for place in found.places]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("a b c d", "a b c d", []),
        ("a b c d", "a x c d", [("b", "x")]),
        ("a b c d", "a c d", [("b", "")]),
        ("a c d", "a b c d", [("", "b")]),
        ("a b c d e f g", "x b c d e f y", [("a", "x"), ("g", "y")]),
        ("a b c d e", "a x c y e", [("b c d", "x c y")]),
        ("a b c", "x y z q", [("a b c", "x y z q")]),
    ],
)
def test_difference(old: str, new: str, expected: list[tuple[str, str]]) -> None:
    assert changed(old, new) == expected


def test_place_says_when_and_what_stands_around() -> None:
    old, new = document("a b c d e f g h i j"), document("a b c d e f g x i j")
    (place,) = words_difference(old, new).places  # type: ignore[arg-type]
    assert place == Place(2_800, "b c d e f g", "h", "x", "i j")


def test_a_long_list_is_cut_and_counted() -> None:
    words = [f"w{number}" for number in range(4 * MOST_PLACES)]
    other = [word if number % 3 else "x" for number, word in enumerate(words)]
    found = words_difference(document(" ".join(words)), document(" ".join(other)))  # type: ignore[arg-type]
    assert len(found.places) == MOST_PLACES
    assert found.count > MOST_PLACES


def test_ten_hours_of_words_are_compared_in_a_moment() -> None:
    """Also where a newer run has cut its segments elsewhere and changed a word in twenty."""
    chance = random.Random(1)
    words = [f"w{chance.randrange(8_000)}" for _ in range(100_000)]
    other = [f"x{index}" if index % 20 == 7 else word for index, word in enumerate(words)]
    begun = time.process_time()
    found = words_difference(document(" ".join(words)), document(" ".join(other)))  # type: ignore[arg-type]
    assert found.count == 5_000
    assert time.process_time() - begun < 10, "it takes one second; a minute where it grows with the square"


def test_what_was_written_anew_is_one_place_and_not_shown_whole() -> None:
    old, new = (document(" ".join(f"{letter}{n}" for n in range(3_000))) for letter in "ab")
    (place,) = words_difference(old, new).places  # type: ignore[arg-type]
    assert place.old.endswith("a119 …")
    assert place.new.endswith("b119 …")


@pytest.mark.parametrize("seed", range(12))
def test_changes_lead_from_the_old_words_to_the_new(seed: int) -> None:
    """Whatever the texts: the runs, put into the old text, make the new one."""
    chance = random.Random(seed)
    old = [chance.choice("abcdefgh") for _ in range(chance.randrange(200))]
    new = [chance.choice("abcdefghxy") if chance.random() < 0.2 else word for word in old if chance.random() > 0.1]
    made: list[str] = []
    at = 0
    for from_old, to_old, from_new, to_new in _changed(old, new):
        made += [*old[at:from_old], *new[from_new:to_new]]
        at = to_old
    assert [*made, *old[at:]] == new


def test_version_without_words_or_summary_is_compared_too() -> None:
    bare = render_document(approved(text=None, summary=None), 1, "2026-11-20T08:00:00Z")
    full = render_document(approved(text="a b", summary="One two."), 2, "2026-11-20T08:00:00Z")
    assert [place.new for place in words_difference(bare, full).places] == ["a b"]
    assert [place.old for place in summary_difference(full, bare).places] == ["One two."]
