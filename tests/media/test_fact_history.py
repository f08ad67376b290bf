"""What a fact was before stays, whoever wrote it and by whichever way."""

from __future__ import annotations

from pathlib import Path

import pytest

from media.archive import Archive
from media.catalogue import (
    MOST_CHARACTERS,
    add_document,
    add_programme,
    check_facts,
    documents_of,
    get_programme,
    set_facts,
)
from media.errors import FactTooLong, UnknownFact
from media.fact_history import fact_changes
from media.records import DATES, KEPT
from media.schema import SCHEMAS


def test_what_a_fact_was_is_kept(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "a")
    archive.create()
    db = archive.open(SCHEMAS)
    programme_id = add_programme(db, {"title": "Тарих", "language": "kk"}).programme_id
    assert fact_changes(db, programme_id) == ()
    set_facts(db, programme_id, {"title": "Жаңа тарих", "author": "Айгүл"}, user_name="Дана")
    set_facts(db, programme_id, {"author": ""})
    set_facts(db, programme_id, {"author": ""}, user_name="Дана")
    told = [(each.name, each.old, each.new, each.user_name) for each in fact_changes(db, programme_id)]
    assert told[0] == ("author", "Айгүл", None, None)
    assert set(told[1:]) == {("author", None, "Айгүл", "Дана"), ("title", "Тарих", "Жаңа тарих", "Дана")}
    db.close()


def test_what_stands_in_lists_is_short_and_orders_no_terminal_about() -> None:
    assert check_facts({"title": "Арал \x1b[31m\x00теңізі\n2"}) == {"title": "Арал [31mтеңізі 2"}
    known = {"aired": "1998", "published": "1998-03"}
    assert check_facts(known) == known, "who knows the year alone need not make up a day"
    for name, date in (
        ("aired", "1998-13"),
        ("aired", "0000"),
        ("aired", "98"),
        ("embargo", "2027"),
        ("accessed", "2027"),
    ):
        with pytest.raises(UnknownFact, match="is not a date; write it as 2026-11-24"):
            check_facts({name: date})
    assert check_facts({"title": "а" * MOST_CHARACTERS, "rights": "а" * 5_000})
    with pytest.raises(FactTooLong, match="The series may have 500 letters, and this has 501"):
        check_facts({"series": "а" * (MOST_CHARACTERS + 1)})


def test_every_fact_is_watched(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "a")
    archive.create()
    db = archive.open(SCHEMAS)
    programme_id = add_programme(db, {"title": "Тарих", "language": "kk"}).programme_id
    values = {name: "2026-11-24" if name in DATES else "жаңа" for name in KEPT}
    set_facts(db, programme_id, values | {"language": "ru"})
    assert {each.name for each in fact_changes(db, programme_id)} == set(KEPT)
    assert get_programme(db, programme_id).title == "жаңа"
    db.close()


def test_all_summaries_are_there_with_who_saved_them(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "a")
    archive.create()
    db = archive.open(SCHEMAS)
    programme_id = add_programme(db, {"title": "Тарих", "language": "kk"}).programme_id
    for text, name in (("Бір.", None), ("Екі.", "Дана")):
        add_document(db, programme_id, "summary", text, language="kk", saved_by=name)
    found = documents_of(db, programme_id, "summary")
    assert [(each.text, each.saved_by) for each in found] == [("Екі.", "Дана"), ("Бір.", None)]
    db.close()
