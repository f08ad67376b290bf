"""Programmes with words, without the machine that would hear them."""

from __future__ import annotations

import hashlib

from sqlite_utils import Database

from media.catalogue import add_programme, add_recording
from media.database import new_id, utc_now
from media.records import Probe, Recording
from transcribe.editing.change import change_segment
from transcribe.editing.seen import tag_of
from transcribe.records import ProgrammeText, Provenance, Revision, Segment, Word
from transcribe.revise import current_text
from transcribe.transcripts import RECOGNISED, NewRun

WORD_MS = 400


def add_sound(db: Database) -> Recording:
    """Store a programme with the row of a recording; there is no file behind it."""
    recording_id = new_id("r")
    recording = Recording(
        recording_id=recording_id,
        programme_id=add_programme(db, {"title": "Тарих", "language": "kk"}).programme_id,
        sha256=hashlib.sha256(recording_id.encode()).hexdigest(),
        file_name="a.wav",
        size_bytes=1,
        probe=Probe("wav", "pcm_s16le", 1, 16_000, 60_000),
        created_at=utc_now(),
    )
    add_recording(db, recording)
    return recording


def segment(segment_id: str, text: str, *, start_ms: int = 0) -> Segment:
    """Return a segment of which every word has the same length."""
    words = tuple(
        Word(word, start_ms + number * WORD_MS, start_ms + (number + 1) * WORD_MS, 0.5)
        for number, word in enumerate(text.split())
    )
    return Segment(segment_id, start_ms, start_ms + 10 * WORD_MS, words)


def run_of(recording: Recording, *segments: Segment) -> NewRun:
    provenance = Provenance(
        engine="faster-whisper",
        engine_version="1.2.1",
        model="base",
        model_sha256="m" * 64,
        sound_sha256=recording.sha256,
        language="kk",
        options={"beam_size": 5, "word_timestamps": True},
    )
    return NewRun(recording.recording_id, RECOGNISED, provenance, segments)


def type_words(
    db: Database,
    programme_id: str,
    segment_id: str,
    text: str,
    author: str,
    *,
    page: ProgrammeText | None = None,
    speaker: str | None = None,
) -> Revision:
    """Let a person type into a segment.

    :param page: the words as they saw them; as they stand for ``None``. Errors as of `change_segment`.
    """
    shown = page or current_text(db, programme_id)
    seen = next((tag_of(each) for each in shown.segments if each.segment_id == segment_id), "")
    return change_segment(db, programme_id, segment_id, author, seen=seen, text=text, speaker=speaker)
