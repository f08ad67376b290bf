"""Each setting has its row, and what is none is refused."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from media.environment import CREDENTIALS, SECRETS, for_children
from tests.conftest import REPOSITORY
from tests.webapp.command_line import Muragat
from webapp.cli.main import cli
from webapp.environment import KNOWN, take_credentials
from webapp.errors import BadSettings
from webapp.people.settings import ENVIRONMENT
from webapp.redaction.vault import KEY_VARIABLE, OTHER_KEY_VARIABLE

TABLE = (REPOSITORY / "docs" / "settings.md").read_text()


def test_every_setting_has_a_row() -> None:
    assert set(re.findall(r"MURAGAT_[A-Z_]*[A-Z]", TABLE)) == KNOWN
    for name in ENVIRONMENT.values():
        assert f"`{name}`" in TABLE


def test_what_is_read_is_known() -> None:
    options = {str(parameter.envvar) for parameter in cli.params if parameter.envvar}
    assert {*options, *ENVIRONMENT, KEY_VARIABLE, *SECRETS} <= KNOWN
    assert {name for name in KNOWN if name.endswith(("_KEY", "_SECRET"))} == set(SECRETS)


def test_a_secret_may_be_a_credential_of_a_unit(tmp_path: Path) -> None:
    (tmp_path / KEY_VARIABLE).write_text("sealed\n")
    told = {CREDENTIALS: str(tmp_path)}
    take_credentials(told)
    assert told[KEY_VARIABLE] == "sealed"
    named = {CREDENTIALS: str(tmp_path), KEY_VARIABLE: "by hand"}
    take_credentials(named)
    assert named[KEY_VARIABLE] == "by hand"
    (tmp_path / OTHER_KEY_VARIABLE).write_bytes(b"\xff")
    with pytest.raises(BadSettings, match=OTHER_KEY_VARIABLE):
        take_credentials({CREDENTIALS: str(tmp_path)})


def test_no_child_is_told_a_secret_or_where_one_is(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*SECRETS, CREDENTIALS):
        monkeypatch.setenv(name, "secret")
    assert "secret" not in for_children().values()


def test_a_slip_of_the_pen_is_refused(tmp_path: Path) -> None:
    result = Muragat(tmp_path / "archive")("list", environment={"MURAGAT_REDACTIONS_KEY": "x"})
    assert result.returncode == 2
    assert result.stderr.startswith("MURAGAT_REDACTIONS_KEY is no setting of muragat; correct its name")
