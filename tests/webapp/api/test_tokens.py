"""People make tokens for themselves, on a page and at the command line: shown once, ended at any time."""

from __future__ import annotations

import re
from contextlib import closing

import msgspec
import pytest
from click.testing import CliRunner, Result

from tests.webapp.api.asking import Script, script
from tests.webapp.desk import PASSWORD, Desk
from webapp import audit
from webapp.accounts import get_user
from webapp.cli.main import cli
from webapp.errors import BadToken, TokenExists, UnknownToken, UnknownUser
from webapp.people.tokens import MOST_TOKENS, Scope, make_token, tokens_of

PAGE = "/account/tokens"


def asked(**changed: object) -> dict[str, object]:
    return {"name": "nightly import", "scope": ["read", "edit"], "days": "30", "password": PASSWORD} | changed


def test_a_token_is_shown_once_and_works_until_it_is_ended(desk: Desk) -> None:
    journalist = desk.visitor("journalist")
    made = journalist.post(PAGE, asked())
    assert made.status_code == 201
    shown = re.search(r"<code data-token>(muragat_[^<]+)</code>", made.text)
    assert shown
    who = Script(desk.app.test_client(), shown[1])
    assert who.get("/me")["scopes"] == ["read", "edit"]
    listed = journalist.get(PAGE).text
    assert "nightly import" in listed
    assert shown[1][:16] in listed
    assert shown[1] not in listed
    assert "nightly import" not in desk.visitor("admin").get(PAGE).text
    end = re.search(r'action="(/account/tokens/\w+/end)"', listed)
    assert end
    assert desk.visitor("admin").post(end[1]).status_code == 404, "nobody ends another's"
    assert who.ask("GET", "/me").status_code == 200
    assert journalist.post(end[1]).status_code == 303
    assert who.ask("GET", "/me").status_code == 401
    assert journalist.post(end[1]).status_code == 303, "one that has ended stays so"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"password": "wrong"}, "This is not your password."),
        ({"password": ""}, "This is not your password."),
        ({"name": " "}, "1 to 64 visible characters"),
        ({"name": "x" * 65}, "1 to 64 visible characters"),
        ({"name": "a\u202eb"}, "1 to 64 visible characters"),
        ({"scope": []}, "Choose at least one thing"),
        ({"scope": ["everything"]}, "Choose at least one thing"),
        ({"days": "0"}, "1 to 366 days"),
        ({"days": "367"}, "1 to 366 days"),
        ({"days": "x"}, "1 to 366 days"),
    ],
)
def test_what_cannot_be_made_comes_back_as_it_was_typed(desk: Desk, changed: dict[str, object], said: str) -> None:
    answer = desk.visitor("journalist").post(PAGE, asked(**changed))
    assert answer.status_code == 422
    assert said in answer.text
    assert "muragat_" not in answer.text
    if "name" not in changed:
        assert 'value="nightly import"' in answer.text


def test_names_are_told_apart_and_tokens_are_not_without_end(desk: Desk) -> None:
    with closing(desk.open()) as db:
        person = get_user(db, "journalist")
        make_token(db, person, "one", [Scope.READ])
        with pytest.raises(TokenExists):
            make_token(db, person, " one ", [Scope.READ])
        make_token(db, get_user(db, "admin"), "one", [Scope.READ])
        for number in range(MOST_TOKENS - 1):
            make_token(db, person, f"token {number}", [Scope.READ])
        with pytest.raises(BadToken, match="end one"):
            make_token(db, person, "one more", [Scope.READ])


def test_when_a_token_was_used_is_kept_to_the_minute(desk: Desk) -> None:
    who = script(desk, "journalist", name="used")
    with closing(desk.open()) as db:
        assert tokens_of(db, get_user(db, "journalist"))[0].last_used_ms is None
        rows = audit.count(db)
        who.get("/me")
        first = tokens_of(db, get_user(db, "journalist"))[0].last_used_ms
        who.get("/me")
        assert tokens_of(db, get_user(db, "journalist"))[0].last_used_ms == first
        assert first is not None
        assert audit.count(db) == rows, "the audit has no row each time that one looks"


def test_making_and_ending_are_in_the_audit(desk: Desk) -> None:
    journalist = desk.visitor("journalist")
    journalist.post(PAGE, asked())
    end = re.search(r'action="(/account/tokens/\w+/end)"', journalist.get(PAGE).text)
    assert end
    journalist.post(end[1])
    with closing(desk.open()) as db:
        done = [(entry.user_name, entry.action) for entry in audit.entries(db)][-2:]
        assert done[0] == ("journalist", "token made: nightly import, read edit")
        assert done[1][1] == "token ended: nightly import, journalist"
        assert list(audit.verify(db)) == []
    assert "Token made: nightly import" in desk.visitor("admin").get("/audit").text


def test_command_line(desk: Desk) -> None:
    def muragat(*arguments: str) -> Result:
        return CliRunner().invoke(cli, ["--archive", str(desk.archive.root), "token", *arguments])

    text = muragat("add", "import", "--as", "admin", "--scope", "read", "--days", "3").stdout.strip()
    assert Script(desk.app.test_client(), text).get("/me")["token"] == "import"
    (listed,) = msgspec.json.decode(muragat("list", "--as", "admin", "--json").stdout)
    assert (listed["name"], listed["scopes"], text.startswith(listed["prefix"])) == ("import", ["read"], True)
    assert "read  import" in muragat("list", "--as", "admin").stdout
    assert isinstance(muragat("end", listed["token_id"], "--as", "journalist").exception, UnknownToken)
    assert muragat("end", listed["token_id"], "--as", "admin").exit_code == 0
    assert "ended" in muragat("list", "--as", "admin").stdout
    assert Script(desk.app.test_client(), text).ask("GET", "/me").status_code == 401
    assert isinstance(muragat("add", "x", "--as", "nobody", "--scope", "read").exception, UnknownUser)
    assert muragat("add", "x", "--as", "admin", "--scope", "all").exit_code == 2
    assert muragat("add", "x", "--as", "admin").exit_code == 2


def test_an_archive_from_before_names_tokens_too(desk: Desk) -> None:
    name = "audit_revision"
    with closing(desk.open()) as db:
        (now,) = db.execute("SELECT sql FROM sqlite_master WHERE name = ?", [name]).fetchone()
        before = now.replace("acting(new.author)", "new.author")
        assert before != now
        db.conn.execute(f"DROP TRIGGER {name}")
        db.conn.execute(before)
        db.execute("DELETE FROM _sqlite_migrations WHERE migration_set = 'tokens' AND name LIKE 'm003%'")
    with closing(desk.open()) as db:
        triggers = dict(db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall())
    assert triggers[name] == now
    noting = {each: sql for each, sql in triggers.items() if "INSERT INTO audit " in sql}
    assert [each for each, sql in noting.items() if " AS at, acting(" not in sql] == []
