"""Each setting has its row, and what is none is refused."""

from __future__ import annotations

import re
from pathlib import Path

from media.environment import SECRETS
from tests.conftest import REPOSITORY
from tests.webapp.command_line import Muragat
from webapp.cli.main import cli
from webapp.environment import KNOWN
from webapp.people.settings import ENVIRONMENT
from webapp.redaction.vault import KEY_VARIABLE

TABLE = (REPOSITORY / "docs" / "settings.md").read_text()


def test_every_setting_has_a_row() -> None:
    assert set(re.findall(r"MURAGAT_[A-Z_]*[A-Z]", TABLE)) == KNOWN
    for name in ENVIRONMENT.values():
        assert f"`{name}`" in TABLE


def test_what_is_read_is_known() -> None:
    options = {str(parameter.envvar) for parameter in cli.params if parameter.envvar}
    assert {*options, *ENVIRONMENT, KEY_VARIABLE, *SECRETS} <= KNOWN
    assert {name for name in KNOWN if name.endswith(("_KEY", "_SECRET"))} == set(SECRETS)


def test_a_slip_of_the_pen_is_refused(tmp_path: Path) -> None:
    result = Muragat(tmp_path / "archive")("list", environment={"MURAGAT_REDACTIONS_KEY": "x"})
    assert result.returncode == 2
    assert result.stderr.startswith("MURAGAT_REDACTIONS_KEY is no setting of muragat; correct its name")
