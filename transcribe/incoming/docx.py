"""Word documents (ECMA-376): the running text and tables, in order, as paragraphs.

Read by hand of one part, because a document from outside may be a bomb: python-docx unpacks and keeps every part, and
passes over what is inserted with changes tracked. Text that was deleted so, comments, notes, headers and footers are no
words of the transcript.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from lxml import etree

from transcribe.errors import BadTranscript
from transcribe.incoming.file import FileIn
from transcribe.incoming.paragraphs import TIME, of_paragraphs
from transcribe.incoming.records import FoundTranscript
from transcribe.incoming.xml_file import local, parse_xml

DOCUMENT = "word/document.xml"
MOST_DOCUMENT_BYTES = 64 << 20
"""Unpacked. A word takes some 100 bytes, so these are some 600,000 words."""
MOST_PARTS = 10_000
LEFT_OUT = frozenset(
    {"del", "moveFrom", "Fallback", "instrText", "footnoteReference", "commentReference", "pPr", "rPr"}
)
READ_WHOLE = frozenset({"p", "tr"})
CELL_TIME = re.compile(rf"[\[(]?\s*{TIME}(?:\s*(?:-->|–|—|-)\s*{TIME})?\s*[\])]?")


def read(file: FileIn) -> FoundTranscript:
    """Return the paragraphs.

    :raises BadTranscript: it is broken, locked by a password, or unpacks to more than any transcript.
    """
    root = parse_xml(_document(file), file.name)
    lines = list(_lines(root))
    head = "\n".join(line for line in lines if line.startswith("#"))
    return of_paragraphs("\n\n".join(line for line in lines if not line.startswith("#")).replace("\u200b", ""), head)


def _document(file: FileIn) -> bytes:
    try:
        with zipfile.ZipFile(BytesIO(file.data)) as parts:
            if len(parts.infolist()) > MOST_PARTS:
                raise BadTranscript(f"“{file.name}” has too many parts for a document; save it anew.")
            with parts.open(DOCUMENT) as part:
                document = part.read(MOST_DOCUMENT_BYTES + 1)
    except KeyError as error:
        raise BadTranscript(f"“{file.name}” is no Word document; save the text as .docx or .txt.") from error
    except RuntimeError as error:  # What `zipfile` raises for a password.
        raise BadTranscript(f"“{file.name}” is locked by a password; save it without one.") from error
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, ValueError, OverflowError) as error:
        raise BadTranscript(f"“{file.name}” is broken: it cannot be unpacked; save it anew.") from error
    if len(document) > MOST_DOCUMENT_BYTES:
        raise BadTranscript(
            f"“{file.name}” unpacks to more than {MOST_DOCUMENT_BYTES >> 20} MiB; bring the text alone."
        )
    return document


def _lines(root: Any) -> Iterator[str]:
    """Yield a line for each paragraph outside tables, and one for each row of a table.

    What is within one, a table in a cell or a box in a paragraph, is read with it, and so only once.
    """
    walk = etree.iterwalk(root, events=("start",))
    for _, element in walk:
        name = local(element)
        if name in READ_WHOLE or name in LEFT_OUT:
            walk.skip_subtree()
        if name == "tr":
            cells = [" ".join(_text(cell).split()) for cell in element if local(cell) == "tc"]
            yield _row([cell for cell in cells if cell])
        elif name == "p":
            yield from _text(element).split("\n")


def _row(cells: list[str]) -> str:
    """Write a row as a line of a text: “[1:05] Aigul: Good day.”"""
    if len(cells) > 1 and CELL_TIME.fullmatch(cells[0]):
        time = cells[0].strip("[]() ")
        return f"[{time}] {': '.join(cells[1:])}"
    return ": ".join(cells)


def _text(element: Any) -> str:
    """Return what is written in an element, without what is left out."""
    pieces: list[str] = []
    skipped: set[Any] = set()
    for each in element.iter():
        name = local(each)
        if each.getparent() in skipped or (name in LEFT_OUT and each is not element):
            skipped.add(each)
        elif name == "t":
            pieces.append(each.text or "")
        elif name in ("tab", "br", "cr"):
            pieces.append("\n" if name != "tab" else "\t")
        elif name == "noBreakHyphen":
            pieces.append("-")
        elif name == "p" and pieces:
            pieces.append("\n")
    return "".join(pieces)
