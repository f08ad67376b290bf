"""A journalist's English is corrected from the machine's, or taken again from what somebody wrote before."""

from __future__ import annotations

import re
from contextlib import closing
from pathlib import Path

from tests.webapp.desk import Desk, hidden, make_desk, with_a_translation
from webapp.english import history_of

MACHINE = "A village plants saxaul."


def field(page: str) -> str:
    found = re.search(r'<textarea id="english"[^>]*>\s*(.*?)</textarea>', page, re.DOTALL)
    assert found
    return found[1]


def write(desk: Desk, text: str) -> None:
    person = desk.visitor("journalist")
    place = f"{desk.address}/segments/{desk.segment_id}"
    page = person.get(place).text
    sent = {name: hidden(page, name) for name in ("english_base", "english_source")}
    person.post(f"{place}/english", sent | {"english": text})


def test_it_begins_with_the_machines_or_an_earlier_one(tmp_path: Path) -> None:
    desk = with_a_translation(make_desk(tmp_path), MACHINE)
    person, place = desk.visitor("journalist"), f"{desk.address}/segments/{desk.segment_id}"
    assert field(person.get(place).text) == ""
    preview = person.get(f"{desk.address}/preview").text
    assert 0 < preview.find("Machine translation, not checked") < preview.rfind(MACHINE), "it is labelled there, too"
    assert field(person.get(f"{place}?english=machine").text) == MACHINE
    write(desk, "The village plants saxaul.")
    write(desk, "Our village plants saxaul.")
    with closing(desk.open()) as db:
        newest, before = history_of(db, desk.programme_id, desk.segment_id)
    assert (newest.author, before.text) == ("journalist", "The village plants saxaul.")
    page = person.get(place).text
    assert field(page) == newest.text
    assert f"english={before.english_id}#english" in page
    assert field(person.get(f"{place}?english={before.english_id}").text) == before.text
    assert field(person.get(f"{place}?english=nothing").text) == newest.text
    with closing(desk.open()) as db:
        assert len(history_of(db, desk.programme_id, desk.segment_id)) == 2, "to begin stores nothing"
