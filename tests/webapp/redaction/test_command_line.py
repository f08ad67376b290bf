"""Keeping somebody back at the command line, and that nothing works without the key."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner, Result

from tests.webapp.desk import Desk
from tests.webapp.redaction.kept_back import KEY, NAME, OTHER_KEY, REASON
from webapp.cli.main import cli
from webapp.cli.redacting import redact
from webapp.redaction.errors import NoRedactionKey, WrongRedactionKey
from webapp.redaction.vault import KEY_VARIABLE


def run(desk: Desk, *arguments: str, stdin: str = "") -> Result:
    place = ["--archive", str(desk.archive.root), "--edition", str(desk.edition)]
    return CliRunner().invoke(cli, [*place, *arguments], input=stdin)


def done(desk: Desk, *arguments: str, stdin: str = "") -> Result:
    result = run(desk, *arguments, stdin=stdin)
    assert result.exit_code == 0, result.output + repr(result.exception)
    return result


def listed(desk: Desk) -> dict[str, list[dict[str, object]]]:
    listing: dict[str, list[dict[str, object]]]
    listing = json.loads(done(desk, "redactions", desk.programme_id, "--json", "--as", "journalist").stdout)
    return listing


def test_a_person_is_kept_back_confirmed_and_lifted(desk: Desk) -> None:
    pid, by = desk.programme_id, ("--as", "journalist")
    said = ("--reason", REASON, "--authority", "she asked", "--replacement", "woman, 25")
    made = done(desk, "redact", pid, "--person", "-", *said, *by, stdin=f"{NAME}\nАйша\n")
    redaction_id = made.stdout.strip()
    assert "7 places to confirm or dismiss" in made.stderr
    listing = listed(desk)
    assert [each["names"] for each in listing["redactions"]] == [[NAME, "Айша"]]
    where = {each["quote"]["where"] for each in listing["places"]}  # type: ignore[index]
    assert {"script", "summary", "transcript"} <= where
    first, second, *others = [str(each["place_id"]) for each in listing["places"] if each["is_open"]]
    shown = done(desk, "redactions", pid, "--confirm", first, "--dismiss", second, *by).stdout
    assert f"  {first} confirmed" in shown
    assert f"  {second} dismissed" in shown
    assert f"  {others[0]} open" in shown
    done(desk, "redact", pid, "--lift", redaction_id, "--reason", "she will be named", *by)
    assert f"{redaction_id} lifted by journalist" in done(desk, "redactions", pid, *by).stdout


def test_all_places_may_be_confirmed_at_once(desk: Desk) -> None:
    pid = desk.programme_id
    done(desk, "redact", pid, "--person", NAME, "--alias", "Айша", "--yes", "--reason", REASON, "--as", "admin")
    done(desk, "redact", pid, "--span", "0:01", "0:01.5", "--reason", REASON, "--as", "admin")
    listing = listed(desk)
    assert [each["kind"] for each in listing["redactions"]] == ["person", "span"]
    assert not any(each["is_open"] for each in listing["places"])


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ((), "Give one of"),
        (("--person", NAME, "--lift", "x1"), "Give one of"),
        (("--span", "5", "2"), "the earlier first"),
        (("--span", "a", "2"), "the earlier first"),
        (("--lift", "x1", "--yes"), "belong to --person"),
    ],
)
def test_wrong_use(read_only: tuple[Desk, object], arguments: tuple[str, ...], error: str) -> None:
    desk, _ = read_only
    result = run(desk, "redact", desk.programme_id, *arguments, "--reason", REASON, "--as", "admin")
    assert result.exit_code == 2
    assert error in result.stderr


def test_nothing_works_without_the_key(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    pid = desk.programme_id
    done(desk, "redact", pid, "--person", NAME, "--yes", "--reason", REASON, "--as", "journalist")
    approve = ("approve", pid, "--override", "nobody has checked the links", "--as", "admin")
    for key, error in (("", NoRedactionKey), (OTHER_KEY, WrongRedactionKey)):
        monkeypatch.setenv(KEY_VARIABLE, key)
        for command in (("serve", "newsroom"), ("serve",), approve, ("redactions", pid, "--as", "admin")):
            result = run(desk, *command)
            assert isinstance(result.exception, error), command
            assert NAME not in str(result.exception)
        assert done(desk, "list").stdout, "what needs no names works"
    monkeypatch.undo()


def test_publishing_needs_the_key(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    pid = desk.programme_id
    done(desk, "redact", pid, "--person", NAME, "--yes", "--reason", REASON, "--as", "journalist")
    done(desk, "approve", pid, "--override", "nobody has checked the links", "--as", "admin")
    monkeypatch.setenv(KEY_VARIABLE, OTHER_KEY)
    assert isinstance(run(desk, "publish", pid, "--as", "admin").exception, WrongRedactionKey)
    assert not list(desk.edition.rglob("*.json"))


def test_a_key_is_made_and_renewed(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    done(desk, "redact", desk.programme_id, "--person", NAME, "--reason", REASON, "--as", "admin")
    newer = done(desk, "redaction-key").stdout.strip()
    assert newer != done(desk, "redaction-key").stdout.strip()
    older = done(desk, "redactions", desk.programme_id, "--as", "admin").stdout
    monkeypatch.setenv(KEY_VARIABLE, f"{newer},{KEY}")
    assert done(desk, "redaction-key", "--renew").stdout.startswith("1 rows")
    monkeypatch.setenv(KEY_VARIABLE, newer)
    assert NAME in older
    assert NAME in done(desk, "redactions", desk.programme_id, "--as", "admin").stdout


def test_help_says_how_names_stay_out_of_the_history() -> None:
    assert "standard input" in " ".join(CliRunner().invoke(redact, ["--help"]).output.split())
