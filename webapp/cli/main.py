"""`muragat`: the group of commands, and how every failure becomes one sentence."""

from __future__ import annotations

import logging
import os
import resource
import sqlite3
import sys
import tempfile
from difflib import get_close_matches
from importlib import import_module
from pathlib import Path

import click

from media.archive import Archive
from media.errors import MuragatError
from media.wordless import place_of, trace_of
from webapp.cli.overview import write_groups
from webapp.cli.place import Place
from webapp.environment import refuse_unknown, take_credentials

FAILED = 1
COMMANDS = {
    "programmes": ("add", "set", "show", "list"),
    "importing": ("import",),
    "feeds": ("feed",),
    "alike": ("alike",),
    "watching": ("watch",),
    "work": ("transcribe",),
    "jobs": ("jobs", "cancel", "retry", "priority"),
    "linking": ("link",),
    "align": ("align",),
    "glossary": ("glossary",),
    "leakcheck": ("leakcheck",),
    "redacting": ("redact", "redactions", "redaction-key"),
    "erasing": ("erase",),
    "purging": ("purge-list",),
    "voices": ("voices",),
    "publishing": ("approve", "publish", "withdraw"),
    "exporting": ("export",),
    "audit": ("audit",),
    "people": ("user", "assign", "unassign"),
    "tokens": ("token",),
    "site": ("serve",),
    "translating": ("translate",),
    "scoring": ("score",),
    "measure": ("bench",),
    "merge": ("merge",),
    "models": ("models",),
    "doctor": ("doctor",),
    "packing": ("pack",),
    "unpacking": ("unpack",),
    "keeping": ("backup", "restore", "verify", "upgrade"),
    "fixity": ("fixity",),
    "metrics": ("metrics",),
    "mirroring": ("mirror",),
    "storing": ("store",),
    "cluster": ("worker", "cluster"),
    "demo": ("demo",),
}
"""Module of `webapp.cli` → its commands. A module is loaded when one of them is wanted: all take a second."""
MODULE_OF = {name: module for module, names in COMMANDS.items() for name in names}


class Commands(click.Group):
    """The commands of all modules, found by name."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(MODULE_OF)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in MODULE_OF:
            return None
        commands: tuple[click.Command, ...] = import_module(f"webapp.cli.{MODULE_OF[cmd_name]}").COMMANDS
        return next(command for command in commands if command.name == cmd_name)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        write_groups(self, ctx, formatter)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """:raises click.UsageError: there is no such command; names the nearest."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            for near in get_close_matches(args[0], MODULE_OF, 1):
                raise click.UsageError(f"{error.message} Did you mean “{near}”?", ctx) from error
            raise


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="muragat")
@click.option(
    "--archive",
    "archive_directory",
    type=click.Path(file_okay=False, path_type=Path),
    default=None,
    envvar="MURAGAT_ARCHIVE",
    help="Where the archive is (MURAGAT_ARCHIVE, default ./archive; demo: ./demo-archive).",
)
@click.option(
    "--edition",
    "edition_directory",
    type=click.Path(file_okay=False, path_type=Path),
    default=None,
    envvar="MURAGAT_EDITION",
    help="Where the public edition is (MURAGAT_EDITION, default ARCHIVE/edition).",
)
@click.pass_context
def cli(context: click.Context, archive_directory: Path | None, edition_directory: Path | None) -> None:
    """The radio archive in which every word can be heard and checked.

    “muragat COMMAND --help” explains a command; “muragat doctor” says what is missing on this machine.
    """
    refuse_unknown(os.environ)
    take_credentials(os.environ)
    default = "demo-archive" if context.invoked_subcommand == "demo" else "archive"
    archive = Archive((archive_directory or Path(default)).absolute(), os.environ.get("MURAGAT_STORE") or None)
    context.obj = Place(archive, (edition_directory or archive.root / "edition").absolute())


def main() -> None:
    """Run the command line; the exit code is 0 done, 1 the work failed, 2 wrong usage."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # Names, and the key to them, would be in it.
    # Without a handler Python would print warnings, and tracebacks with them, to the user; `serve` sets one.
    logging.getLogger().addHandler(logging.NullHandler())
    try:
        cli.main(standalone_mode=False)
    except click.exceptions.Abort:
        _end("Stopped; what was done is kept, the same command goes on from here.", FAILED)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except click.exceptions.Exit as request:
        sys.exit(request.exit_code)
    except MuragatError as error:
        _end(str(error), error.exit_code)
    except sqlite3.OperationalError as error:
        _end(f"The archive's database could not be used ({error}); try again when other work on it is done.", FAILED)
    except OSError as error:
        _end(f"{error.strerror or error}: {error.filename or 'this machine'}; mend that and try again.", FAILED)
    except Exception as error:  # the last door: a user gets a sentence, we get the traceback
        report = _report(error)
        _end(f"muragat failed in a way it should not ({place_of(error)}); the details are in {report}.", FAILED)


def _end(sentence: str, exit_code: int) -> None:
    click.echo(sentence, err=True)
    sys.exit(exit_code)


def _report(error: Exception) -> str:
    """Write where it failed into a file that can be sent to others: without the error's text, which may quote words."""
    with tempfile.NamedTemporaryFile("w", prefix="muragat-", suffix=".txt", delete=False) as report:
        report.write(f"{trace_of(error)}\n")
    return report.name


if __name__ == "__main__":
    main()
