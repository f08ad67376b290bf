"""What is no text is not read as one, and what stands beside it still is."""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib

import pytest

from webapp.leaks.look import Kind
from webapp.leaks.names import parse_names
from webapp.leaks.plain import plain_part
from webapp.leaks.sweep import Sweep

NAME = "Құндызай Төлегетаева"
SWEEP = Sweep(parse_names(f"{NAME}\nӘйо\n"), resembling=False)
GLYPHS = struct.pack(">4000H", *(random.Random(3).choice((3, 17, 300, 1041, 5, 11)) for _ in range(4000)))
"""Much like a font's tables: it can be packed, and is no text."""


def packed(text: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", text)
        archive.comment = b"a comment"
    return file.getvalue()


def printed(text: str, beside: str) -> bytes:
    """Return what is much like a PDF: a packed stream, and a text that is none."""
    stream = zlib.compress(text.encode() + GLYPHS)
    return b"%PDF-1.7\n% " + beside.encode() + b"\n1 0 obj << >> stream\n" + stream + b"\nendstream endobj\n"


@pytest.mark.parametrize("data", [GLYPHS, packed("nothing" * 400), zlib.compress(GLYPHS)], ids=["font", "zip", "zlib"])
def test_no_word_stands_in_what_is_no_text(data: bytes) -> None:
    assert [found for _, found in SWEEP.bytes(data)] == []


@pytest.mark.parametrize(
    "data",
    [
        packed(f"Бүгін {NAME} келді"),
        packed("x" * 2000) + f" Бүгін {NAME} келді, Әйоны көрдік".encode(),
        b"\x00\x01" * 20 + f"Бүгін {NAME} келді".encode() + GLYPHS,
        f"БҮГІН {NAME} КЕЛДІ ".upper().encode("utf-16-le") * 30,
        f"БҮГІН {NAME} КЕЛДІ ".upper().encode("utf-32-le") * 30,
    ],
    ids=["in a zip", "after a zip", "among glyphs", "capitals in UTF-16", "capitals in UTF-32"],
)
def test_name_is_found_in_and_beside_it(data: bytes) -> None:
    assert {found.kind for _, found in SWEEP.bytes(data)} & {Kind.NAME, Kind.BYTES}


def test_pdf_is_a_text_but_for_its_streams() -> None:
    plain = plain_part(printed("packed", f"Әйо, {NAME}"))
    assert NAME in plain.decode()
    assert b"stream\n" not in plain
    assert any(found.kind is Kind.NAME for _, found in SWEEP.bytes(printed("packed", "сосын Әйоны көрдік")))
