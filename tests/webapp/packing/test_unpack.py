"""A programme comes in whole, with all its past, and nothing of it is approved, public or readable by that alone."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlite_utils import Database

from media.archive import Archive
from tests.webapp.packing.conftest import Bagged
from tests.webapp.packing.worked import ADMIN, APPROVER, EVERY, KEY, newsroom
from transcribe.revise import current_text
from webapp.accounts import get_user
from webapp.audit import entries, verify
from webapp.erasing.erase import ask, go_on
from webapp.errors import ApprovalRefused, NotAllowed
from webapp.owners import set_owner
from webapp.packing.errors import NotPacked, NotUnpacked, OtherContent
from webapp.packing.found import find_packed
from webapp.packing.kept import unpacked_of
from webapp.packing.pack import pack
from webapp.packing.unpack import Outcome, unpack
from webapp.people.assignments import may_see
from webapp.redaction.opened import opened
from webapp.redaction.rows import check_key
from webapp.redaction.vault import KEY_VARIABLE, OTHER_KEY_VARIABLE, new_key
from webapp.review import ReviewState, approve, content, record_changed, standing_against, state
from webapp.schema import SCHEMAS
from webapp.states import states_of, words_in

OTHER_KEY = new_key()


@dataclass(frozen=True, slots=True)
class There:
    archive: Archive
    db: Database


@pytest.fixture(scope="module")
def there(packed: Bagged, tmp_path_factory: pytest.TempPathFactory) -> Iterator[There]:
    """Another newsroom, with the same key, into which it was brought; the tests of it only read."""
    archive = newsroom(tmp_path_factory.mktemp("there"), noise=1)
    with closing(archive.open(SCHEMAS)) as db, pytest.MonkeyPatch.context() as patch:
        patch.setenv(KEY_VARIABLE, KEY)
        assert unpack(archive, db, packed.source, ADMIN).outcome is Outcome.UNPACKED
        patch.undo()
        yield There(archive, db)


def hashes(place: Path) -> dict[str, str]:
    lines = (place / "manifest-sha256.txt").read_text().splitlines()
    return {name: digest for digest, name in (line.split("  ") for line in lines)}


def test_packed_again_it_is_equal_by_hash(packed: Bagged, there: There, tmp_path: Path) -> None:
    again = pack(there.archive, there.db, packed.programme_id, tmp_path).place
    assert hashes(again) == hashes(packed.place)
    assert len(hashes(again)) > 20
    assert (again / "audit" / "1.jsonl").read_bytes() == (packed.place / "audit" / "1.jsonl").read_bytes()
    here = [json.loads(line) for line in (again / "audit" / "2.jsonl").read_bytes().splitlines()]
    assert [(each["action"], each["user_name"]) for each in here] == [("unpacked", ADMIN)]


def test_the_audit_has_one_row_of_it_and_still_holds(packed: Bagged, there: There) -> None:
    assert [each.action for each in entries(there.db, packed.programme_id)] == ["unpacked"]
    assert list(verify(there.db)) == []
    assert there.db.execute("PRAGMA foreign_key_check").fetchall() == []
    assert there.db.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_triggers_are_as_they_were(packed: Bagged, there: There) -> None:
    sql = "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' ORDER BY name"
    with closing(packed.desk.open()) as db:
        assert there.db.execute(sql).fetchall() == db.execute(sql).fetchall()


def test_words_links_and_redactions_are_there(packed: Bagged, there: There) -> None:
    with closing(packed.desk.open()) as db:
        one, two = content(db, packed.programme_id), content(there.db, packed.programme_id)
        assert one.sha256 == two.sha256
        assert one.linking == two.linking
        assert opened(one.redactions).standing == opened(two.redactions).standing
        assert [each.at for each in states_of(there.db, packed.programme_id)]


def test_nothing_is_approved_or_public_by_it(packed: Bagged, there: There) -> None:
    assert state(there.db, packed.programme_id) is ReviewState.IN_REVIEW
    came = unpacked_of(there.db, packed.programme_id)
    assert came
    assert [(each.kind, each.user_name) for each in came.decided] == [
        ("approved", "approver"),
        ("published", "approver"),
        ("withdrawn", "approver"),
    ]
    stood = standing_against(there.db, content(there.db, packed.programme_id), get_user(there.db, APPROVER))
    assert any("has withdrawn it" in each.sentence for each in stood)


def test_people_of_there_are_nobody_here(packed: Bagged, there: There) -> None:
    names = {name for (name,) in there.db.execute("SELECT name FROM user")}
    assert names == {ADMIN, APPROVER, "journalist", "contributor_owner"}
    # Of the same name as who brought it there, and as who worked on it.
    for name in ("contributor_owner", "journalist"):
        assert not may_see(there.db, get_user(there.db, name), packed.programme_id)


def test_who_brought_it_does_not_approve_it(packed: Bagged, there: There) -> None:
    now = content(there.db, packed.programme_id)
    assert standing_against(there.db, now, get_user(there.db, ADMIN))[0].kind == "own work"
    assert standing_against(there.db, now, get_user(there.db, APPROVER))[0].kind != "own work"


def test_it_is_worked_on_as_any_other(packed: Bagged, tmp_path: Path) -> None:
    archive = newsroom(tmp_path / "there")
    with closing(archive.open(SCHEMAS)) as db:
        unpack(archive, db, packed.source, ADMIN)
        approve(db, packed.programme_id, APPROVER, "It cannot wait.")
        (newest,) = [each for each in states_of(db, packed.programme_id) if each.who == APPROVER]
        assert words_in(db, packed.programme_id, newest.key) == current_text(db, packed.programme_id).segments
        set_owner(db, packed.programme_id, get_user(db, "contributor_owner"))
        chance = random.Random(2)
        desk = packed.desk
        for work in EVERY:
            if work.__name__ not in ("comment", "decide"):  # Their approver is of the other newsroom.
                work(db, desk, chance)
        assert list(verify(db)) == []
        assert unpack(archive, db, packed.source, ADMIN).outcome is Outcome.WORKED_ON
        twice = pack(archive, db, packed.programme_id, tmp_path / "bags").place
        third = newsroom(tmp_path / "third", noise=1)
        with closing(third.open(SCHEMAS)) as last:
            (found,) = find_packed(twice)
            unpack(third, last, found.open(), ADMIN)
            assert list(verify(last)) == []
            again = pack(third, last, packed.programme_id, tmp_path / "again").place
            came = unpacked_of(last, packed.programme_id)
        assert hashes(again) == hashes(twice)
        assert sorted(path.name for path in (again / "audit").iterdir()) == ["1.jsonl", "2.jsonl", "3.jsonl"]
        assert came
        assert came.decided[-1].user_name == APPROVER


def test_done_again_nothing_is_done(packed: Bagged, there: There) -> None:
    before = list(there.db.conn.iterdump())
    assert unpack(there.archive, there.db, packed.source, ADMIN).outcome is Outcome.THERE
    assert list(there.db.conn.iterdump()) == before


def test_without_the_key_nothing_of_it_can_be_approved(
    packed: Bagged, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = newsroom(tmp_path / "there")
    monkeypatch.delenv(KEY_VARIABLE)
    with closing(archive.open(SCHEMAS)) as db:
        assert unpack(archive, db, packed.source, ADMIN).outcome is Outcome.LOCKED
        check_key(db)  # The newsroom starts.
        locked = pack(archive, db, packed.programme_id, tmp_path / "locked").place
        assert hashes(locked) == hashes(packed.place)
        with pytest.raises(ApprovalRefused) as refused:
            approve(db, packed.programme_id, APPROVER, "It cannot wait.")
        assert any(not each.can_override for each in refused.value.obstacles)
        assert unpack(archive, db, packed.source, ADMIN).outcome is Outcome.THERE
        monkeypatch.setenv(KEY_VARIABLE, OTHER_KEY)
        assert unpack(archive, db, packed.source, ADMIN).outcome is Outcome.THERE, "its own key does not open it"
        monkeypatch.setenv(OTHER_KEY_VARIABLE, KEY)
        assert unpack(archive, db, packed.source, ADMIN).outcome is Outcome.OPENED
        monkeypatch.delenv(OTHER_KEY_VARIABLE)
        assert opened(content(db, packed.programme_id).redactions).standing
        assert list(verify(db)) == []
        again = hashes(pack(archive, db, packed.programme_id, tmp_path / "again").place)
        before = hashes(packed.place)
        assert {name for name in before if again.get(name) != before[name]} == {"data/sealed.jsonl"}
        assert unpack(archive, db, packed.source, ADMIN).outcome is Outcome.THERE


def test_with_the_key_it_is_sealed_with_this_one(
    packed: Bagged, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = newsroom(tmp_path / "there")
    monkeypatch.setenv(KEY_VARIABLE, OTHER_KEY)
    monkeypatch.setenv(OTHER_KEY_VARIABLE, KEY)
    with closing(archive.open(SCHEMAS)) as db:
        assert unpack(archive, db, packed.source, ADMIN).outcome is Outcome.UNPACKED
        monkeypatch.delenv(OTHER_KEY_VARIABLE)
        check_key(db)
        monkeypatch.setenv(KEY_VARIABLE, KEY)
        with closing(packed.desk.open()) as home:
            there_before = opened(content(home, packed.programme_id).redactions).standing
        monkeypatch.setenv(KEY_VARIABLE, OTHER_KEY)
        assert opened(content(db, packed.programme_id).redactions).standing == there_before
        assert list(verify(db)) == []


def test_only_an_admin_brings_one_in(packed: Bagged, there: There) -> None:
    with pytest.raises(NotAllowed):
        unpack(there.archive, there.db, packed.source, APPROVER)


def test_other_content_is_not_written_over(packed: Bagged, tmp_path: Path) -> None:
    home = newsroom(tmp_path / "home")
    with closing(home.open(SCHEMAS)) as db:
        unpack(home, db, packed.source, ADMIN)
        record_changed(db, packed.programme_id, "journalist")
        (later,) = find_packed(pack(home, db, packed.programme_id, tmp_path / "bags").place)
    there = newsroom(tmp_path / "there")
    with closing(there.open(SCHEMAS)) as db:
        unpack(there, db, packed.source, ADMIN)
        before = list(db.conn.iterdump())
        with pytest.raises(OtherContent, match="its content is another"):
            unpack(there, db, later.open(), ADMIN)
        assert list(db.conn.iterdump()) == before


def test_erased_nothing_of_its_past_is_left(packed: Bagged, tmp_path: Path) -> None:
    archive = newsroom(tmp_path / "there", noise=1)
    with closing(archive.open(SCHEMAS)) as db:
        unpack(archive, db, packed.source, ADMIN)
        ask(archive, db, tmp_path / "edition", packed.programme_id, ADMIN, "Somebody asked.")
        with pytest.raises(NotPacked, match="being erased"):
            pack(archive, db, packed.programme_id, tmp_path / "bags")
        assert go_on(archive, db, tmp_path / "edition", packed.programme_id, ADMIN) == ()
        assert list(verify(db)) == []
        assert unpacked_of(db, packed.programme_id) is None
        with pytest.raises(NotUnpacked, match="was erased here"):
            unpack(archive, db, packed.source, ADMIN)
