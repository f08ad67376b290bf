"""A quote as a picture, to be shown where links are: 1200 × 630 pixels, in the site's type and its light colours."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from transcribe.formats import documents

WIDTH, HEIGHT = 1200, 630
FONTS = Path(documents.__file__).parent / "fonts"
MISSING = "\U0010fffd"
"""A letter that no font has."""
SHORTENED = "…"

PAPER, INK, QUIET, RULE, ACCENT = "#fbfaf7", "#1d1b18", "#625d55", "#ddd8ce", "#0b5a5f"
"""Those of base.css."""

MARGIN = 72
TEXT_LEFT = MARGIN + 30
TEXT_WIDTH = WIDTH - MARGIN - TEXT_LEFT
TEXT_TOP = 70
FOOT_TOP = 414
SIZES = (54, 47, 41, 36)
"""Of the quoted words, in pixels; the largest is taken in which they have room."""
LINK_SIZES = (22, 19, 16, 14)
"""Of the link, which is of no use cut; the largest is taken in which all of it has room."""
MARK_SIZE, MARK_LINES = 19, 2
BELOW_SIZE = 28
BELOW_LINES = 3
BELOW_GAP = 22
MOST_WORDS = 150
"""Several times as many as have room."""
WORD_CHARACTERS = 120
"""Longer than any word, and than two lines."""
LINE = 1.38
"""Height of a line in sizes."""

Font = ImageFont.FreeTypeFont


@dataclass(frozen=True, slots=True)
class CardWord:
    text: str
    is_unsure: bool = False
    is_unspoken: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """What a picture says."""

    words: tuple[CardWord, ...]
    below: str | None
    """A translation, with whose it is."""
    name: str
    """Who speaks, or the programme's title."""
    source: tuple[str, ...]
    """Two lines at most, less important ones last."""
    link: str
    """The address that stays."""
    marks: tuple[str, ...] = ()
    """What else must be known: what the material is, and what a line through or under words says."""


def can_draw(text: str) -> bool:
    """Return whether the font has every letter and digit of a text."""
    return all(_has(character) for character in set(text) if unicodedata.category(character)[0] in "LN")


def draw_card(card: Card) -> bytes:
    """Return the picture as PNG. What has no room is left out, and “…” says so."""
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    canvas = ImageDraw.Draw(image)
    words = [cleaned for word in card.words[:MOST_WORDS] if (cleaned := _cleaned(word)).text]
    below = _wrapped(card.below, BELOW_SIZE, BELOW_LINES)
    room = FOOT_TOP - TEXT_TOP - 34 - (int(len(below) * BELOW_SIZE * LINE) + BELOW_GAP if below else 0)
    size, lines = _fitted(words, room)
    bottom = _draw_words(canvas, lines, size)
    for number, line in enumerate(below):
        top = bottom + (BELOW_GAP if number == 0 else 0)
        canvas.text((TEXT_LEFT, top), line, font=_font("regular", BELOW_SIZE), fill=QUIET)
        bottom = top + BELOW_SIZE * LINE
    if words:
        canvas.rectangle((MARGIN, TEXT_TOP + 8, MARGIN + 4, bottom), fill=ACCENT)
    _draw_foot(canvas, card)
    target = io.BytesIO()
    image.quantize(64).save(target, "PNG", optimize=True)
    return target.getvalue()


