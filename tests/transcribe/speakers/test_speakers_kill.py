"""Kill a job where it tells the voices apart: what it had found out is found again, and comes out the same."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

from sqlite_utils import Database

from media.archive import Archive
from tests.faults.teller import KNOWS, LISTENS
from tests.transcribe.test_pipeline import add
from transcribe.transcripts import get_transcript

SECONDS = 120


def run(archive: Archive, programme_id: str, log: Path, *, killed_when: str = "") -> int:
    """Let the job run, to its end or until it waits at a moment, where it is killed; return its exit status."""
    log.unlink(missing_ok=True)
    command = [sys.executable, "-m", "tests.faults.teller", str(archive.root), programme_id, str(log), killed_when]
    with subprocess.Popen(command) as job:
        until = time.monotonic() + SECONDS
        while killed_when and killed_when not in moments(log):
            assert job.poll() is None
            assert time.monotonic() < until
            time.sleep(0.01)
        if killed_when:
            job.kill()
        return job.wait(SECONDS)


def moments(log: Path) -> list[str]:
    return log.read_text().splitlines() if log.exists() else []


def test_who_speaks_is_found_again_after_a_kill(
    archive: Archive, db: Database, shared_data: Path, tmp_path: Path
) -> None:
    programme_id = add(archive, db, shared_data / "audio" / "en_picovoice_diarization_test.wav")
    log = tmp_path / "moments"
    assert run(archive, programme_id, log, killed_when=KNOWS) == -signal.SIGKILL
    assert moments(log) == [LISTENS, KNOWS]
    assert run(archive, programme_id, log) == 0
    assert moments(log) == [KNOWS], "what was known is not found out again"
    segments = get_transcript(db, programme_id).segments
    assert {segment.speaker for segment in segments} == {"S1", "S2", "S3"}
    (kept,) = (row["hypothesis"] for row in db.table("chunk_result").rows if "turns" in row["hypothesis"])
    assert set(json.loads(kept)) == {"turns", "how"}, "no voice is among what is kept"
