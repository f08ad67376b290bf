"""A real recording heard by a cluster as a person sets it up, by commands alone: the words are one machine's."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from sqlite_utils import Database

from media.archive import Archive
from media.catalogue import add_programme
from media.ingest import ingest_file
from tests.conftest import REPOSITORY
from tests.faults.clustered import address_of_our_own, until
from transcribe.cluster.place import PORT
from transcribe.records import Transcript
from transcribe.transcripts import list_transcripts

MURAGAT = (sys.executable, "-m", "webapp.cli.main")


@contextmanager
def running(says: Path, *arguments: object) -> Iterator[subprocess.Popen[bytes]]:
    """Run a command until the block ends; it ends by itself then when it is told to."""
    with says.open("wb") as said, subprocess.Popen([*MURAGAT, *map(str, arguments)], stderr=said) as process:
        try:
            yield process
        finally:
            process.terminate()
        assert process.wait() == 0, says.read_text()


def heard(archive: Archive, db: Database, sound: Path, environment: dict[str, str]) -> Transcript:
    for table in ("transcript", "chunk_result", "job", "recording"):
        db.table(table).delete_where()
    programme_id = add_programme(db, {"title": "Reading", "language": "en"}).programme_id
    with sound.open("rb") as source:
        ingest_file(archive, db, programme_id, source, sound.name)
    command = [*MURAGAT, "--archive", str(archive.root), "transcribe", programme_id, "--model", "base"]
    done = subprocess.run(command, env=os.environ | environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (run,) = list_transcripts(db, programme_id)
    return replace(run, transcript_id="", programme_id="", recording_id="", created_at="")


@pytest.mark.release
@pytest.mark.timeout(1_200)
def test_commands_alone_make_a_cluster_that_hears_what_one_machine_does(
    archive: Archive, db: Database, shared_data: Path, tmp_path: Path
) -> None:
    sound = shared_data / "audio" / "en_gentle_lucier.mp3"
    address, certs, models = address_of_our_own(), tmp_path / "certs", tmp_path / "models"
    host = address.removeprefix("tls://").rpartition(":")[0]
    subprocess.run([*MURAGAT, "cluster", "certs", str(certs)], check=True, capture_output=True, cwd=REPOSITORY)
    models.mkdir()
    place = ("--scheduler", address, "--certs", certs / "worker", "--models", models, "--threads", 1)
    with (
        running(tmp_path / "s", "cluster", "scheduler", "--host", host, "--port", PORT, "--certs", certs / "scheduler"),
        running(tmp_path / "w1", "worker", *place, "--model", "faster-whisper=base"),
        running(tmp_path / "w2", "worker", *place, "--model", "faster-whisper=base"),
    ):
        until(lambda: "has joined" in (tmp_path / "w2").read_text(), "a worker that has joined")
        cluster = {"MURAGAT_SCHEDULER": address, "MURAGAT_CLUSTER_CERTS": str(certs / "head")}
        far = heard(archive, db, sound, cluster)
        doctor = subprocess.run(
            [*MURAGAT, "--archive", str(archive.root), "doctor"],
            env=os.environ | cluster,
            capture_output=True,
            text=True,
            check=False,
        )
    assert ", with faster-whisper base." in doctor.stdout
    assert far == heard(archive, db, sound, {})
