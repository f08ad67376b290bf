"""The Dockerfile, without a Docker daemon: read, and its steps done on this machine."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import sysconfig
import tomllib
import zipfile
from importlib.metadata import requires
from pathlib import Path

import pytest
import yaml

REPOSITORY = Path(__file__).resolve().parents[1]


def instructions() -> list[tuple[str, str]]:
    """Return the Dockerfile as (instruction, arguments), continued lines joined."""
    text = re.sub(r"\\\n", " ", (REPOSITORY / "Dockerfile").read_text())
    lines = [line.strip() for line in text.splitlines()]
    return [(words[0], words[1]) for line in lines if line and line[0] != "#" for words in [line.split(None, 1)]]


def last_stage() -> dict[str, str]:
    stage: dict[str, str] = {}
    for name, value in instructions():
        stage = {} if name == "FROM" else stage | {name: value}
    return stage


def build_argument(name: str) -> str:
    """Return what a build takes where nobody says otherwise."""
    (value,) = [value.partition("=")[2] for given, value in instructions() if given == "ARG" and value.startswith(name)]
    return value


def test_runs_as_nobody_in_particular_and_serves() -> None:
    stage = last_stage()
    assert int(stage["USER"]) > 0
    assert json.loads(stage["CMD"])[:2] == ["muragat", "serve"]
    assert stage["VOLUME"] == "/archive"
    assert "MURAGAT_ARCHIVE=/archive" in stage["ENV"]


def test_health_check_asks_the_public_site() -> None:
    command = json.loads(last_stage()["HEALTHCHECK"].partition("CMD ")[2])
    compile(command[2], "healthcheck", "exec")
    result = subprocess.run([sys.executable, *command[1:]], capture_output=True, text=True, check=False)
    assert result.returncode != 0, "nothing listens here, so the check must fail"
    assert "URLError" in result.stderr


def test_the_public_container_has_the_edition_alone_and_cannot_write_it() -> None:
    services = yaml.safe_load((REPOSITORY / "docs/compose.yaml").read_text())["services"]
    newsroom, public = services["newsroom"], services["public"]
    assert newsroom["volumes"] == [
        "archive:/archive",
        "edition:/edition",
        "${MURAGAT_BACKUPS:-./backups}:/backups",
        "./cluster/head:/cluster:ro",
    ]
    assert public["volumes"] == ["edition:/edition:ro"]
    assert "environment" not in public
    assert public["read_only"]
    assert not set(public["networks"]) & set(newsroom["networks"])
    assert public["command"][:4] == ["python", "-m", "webapp.public", "/edition"]
    owned = next(value for name, value in instructions() if name == "RUN" and "useradd" in value)
    assert "--owner=muragat --mode=0755 /edition" in " ".join(owned.split())


def test_weights_are_an_option() -> None:
    extras = build_argument("EXTRAS")
    offered = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["project"]["optional-dependencies"]
    for_many_machines = {"cluster", "s3"}
    assert set(extras.split(",")) == set(offered) - {"test"} - for_many_machines
    assert any("${EXTRAS}" in value for name, value in instructions() if name == "RUN")


def test_an_image_has_what_a_desk_has() -> None:
    extras = build_argument("EXTRAS")
    assert f"'.[{extras}]'" in (REPOSITORY / "Makefile").read_text()


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the files that the Dockerfile copies and no others."""
    source = tmp_path_factory.mktemp("src")
    for name, value in instructions():
        if name != "COPY" or value.startswith("--from"):
            continue
        *files, target = shlex.split(value)
        for file in files:
            place = source / target / (Path(file).name if target.endswith("/") else "")
            if (REPOSITORY / file).is_dir():
                shutil.copytree(REPOSITORY / file, source / target, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                place.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(REPOSITORY / file, place)
    target = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(target), str(source)]
    constraints = {"PIP_CONSTRAINT": str(source / ".ci/constraints.txt"), "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    subprocess.run(command, check=True, env=os.environ | constraints)
    (built,) = target.glob("*.whl")
    return built


def test_wheel_has_every_file_of_the_packages(wheel: Path) -> None:
    tracked = subprocess.run(
        ["git", "ls-files", "media", "transcribe", "webapp"], cwd=REPOSITORY, capture_output=True, text=True, check=True
    )
    with zipfile.ZipFile(wheel) as archive:
        packed = set(archive.namelist())
    assert set(tracked.stdout.splitlines()) <= packed


def test_installed_wheel_runs_outside_the_repository(wheel: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    environment = os.environ | {"PYTHONPATH": f"{site}{os.pathsep}{sysconfig.get_path('purelib')}"}
    command = [
        sys.executable,
        "-S",
        "-c",
        "import webapp; print(webapp.__file__); from webapp.cli.main import main; main()",
    ]
    result = subprocess.run(
        [*command, "list"], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert result.stdout.startswith(str(site))
    assert "There is no archive" in result.stderr
    assert result.returncode == 1


def test_every_requirement_is_pinned() -> None:
    pinned = set(re.findall(r"^([\w.-]+)==", (REPOSITORY / ".ci/constraints.txt").read_text(), re.MULTILINE))
    names = {re.match(r"[\w.-]+", line).group() for line in requires("muragat") or ()}  # type: ignore[union-attr]
    normal = {name.lower().replace("_", "-").replace(".", "-") for name in pinned}
    # It needs an older dateutil than all else is tried with (docs/scale.md); who wants it installs it beside.
    normal |= {"s3fs"}
    assert {name.lower().replace("_", "-") for name in names} - normal == set()
