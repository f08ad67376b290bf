"""A public edition as readers meet it: the two demo programmes with everything a page can show, and odd ones."""

from __future__ import annotations

import dataclasses
import hashlib
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

import webapp
from media.records import Document, Programme, Span
from tests.webapp.editions import MADE_AT, PROVENANCE, approved, make_sound, summary_document
from transcribe.records import (
    Candidate,
    Claim,
    Doubt,
    Link,
    Linking,
    Omitted,
    Part,
    PartKind,
    ProgrammeText,
    Segment,
    Transcript,
    Verdict,
    Word,
    content_sha256,
)
from transcribe.translation.records import Translated, TranslatedSegment, Translation, sources_sha256
from webapp.edition.layout import Layout
from webapp.edition.records import EditionSound
from webapp.edition.render import Approved
from webapp.edition.store import SoundFiles, add_version, block, edition_writer
from webapp.public.app import create_public

DEMO = Path(webapp.__file__).parent / "demo" / "programmes"
SAXAUL, REELS, WORDS_ONLY, SUMMARY_ONLY, SUMMARY_AND_SOUND, GONE = (
    "saxaul",
    "reels",
    "wordsonly",
    "summaryonly",
    "summarysound",
    "gone",
)
NOTE = "The rights were not told in full."
"""On the correction of the interview."""
RATE_HZ = 16_000
PEAK_SAMPLES = 256


def publish_all(edition: Path, work: Path) -> Layout:
    """Write the edition."""
    layout = Layout(edition)
    saxaul_sound, reels_sound = demo_sound("saxaul", work), demo_sound("reels", work)
    tone = make_sound(work / "tone")
    with edition_writer(layout):
        add_version(layout, saxaul(saxaul_sound.sound), saxaul_sound)
        first = reels(reels_sound.sound)
        add_version(layout, first, reels_sound)
        facts = dataclasses.replace(first.programme, rights="Text and sound made for muragat, CC0 1.0, corrected")
        add_version(layout, dataclasses.replace(first, programme=facts), reels_sound, note=NOTE)
        add_version(layout, approved(WORDS_ONLY, "Words alone", summary=None, sound=tone.sound), tone)
        add_version(layout, approved(SUMMARY_ONLY, "A summary waits for its sound", text=None), None)
        bare = approved(SUMMARY_AND_SOUND, "Summary and sound", text=None, sound=tone.sound)
        add_version(layout, bare, tone)
        add_version(layout, approved(GONE, "Gone", text="кетті Құпиябекова"), None)
    block(layout, GONE)
    return layout


def saxaul(sound: EditionSound) -> Approved:
    """Return the Kazakh feature, aligned with its script; some of the script not spoken, some speech not in it."""
    script = " ".join((DEMO / "saxaul.script.txt").read_text().split())
    segments = list(_segments(script, sound.duration_ms, "s"))
    words = segments[3].words
    segments[3] = dataclasses.replace(
        segments[3],
        words=(*words[:2], *(dataclasses.replace(w, doubt=Doubt.NOT_SPOKEN) for w in words[2:5]), *words[5:]),
    )
    segments[6] = dataclasses.replace(
        segments[6],
        doubts=(Doubt.NOT_IN_SCRIPT,),
        words=tuple(dataclasses.replace(w, doubt=Doubt.LOW_PROBABILITY, probability=0.2) for w in segments[6].words),
    )
    text = _text(SAXAUL, "aligned", tuple(segments))
    summary = summary_document(SAXAUL, (DEMO / "saxaul.summary.txt").read_text())
    linking = dataclasses.replace(_linking(text, summary), omitted=_omitted(text))
    return Approved(_programme("saxaul"), summary, text, linking, sound, MADE_AT, _english(text))


def _omitted(text: ProgrammeText) -> tuple[Omitted, ...]:
    last = text.segments[-4:]
    return (Omitted(Span(last[0].start_ms, last[1].end_ms), 0.5, last[0].text),)


