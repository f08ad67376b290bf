"""The type of a PDF: Literata, and Noto Naskh where letters are Arabic. Lengths are points.

Arabic letters take their forms from their neighbours, which HarfBuzz knows; it is loaded where there are any. fpdf2
could do it too, but leaves out what its type lacks, and forgets letters that are drawn in two parts.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from importlib.resources import as_file, files
from itertools import accumulate, groupby, pairwise

from fpdf import FPDF
from fpdf.enums import TextDirection
from fpdf.fonts import Glyph, TTFFont

from transcribe.formats.documents.sheet import Look, Piece
from transcribe.formats.documents.two_ways import ALIKE, is_arabic

FAMILY, REGULAR, SEMIBOLD = "literata", "", "B"
FONTS = {REGULAR: "literata-regular.ttf", SEMIBOLD: "literata-semibold.ttf"}
NASKH, NASKH_FILE = "naskh", "noto-naskh-arabic.ttf"
FAMILIES = {f"{FAMILY}{style}": (FAMILY, style) for style in FONTS} | {NASKH: (NASKH, REGULAR)}
INK = "0.114 0.106 0.094 rg"
COLOURS = {Look.QUIET: "0.384 0.365 0.333 rg", Look.ALARM: "0.549 0.165 0.106 rg"}
"""As a page's content says them (ISO 32000-1, 8.6.8)."""
STRONG = frozenset((Look.STRONG, Look.ALARM))
MIRRORED = dict(zip("()[]{}<>«»‹›", ")(][}{><»«›‹", strict=True))
BOX, NOTHING = ".notdef", "space"
UNSEEN = frozenset(("Cf", "Mn", "Me", "Cc"))
"""Categories of letters without a width of their own."""
JOINER = 0x200D
"""What a part of a letter is copied as whose first part is copied as the letter: nobody sees it."""
BYTE_ORDER = "\ufeff"
FROM_RIGHT = {"fragment_direction": TextDirection.RTL, "script": "Arab", "language": None, "features": {}}


