"""The units for systemd start what there is, as strictly as the containers."""

from __future__ import annotations

import configparser
import re
import shlex
from pathlib import Path

import click
import pytest
import yaml

from webapp.cli.main import cli
from webapp.public.__main__ import main as public

DOCS = Path(__file__).resolve().parents[1] / "docs"
UNITS = sorted((DOCS / "systemd").glob("*.service"))
CONTAINERS = yaml.safe_load((DOCS / "compose.yaml").read_text())["services"]
STRICT = {
    "CapabilityBoundingSet": [""],
    "LimitCORE": ["0"],
    "LockPersonality": ["yes"],
    "NoNewPrivileges": ["yes"],
    "PrivateDevices": ["yes"],
    "PrivateTmp": ["yes"],
    "ProtectClock": ["yes"],
    "ProtectControlGroups": ["yes"],
    "ProtectHome": ["yes"],
    "ProtectHostname": ["yes"],
    "ProtectKernelLogs": ["yes"],
    "ProtectKernelModules": ["yes"],
    "ProtectKernelTunables": ["yes"],
    "ProtectProc": ["invisible"],
    "ProtectSystem": ["strict"],
    "RestrictNamespaces": ["yes"],
    "RestrictRealtime": ["yes"],
    "RestrictSUIDSGID": ["yes"],
    "SystemCallArchitectures": ["native"],
    "SystemCallFilter": ["@system-service", "~@privileged"],
}
ELSEWHERE = {"muragat-newsroom", "muragat-scheduler", "muragat-worker"}
"""These must reach other machines."""


def unit(path: Path) -> dict[str, list[str]]:
    """Return the settings of a unit's service; one may be there several times."""
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r"^(\w+)=(.*)$", path.read_text(), re.MULTILINE):
        found.setdefault(name, []).append(value)
    return found


def started(words: list[str]) -> None:
    """Hold a command line against the command that it starts, to the last option."""
    program, *rest = words
    if program.endswith("/muragat"):
        command = cli.get_command(click.Context(cli), rest[0])
        if isinstance(command, click.Group):
            command, rest = command.get_command(click.Context(command), rest[1]), rest[1:]
        assert command, rest
        command.make_context(rest[0], rest[1:], parent=click.Context(cli))
    else:
        assert rest[:2] == ["-m", "webapp.public"]
        public.make_context("public", rest[2:])


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.stem)
def test_what_a_unit_starts_exists(path: Path) -> None:
    for line in unit(path)["ExecStart"]:
        words = shlex.split(line)
        if words[0] == "/bin/sh":
            words = shlex.split(words[2].partition(" > ")[0])
        started(words)


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.stem)
def test_a_unit_may_do_no_more_than_it_must(path: Path) -> None:
    found = unit(path)
    assert {name: found.get(name) for name in STRICT} == STRICT
    closed = found.get("IPAddressDeny") == ["any"] or found.get("PrivateNetwork") == ["yes"]
    assert closed == (path.stem not in ELSEWHERE)
    configparser.ConfigParser(strict=False, interpolation=None).read(path)


def test_the_public_unit_does_not_see_the_archive() -> None:
    found = unit(DOCS / "systemd" / "muragat-public.service")
    assert "/srv/muragat/archive" in found["InaccessiblePaths"][0]
    assert "ReadWritePaths" not in found
    assert not any("ARCHIVE" in value for values in found.values() for value in values)


def test_the_public_sites_user_can_read_what_the_newsroom_writes() -> None:
    for name in ("newsroom", "fixity"):  # A repair writes there, too.
        assert unit(DOCS / "systemd" / f"muragat-{name}.service")["UMask"] == ["0022"]


@pytest.mark.parametrize("name", CONTAINERS)
def test_what_a_container_starts_exists(name: str) -> None:
    program, *rest = CONTAINERS[name]["command"]
    started([f"/{program}", *rest])


def test_containers_have_no_capability_and_write_only_where_they_must() -> None:
    assert set(CONTAINERS) == {"newsroom", "public", "scheduler", "worker"}
    for service in CONTAINERS.values():
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]
