"""How the newsroom does, in numbers for Prometheus. No label is a word of anybody: kinds, states and places alone."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from sqlite_utils import Database

from media.archive import Archive
from media.backup.noted import last_backup
from media.rounds.store import last_round
from transcribe.jobs import OF_SOUND
from transcribe.records import JobState, Priority

SPEEDS_OF = 20
"""Jobs of a kind, the newest, of which the speed is told."""


def metrics(archive: Archive, db: Database, edition: Path) -> str:
    """Return all numbers in Prometheus's text format (version 0.0.4), as its node exporter reads it from a file."""
    registry = CollectorRegistry()
    registry.register(_Numbers(archive, db, edition))
    return generate_latest(registry).decode()


class _Numbers(Collector):
    def __init__(self, archive: Archive, db: Database, edition: Path) -> None:
        self._archive, self._db, self._edition = archive, db, edition

    def collect(self) -> Iterator[GaugeMetricFamily]:
        yield from _jobs(self._db)
        yield from _room(self._archive, self._edition)
        (programmes,) = self._db.execute("SELECT count(*) FROM programme").fetchone()
        yield GaugeMetricFamily("muragat_programmes", "Programmes in the archive.", programmes)
        backup = GaugeMetricFamily("muragat_backup_age_seconds", "Since the last whole backup was begun.")
        if made := last_backup(self._archive):
            backup.add_metric([], _since(made.made_at))
        yield backup
        if found := last_round(self._archive):
            age = GaugeMetricFamily("muragat_fixity_round_age_seconds", "Since the last whole round ended.")
            if found.ended_at:
                age.add_metric([], _since(found.ended_at))
            yield age


def _jobs(db: Database) -> Iterator[GaugeMetricFamily]:
    jobs = GaugeMetricFamily("muragat_jobs", "Jobs by what they do and how they stand.", labels=["kind", "state"])
    for kind, state, number in db.execute("SELECT kind, state, count(*) FROM job GROUP BY kind, state").fetchall():
        jobs.add_metric([kind, state], number)
    yield jobs
    waits = GaugeMetricFamily(
        "muragat_oldest_queued_seconds", "How long the oldest job has waited.", labels=["priority"]
    )
    for priority in Priority:
        (oldest,) = db.execute(
            "SELECT min(created_at) FROM job WHERE state = ? AND priority = ?", [JobState.QUEUED, priority]
        ).fetchone()
        waits.add_metric([priority.name.lower()], _since(oldest) if oldest else 0)
    yield waits
    speed = GaugeMetricFamily(
        "muragat_speed_times_real", "Seconds of sound a second, median of the newest jobs.", labels=["kind"]
    )
    for kind in sorted(OF_SOUND):
        rows = db.execute(
            "SELECT total / 1000.0 / max(unixepoch(finished_at) - unixepoch(started_at), 1) FROM job WHERE kind = ? "
            "AND state = ? AND total > 0 ORDER BY finished_at DESC LIMIT ?",
            [kind, JobState.SUCCEEDED, SPEEDS_OF],
        ).fetchall()
        if rows:
            speed.add_metric([kind], sorted(each for (each,) in rows)[len(rows) // 2])
    yield speed


def _room(archive: Archive, edition: Path) -> Iterator[GaugeMetricFamily]:
    free = GaugeMetricFamily("muragat_free_bytes", "Room on the disk.", labels=["place"])
    for name, place in (("archive", archive.root), ("edition", edition)):
        if place.exists():
            free.add_metric([name], shutil.disk_usage(place).free)
    yield free
    size = GaugeMetricFamily("muragat_database_bytes", "The database and what is not yet in it.", labels=["file"])
    for name, path in (
        ("database", archive.database_path),
        ("log", archive.database_path.with_name(f"{archive.database_path.name}-wal")),
    ):
        if path.exists():
            size.add_metric([name], path.stat().st_size)
    yield size


def _since(moment: str) -> float:
    return (datetime.now(UTC) - datetime.fromisoformat(moment)).total_seconds()
