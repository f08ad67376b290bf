"""Names, passwords, sign-ins and sessions."""

from __future__ import annotations

import hashlib
import sqlite3
import threading
from pathlib import Path

import pytest
from sqlite_utils import Database

from media.archive import Archive
from transcribe.schema import SCHEMAS as OLDER
from webapp import accounts
from webapp.accounts import (
    ROLES,
    How,
    add_user,
    begin_session,
    disable_user,
    get_user,
    new_password,
    set_password,
    sign_in,
    sign_out,
    signed_in,
)
from webapp.errors import NotAName, SignInRefused, TooManySignIns, UnknownUser, UserExists, WeakPassword
from webapp.people import passwords
from webapp.schema import SCHEMAS, webapp_migrations

PASSWORD = "correct horse battery"


@pytest.fixture
def aigul(db: Database) -> accounts.User:
    return add_user(db, "Айгүл", "journalist", PASSWORD)


def fail(db: Database, name: str, times: int) -> None:
    for _ in range(times):
        with pytest.raises(SignInRefused):
            sign_in(db, name, "not the password")


def test_a_user_signs_in_however_the_name_is_capitalised(db: Database, aigul: accounts.User) -> None:
    user, token = sign_in(db, " АЙГҮЛ ", PASSWORD)
    assert user == aigul
    assert user.name == "Айгүл"
    assert signed_in(db, token) == aigul
    assert get_user(db, "айгүл") == aigul


@pytest.mark.parametrize("name", ["Айгүл", "айгүл", "АЙГҮЛ", " Айгүл  ", "Аи\u0306гүл"])
def test_a_name_is_given_once(db: Database, aigul: accounts.User, name: str) -> None:
    with pytest.raises(UserExists):
        add_user(db, name, "admin", PASSWORD)


@pytest.mark.parametrize("name", ["", "   ", "x" * 65, "a\u202eb", "a\x00b"])
def test_names_can_be_read(db: Database, name: str) -> None:
    with pytest.raises(NotAName):
        add_user(db, name, "journalist", PASSWORD)


@pytest.mark.parametrize(("name", "password"), [("x", "elevenchars"), ("a long name of one", "A Long Name of One")])
def test_weak_passwords_are_refused(db: Database, name: str, password: str) -> None:
    with pytest.raises(WeakPassword):
        add_user(db, name, "journalist", password)
    assert db.table("user").count == 0


def test_one_time_passwords_differ_and_are_accepted(db: Database) -> None:
    passwords = {new_password() for _ in range(50)}
    assert len(passwords) == 50
    add_user(db, "somebody", "journalist", passwords.pop())


def test_the_archive_holds_neither_password_nor_token(db: Database, archive: Archive, aigul: accounts.User) -> None:
    _, token = sign_in(db, "Айгүл", PASSWORD)
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    stored = archive.database_path.read_bytes()
    assert token.encode() not in stored
    assert PASSWORD.encode() not in stored
    assert hashlib.sha256(token.encode()).hexdigest().encode() in stored


def test_sessions_differ_and_end_one_by_one(db: Database, aigul: accounts.User) -> None:
    _, desk = sign_in(db, "Айгүл", PASSWORD)
    _, phone = sign_in(db, "Айгүл", PASSWORD)
    assert desk != phone
    sign_out(db, desk)
    assert signed_in(db, desk) is None
    assert signed_in(db, phone) == aigul


def test_a_session_expires(db: Database, aigul: accounts.User) -> None:
    _, token = sign_in(db, "Айгүл", PASSWORD)
    (expires_at_ms,) = db.execute("SELECT expires_at_ms FROM session").fetchone()
    db.execute("UPDATE session SET expires_at_ms = expires_at_ms - ?", [accounts.SESSION_MS])
    assert signed_in(db, token) is None
    sign_in(db, "Айгүл", PASSWORD)
    assert [row["expires_at_ms"] >= expires_at_ms for row in db.table("session").rows] == [True]


def test_the_oldest_of_too_many_sessions_ends(db: Database, aigul: accounts.User) -> None:
    oldest, *others = (begin_session(db, aigul, How.PASSWORD) for _ in range(accounts.MOST_SESSIONS + 1))
    assert signed_in(db, oldest) is None
    assert [signed_in(db, token) for token in others] == [aigul] * accounts.MOST_SESSIONS


@pytest.mark.parametrize("end", [disable_user, lambda db, name: set_password(db, name, "another long password")])
def test_revoking_ends_every_session_at_once(db: Database, aigul: accounts.User, end) -> None:
    tokens = [sign_in(db, "Айгүл", PASSWORD)[1] for _ in range(2)]
    end(db, "айгүл")
    assert [signed_in(db, token) for token in tokens] == [None, None]
    with pytest.raises(SignInRefused):
        sign_in(db, "Айгүл", PASSWORD)


