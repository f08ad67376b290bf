"""An admin says which address is whose: each of one account, changed and taken back by saying another, or none."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from tests.webapp.desk import make_desk
from webapp.accounts import get_user
from webapp.errors import IdentityRefused, NotAName
from webapp.people.identities import ADDRESS_CHARACTERS, expect, expected_address

LONGEST = f"{'a' * (ADDRESS_CHARACTERS - len('@example.org'))}@example.org"


def test_an_address_is_expected_changed_and_taken_back(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    with closing(desk.open()) as db:
        admin, dana = get_user(db, "admin"), get_user(db, "journalist")
        for typed, wanted in (
            (" Dana@Example.org ", "dana@example.org"),
            ("dana@example.org", "dana@example.org"),
            ("d@example.org", "d@example.org"),
            ("", None),
            (LONGEST, LONGEST),
            ("", None),
        ):
            expect(db, dana.name, typed, admin)
            assert expected_address(db, dana) == wanted
            assert db.table("identity_expected").count == (wanted is not None)
        for typed in ("dana", "@example.org", "dana@", "dana@example", "da\u200bna@example.org", "a" + LONGEST):
            with pytest.raises(NotAName):
                expect(db, dana.name, typed, admin)
        expect(db, "approver", "d@example.org", admin)
        with pytest.raises(IdentityRefused):
            expect(db, dana.name, "D@example.org", admin)
        assert expected_address(db, dana) is None
