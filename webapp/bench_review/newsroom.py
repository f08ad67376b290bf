"""A newsroom of its own for the measurement: a process as `muragat serve newsroom` runs it, and its archive."""

from __future__ import annotations

import hashlib
import secrets
import socket
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlite_utils import Database

from media.archive import Archive
from media.catalogue import add_programme, add_recording, current_recording
from media.database import new_id, utc_now
from media.records import Probe, Recording
from transcribe.transcripts import RECOGNISED, NewRun, store_transcript
from webapp.accounts import add_user
from webapp.bench_web.bench import LONG, PAGE_WORD_MS
from webapp.bench_web.corpus import make_approved
from webapp.bench_web.errors import BenchFailed
from webapp.bench_web.site import HOST, Site, listening, python_module
from webapp.bench_web.sound import add_sound
from webapp.edition.layout import Layout
from webapp.schema import SCHEMAS

EDITOR = "measurement"


@dataclass(frozen=True, slots=True)
class Measured:
    """An archive with one long programme, and who may edit it."""

    archive: Archive
    programme_id: str
    words: int
    passages: int
    password: str


def make_archive(root: Path, words: int) -> Measured:
    """Make an archive with a programme of so many words, and sound of its length.

    :raises BenchFailed: no sound can be made.
    """
    archive = Archive(root)
    archive.create()
    password = secrets.token_urlsafe(18)
    with closing(archive.open(SCHEMAS)) as db:
        add_user(db, EDITOR, "admin", password)
        programme_id = add_programme(db, {"title": "A long programme", "language": "kk"}).programme_id
        recording = _add_sound(archive, db, programme_id, words * PAGE_WORD_MS)
        approved = make_approved(LONG, words)
        if approved.text is None:  # It is made with words.
            raise AssertionError(approved)
        segments = approved.text.segments
        run = NewRun(recording.recording_id, RECOGNISED, approved.text.transcript.provenance, segments)
        store_transcript(db, programme_id, run)
    return Measured(archive, programme_id, words, len(segments), password)


def _add_sound(archive: Archive, db: Database, programme_id: str, duration_ms: int) -> Recording:
    """Put sound and waveform into the archive as if they had been taken in and prepared."""
    made = Layout(archive.work / "sound")
    sound = add_sound(made, duration_ms)
    original = programme_id.encode()
    sha256 = hashlib.sha256(original).hexdigest()
    for source, target in (
        (made.sound_path(sound.sha256), archive.access_path(sha256)),
        (made.peaks_path(sound.sha256), archive.peaks_path(sha256)),
    ):
        target.parent.mkdir(parents=True, exist_ok=True)
        source.rename(target)
    archive.original_path(sha256).parent.mkdir(parents=True, exist_ok=True)
    archive.original_path(sha256).write_bytes(original)
    recording = Recording(
        recording_id=new_id("r"),
        programme_id=programme_id,
        sha256=sha256,
        file_name="programme.wav",
        size_bytes=len(original),
        probe=Probe("wav", "pcm_s16le", 1, 48_000, sound.duration_ms),
        created_at=utc_now(),
        access_sha256=sound.sha256,
        loudness_lufs=-16.0,
        true_peak_dbtp=-1.5,
    )
    add_recording(db, recording)
    return recording


@contextmanager
def newsroom(archive: Archive) -> Iterator[Site]:
    """Serve the newsroom of an archive until the block ends.

    :raises BenchFailed: it does not start.
    """
    with listening(newsroom_command(archive, _free_port())) as site:
        yield site


def newsroom_command(archive: Archive, port: int) -> list[str]:
    """Return the command line of a newsroom's process."""
    place = ["--archive", str(archive.root)]
    return python_module("webapp.cli.main", *place, "serve", "newsroom", "--host", HOST, "--port", str(port))


def _free_port() -> int:
    with socket.create_server((HOST, 0)) as taken:
        return int(taken.getsockname()[1])


def transcribed(archive: Archive, sound: Path, model: str) -> str:
    """Bring a recording in and let the machine hear it, as the command line does; return the programme's id.

    :raises BenchFailed: it cannot be heard.
    """
    programme_id = _muragat(archive, "add", str(sound), "--title", sound.stem, "--language", "en").split()[-1]
    _muragat(archive, "transcribe", programme_id, "--engine", "faster-whisper", "--model", model)
    return programme_id


def sound_s_of(archive: Archive, programme_id: str) -> float:
    """Return how long a programme's sound is."""
    with closing(archive.open(SCHEMAS)) as db:
        recording = current_recording(db, programme_id)
    return round(recording.probe.duration_ms / 1000, 1) if recording else 0.0


def _muragat(archive: Archive, *arguments: str) -> str:
    command = python_module("webapp.cli.main", "--archive", str(archive.root), *arguments)
    done = subprocess.run(command, capture_output=True, check=False, text=True)  # noqa: S603
    if done.returncode:
        raise BenchFailed(f"“muragat {arguments[0]}” failed ({done.stderr.strip().splitlines()[-1]}).")
    return done.stdout
