"""Pages of twenty-two kinds, written apart from the code that reads them, and what each must be found to say.

What stood wrong when they were first read is in docs/import.md: how well pages of a new kind are read.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from webapp.importing.pages.read import read_page

KEPT = Path(__file__).parent / "kept"
EXPECTED = json.loads((KEPT / "expected.json").read_text())


@pytest.mark.parametrize("name", EXPECTED)
def test_what_a_page_says(name: str) -> None:
    record = read_page((KEPT / name).read_bytes(), name)
    found = {
        "facts": {fact: value for fact, value in record.facts.items() if fact != "notes"},
        "summary": record.summary,
        "unsure": [each.name for each in record.unsure],
    }
    assert found == EXPECTED[name]


def test_every_page_is_expected() -> None:
    assert {path.name for path in KEPT.iterdir()} == {*EXPECTED, "expected.json"}