def _fitted(words: list[CardWord], room: int) -> tuple[int, list[list[CardWord]]]:
    """Return the largest size in which the words have room, and the lines; in the smallest, as much as has room."""
    for size in SIZES:
        lines = list(_lines(words, _font("regular", size)))
        if len(lines) * size * LINE <= room:
            return size, lines
    most = int(room // (size * LINE))
    lines = lines[:most]
    while lines[-1] and _width(_font("regular", size), [*lines[-1], CardWord(SHORTENED)]) > TEXT_WIDTH:
        lines[-1].pop()
    lines[-1].append(CardWord(SHORTENED))
    return size, lines


def _lines(words: Iterable[CardWord], font: Font, width: float = TEXT_WIDTH) -> Iterator[list[CardWord]]:
    line: list[CardWord] = []
    for word in words:
        for piece in _pieces(word, font):
            if line and _width(font, [*line, piece]) > width:
                yield line
                line = []
            line.append(piece)
    if line:
        yield line


def _pieces(word: CardWord, font: Font) -> Iterator[CardWord]:
    """Yield a word, cut where it is longer than a line."""
    text = word.text
    while font.getlength(text) > TEXT_WIDTH:
        fits = next(end for end in range(len(text) - 1, 0, -1) if font.getlength(text[:end]) <= TEXT_WIDTH)
        yield CardWord(text[:fits], word.is_unsure, word.is_unspoken)
        text = text[fits:]
    yield CardWord(text, word.is_unsure, word.is_unspoken)


def _width(font: Font, line: list[CardWord]) -> float:
    return font.getlength(" ".join(word.text for word in line))


def _draw_words(canvas: ImageDraw.ImageDraw, lines: list[list[CardWord]], size: int) -> float:
    """Draw the lines, and return where they end."""
    font, space = _font("regular", size), _font("regular", size).getlength(" ")
    top = float(TEXT_TOP)
    for line in lines:
        left = float(TEXT_LEFT)
        for word in line:
            canvas.text((left, top), word.text, font=font, fill=QUIET if word.is_unspoken else INK)
            right = left + font.getlength(word.text)
            if word.is_unspoken:
                canvas.line((left, top + size * 0.78, right, top + size * 0.78), fill=QUIET, width=2)
            elif word.is_unsure:
                for at in range(int(left), int(right), 8):
                    canvas.ellipse((at, top + size * 1.3, at + 3, top + size * 1.3 + 3), fill=QUIET)
            left = right + space
        top += size * LINE
    return top


def _draw_foot(canvas: ImageDraw.ImageDraw, card: Card) -> None:
    canvas.line((MARGIN, FOOT_TOP, WIDTH - MARGIN, FOOT_TOP), fill=RULE, width=2)
    brand = _font("semibold", 26)
    canvas.text((WIDTH - MARGIN - brand.getlength("muragat"), FOOT_TOP + 24), "muragat", font=brand, fill=ACCENT)
    room = WIDTH - 2 * MARGIN
    name, beside = _font("semibold", 30), room - brand.getlength("muragat") - 40
    canvas.text((MARGIN, FOOT_TOP + 16), _shortened(_text(card.name), name, beside), font=name, fill=INK)
    top = FOOT_TOP + 58
    for text in card.source:
        canvas.text((MARGIN, top), _shortened(_text(text), _regular(24), room), font=_regular(24), fill=QUIET)
        top += 32
    link = _text(card.link)
    font = next((font for font in map(_regular, LINK_SIZES) if font.getlength(link) <= room), _regular(LINK_SIZES[-1]))
    canvas.text((MARGIN, top + 2), _shortened(link, font, room), font=font, fill=ACCENT)
    top += 34
    for line in _wrapped(" · ".join(card.marks), MARK_SIZE, MARK_LINES, room):
        canvas.text((MARGIN, top), line, font=_regular(MARK_SIZE), fill=QUIET)
        top += MARK_SIZE + 5


def _wrapped(text: str | None, size: int, most: int, width: float = TEXT_WIDTH) -> list[str]:
    words = [CardWord(word[:WORD_CHARACTERS]) for word in _text(text or "").split()[:MOST_WORDS]]
    font = _font("regular", size)
    lines = [" ".join(word.text for word in line) for line in _lines(words, font, width)]
    if len(lines) > most:
        # As many of the last line's words as leave room for the mark: what follows has none in any case.
        lines = [*lines[: most - 1], _shortened(f"{lines[most - 1]} {lines[most]}", font, width)]
    return lines


def _shortened(text: str, font: Font, room: float) -> str:
    """Return a text, or as many of its words as have room; letters of a word only where the first is too long."""
    if font.getlength(text) <= room:
        return text
    words = text[: WORD_CHARACTERS * BELOW_LINES].split()
    while len(words) > 1:
        words.pop()
        if font.getlength(" ".join(words) + " " + SHORTENED) <= room:
            return " ".join(words) + " " + SHORTENED
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if font.getlength(text[:middle].rstrip() + SHORTENED) <= room:
            low = middle
        else:
            high = middle - 1
    return text[:low].rstrip() + SHORTENED


def _cleaned(word: CardWord) -> CardWord:
    return CardWord(_text(word.text[:WORD_CHARACTERS]), word.is_unsure, word.is_unspoken)


def _text(text: str) -> str:
    """Return what of a text the font can draw: no control characters, no marks that turn the direction round."""
    return " ".join("".join(each if each.isspace() or _has(each) else "" for each in text).split())


@lru_cache(4096)
def _has(character: str) -> bool:
    font = _font("regular", SIZES[-1])
    return unicodedata.category(character)[0] != "C" and bytes(font.getmask(character)) != bytes(font.getmask(MISSING))


def _regular(size: int) -> Font:
    return _font("regular", size)


@cache
def _font(name: str, size: int) -> Font:
    # Without Raqm, whose line breaks and directions are not wanted: the same picture on every machine.
    return ImageFont.truetype(FONTS / f"literata-{name}.ttf", size, layout_engine=ImageFont.Layout.BASIC)
