"""A newsroom with real speech in which a guest is named, and the key with which she is kept back."""

from __future__ import annotations

import wave
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import av
from sqlite_utils import Database

from media.catalogue import add_document, add_programme
from media.ingest import ingest_file, prepare
from tests.conftest import REPOSITORY
from tests.webapp.desk import Desk, make_desk
from tests.webapp.editions import PROVENANCE
from transcribe.pipeline import do_job
from transcribe.records import Job, Segment, Word
from transcribe.transcripts import RECOGNISED, NewRun, store_transcript
from webapp.accounts import get_user
from webapp.edition.layout import Layout
from webapp.kinds import ALL_KINDS
from webapp.owners import set_owner
from webapp.people.assignments import assign
from webapp.redaction.store import add_person
from webapp.review import approve

REELS = REPOSITORY / "webapp" / "demo" / "programmes" / "reels.opus"
SECONDS = 7
RATE_HZ = 16_000
NAMES = ("Bermet Isakova", "Бермет Исакова", "Bermitt", "Issa Kova")
"""The last two as a small model writes them."""
REASON = "a test"
HEARD = (
    ("You", 448, 658), ("are", 658, 838), ("listening", 838, 1278), ("to", 1278, 1618), ("the", 1618, 1838),
    ("morning", 1838, 2198), ("programme.", 2198, 3018), ("My", 3438, 3718), ("guest", 3718, 3938),
    ("is", 3938, 4278), ("Bermet", 4278, 4678), ("Isakova,", 4678, 5458), ("who", 5758, 6018), ("looks", 6018, 6338),
    ("after", 6338, 6878),
)  # fmt: skip


def beginning(path: Path) -> Path:
    """Write the first seconds of a bundled programme as WAV."""
    with av.open(str(REELS)) as container, wave.open(str(path), "wb") as target:
        target.setparams((1, 2, RATE_HZ, 0, "NONE", ""))
        to_pcm = av.AudioResampler("s16", "mono", RATE_HZ)
        for frame in container.decode(audio=0):
            if frame.time >= SECONDS:
                break
            for part in to_pcm.resample(frame):
                target.writeframes(part.to_ndarray().tobytes())
    return path


def segments(late_ms: int = 0) -> tuple[Segment, ...]:
    """Return what is said.

    :param late_ms: by which the times of the words are wrong.
    """
    words = tuple(
        Word(text, max(0, start_ms + late_ms), max(0, end_ms + late_ms), 0.9) for text, start_ms, end_ms in HEARD
    )
    groups = [words[start : start + 8] for start in range(0, len(words), 8)]
    return tuple(
        Segment(f"g{number}", group[0].start_ms, group[-1].end_ms, group, language="en")
        for number, group in enumerate(groups)
    )


def guest_desk(root: Path, models_dir: Path, *, late_ms: int = 0) -> Desk:
    """Return a newsroom whose programme is the guest's; its sound is prepared."""
    desk = make_desk(root)
    desk.archive.models.rmdir()
    desk.archive.models.symlink_to(models_dir)
    with closing(desk.open()) as db:
        pid = add_programme(db, {"title": "Under the stairs", "language": "en"}).programme_id
        set_owner(db, pid, get_user(db, "contributor_owner"))
        assign(db, pid, "journalist", "admin")
        with beginning(root / "reels.wav").open("rb") as sound:
            recording = prepare(desk.archive, db, ingest_file(desk.archive, db, pid, sound, "reels.wav"))
        add_document(db, pid, "summary", "Bermet Isakova looks after a sound archive. It is small.", language="en")
        store_transcript(db, pid, NewRun(recording.recording_id, RECOGNISED, PROVENANCE, segments(late_ms)))
    return replace(desk, programme_id=pid)


def keep_guest_back(desk: Desk, db: Database) -> None:
    add_person(db, desk.programme_id, NAMES, "journalist", reason=REASON, replacement="guest", confirm=True)


def approved(desk: Desk, db: Database) -> None:
    approve(db, desk.programme_id, "approver", REASON)


def checked(desk: Desk, db: Database) -> Job:
    """Do the check here and now."""
    return do_job(desk.archive, db, "check", desk.programme_id, {}, kinds=ALL_KINDS)


def sounds(desk: Desk) -> set[str]:
    """Return the names of the public sounds that lie in the edition."""
    return {path.stem for path in Layout(desk.edition).sound.glob("*.m4a")}
