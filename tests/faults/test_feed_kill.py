"""kill -9 while a feed is fetched: each of its programmes is there once in the end, with its own sound and words."""

from __future__ import annotations

import hashlib
import random
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from media.archive import Archive
from media.catalogue import current_document, list_programmes, recordings_of
from tests.conftest import REPOSITORY
from tests.media.sounds import KINDS, ticks, write
from tests.webapp.feeds.broadcaster import broadcasting, in_parts, send
from tests.webapp.feeds.test_fetch import feed_of
from transcribe.jobs import list_jobs
from webapp.feeds.fetch import fetch_feed
from webapp.feeds.store import add_feed, counts, origin_of
from webapp.schema import SCHEMAS

KIND = KINDS["wav"]


def kill_often(tmp_path: Path, times: int, items: int) -> None:
    chance, archive = random.Random(8), Archive(tmp_path / "archive")
    archive.create()
    paths = [
        write(tmp_path / f"{n}.wav", KIND, ticks(KIND.rate_hz, 2, level=(n + 1) / (items + 1))) for n in range(items)
    ]
    with broadcasting() as radio, closing(archive.open(SCHEMAS)) as db:
        for path in paths:
            data = path.read_bytes()
            radio.pages[f"/{path.name}"] = in_parts(data, f'"{path.name}"', [len(data) // 2])
        radio.pages["/feed"] = send(feed_of(*range(items)))
        feed = add_feed(db, radio.url("/feed"), "kk")
        command, kills = [sys.executable, "-m", "tests.faults.fetcher", str(archive.root)], 0
        while kills < times and counts(db, feed).taken < items - 1:
            fetching = subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.PIPE, text=True)
            assert fetching.stdout
            # A line says that it is at work; a kill while Python starts would prove nothing.
            kills += bool(fetching.stdout.readline())
            time.sleep(chance.uniform(0, 0.4))
            fetching.kill()
            fetching.communicate()
        assert kills >= times * 0.9
        assert [each for each in fetch_feed(archive, db, feed, radio.door, 1_000) if each.problem] == []
        programmes = list_programmes(db)
        assert sorted(each.title for each in programmes) == sorted(f"Эфир {n}" for n in range(items))
        for programme in programmes:
            number = int(programme.title.split()[1])
            (recording,) = recordings_of(db, programme.programme_id)
            assert recording.sha256 == hashlib.sha256(paths[number].read_bytes()).hexdigest()
            origin = origin_of(db, programme.programme_id)
            summary = current_document(db, programme.programme_id, "summary")
            assert summary
            assert origin
            assert (summary.text, origin.item.guid) == (f"A village plants saxaul, {number}.", f"g-{number}")
        assert len([job for job in list_jobs(db) if job.kind == "prepare"]) == items
        assert counts(db, feed).taken == items
    assert list(archive.work.glob("feed-item-*")) == []


def test_kill_fetch(tmp_path: Path) -> None:
    kill_often(tmp_path, times=1, items=4)


@pytest.mark.release
@pytest.mark.timeout(1800)
def test_kill_fetch_often(tmp_path: Path) -> None:
    kill_often(tmp_path, times=60, items=240)
