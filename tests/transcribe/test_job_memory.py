"""A job of ten hours takes no more memory than one of a quarter of an hour, in the leading process and in the engine.

The sound is real radio over and over; what is measured is what the system says of the two processes, every two seconds.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from sqlite_utils import Database

from media.archive import Archive
from tests.transcribe.test_pipeline import add

JOB = """
import sys
from pathlib import Path
from media.archive import Archive
from transcribe.pipeline import do_job
from webapp.schema import SCHEMAS
archive = Archive(Path(sys.argv[1]))
do_job(archive, archive.open(SCHEMAS), "transcribe", sys.argv[2], {"engine": "faster-whisper", "model": "base"})
"""
LOOK_S = 2.0
MOST_KB = 1_000_000
"""The promise: 1.0 GB."""
WORDS_KB_AN_HOUR = 12_000
"""The words themselves are held: 9,000 an hour, some 600 bytes each as heard, as stitched and as they are stored."""
MOOD_KB = 60_000
"""Of the allocator."""


def peaks_kb(archive: Archive, programme_id: str) -> tuple[int, int]:
    """Return the most that the leading process and its engine ever had, while the job ran."""
    command = [sys.executable, "-c", JOB, str(archive.root), programme_id]
    head = engine = 0
    with subprocess.Popen(command) as process:
        while True:
            head = max(head, rss_kb(process.pid))
            engine = max([engine, *(rss_kb(child) for child in engines_of(process.pid))])
            try:
                assert process.wait(LOOK_S) == 0
            except subprocess.TimeoutExpired:
                continue
            return head, engine


def rss_kb(pid: int) -> int:
    try:
        found = re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    except (FileNotFoundError, ProcessLookupError):  # It has ended meanwhile.
        return 0
    return int(found[1]) if found else 0


def engines_of(pid: int) -> list[int]:
    try:
        children = [
            int(child)
            for task in Path(f"/proc/{pid}/task").iterdir()
            for child in (task / "children").read_text().split()
        ]
        return [child for child in children if b"engines.child" in Path(f"/proc/{child}/cmdline").read_bytes()]
    except (FileNotFoundError, ProcessLookupError):
        return []


@pytest.mark.release
@pytest.mark.timeout(3 * 3_600)
def test_memory_of_a_job_stays_flat_for_ten_hours(archive: Archive, db: Database, shared_data: Path) -> None:
    radio = (shared_data / "audio" / "en_radio_withgoodreason_ferdinand.mp3").read_bytes()  # 306 s
    found = []
    for times in (3, 118):
        sound = archive.work / f"{times}.mp3"
        sound.write_bytes(radio * times)
        found.append(peaks_kb(archive, add(archive, db, sound)))
        sound.unlink()
    (short_head, short_engine), (head, engine) = found
    assert engine - short_engine < MOOD_KB, found
    assert head - short_head < 10 * WORDS_KB_AN_HOUR + MOOD_KB, found
    assert max(head, engine) < MOST_KB, found
