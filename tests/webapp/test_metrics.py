"""Numbers of a newsroom, read by Prometheus's own parser; no word of anybody's is among them."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from prometheus_client.parser import text_string_to_metric_families

from media.backup.noted import LastBackup, note_backup
from media.rounds.look import look
from media.rounds.store import open_rounds
from tests.webapp.desk import WORDS, make_desk
from transcribe.records import JobState
from webapp.metrics import metrics


def numbers(text: str) -> dict[tuple[str, ...], float]:
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_numbers_say_how_it_does_and_no_word(tmp_path: Path) -> None:
    desk = make_desk(tmp_path / "desk")
    with closing(desk.open()) as db:
        db.execute("UPDATE job SET state = 'queued', created_at = '2026-11-26T00:00:00.000Z'")
        job = next(iter(db.query("SELECT * FROM job")))
        done = {"job_id": "j2", "kind": "transcribe", "state": JobState.SUCCEEDED, "total": 600_000}
        times = {"started_at": "2026-11-26T01:00:00.000Z", "finished_at": "2026-11-26T01:01:00.000Z"}
        db.table("job").insert(job | done | times | {"error": WORDS})
        before = metrics(desk.archive, db, desk.edition)
        with closing(open_rounds(desk.archive)) as rounds:
            look(rounds, (), (), lambda: True)
        note_backup(desk.archive, LastBackup("2026-11-26T00:00:00.000Z", "/mnt/backups"))
        after = numbers(metrics(desk.archive, db, desk.edition))
    found = numbers(before)
    assert found["muragat_jobs", "transcribe", "succeeded"] == 1
    assert found["muragat_jobs", job["kind"], "queued"] == 1
    assert found["muragat_oldest_queued_seconds", "normal"] > 0
    assert found["muragat_oldest_queued_seconds", "urgent"] == 0
    assert found["muragat_speed_times_real", "transcribe"] == 10
    assert found["muragat_free_bytes", "archive"] > 0
    assert found["muragat_database_bytes", "database"] > 0
    assert found["muragat_programmes",] == 1
    assert ("muragat_fixity_round_age_seconds",) not in found
    assert ("muragat_backup_age_seconds",) not in found
    assert after["muragat_backup_age_seconds",] > 0
    assert 0 <= after["muragat_fixity_round_age_seconds",] < 60
    for word in (*WORDS.split()[:3], desk.programme_id, "journalist"):
        assert word not in before
