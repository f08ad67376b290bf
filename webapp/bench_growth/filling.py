"""Fills an archive with programmes as a newsroom leaves them: taken in, heard, approved, published."""

from __future__ import annotations

import hashlib
import random
import secrets
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass

from sqlite_utils import Database

from media.archive import Archive
from media.catalogue import add_document, add_programme, add_recording
from media.database import immediate, new_id, utc_now
from media.records import KEPT, Probe, Programme, Recording
from transcribe.records import JobState
from transcribe.transcripts import RECOGNISED, NewRun, store_transcript
from webapp.accounts import add_user
from webapp.bench_web.corpus import Plan, make_approved
from webapp.review import approve, record_published
from webapp.schema import SCHEMAS

EDITOR = "measurement"
SOUND_BYTES = 1 << 16
"""Of each original and each access copy: their number grows here, their bytes are measured with one large file."""
WAVEFORM_BYTES = 1 << 12
NOISE_BYTES = 1 << 20
STEP = 25
"""Programmes in one transaction."""
IN_REVIEW_EVERY = 10
"""One programme of so many is not approved yet."""
WORK = ("prepare", "transcribe", "align", "link")
DURATION_MS = 1_800_000


@dataclass(frozen=True, slots=True)
class Filled:
    """An archive, and who may look at all of it."""

    archive: Archive
    password: str


def fill(archive: Archive, plan: Plan, sound_bytes: int = SOUND_BYTES) -> Filled:
    """Make an archive with all programmes of a plan, through the doors that everybody uses.

    :param sound_bytes: of each original, and of each access copy.
    """
    archive.create()
    password = secrets.token_urlsafe(18)
    with closing(archive.open(SCHEMAS)) as db:
        add_user(db, EDITOR, "admin", password)
        for step in _steps(plan.programmes):
            with immediate(db):
                for number in step:
                    _add(archive, db, number, plan.words(number), sound_bytes)
    return Filled(archive, password)


def _steps(count: int) -> Iterator[range]:
    for first in range(0, count, STEP):
        yield range(first, min(first + STEP, count))


def _add(archive: Archive, db: Database, number: int, words: int, sound_bytes: int) -> None:
    made = make_approved(number, words)
    if made.text is None or made.summary is None:  # It is made with both.
        raise AssertionError(number)
    programme_id = add_programme(db, _facts(made.programme), synthetic=True).programme_id
    recording = _add_sound(archive, db, programme_id, number, sound_bytes)
    summary = made.summary
    add_document(db, programme_id, summary.kind, summary.text, language=summary.language, author=summary.author)
    run = NewRun(recording.recording_id, RECOGNISED, made.text.transcript.provenance, made.text.segments)
    store_transcript(db, programme_id, run)
    _add_jobs(db, programme_id)
    if number % IN_REVIEW_EVERY:
        approval = approve(db, programme_id, EDITOR, "It is made up.")
        record_published(db, programme_id, EDITOR, approval.content_sha256)


def _facts(programme: Programme) -> dict[str, str]:
    return {name: str(value) for name in KEPT if (value := getattr(programme, name))}


def _add_sound(archive: Archive, db: Database, programme_id: str, number: int, size_bytes: int) -> Recording:
    draw = random.Random(f"sound {number}")  # noqa: S311 (a draw to repeat, no secret)
    original, access = _noise(draw, size_bytes), _noise(draw, size_bytes)
    sha256 = hashlib.sha256(original).hexdigest()
    for path, content in (
        (archive.original_path(sha256), original),
        (archive.access_path(sha256), access),
        (archive.peaks_path(sha256), draw.randbytes(WAVEFORM_BYTES)),
    ):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    recording = Recording(
        recording_id=new_id("r"),
        programme_id=programme_id,
        sha256=sha256,
        file_name="programme.wav",
        size_bytes=len(original),
        probe=Probe("wav", "pcm_s16le", 1, 48_000, DURATION_MS),
        created_at=utc_now(),
        access_sha256=hashlib.sha256(access).hexdigest(),
        loudness_lufs=-16.0,
        true_peak_dbtp=-1.5,
    )
    add_recording(db, recording)
    return recording


def _noise(draw: random.Random, size_bytes: int) -> bytes:
    """Return bytes that nothing makes smaller, a megabyte of them again and again."""
    return draw.randbytes(min(size_bytes, NOISE_BYTES)) * max(1, size_bytes // NOISE_BYTES)


def _add_jobs(db: Database, programme_id: str) -> None:
    now = utc_now()
    db.table("job").insert_all(
        {
            "job_id": new_id("j"),
            "kind": kind,
            "programme_id": programme_id,
            "state": JobState.SUCCEEDED,
            "options": "{}",
            "attempt": 1,
            "done": DURATION_MS,
            "total": DURATION_MS,
            "created_at": now,
            "started_at": now,
            "finished_at": now,
        }
        for kind in WORK
    )
