"""An admin erases a programme by a page: its id is typed, and the list says what came of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.webapp.desk import Desk, make_desk

REASON = "The family asked for it."


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return make_desk(tmp_path)


def test_it_is_erased_when_its_id_is_typed_and_not_before(desk: Desk) -> None:
    admin = desk.visitor("admin")
    page = f"{desk.address}/erase"
    assert desk.programme_id in admin.get(page).text
    for typed, reason in (("", REASON), ("another", REASON), (desk.programme_id, " "), (desk.programme_id, "Сексеуіл")):
        refused = admin.post(page, {"typed_id": typed, "reason": reason})
        assert refused.status_code == 422
        assert "Nothing was erased" in refused.text
    assert admin.get(desk.address).status_code == 200
    done = admin.post(page, {"typed_id": desk.programme_id, "reason": REASON}, follow_redirects=True)
    assert ">erased<" in done.text
    assert REASON in done.text
    assert admin.get(desk.address).status_code == 404
    assert admin.post(f"/erasures/{desk.programme_id}").status_code == 303


def test_what_is_in_the_way_is_said_and_gone_on_with(desk: Desk) -> None:
    admin = desk.visitor("admin")
    copy = desk.archive.root / "notes.txt"
    copy.write_text("A village plants saxaul. It is early.")
    sent: dict[str, object] = {"typed_id": desk.programme_id, "reason": REASON}
    pending = admin.post(f"{desk.address}/erase", sent, follow_redirects=True).text
    assert "not done yet" in pending
    assert "<code>notes.txt</code>: Words of it were found here" in pending
    copy.unlink()
    assert ">erased<" in admin.post(f"/erasures/{desk.programme_id}", follow_redirects=True).text
