"""kill -9 while a programme is added: it is there with all that was brought, or not at all."""

from __future__ import annotations

import json
import random
import subprocess
import time
from pathlib import Path

import pytest

from tests.webapp.command_line import Muragat
from tests.webapp.editions import make_sound

FACTS = ("--title", "The nursery", "--language", "kk")


def kill_often(tmp_path: Path, times: int) -> None:
    chance = random.Random(11)
    sound = make_sound(tmp_path / "sound", 20_000).access
    summary = tmp_path / "summary.txt"
    summary.write_text("Twelve women founded a nursery.")
    brought = (sound, *FACTS, "--summary", summary)
    whole = Muragat(tmp_path / "whole" / "archive")
    whole.archive.parent.mkdir()
    started = time.monotonic()
    whole.add(*brought)
    takes_s = time.monotonic() - started
    for number in range(times):
        muragat = Muragat(tmp_path / str(number) / "archive")
        muragat.archive.parent.mkdir()
        adding = subprocess.Popen(muragat.command("add", *brought), stdout=subprocess.DEVNULL)
        time.sleep(chance.uniform(0.3, 1.0) * takes_s)
        adding.kill()
        adding.wait()
        if (muragat.archive / "archive.db").exists():
            assert whole_or_absent(muragat)
        programme_id = muragat.add(*brought)
        record = json.loads(muragat.done("show", programme_id, "--json"))
        assert record["summary"] == summary.read_text()
        assert record["recordings"][0]["size_bytes"] == sound.stat().st_size
        assert len(json.loads(muragat.done("list", "--json"))) == 1


def whole_or_absent(muragat: Muragat) -> bool:
    programmes = json.loads(muragat.done("list", "--json"))
    records = [json.loads(muragat.done("show", programme["id"], "--json")) for programme in programmes]
    return all(record["summary"] and record["recordings"] for record in records)


def test_kill_add(tmp_path: Path) -> None:
    kill_often(tmp_path, times=1)


@pytest.mark.release
def test_kill_add_often(tmp_path: Path) -> None:
    kill_often(tmp_path, times=60)
