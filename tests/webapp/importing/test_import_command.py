"""`muragat import PAGE`, as it is typed: what is printed, what is stored, what is asked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from media.archive import Archive
from media.catalogue import current_document, get_programme, set_facts
from media.records import FACTS, NOTES, OF_SOURCE
from tests.webapp.importing.layouts import LAYOUTS, Style
from tests.webapp.importing.stories import STORIES
from webapp.audit import entries, verify
from webapp.cli.importing import COMMANDS
from webapp.cli.place import Place
from webapp.edition.records import EditionFacts
from webapp.errors import ChangedSince
from webapp.importing.bring import answered
from webapp.importing.pages.read import read_page
from webapp.importing.pages.records import Unsure
from webapp.importing.store import doubts_of, settle
from webapp.review import FACTS_ADDED

STORY = STORIES[1]


@pytest.fixture
def place(archive: Archive, tmp_path: Path) -> Place:
    return Place(archive, tmp_path / "edition")


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.html"
    path.write_text(LAYOUTS["table"](STORY, Style("")))
    return path


def run(place: Place, *arguments: str | Path) -> str:
    result = CliRunner().invoke(COMMANDS[0], [str(each) for each in arguments], obj=place, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_a_page_becomes_a_programme_and_what_is_not_sure_is_marked(place: Place, page: Path) -> None:
    programme_id = run(place, page).splitlines()[-1]
    with place.open() as db:
        programme = get_programme(db, programme_id)
        found = (programme.title, programme.language, programme.medium, programme.parent, programme.accessed)
        assert found == (STORY.title, "kk", "radio", "Altyn Media Group", "2013-06-19")
        summary = current_document(db, programme_id, "summary")
        assert summary
        assert summary.text == "\n\n".join(STORY.paragraphs)
        assert [(each.unsure.name, each.unsure.value) for each in doubts_of(db, programme_id)] == [("language", "kk")]
        assert "page read" in [each.action for each in entries(db, programme_id)]
        with pytest.raises(ChangedSince):
            settle(db, programme_id, [("language", "ru")], None)
        settle(db, programme_id, [("language", "kk")], None)
        assert doubts_of(db, programme_id) == ()
        assert list(verify(db)) == []


def test_who_changes_a_fact_has_settled_it(place: Place, page: Path) -> None:
    programme_id = json.loads(run(place, page, "--json"))["id"]
    with place.open() as db:
        set_facts(db, programme_id, {"language": "ru"})
        assert doubts_of(db, programme_id) == ()
        set_facts(db, programme_id, {"medium": "television", "notes": "One.\n\nTwo  words."})
        assert get_programme(db, programme_id).notes == "One.\nTwo words."
        assert list(verify(db)) == []
        db.execute("UPDATE programme SET parent = 'Another' WHERE programme_id = ?", [programme_id])
        assert list(verify(db)) == [], "the audit has noted it, whoever did it"


def test_a_dry_run_stores_nothing(place: Place, page: Path) -> None:
    printed = json.loads(run(place, page, "--dry-run", "--json"))
    assert (printed["id"], printed["title"], printed["page_updated"]) == (None, STORY.title, "2014-02-02")
    assert printed["unsure"] == [{"name": "language", "value": "kk", "why": "several", "others": ["ru"]}]
    assert "There are several; also: ru." in run(place, page, "--dry-run")
    with place.open() as db:
        assert db.table("programme").count == 0


def test_what_people_wrote_stays_where_a_page_is_added(place: Place, page: Path) -> None:
    programme_id = run(place, page).splitlines()[-1]
    with place.open() as db:
        set_facts(db, programme_id, {"author": "By hand", "funder": "", "notes": "Mine."})
    assert run(place, page, "--to", programme_id).splitlines()[-1] == programme_id
    with place.open() as db:
        programme = get_programme(db, programme_id)
        assert (programme.author, programme.funder) == ("By hand", "Foreign Ministry of Westmark")
        assert (programme.notes or "").startswith("Mine.")
        doubts = {each.unsure.name: each.unsure for each in doubts_of(db, programme_id)}
        assert doubts["author"].others == (STORY.author,)


def test_what_a_person_answers_counts() -> None:
    record = read_page(LAYOUTS["text_lines"](STORY, Style()).encode(), "x.txt")
    asked: list[Unsure] = []
    told = answered(record, lambda unsure: asked.append(unsure) or "ru")
    assert [each.name for each in asked] == ["language"]
    assert (told.facts["language"], told.unsure) == ("ru", ())
    assert answered(record, lambda _: None) == record, "who does not know leaves it marked"


def test_what_is_the_newsrooms_own_has_no_place_in_the_edition() -> None:
    own = {*OF_SOURCE, NOTES}
    assert own & {*FACTS, *EditionFacts.__dataclass_fields__} == set()
    assert {"medium", "parent"} <= {*FACTS, *EditionFacts.__dataclass_fields__} & set(FACTS_ADDED)
