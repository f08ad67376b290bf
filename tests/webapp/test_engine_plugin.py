"""Somebody else's engine: the package of docs/engines.md, found by its entry point, does a job."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest

from tests.webapp.command_line import REPOSITORY, Muragat

DOCUMENTED = (REPOSITORY / "docs" / "engines.md").read_text()
METADATA = "Metadata-Version: 2.1\nName: muragat-bursts\nVersion: 1.0\n"


def _block(language: str) -> str:
    found = re.search(rf"```{language}\n(.*?)```", DOCUMENTED, re.DOTALL)
    assert found
    return found.group(1)


@pytest.fixture
def plugin(tmp_path: Path) -> dict[str, str]:
    """Install the documented package as pip would, in a directory of its own; returns the environment for it."""
    place = tmp_path / "site"
    installed = place / "muragat_bursts-1.0.dist-info"
    installed.mkdir(parents=True)
    (place / "muragat_bursts.py").write_text(_block("python"))
    (installed / "METADATA").write_text(METADATA)
    entry_point = _block("toml").splitlines()[-1].replace('"', "")
    (installed / "entry_points.txt").write_text(f"[muragat.engines]\n{entry_point}\n")
    return {"PYTHONPATH": os.pathsep.join([str(place), *filter(None, [os.environ.get("PYTHONPATH")])])}


def test_the_documented_engine_has_at_most_forty_lines() -> None:
    assert len(_block("python").splitlines()) + len(_block("toml").splitlines()) <= 45
    assert len(_block("python").splitlines()) <= 40


def test_a_plug_in_does_a_job(tmp_path: Path, plugin: dict[str, str], shared_data: Path, models_dir: Path) -> None:
    muragat = Muragat(tmp_path / "archive")
    muragat.archive.mkdir()
    (muragat.archive / "models").symlink_to(models_dir)
    programme_id = muragat.add(shared_data / "audio" / "en_jfk.flac", "--title", "Ask not", "--language", "en")
    (tmp_path / "bursts.txt").write_text("bang\n")
    asked = ("transcribe", programme_id, "--engine", "bursts", "--model", "./bursts.txt")

    unknown = muragat(*asked)
    assert unknown.returncode == 2
    assert "There is no engine “bursts”" in unknown.stderr

    done = muragat(*asked, environment=plugin)
    assert done.returncode == 0, done.stderr
    content = json.loads(muragat.done("export", programme_id, "--format", "json"))
    words = [word["text"] for segment in content["segments"] for word in segment["words"]]
    assert len(words) > 5
    assert set(words) == {"bang"}
    assert "bursts" in done.stderr

    module = Path(plugin["PYTHONPATH"].split(os.pathsep)[0], "muragat_bursts.py")
    newer = module.read_text().replace('"1.0"', '"1.1"')
    module.write_text(newer.replace("return tuple(Hypothesis", "raise ValueError(Hypothesis", 1))
    failed = muragat(*asked, environment=plugin)
    assert "fails on all that it is given (it says ValueError at muragat_bursts.py:" in failed.stderr
    assert failed.returncode == 1


def test_a_broken_plug_in_is_named_and_keeps_no_other_from_work(tmp_path: Path, plugin: dict[str, str]) -> None:
    Path(plugin["PYTHONPATH"].split(os.pathsep)[0], "muragat_bursts.py").write_text("import no_such_library\n")
    muragat = Muragat(tmp_path / "archive")
    result = muragat("doctor", environment=plugin)
    assert "The plug-in muragat_bursts:PLUGIN of the engine bursts cannot be used" in result.stdout
    assert "The engine faster-whisper is installed." in result.stdout
    assert "English is recognised by" in result.stdout
    assert "Traceback" not in result.stdout + result.stderr
    assert result.returncode == 1
