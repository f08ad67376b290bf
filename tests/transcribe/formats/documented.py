"""What is in a document, as another library than ours reads it."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser

import docx
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from odfdo import Document as OpenDocument

from tests.transcribe.formats.overlapping import transcripts
from transcribe.formats.xml_text import xml_text
from transcribe.records import Segment

FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]")
HARMLESS = re.compile(rf"^'(?=['\s]*{FORMULA.pattern})")
CONTROLS = ("\0", "\x07", "a\x0bb", "\x1b[31m", "\ufffe", "\ud800", "x\x85y", "\u2028", "\u202e", "\u200b")
"""What XML forbids, what parts lines, what turns them round, what nobody sees."""


@st.composite
def awkward(draw: st.DrawFn) -> tuple[Segment, ...]:
    """Return transcripts that are hard on formats, with words in which control characters stand."""
    segments = draw(transcripts())
    if segments and draw(st.booleans()):
        first = segments[0]
        word = replace(first.words[0], text=draw(st.sampled_from(CONTROLS)))
        segments = (replace(first, words=(word, *first.words[1:])), *segments[1:])
    return segments


def spoken(segments: tuple[Segment, ...]) -> list[str]:
    """Return what a document should hold: every word that was heard, but for what no file can hold."""
    return [text for segment in segments for word in segment.heard_words for text in xml_text(word.text).split()]


@dataclass(slots=True)
class Found:
    """What a reader finds."""

    head: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    times: list[str] = field(default_factory=list)
    speakers: list[str] = field(default_factory=list)
    unsure: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    """What stands where there are no words."""


def of_markdown(data: bytes) -> Found:
    found = Found()
    in_head = True
    for block in MarkdownIt("commonmark").parse(data.decode()):
        in_head = in_head and not (block.type == "paragraph_open" and block.level == 0)
        if block.type != "inline":
            continue
        if in_head:
            found.head.append("".join(each.content for each in block.children or ()))
            continue
        looks: list[str] = []
        for each in block.children or ():
            if each.nesting:
                looks = [*looks, each.type] if each.nesting > 0 else looks[:-1]
            elif each.type == "code_inline":
                found.times.append(each.content)
            elif looks == ["strong_open"]:
                found.speakers.append(each.content.removesuffix(":"))
            elif each.content.strip().startswith("[no words"):
                found.notes.append(each.content.strip())
            else:
                assert each.type == "text", each
                found.words += each.content.split()
                found.unsure += each.content.split() if looks == ["em_open"] else []
    return found


class _Page(HTMLParser):
    """Reads the page by its classes."""

    VOID = frozenset(("meta", "input"))

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self.found, self.tags, self.open = Found(), [], []
        self.feed(data.decode())
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append((tag, dict(attrs).get("class") or ""))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop()[0] == tag

    def handle_data(self, text: str) -> None:
        classes = [name for _, name in self.open]
        if "time" in classes:
            self.found.times.append(text)
        elif "speaker" in classes:
            self.found.speakers.append(text)
        elif "words" in classes:
            self.found.words += text.split()
            self.found.unsure += text.split() if "unsure" in classes else []
        elif "note" in classes:
            self.found.notes.append(text)
        elif ("header", "") in self.open and text.strip():
            self.found.head.append(text)


def of_page(data: bytes) -> Found:
    return _Page(data).found


def tags_of_page(data: bytes) -> list[tuple[str, dict[str, str | None]]]:
    """Return every element with its attributes."""
    return _Page(data).tags


def of_csv(data: bytes) -> Found:
    assert data.startswith(b"\xef\xbb\xbf")
    return _of_rows(list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))))


def of_tsv(data: bytes) -> Found:
    assert data.endswith(b"\n")
    return _of_rows([line.split("\t") for line in data.decode().removesuffix("\n").split("\n")])


def _of_rows(rows: list[list[str]]) -> Found:
    first = next(place for place, row in enumerate(rows) if not row[0].startswith("#"))
    table = [dict(zip(rows[first], row, strict=True)) for row in rows[first + 1 :]]
    assert not [cell for row in table for cell in row.values() if FORMULA.match(cell)]
    bare = [{name: HARMLESS.sub("", cell) for name, cell in row.items()} for row in table]
    return Found(
        head=[row[0].removeprefix("# ") for row in rows[:first]],
        words=[word for row in bare for word in row["text"].split()],
        times=[row["start"] for row in bare],
        speakers=[row["speaker"] for row in bare],
        unsure=[word for row in bare for word in row["unsure"].split()],
    )


def of_word(data: bytes) -> Found:
    found = Found()
    for paragraph in docx.Document(io.BytesIO(data)).paragraphs:
        if not paragraph.style.name.startswith(("Passage", "Clean")):
            found.head.append(paragraph.text)
            continue
        for run in paragraph.runs:
            look, text = run.style.name, run.text
            if look == "Time":
                found.times.append(text.strip())
            elif look == "Speaker":
                found.speakers.append(text.removesuffix(": "))
            elif look == "Note":
                found.notes.append(text)
            elif look != "annotation reference":
                found.words += text.split()
                found.unsure += text.split() if look == "Unsure" else []
    return found


def of_odt(data: bytes) -> Found:
    found = Found()
    for paragraph in OpenDocument(io.BytesIO(data)).body.get_elements("//text:p | //text:h"):
        if not (paragraph.style or "").startswith(("Passage", "Clean")):
            found.head.append(paragraph.inner_text)
            continue
        text = paragraph.inner_text
        for span in paragraph.get_elements("text:span"):
            if span.style == "Time":
                found.times.append(span.inner_text)
                text = text.replace(span.inner_text, "", 1)
            elif span.style == "Speaker":
                found.speakers.append(span.inner_text.removesuffix(": "))
                text = text.replace(span.inner_text, "", 1)
            elif (span.style or "").startswith("Note"):
                found.notes.append(span.inner_text)
                text = text.replace(span.inner_text, "", 1)
            elif (span.style or "").startswith("Unsure"):
                found.unsure += span.inner_text.split()
        found.words += text.split()
    return found
