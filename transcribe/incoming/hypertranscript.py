"""HTML whose words say their time in ms (``data-m``, ``data-d``), as Trint exports it and Hyperaudio has it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml import etree

from transcribe.errors import BadTranscript
from transcribe.incoming.file import FileIn
from transcribe.incoming.records import FoundSegment, FoundTranscript, FoundWord, Tool
from transcribe.incoming.times import ms_of, span_of

NO_WORDS = frozenset({"speaker", "timecode"})


def read(file: FileIn) -> FoundTranscript:
    """Return the paragraphs; a paragraph without a name goes on with the speaker before.

    :raises BadTranscript: it cannot be read as HTML.
    """
    parser = etree.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, encoding="utf-8")
    try:
        root = etree.fromstring(file.text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise BadTranscript(f"“{file.name}” is broken HTML; export it anew.") from error
    if root is None:
        raise BadTranscript(f"“{file.name}” is broken HTML; export it anew.")
    segments, speaker = [], None
    for paragraph in root.iter("p"):
        speaker = _speaker(paragraph) or speaker
        segments.append(FoundSegment(tuple(_words(paragraph)), None, speaker))
    return FoundTranscript(tuple(segments), made_by=Tool("Trint") if "timecode" in file.text else None)


def _speaker(paragraph: Any) -> str | None:
    for span in paragraph.iter("span", "a"):
        if "speaker" in (span.get("class") or "").split():
            return " ".join("".join(span.itertext()).split()).strip("[]: ") or None
    return None


def _words(paragraph: Any) -> Iterator[FoundWord]:
    walk = etree.iterwalk(paragraph, events=("start",), tag=("span", "a"))
    for _, span in walk:
        if span.get("data-m") is None or NO_WORDS.intersection((span.get("class") or "").split()):
            continue
        walk.skip_subtree()  # What is within it is said with it, and only once.
        said = "".join(span.itertext()).split()
        start_ms, length_ms = (_ms(span.get(name)) for name in ("data-m", "data-d"))
        timed = span_of(start_ms, start_ms + (length_ms or 0)) if start_ms is not None and len(said) == 1 else None
        yield from (FoundWord(word, timed) for word in said)


def _ms(text: str | None) -> int | None:
    try:
        return ms_of(float(text or "") / 1000)
    except ValueError:
        return None
