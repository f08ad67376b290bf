"""Editions for tests: approved programmes of known words, and real sound for them."""

from __future__ import annotations

import hashlib
from pathlib import Path

import av
import numpy as np

from media.records import Document, Programme, Span
from transcribe.records import (
    Claim,
    Link,
    Linking,
    ProgrammeText,
    Provenance,
    Segment,
    Transcript,
    Verdict,
    Word,
    content_sha256,
)
from webapp.edition.layout import Layout
from webapp.edition.records import EditionSound
from webapp.edition.render import Approved
from webapp.edition.store import SoundFiles
from webapp.public.finding.search import Query, search
from webapp.public.shelf import Shelf

MADE_AT = "2026-11-20T08:00:00.000Z"
WORD_MS = 400
SEGMENT_WORDS = 8
PROVENANCE = Provenance("faster-whisper", "1.2.1", "base", "0" * 64, "1" * 64, "kk", {"beam_size": 5})


def segments(text: str) -> tuple[Segment, ...]:
    """Return the words of a text, one every 400 ms, eight a segment."""
    words = [
        Word(word, index * WORD_MS, (index + 1) * WORD_MS, probability=0.8) for index, word in enumerate(text.split())
    ]
    groups = [tuple(words[start : start + SEGMENT_WORDS]) for start in range(0, len(words), SEGMENT_WORDS)]
    return tuple(
        Segment(f"s{number}", group[0].start_ms, group[-1].end_ms, group) for number, group in enumerate(groups)
    )


def programme_text(programme_id: str, text: str) -> ProgrammeText:
    made = segments(text)
    transcript = Transcript(
        f"t-{programme_id}", programme_id, "r1", 1, "recognised", PROVENANCE, made, content_sha256(made), MADE_AT
    )
    return ProgrammeText(transcript, None, made)


def summary_document(programme_id: str, text: str) -> Document:
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Document(f"d-{programme_id}", programme_id, "summary", "en", "Desk", text, digest, MADE_AT)


def linking(text: ProgrammeText, summary: Document, sentence: str, span: Span) -> Linking:
    """Return a linking in which one sentence of the summary is supported by one span."""
    start = summary.text.index(sentence)
    quote = " ".join(w.text for s in text.segments for w in s.words if span.start_ms <= w.start_ms < span.end_ms)
    claim = Claim("c1", 0, sentence, start, start + len(sentence))
    link = Link("l1", claim, Verdict.SUPPORTED, 0.9, (span,), (), quote, ())
    return Linking("k1", summary.programme_id, text.sha256, summary.document_id, ("anchors",), (link,), (), MADE_AT)


def approved(
    programme_id: str = "p1",
    title: str = "A programme",
    *,
    language: str = "kk",
    text: str | None = "Қызылорда облысы Арал ауданы",
    summary: str | None = "A village plants trees. It is early.",
    sound: EditionSound | None = None,
) -> Approved:
    words = programme_text(programme_id, text) if text is not None else None
    document = summary_document(programme_id, summary) if summary is not None else None
    links = None
    if words and document and words.segments:
        sentence = document.text.partition(". ")[0] + "."
        links = linking(words, document, sentence, words.segments[0].span) if sentence in document.text else None
    return Approved(Programme(programme_id, title, language), document, words, links, sound, MADE_AT)


def make_sound(directory: Path, duration_ms: int = 3000) -> SoundFiles:
    """Make a tone as AAC, and peaks for it."""
    directory.mkdir(parents=True, exist_ok=True)
    rate_hz = 48_000
    tone = (np.sin(np.arange(rate_hz * duration_ms // 1000) * 2 * np.pi * 440 / rate_hz) * 8000).astype(np.int16)
    path = directory / "tone.m4a"
    with av.open(str(path), "w", format="mp4", options={"movflags": "+faststart"}) as container:
        stream = container.add_stream("aac", rate=rate_hz, layout="mono")
        for start in range(0, len(tone), 1024):
            frame = av.AudioFrame.from_ndarray(tone[None, start : start + 1024], "s16", "mono")
            frame.sample_rate = rate_hz
            frame.pts = start
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    peaks = directory / "tone.dat"
    pixels = rate_hz * duration_ms // 1000 // 256
    header = np.array([2, 1, rate_hz, 256, pixels, 1], "<i4").tobytes()
    peaks.write_bytes(header + np.tile(np.array([-32, 32], np.int8), pixels).tobytes())
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return SoundFiles(EditionSound(digest, path.stat().st_size, duration_ms), path, peaks)


def found(layout: Layout, query: str) -> list[str]:
    """Return the programmes that a search finds."""
    shelf = Shelf(layout.root)
    try:
        return [each.entry.programme_id for each in search(shelf, Query.parse(query), 1).programmes]
    finally:
        shelf.close()
