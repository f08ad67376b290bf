"""`muragat merge`, as a user starts it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.webapp.command_line import Muragat
from tests.webapp.desk import Desk, make_desk, with_a_second_run
from transcribe.revise import current_text, revisions_of


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return with_a_second_run(make_desk(tmp_path))


def test_differences_are_listed_and_taken_over_where_nobody_edited(desk: Desk) -> None:
    muragat = Muragat(desk.archive.root)
    listed = muragat.done("merge", desk.programme_id).splitlines()
    assert listed[0] == "0:00 s0"
    assert listed[1].startswith("  - Қызылорда облысы Арал ауданы сексеуіл егеді")
    assert listed[2].startswith("  + Қызылорда облысы Арал ауданы сексеуіл екті")
    assert listed[3:5] == ["0:03 s1 (edited by journalist)", "  - деді ол бүгін кешке"]

    done = ("merge", desk.programme_id, "--run", "2", "--accept-unedited", "--as", "approver", "--json")
    record = json.loads(muragat.done(*done))
    assert (record["run"], record["stands_on_run"], record["accepted"]) == (2, 1, 1)
    assert [(each["kind"], each["edited_by"], each["current"]) for each in record["differences"]] == [
        ("edited by a person", "journalist", "деді ол бүгін кешке")
    ]
    db = desk.open()
    assert revisions_of(db, desk.programme_id)[0].author == "approver"
    assert [each.text for each in current_text(db, desk.programme_id).segments][1] == "деді ол бүгін кешке"
    db.close()


def test_a_difference_is_set_aside_by_a_person_and_brought_back(desk: Desk) -> None:
    muragat = Muragat(desk.archive.root)
    record = json.loads(muragat.done("merge", desk.programme_id, "--set-aside", "s0", "--as", "journalist", "--json"))
    assert [each["segment_id"] for each in record["differences"]] == ["s1"]
    assert [(each["difference"]["segment_id"], each["by"]) for each in record["set_aside"]] == [("s0", "journalist")]
    assert "сексеуіл екті" not in muragat.done("merge", desk.programme_id)
    assert "сексеуіл екті" in muragat.done("merge", desk.programme_id, "--bring-back", "s0", "--as", "approver")


def test_what_cannot_be_done_is_one_sentence(desk: Desk) -> None:
    muragat = Muragat(desk.archive.root)
    for arguments, code, said in (
        (("merge", desk.programme_id, "--accept-unedited"), 2, "every edit has an author"),
        (("merge", desk.programme_id, "--run", "9"), 2, "has no run 9"),
        (("merge", desk.programme_id, "--accept-unedited", "--as", "contributor_other"), 1, "may not edit"),
        (("merge", desk.programme_id, "--set-aside", "s0"), 2, "every edit has an author"),
        (("merge", desk.programme_id, "--set-aside", "s9", "--as", "admin"), 1, "no other words there"),
        (("merge", "p0"), 1, "p0"),
    ):
        refused = muragat(*arguments)
        assert (refused.returncode, said in refused.stderr) == (code, True), refused.stderr
        assert "Traceback" not in refused.stderr
