"""What is documented exists, and what exists is documented."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import click
import msgspec
import pytest
from click.testing import CliRunner

from media.records import FACTS
from transcribe.formats.json_transcript import schema
from webapp.cli.main import COMMANDS as COMMANDS_OF
from webapp.cli.main import MODULE_OF, cli
from webapp.cli.overview import GROUPS

REPOSITORY = Path(__file__).resolve().parents[1]
COMMAND_LINE = (REPOSITORY / "docs" / "command-line.md").read_text()
README = (REPOSITORY / "README.md").read_text()


def commands(group: click.Group, path: str = "") -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command, f"“muragat {path}{name}” is listed and cannot be had"
        if isinstance(command, click.Group):
            yield from commands(command, f"{path}{name} ")
        else:
            yield f"{path}{name}", command


COMMANDS = dict(commands(cli))


def section(name: str) -> str:
    """Return what is written of a command, up to the next one."""
    found = re.search(rf"\*\*`muragat {name}\b.*?(?=\*\*`muragat |\n## |\Z)", COMMAND_LINE, re.DOTALL)
    assert found, f"docs/command-line.md does not name “muragat {name}”"
    return found.group()


@pytest.mark.parametrize("name", COMMANDS)
def test_command_and_its_options_are_documented(name: str) -> None:
    text = section(name)
    for parameter in COMMANDS[name].params:
        if isinstance(parameter, click.Option):
            for option in parameter.opts:
                assert option in text, f"“{option}” of “muragat {name}” is not in docs/command-line.md"
            if isinstance(parameter.type, click.Choice):
                for choice in parameter.type.choices:
                    assert choice in text, f"“{choice}” of “{parameter.opts[0]}” is not in docs/command-line.md"


def test_documented_commands_exist() -> None:
    for name in re.findall(
        r"\*\*`muragat ((?:user |token |feed |bench |cluster |models |glossary |voices )?[\w-]+)", COMMAND_LINE
    ):
        assert name in COMMANDS, f"docs/command-line.md names “muragat {name}”, which does not exist"


def test_options_of_every_command_are_documented() -> None:
    for parameter in cli.params:
        if isinstance(parameter, click.Option) and parameter.envvar:
            assert parameter.opts[0] in COMMAND_LINE
            assert str(parameter.envvar) in COMMAND_LINE


def test_every_command_of_a_module_is_in_the_table() -> None:
    for path in (REPOSITORY / "webapp" / "cli").glob("*.py"):
        if path.stem != "main" and re.search(r"^COMMANDS\b", path.read_text(), re.MULTILINE):
            module = import_module(f"webapp.cli.{path.stem}")
            assert sorted(COMMANDS_OF[path.stem]) == sorted(command.name for command in module.COMMANDS)


def test_every_command_helps() -> None:
    for name, command in COMMANDS.items():
        assert command.help, f"“muragat {name}” has no help"


def test_help_has_every_command_once_under_what_one_is_doing() -> None:
    grouped = [name for names in GROUPS.values() for name in names]
    assert sorted(grouped) == sorted(MODULE_OF)
    said = CliRunner().invoke(cli, ["--help"], terminal_width=80).output
    headings = [line.removesuffix(":") for line in said.splitlines() if line.removesuffix(":") in GROUPS]
    assert headings == list(GROUPS)
    listed = said[said.index(headings[0]) :].splitlines()
    assert [line.split()[0] for line in listed if re.match(r"  \w", line)] == grouped
    assert "..." not in "\n".join(listed), "a sentence is cut where it has an end"
    assert max(map(len, listed)) <= 80


def test_facts_are_documented() -> None:
    row = next(line for line in COMMAND_LINE.splitlines() if line.startswith("| `--facts FILE`"))
    assert [name for name in FACTS if name not in row] == []


def test_readme_is_short_and_its_files_exist() -> None:
    assert len(README.splitlines()) <= 80
    assert "make demo" in README
    assert "make test" in README
    targets = re.findall(r"\]\((?!https?:)([^)#]+)", README)
    assert targets
    assert [target for target in targets if not (REPOSITORY / target).exists()] == []


def test_readme_commands_exist() -> None:
    for line in re.findall(r"^muragat (.+)$", README, re.MULTILINE):
        words = line.split()
        assert words[0] in MODULE_OF, f"README names “muragat {words[0]}”"


@pytest.mark.parametrize("path", sorted((REPOSITORY / "docs").glob("*.md")), ids=lambda path: path.name)
def test_links_of_docs_lead_somewhere(path: Path) -> None:
    targets = re.findall(r"\]\((?!https?:)([^)#]+)", path.read_text())
    assert [target for target in targets if not (path.parent / target).exists()] == []


def test_transcript_schema_is_what_is_written() -> None:
    assert (REPOSITORY / "docs" / "transcript.schema.json").read_bytes() == schema()


def test_every_field_of_a_transcript_is_explained() -> None:
    text = (REPOSITORY / "docs" / "transcript-json.md").read_text()
    definitions = msgspec.json.decode(schema())["$defs"]
    fields = {name for definition in definitions.values() for name in definition.get("properties", {})}
    assert sorted(name for name in fields if f"`{name}`" not in text) == []


def test_what_is_tested_is_told_with_tests_that_exist() -> None:
    told = (REPOSITORY / "docs" / "how-this-is-tested.md").read_text()
    numbers = [int(number) for number in re.findall(r"^\| (\d+) \|", told, re.MULTILINE)]
    assert numbers == list(range(1, 27))
    named = set(re.findall(r"`(tests/[\w/.]+)`", told))
    assert {path for path in named if not (REPOSITORY / path).exists()} == set()
    for row in re.findall(r"^\| \d+ \|.*$", told, re.MULTILINE):
        assert "`tests/" in row, f"no test is named: {row}"