ENGLISH = (
    "Kyzylorda region, Aral district. Six in the morning.",
    "In a small nursery at the edge of the village work has begun.",
    "Twelve women of the village founded this nursery in 2018.",
    "They plant saxaul on the sea bed that has fallen dry.",
    "“In the first year we planted three thousand saxauls. Seventy per cent of them dried up.”",
)


def _english(text: ProgrammeText) -> Translation:
    """Return a machine's English of the first segments; its first piece is of two of them."""
    groups = [text.segments[:2], *([segment] for segment in text.segments[2:])]
    pieces = tuple(
        TranslatedSegment(
            group[0].start_ms,
            group[-1].end_ms,
            english,
            tuple(segment.segment_id for segment in group),
            sources_sha256(group),
            "kk",
        )
        for group, english in zip(groups, ENGLISH, strict=False)
    )
    made_by = Translated("text", "opus", "1", "opus-kk-en", "0" * 64)
    return Translation(f"x-{SAXAUL}", SAXAUL, text.sha256, made_by, pieces, MADE_AT)


def reels(sound: EditionSound) -> Approved:
    """Return the English interview: recognised, two voices, some of it doubted, some corrected by hand."""
    turns = [line.partition(": ") for line in (DEMO / "reels.dialogue.txt").read_text().splitlines() if line]
    characters = sum(len(said) for _, _, said in turns)
    segments: list[Segment] = []
    start_ms = 0
    for speaker, _, said in turns:
        end_ms = start_ms + sound.duration_ms * len(said) // characters
        spread = _segments(said, end_ms - start_ms, f"s{start_ms}-", start_ms)
        segments.extend(dataclasses.replace(segment, speaker=speaker.capitalize()) for segment in spread)
        start_ms = end_ms
    segments[0] = dataclasses.replace(segments[0], edited_by="aigul")
    unsure = segments[1].words
    segments[1] = dataclasses.replace(
        segments[1],
        words=(*unsure[:3], *(dataclasses.replace(w, doubt=Doubt.LOW_PROBABILITY) for w in unsure[3:5]), *unsure[5:]),
    )
    segments[4] = dataclasses.replace(segments[4], words=(), doubts=(Doubt.GAP,))
    segments[8] = dataclasses.replace(segments[8], doubts=(Doubt.LOOP,))
    text = _text(REELS, "recognised", tuple(segments))
    summary = summary_document(REELS, (DEMO / "reels.summary.txt").read_text())
    return Approved(_programme("reels"), summary, text, _linking(text, summary), sound, MADE_AT)


def _programme(name: str) -> Programme:
    facts = tomllib.loads((DEMO / f"{name}.toml").read_text())
    return Programme(programme_id=name, synthetic=True, **facts)


def _segments(text: str, duration_ms: int, prefix: str, start_ms: int = 0) -> Iterator[Segment]:
    """Spread the sentences of a text over a time, each letter as long as another."""
    per_letter_ms = duration_ms / len(text)
    words: list[Word] = []
    position = 0
    for token in text.split():
        begin, end = position * per_letter_ms, (position + len(token)) * per_letter_ms
        words.append(Word(token, start_ms + int(begin), start_ms + int(end), 0.9))
        position += len(token) + 1
        if token.endswith((".", "?", ".»", "–")) or len(words) > 14:
            yield Segment(f"{prefix}{position}", words[0].start_ms, words[-1].end_ms, tuple(words))
            words = []
    if words:
        yield Segment(f"{prefix}{position}", words[0].start_ms, words[-1].end_ms, tuple(words))


def _text(programme_id: str, method: str, segments: tuple[Segment, ...]) -> ProgrammeText:
    transcript = Transcript(
        f"t-{programme_id}", programme_id, "r1", 1, method, PROVENANCE, segments, content_sha256(segments), MADE_AT
    )
    return ProgrammeText(transcript, None, segments)


