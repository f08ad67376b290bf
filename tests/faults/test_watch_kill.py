"""kill -9 while a folder is watched: every sound is in the archive once in the end, and still in the folder."""

from __future__ import annotations

import hashlib
import random
import subprocess
import time
from contextlib import closing
from pathlib import Path

import pytest

from media.archive import Archive
from media.catalogue import current_document, list_programmes, recordings_of
from tests.media.sounds import KINDS, ticks, write
from tests.webapp.command_line import Muragat
from webapp.cli.programmes import read_facts
from webapp.schema import SCHEMAS
from webapp.watching.watch import watch, watched

KIND = KINDS["wav"]


def kill_often(tmp_path: Path, times: int, sounds: int) -> None:
    chance, folder = random.Random(5), tmp_path / "in"
    muragat = Muragat(tmp_path / "archive")
    folder.mkdir()
    wanted = {}
    for number in range(sounds):
        path = write(folder / f"{number}.wav", KIND, ticks(KIND.rate_hz, 2, level=(number + 1) / (sounds + 1)))
        wanted[path.name] = hashlib.sha256(path.read_bytes()).hexdigest()
        (folder / f"{number}.txt").write_text(f"Summary {number}.")
    command = muragat.command("watch", folder, "--settled", "0.1", "--every", "0.1")
    kills = 0
    while kills < times and len(list(folder.glob("done/*"))) < sounds:
        watching = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        assert watching.stdout
        # A line says that it is at work; a kill while Python starts would prove nothing.
        kills += bool(watching.stdout.readline())
        time.sleep(chance.uniform(0, 0.5))
        watching.kill()
        watching.communicate()
    assert kills >= times * 0.9
    with closing(Archive(muragat.archive).open(SCHEMAS)) as db, watched(folder) as places:
        watch(Archive(muragat.archive), db, places, read_facts, lambda _: None, every_s=0.1, settled_s=0.1, once=True)
        programmes = list_programmes(db)
        recordings = [found for each in programmes for found in recordings_of(db, each.programme_id)]
        summaries = [current_document(db, each.programme_id, "summary") for each in programmes]
    assert sorted(each.sha256 for each in recordings) == sorted(wanted.values())
    assert sorted(each.text for each in summaries if each) == sorted(f"Summary {number}." for number in range(sounds))
    assert all(each.access_sha256 for each in recordings)
    here = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.glob("done/*/*.wav")}
    assert here == wanted
    assert len(list(folder.glob("done/*/*.txt"))) == 2 * sounds
    assert sorted(path.name for path in folder.iterdir()) == [".muragat", "done", "failed"]
    assert list((folder / "failed").iterdir()) == list((folder / ".muragat" / "taking").iterdir()) == []


def test_kill_watch(tmp_path: Path) -> None:
    kill_often(tmp_path, times=1, sounds=3)


@pytest.mark.release
@pytest.mark.timeout(1800)
def test_kill_watch_often(tmp_path: Path) -> None:
    kill_often(tmp_path, times=60, sounds=240)
