"""The picture of a quote: nothing runs over its edge, every Kazakh letter is there, and what has no room says “…”."""

from __future__ import annotations

import dataclasses
import io

import numpy as np
import pytest
from flask.testing import FlaskClient
from PIL import Image

from tests.webapp.published import REELS, SAXAUL
from webapp.public.quoting.asked import find_quoted
from webapp.public.quoting.card import (
    FOOT_TOP,
    HEIGHT,
    MARGIN,
    WIDTH,
    Card,
    CardWord,
    _font,
    _has,
    _shortened,
    can_draw,
    draw_card,
)
from webapp.public.quoting.pictured import programme_card, quote_card
from webapp.public.request import shelf

PAPER = (251, 250, 247)
LINK = "archive.example/programmes/p1/versions/2/quote?t=12.34,18.9"
KAZAKH = "АӘБВГҒДЕЁЖЗИЙКҚЛМНҢОӨПРСТУҰҮФХҺЦЧШЩЪЫІЬЭЮЯ"


def pixels(picture: bytes) -> np.ndarray[tuple[int, int, int], np.dtype[np.uint8]]:
    """Return the picture, shape (height, width, 3)."""
    image = Image.open(io.BytesIO(picture))
    assert (image.format, image.size) == ("PNG", (WIDTH, HEIGHT))
    return np.asarray(image.convert("RGB"))


def card(text: str, below: str | None = None, name: str = "Aigul") -> Card:
    return Card(tuple(map(CardWord, text.split())), below, name, ("A programme", "Radio · 0:12–0:18"), LINK)


@pytest.mark.parametrize(
    "shown",
    [
        card("екі сөз"),
        card("сөз " * 400, "word " * 400, "Name " * 60),
        card("х" * 3_000, "w" * 3_000, "N" * 500),
        card("\u202eабв\u200b \x00 \x1b[31m qwe"),
        card("", None, ""),
        Card((), None, "Name " * 60, ("Title " * 60, "Radio " * 60), "a" * 900, ("mark " * 90, "another")),
        Card((CardWord("екі", is_unsure=True), CardWord("сөз", is_unspoken=True)), "two", "x", (), LINK),
    ],
)
def test_nothing_runs_over_the_edge(shown: Card) -> None:
    drawn = pixels(draw_card(shown))
    margin = MARGIN - 12
    for edge in (drawn[:, :margin], drawn[:, WIDTH - margin :], drawn[: margin - 10], drawn[HEIGHT - 10 :]):
        assert np.abs(edge.astype(int) - PAPER).max() <= 4
    assert np.abs(drawn[FOOT_TOP - 12 : FOOT_TOP - 2].astype(int) - PAPER).max() <= 4, "words reach into the foot"


def test_every_letter_of_kazakh_russian_and_english_is_there() -> None:
    assert can_draw(KAZAKH + KAZAKH.lower() + "ABCXYZabcxyz0123456789 «»“”–—…№")
    assert all(map(_has, "«»“”–—…·!?,.:;()’"))


def test_other_letters_are_not_drawn_as_boxes(client: FlaskClient) -> None:
    assert not can_draw("ئۇيغۇر")
    assert not can_draw("中文")
    assert draw_card(card("a \U0001f600 b")) == draw_card(card("a b"))


def test_more_words_than_have_room_are_cut() -> None:
    few, many, more = (draw_card(card("сөз " * count)) for count in (5, 140, 150))
    assert few != many
    assert many == more


def test_doubt_is_drawn() -> None:
    plain = pixels(draw_card(Card((CardWord("сөз"),), None, "x", (), LINK))).astype(int)
    for doubted in (CardWord("сөз", is_unsure=True), CardWord("сөз", is_unspoken=True)):
        drawn = pixels(draw_card(Card((doubted,), None, "x", (), LINK))).astype(int)
        assert np.abs(drawn - plain).max() > 60


def test_picture_of_a_quote_and_of_a_programme(client: FlaskClient) -> None:
    here = f"/programmes/{SAXAUL}/versions/1/card.png"
    quote, programme = client.get(f"{here}?t=12.34,18.9"), client.get(here)
    for response in (quote, programme):
        assert (response.status_code, response.mimetype) == (200, "image/png")
        assert response.headers["Cache-Control"] == "public, no-cache"
        assert len(response.data) < 100_000
        again = client.get(response.request.path, headers={"If-None-Match": response.headers["ETag"]})
        assert again.status_code in {200, 304}
    assert quote.data != programme.data
    assert client.get(here, headers={"If-None-Match": programme.headers["ETag"]}).status_code == 304


@pytest.mark.parametrize("asked", ["", "?t=12.34,18.9"])
def test_picture_in_another_language_is_another_file(client: FlaskClient, asked: str) -> None:
    here = f"/programmes/{SAXAUL}/versions/1/card.png{asked}"
    kazakh, russian = (client.get(here, headers={"Accept-Language": tag}) for tag in ("kk", "ru"))
    assert kazakh.data != russian.data
    assert kazakh.headers["ETag"] != russian.headers["ETag"]
    asking = {"Accept-Language": "kk", "If-None-Match": kazakh.headers["ETag"]}
    unchanged = client.get(here, headers=asking)
    assert unchanged.status_code == 304
    for response in (kazakh, unchanged):
        assert response.vary.as_set() == {"accept-language", "cookie"}
    assert client.get(here, headers=asking | {"Accept-Language": "ru"}).status_code == 200


@pytest.mark.parametrize("room", [60, 100, 140, 180])
def test_no_word_is_cut_in_the_middle(room: int) -> None:
    text = "Арал теңізінің түбі"
    shown = _shortened(text, _font("regular", 28), room)
    assert _font("regular", 28).getlength(shown) <= room
    assert shown.endswith("…")
    if room > 70:
        assert shown.removesuffix(" …") in {"Арал", "Арал теңізінің"}


def test_card_says_where_it_is_from(client: FlaskClient) -> None:
    """Its address with the host that it was asked for by, its version, that it is synthetic, what the lines mean."""
    with client.application.test_request_context("/?ui=en", base_url="https://archive.example"):
        document = shelf().document(shelf().version(SAXAUL, 1))
        quote = quote_card(document, find_quoted(document, "12.34,18.9"))
        programme = programme_card(document)
        named = shelf().document(shelf().version(REELS, 2))
        guessed = quote_card(named, find_quoted(named, "0,8"))
    assert quote
    assert guessed
    assert (guessed.name, guessed.marks[2]) == ("Host", "Who speaks is the machine’s guess")
    assert programme
    assert quote.link == "archive.example/programmes/saxaul/versions/1/quote?t=12.488,18.887"
    assert programme.link == "archive.example/programmes/saxaul/versions/1"
    assert quote.source[-1] == "muragat · 24 November 2026 · 0:12–0:18 · version 1"
    whose, struck = "Words of the programme’s script", "Struck through: in the script, not heard"
    assert quote.marks == ("synthetic demo material", whose, struck)
    assert programme.marks == ("synthetic demo material",)


def test_every_line_of_the_foot_is_drawn() -> None:
    said = Card((CardWord("сөз"),), None, "x", ("y", "z"), LINK, ("mark",))
    whole = draw_card(said)
    for less in ({"name": ""}, {"source": ("y",)}, {"link": ""}, {"marks": ()}):
        assert draw_card(dataclasses.replace(said, **less)) != whole  # type: ignore[arg-type]
