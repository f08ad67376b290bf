"""`muragat align` says what of a script was heard."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.webapp.command_line import Muragat


@pytest.mark.release
def test_align_says_what_was_heard_and_what_was_skipped(tmp_path: Path, shared_data: Path) -> None:
    muragat = Muragat(tmp_path / "archive")
    place = shared_data / "audio"
    script = tmp_path / "script.txt"
    script.write_text((place / "kk_commands_example_2.txt").read_text() + "\n\nБүгін түстен кейін жаңбыр жауады.\n")
    programme_id = muragat.add(place / "kk_commands_example_2.wav", "--title", "Commands", "--language", "kk")
    found = json.loads(muragat.done("align", programme_id, script, "--json"))
    assert found.pop("skipped")[0] | {"at_ms": 0} == {
        "first_words": "Бүгін түстен кейін жаңбыр жауады.",
        "words": 5,
        "at_ms": 0,
    }
    assert found == {
        "programme_id": programme_id,
        "run": 1,
        "words": 9,
        "heard": 4,
        "not_heard": 5,
        "coverage_percent": 44.4,
        "extra": [],
    }
    shown = muragat.done("align", programme_id)
    assert "4 of 9 words heard (44.4 %), 5 not heard" in shown
    assert "skipped: “Бүгін түстен кейін жаңбыр жауады.”, 5 words of the script" in shown

    nothing = json.loads(muragat.done("align", programme_id, "--current", "--json"))
    assert nothing == {"programme_id": programme_id, "revision": 0, "words_moved": 0}
    both = muragat("align", programme_id, script, "--current")
    assert both.returncode == 2
    assert "Name a script, or give --current" in both.stderr