def _linking(text: ProgrammeText, summary: Document) -> Linking:
    """Return a finding of every kind, in the order of the sentences."""
    verdicts = [
        Verdict.SUPPORTED,
        Verdict.SUPPORTED,
        Verdict.PARTLY,
        Verdict.SUPPORTED,
        Verdict.CONFLICTING,
        Verdict.CANNOT_TELL,
        Verdict.SUPPORTED,
        Verdict.NOT_FOUND,
    ]
    links = []
    position = 0
    for number, sentence in enumerate(summary.text.strip().replace(".” ", ".”\n").replace(". ", ".\n").splitlines()):
        start = summary.text.index(sentence, position)
        position = start + len(sentence)
        verdict = verdicts[number % len(verdicts)]
        place = len(text.segments) * number // len(verdicts)
        span = Span(text.segments[place].start_ms, text.segments[min(place + 1, len(text.segments) - 1)].end_ms)
        found = verdict not in {Verdict.NOT_FOUND, Verdict.CANNOT_TELL}
        quote = " ".join(w.text for s in text.segments for w in s.words if span.start_ms <= w.start_ms < span.end_ms)
        others = (Candidate(text.segments[-1].span, 0.4), Candidate(text.segments[0].span, 0.3)) if number == 1 else ()
        missing = ("3,000", "Zhaksybayeva") if verdict in {Verdict.PARTLY, Verdict.CONFLICTING} else ()
        claim = Claim(f"c{number}", number, sentence, start, position)
        spans = (span,) if found else ()
        parts = tuple(Part(PartKind.NAME, text, start, position, Verdict.NOT_FOUND) for text in missing)
        links.append(Link(f"l{number}", claim, verdict, 0.8, spans, others, quote if found else "", parts))
    return Linking(
        f"k-{summary.programme_id}",
        summary.programme_id,
        text.sha256,
        summary.document_id,
        ("anchors",),
        tuple(links),
        (),
        MADE_AT,
    )


def demo_sound(name: str, work: Path) -> SoundFiles:
    """Return the access copy of a demo programme: AAC, and its peaks."""
    work.mkdir(parents=True, exist_ok=True)
    path, peaks = work / f"{name}.m4a", work / f"{name}.dat"
    samples = _decoded(DEMO / f"{name}.opus")
    with av.open(str(path), "w", format="mp4", options={"movflags": "+faststart"}) as container:
        stream = container.add_stream("aac", rate=RATE_HZ, layout="mono", options={"b": "48k"})
        for start in range(0, len(samples), 1024):
            frame = av.AudioFrame.from_ndarray(samples[None, start : start + 1024], "s16", "mono")
            frame.sample_rate, frame.pts = RATE_HZ, start
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    pixels = len(samples) // PEAK_SAMPLES
    blocks = samples[: pixels * PEAK_SAMPLES].reshape(pixels, PEAK_SAMPLES) // 256
    pairs = np.stack([blocks.min(axis=1), blocks.max(axis=1)], axis=1).astype(np.int8)
    peaks.write_bytes(np.array([2, 1, RATE_HZ, PEAK_SAMPLES, pixels, 1], "<i4").tobytes() + pairs.tobytes())
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return SoundFiles(EditionSound(digest, path.stat().st_size, len(samples) * 1000 // RATE_HZ), path, peaks)


def _decoded(path: Path) -> np.ndarray[tuple[int], np.dtype[np.int16]]:
    """Return the samples, shape (n,), mono, 16 kHz."""
    resampler = av.AudioResampler(format="s16", layout="mono", rate=RATE_HZ)
    with av.open(str(path)) as container:
        frames = [frame for raw in container.decode(audio=0) for frame in resampler.resample(raw)]
    return np.concatenate([frame.to_ndarray()[0] for frame in frames])


def published_once(factory: pytest.TempPathFactory) -> Layout:
    """Return one edition for all tests of a session that only read."""
    return _published_in(factory.getbasetemp() / "published")


@cache
def _published_in(place: Path) -> Layout:
    return publish_all(place / "edition", place / "sound")


class ClosingClient(FlaskClient):
    """Reads each response to its end and closes it, as a server does."""

    def open(self, *args: Any, buffered: bool = True, **kwargs: Any) -> TestResponse:
        return super().open(*args, buffered=buffered, **kwargs)


def public_client(edition: Path) -> FlaskClient:
    app = create_public(edition)
    app.testing = True
    app.test_client_class = ClosingClient
    return app.test_client()
