"""Known holes of what is installed: none is in a version that we pin or let in, unless somebody has said why not."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import Version

REPOSITORY = Path(__file__).resolve().parents[1]
FIELDS = {"id", "package", "affected", "about", "by", "on"}
CHARACTERS_OF_A_REASON = 20


@dataclass(frozen=True, slots=True)
class Advisory:
    name: str
    package: str
    affected: SpecifierSet
    decision: str


def advisories() -> list[Advisory]:
    read = tomllib.loads((REPOSITORY / ".ci" / "advisories.toml").read_text())
    found = []
    for each in read["advisory"]:
        assert set(each) - {"decision"} == FIELDS, each
        assert isinstance(each["on"], date)
        decision = each.get("decision", "")
        found.append(Advisory(each["id"], canonicalize_name(each["package"]), SpecifierSet(each["affected"]), decision))
    return found


def pins() -> dict[str, Version]:
    lines = (REPOSITORY / ".ci" / "constraints.txt").read_text().splitlines()
    pairs = [re.split(r"==", line.split(";")[0].strip()) for line in lines if line and not line.startswith("#")]
    return {canonicalize_name(name): Version(version) for name, version in pairs}


def floors() -> Iterator[tuple[str, Version]]:
    """Yield what the project asks for, each in the lowest version that it lets in."""
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["project"]
    for line in chain(project["dependencies"], *project["optional-dependencies"].values()):
        asked = Requirement(line)
        lowest = [Version(each.version) for each in asked.specifier if each.operator in (">=", "==", "~=")]
        assert lowest, f"{line} lets in any version; name the lowest"
        yield canonicalize_name(asked.name), max(lowest)


ADVISORIES = advisories()


def is_open(advisory: Advisory, package: str, version: Version) -> bool:
    return advisory.package == package and version in advisory.affected and not advisory.decision


def test_no_pin_has_a_known_hole() -> None:
    found = [
        (each.name, name, str(at)) for name, at in pins().items() for each in ADVISORIES if is_open(each, name, at)
    ]
    assert found == [], "raise the pin, or write down in .ci/advisories.toml why it may stay: docs/dependencies.md"


def test_no_version_that_is_let_in_has_a_known_hole() -> None:
    found = [(each.name, name, str(at)) for name, at in floors() for each in ADVISORIES if is_open(each, name, at)]
    assert found == [], "raise the lowest version in pyproject.toml"


def test_every_advisory_is_of_something_that_is_pinned_and_told_once() -> None:
    pinned = pins()
    assert [each.name for each in ADVISORIES if each.package not in pinned] == []
    assert len({each.name for each in ADVISORIES}) == len(ADVISORIES)


def test_a_decision_says_why() -> None:
    decided = [each for each in ADVISORIES if each.decision]
    assert [each.name for each in decided if len(each.decision) < CHARACTERS_OF_A_REASON] == []


@pytest.mark.release
def test_the_list_was_read_within_the_last_quarter() -> None:
    read = tomllib.loads((REPOSITORY / ".ci" / "advisories.toml").read_text())
    assert date.today() - date.fromisoformat(read["read_until"]) <= timedelta(days=92)  # noqa: DTZ011 a day is enough


@pytest.mark.parametrize(
    ("version", "decision", "is_found"),
    [("3.0.0", "", True), ("3.0.1", "", False), ("3.0.0", "Never called here, because …", False)],
)
def test_what_is_affected_is_found(version: str, decision: str, is_found: bool) -> None:
    assert (
        is_open(Advisory("X", "waitress", SpecifierSet("<3.0.1"), decision), "waitress", Version(version)) is is_found
    )
