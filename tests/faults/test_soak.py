"""Hours of mixed load leave nothing behind: memory, open files, the database's log, temporary files.

`SOAK_MINUTES` says how long, two hours without it.
"""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path
from statistics import median

import pytest
import requests

from tests.faults.soaking import Held, Load, held_by, programmes
from tests.webapp.desk import make_desk
from tests.webapp.published import publish_all
from webapp.bench_review.newsroom import newsroom
from webapp.bench_web.site import Site, public_site
from webapp.edition.layout import Layout

MINUTES = float(os.environ.get("SOAK_MINUTES", "120"))
SAMPLES = 120
WARMING = 0.2
"""Of the time: caches fill, each thread has its first time of everything."""
DRIFT, MORE_FILES, LOG_BYTES = 0.05, 2, 64 << 20
SETTLE_S = 60.0


def settled(site: Site) -> Held:
    """Return what a process holds when nobody asks anything of it: as soon as two looks are the same.

    It is asked once before, for something that has it open the index of now: a new one is opened when somebody asks.
    """
    requests.get(f"{site.address}/search?q=a", timeout=SETTLE_S)
    before, end = held_by(site), time.monotonic() + SETTLE_S
    while time.monotonic() < end:
        time.sleep(3)
        now = held_by(site)
        if now.files == before.files:
            return now
        before = now
    return before


@pytest.mark.release
@pytest.mark.timeout(int(MINUTES * 60) + 900)
def test_hours_of_work_leave_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = make_desk(tmp_path)  # Before: the newsroom that it copies is a temporary one.
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    layout: Layout = publish_all(desk.archive.root / "edition", tmp_path / "made")
    log = desk.archive.database_path.with_name("archive.db-wal")
    edited, corrected = programmes(desk), programmes(desk)
    shutil.rmtree(desk.archive.work)  # What the desk was made of.
    desk.archive.create()
    with public_site(layout) as public, newsroom(desk.archive) as room:
        load, sites = Load(desk, public, room, edited, corrected), {"public": public, "newsroom": room}
        with load.going():
            time.sleep(MINUTES * 60 * WARMING)
        first = {name: settled(site) for name, site in sites.items()}
        samples: dict[str, list[Held]] = {name: [] for name in sites}
        largest_log = 0
        with load.going():
            for _ in range(SAMPLES):
                time.sleep(MINUTES * 60 * (1 - WARMING) / SAMPLES)
                largest_log = max(largest_log, log.stat().st_size if log.exists() else 0)
                for name, site in sites.items():
                    samples[name].append(held_by(site))
        last = {name: settled(site) for name, site in sites.items()}
        left = [path for place in (temporary, desk.archive.work) for path in place.rglob("*") if path.is_file()]
    print(f"{MINUTES} minutes, {sum(load.answers.values())} answers: {dict(sorted(load.answers.items()))}")  # noqa: T201
    print(f"log {largest_log} bytes at most, {len(left)} temporary files")  # noqa: T201
    quarters: dict[str, list[float]] = {}
    for name, found in samples.items():
        resident = [each.resident_bytes for each in found]
        size = SAMPLES // 4
        quarters[name] = [median(resident[start : start + size]) for start in range(0, SAMPLES, size)]
        print(f"{name}: bytes in each quarter {quarters[name]}, files {first[name].files} → {last[name].files}")  # noqa: T201
    for name, medians in quarters.items():
        assert medians[-1] <= medians[0] * (1 + DRIFT), name
        assert last[name].files <= first[name].files + MORE_FILES, name
    assert largest_log <= LOG_BYTES
    assert left == []
    assert load.faults[:5] == []