def test_a_disabled_account_is_nobody_but_keeps_its_name(db: Database, aigul: accounts.User) -> None:
    disable_user(db, "Айгүл")
    with pytest.raises(UnknownUser):
        get_user(db, "Айгүл")
    with pytest.raises(UnknownUser):
        disable_user(db, "Айгүл")
    with pytest.raises(UserExists):
        add_user(db, "Айгүл", "admin", PASSWORD)


def test_a_new_password_is_as_strong_as_the_first(db: Database, aigul: accounts.User) -> None:
    with pytest.raises(WeakPassword):
        set_password(db, "Айгүл", "short")
    assert sign_in(db, "Айгүл", PASSWORD)[0] == aigul


def test_unknown_names_cost_what_known_ones_cost(db: Database, aigul: accounts.User) -> None:
    (known,) = db.execute("SELECT password_hash FROM user").fetchone()
    cost = known.rsplit("$", 2)[0]
    assert cost.startswith("$argon2id$")
    assert passwords._NOBODY.rsplit("$", 2)[0] == cost
    with pytest.raises(SignInRefused) as unknown:
        sign_in(db, "nobody", PASSWORD)
    with pytest.raises(SignInRefused) as wrong:
        sign_in(db, "Айгүл", "not the password")
    assert str(unknown.value) == str(wrong.value)


@pytest.mark.parametrize("name", ["Айгүл", "nobody"])
def test_the_sixth_bad_sign_in_waits_also_after_a_restart(
    db: Database, archive: Archive, aigul: accounts.User, name: str
) -> None:
    fail(db, name, 5)
    db.close()
    restarted = archive.open(SCHEMAS)
    try:
        for spelling in (name, name.upper()):
            with pytest.raises(TooManySignIns) as refused:
                sign_in(restarted, spelling, PASSWORD)
            assert 0 < refused.value.retry_after_s <= 30
        assert restarted.table("failed_sign_in").count == 5, "a refused attempt does not make the wait longer"
        add_user(restarted, "another", "journalist", PASSWORD)
        assert sign_in(restarted, "another", PASSWORD)
    finally:
        restarted.close()


def test_the_wait_doubles_and_ends(db: Database, aigul: accounts.User) -> None:
    fail(db, "Айгүл", 5)
    db.execute("UPDATE failed_sign_in SET at_ms = at_ms - 31000")
    fail(db, "Айгүл", 1)
    with pytest.raises(TooManySignIns) as refused:
        sign_in(db, "Айгүл", PASSWORD)
    assert 30 < refused.value.retry_after_s <= 60
    for _ in range(60):
        db.execute("INSERT INTO failed_sign_in (name, at_ms) SELECT name, max(at_ms) FROM failed_sign_in")
    with pytest.raises(TooManySignIns) as longest:
        sign_in(db, "Айгүл", PASSWORD)
    assert 60 < longest.value.retry_after_s <= 900
    db.execute("UPDATE failed_sign_in SET at_ms = at_ms - 901000")
    assert sign_in(db, "Айгүл", PASSWORD)[0] == aigul


def test_failures_are_forgotten_after_an_hour(db: Database, aigul: accounts.User) -> None:
    fail(db, "Айгүл", 4)
    db.execute("UPDATE failed_sign_in SET at_ms = at_ms - 3600001")
    fail(db, "Айгүл", 1)
    assert db.table("failed_sign_in").count == 1


def test_many_guesses_at_once_do_not_slip_through(archive: Archive, db: Database, aigul: accounts.User) -> None:
    outcomes: list[type[BaseException]] = []

    def guess() -> None:
        own = archive.open(SCHEMAS)
        try:
            sign_in(own, "Айгүл", "not the password")
        except (SignInRefused, TooManySignIns) as error:
            outcomes.append(type(error))
        finally:
            own.close()

    guesses = [threading.Thread(target=guess) for _ in range(9)]
    for thread in guesses:
        thread.start()
    for thread in guesses:
        thread.join()
    assert sorted(kind.__name__ for kind in outcomes) == ["SignInRefused"] * 5 + ["TooManySignIns"] * 4


def test_accounts_of_the_first_release_get_their_keys(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "archive.db")
    old = Database(connection)
    for migrations in OLDER:
        migrations.apply(old)
    webapp_migrations.apply(old, stop_before="m002_names_without_case")
    row = {"user_id": "u1", "name": "Ұлан", "password_hash": "x", "role": "admin", "created_at": "2026-11-01T00:00:00Z"}
    old.table("user").insert(row)
    old.close()
    db = Archive(tmp_path).open(SCHEMAS)
    assert get_user(db, "ҰЛАН").user_id == "u1"
    with pytest.raises(UserExists):
        add_user(db, "ұлан", "admin", PASSWORD)
    db.close()


def test_roles_are_in_order() -> None:
    assert ROLES == ("contributor", "journalist", "approver", "admin")