class Type:
    """Measures words and prints them; it is closed after, since fpdf2 keeps the files of fonts open."""

    def __init__(self, pdf: FPDF) -> None:
        self._pdf = pdf
        self._codes: dict[int, _Codes] = {}
        self._now = (0, 0, 0.0)
        self._fonts = {style: self._added(FAMILY, style, name) for style, name in FONTS.items()}
        self._own = frozenset(self._fonts[REGULAR].cmap)
        self._naskh: TTFFont | None = None
        self._widths: dict[tuple[str, bool], float] = {}

    def close(self) -> None:
        for font in (*self._fonts.values(), *([self._naskh] if self._naskh else [])):
            font.close()

    def space(self, size: float) -> float:
        """Return how wide a space is."""
        return self._fonts[REGULAR].cw[ord(" ")] * size / 1000

    def width_of(self, size: float, text: str, look: Look) -> float:
        """Return how wide a word is."""
        key = (text, look in STRONG)
        if key not in self._widths:
            self._widths[key] = self._width(text, SEMIBOLD if key[1] else REGULAR)
        return self._widths[key] * size

    def unknown(self, texts: Iterable[str]) -> int:
        """Return how many letters of some texts stand as a box."""
        letters = [letter for text in texts if not text.isascii() for letter in text if ord(letter) not in self._own]
        return sum(not _is_unseen(letter) and not self._is_of_naskh(letter) for letter in letters)

    def write(self, piece: Piece, size: float, x: float, y: float) -> None:
        """Print words of one script. :param x: of their left edge, ``y`` of their line."""
        text, look, line = piece.text, piece.look, self._pdf.h - y
        font = self._fonts[SEMIBOLD if look in STRONG else REGULAR]
        if is_arabic(text) and all(map(self._is_of_naskh, text)):
            self._write_arabic(text, look, size, x, line)
        elif piece.is_mirrored:
            for letter in reversed(text):
                name = font.cmap[ord(MIRRORED.get(letter, letter))]
                x += self._draw(font, name, (ord(letter),), look, size, x, line)
        else:
            # A space where a line goes on elsewhere: without it, who copies has two words in one.
            self._print(font, f"{text} ".translate(self._codes[font.i]), look, size, x, line)

    def _print(self, font: TTFFont, codes: str, look: Look, size: float, x: float, line: float) -> None:
        """Print what a font calls by codes. :param line: from the lower edge of the paper, as all below."""
        now = (self._pdf.page, font.i, size)
        if now != self._now:
            self._now = now
            self._pdf.set_font(*FAMILIES[font.fontkey], size)
            self._pdf._out(self._pdf._set_font_for_page(font, size))
        self._pdf._out(f"{COLOURS.get(look, INK)} BT {x:.2f} {line:.2f} Td ({font.escape_text(codes)}) Tj ET")

    def _width(self, text: str, style: str) -> float:
        return sum(
            self._arabic_width(part)
            if is_arabic(part) and all(map(self._is_of_naskh, part))
            else self._plain(part, style)
            for part in ALIKE.findall(text)
        )

    def _plain(self, text: str, style: str) -> float:
        font = self._fonts[style]
        for letter in text:
            if ord(letter) not in font.cmap:
                _lend(font, letter)
        return sum(font.cw[ord(letter)] for letter in text) / 1000

    def _is_of_naskh(self, letter: str) -> bool:
        return is_arabic(letter) and ord(letter) in self._loaded().cmap

    def _loaded(self) -> TTFFont:
        if self._naskh is None:
            self._naskh = self._added(NASKH, REGULAR, NASKH_FILE)
        return self._naskh

    def _arabic_width(self, text: str) -> float:
        _, positions = self._loaded().perform_harfbuzz_shaping(text, 1, FROM_RIGHT)
        return sum(position.x_advance for position in positions) * self._loaded().scale / 1000

    def _write_arabic(self, text: str, look: Look, size: float, x: float, line: float) -> None:
        """Print drawings one by one where HarfBuzz puts them, with the letter for which they stand together."""
        font = self._loaded()
        drawn, positions = font.perform_harfbuzz_shaping(text, size, FROM_RIGHT)
        ends = dict(pairwise([*sorted({each.cluster for each in drawn}), len(text)]))
        scale, space = font.scale * size / 1000, font.cw[ord(" ")] * size / 1000
        lefts = [x + advance * scale for advance in accumulate((each.x_advance for each in positions), initial=0)]
        # In the order in which they are read: so they are copied by readers who do not look where they stand.
        told = sorted(zip(drawn, positions, lefts, strict=False), key=lambda each: each[0].cluster)
        for cluster, parts in groupby(told, key=lambda each: each[0].cluster):
            letters, end = text[cluster : ends[cluster]], x
            self._pdf._out(f"/Span <</ActualText <{(BYTE_ORDER + letters).encode('utf-16-be').hex()}>>> BDC")
            # The base of a letter has a width, the dots above and below it have none.
            ordered = sorted(parts, key=lambda each: each[1].x_advance == 0)
            for number, (each, position, left) in enumerate(ordered):
                name = font.ttfont.getGlyphName(each.codepoint)
                at = left + position.x_offset * scale, line + position.y_offset * scale
                self._draw(font, name, (JOINER,) if number else tuple(map(ord, letters)), look, size, *at)
                end = max(end, left + position.x_advance * scale)
            if len(ordered) > 1:
                # Readers take the end of what is drawn last for that of the letter.
                self._draw(font, NOTHING, (JOINER,), look, size, end - space, line)
            self._pdf._out("EMC")
        self._print(font, " ".translate(self._codes[font.i]), look, size, x - space, line)

    def _draw(
        self, font: TTFFont, name: str, letters: tuple[int, ...], look: Look, size: float, x: float, line: float
    ) -> float:
        """Print a drawing of a font, to be copied as some letters, and return how wide it is."""
        width: int = round(font.ttfont["hmtx"][name][0] * font.scale)
        glyph = Glyph(font.ttfont.getGlyphID(name), letters, name, width)
        self._print(font, chr(font.subset.pick_glyph(glyph) or 0), look, size, x, line)
        return width * size / 1000

    def _added(self, family: str, style: str, name: str) -> TTFFont:
        with as_file(files(__package__) / "fonts" / name) as path:
            self._pdf.add_font(family, style, path)
        font = self._pdf.fonts[f"{family}{style}"]
        assert isinstance(font, TTFFont)  # noqa: S101 it has just been added as one
        # Its own is the table of the font's file, which `_lend` must not write into.
        font.cmap = dict(font.cmap)
        self._codes[font.i] = _Codes(font)
        return font


class _Codes(dict[int, str]):
    """How letters are called in the part of a font that goes into the file."""

    def __init__(self, font: TTFFont) -> None:
        super().__init__()
        self._font = font

    def __missing__(self, letter: int) -> str:
        self[letter] = code = chr(self._font.subset.pick(letter) or 0)
        return code


def _lend(font: TTFFont, letter: str) -> None:
    """Let a letter that a font lacks stand as a box, and be copied as what it is: fpdf2 would leave it out."""
    name = NOTHING if _is_unseen(letter) else BOX
    font.cmap[ord(letter)] = name
    font.glyph_ids[ord(letter)] = font.ttfont.getGlyphID(name)
    font.cw[ord(letter)] = 0 if name == NOTHING else font.desc.missing_width


def _is_unseen(letter: str) -> bool:
    return unicodedata.category(letter) in UNSEEN
