"""The table of ASVS 5: every requirement of levels 1 and 2 is in it, and what it names to show one exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[1]
TABLE = (REPOSITORY / "docs" / "asvs.md").read_text()
REQUIREMENTS = {"1": 70, "2": 183}
"""Of level 1 and of level 2, in version 5.0.0."""
STATES = {"met", "part", "not met", "proxy"}
ROW = re.compile(r"^\| (\d+\.\d+\.\d+) \| ([12]) \| ([^|]+) \| ([^|]+) \|([^|]*)\|$", re.MULTILINE)


def test_every_requirement_is_told_once() -> None:
    rows = ROW.findall(TABLE)
    without = re.findall(r"\d+\.\d+\.\d+", TABLE[TABLE.index("Not applicable") : TABLE.index("\n## ")])
    numbers = [number for number, *_ in rows] + without
    assert len(set(numbers)) == len(numbers) == sum(REQUIREMENTS.values())
    assert {state for _, _, state, *_ in rows} == STATES


def test_what_shows_a_requirement_exists() -> None:
    for number, _, state, how, shown in ROW.findall(TABLE):
        tests, pages = re.findall(r"`(tests/[\w/.]+)`", shown), re.findall(r"\]\(([\w.-]+)\)", shown)
        assert how.strip(), number
        assert tests or pages or state != "met", f"{number} is met, and nothing shows it"
        missing = [path for path in tests if not (REPOSITORY / path).exists()]
        missing += [name for name in pages if not (REPOSITORY / "docs" / name).exists()]
        assert missing == [], number


@pytest.mark.parametrize("state", sorted(STATES))
def test_the_sum_is_what_the_rows_say(state: str) -> None:
    told = {"met": "met", "part": "in part", "not met": "not met", "proxy": "the proxy's"}[state]
    count = sum(each == state for _, _, each, *_ in ROW.findall(TABLE))
    assert re.search(rf"\b{count} {told}\b", TABLE)
