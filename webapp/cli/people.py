"""user, assign, unassign: who may sign in to the newsroom, and who works on what."""

from __future__ import annotations

import sys
import warnings
from getpass import GetPassWarning

import click

from webapp.accounts import ROLES, add_user, free_name, get_user, set_password
from webapp.cli.place import Place, pass_place
from webapp.people import assignments
from webapp.people.leaving import end_account

AS = click.option("--as", "by", required=True, metavar="USER", help="Who says so: an approver or an admin.")
PASSWORD_STDIN = click.option(
    "--password-stdin", is_flag=True, help="Read the password from standard input instead of asking for it."
)


@click.group()
def user() -> None:
    """The people who may sign in to the newsroom."""


@user.command("add")
@click.argument("name")
@click.option("--role", type=click.Choice(list(ROLES)), required=True)
@PASSWORD_STDIN
@pass_place
def user_add(place: Place, name: str, role: str, password_stdin: bool) -> None:
    """Make an account."""
    with place.create() as db:
        name = free_name(db, name)  # Before a password is asked for that nobody would get.
        add_user(db, name, role, _password(password_stdin))


@user.command("password")
@click.argument("name")
@PASSWORD_STDIN
@pass_place
def user_password(place: Place, name: str, password_stdin: bool) -> None:
    """Give an account another password, and sign it out everywhere."""
    with place.open() as db:
        get_user(db, name)
        set_password(db, name, _password(password_stdin))


@user.command("disable")
@click.argument("name")
@pass_place
def user_disable(place: Place, name: str) -> None:
    """End an account at once; its name stays with what it did. Prints the programmes that are nobody's now."""
    with place.open() as db:
        for each in end_account(db, name):
            click.echo(f"{each.programme_id}  {each.due or ''}".rstrip())


@click.command()
@click.argument("programme_id", metavar="ID")
@click.argument("user_name", metavar="USER")
@click.option("--due", metavar="DATE", help="The day until which, as 2026-11-24.")
@AS
@pass_place
def assign(place: Place, programme_id: str, user_name: str, due: str | None, by: str) -> None:
    """Let somebody work on a programme; a journalist sees only what they brought or are assigned to."""
    with place.open() as db:
        assignments.assign(db, programme_id, user_name, by, due)


@click.command()
@click.argument("programme_id", metavar="ID")
@click.argument("user_name", metavar="USER")
@AS
@pass_place
def unassign(place: Place, programme_id: str, user_name: str, by: str) -> None:
    """Let somebody work on a programme no more; what they did stays."""
    with place.open() as db:
        assignments.unassign(db, programme_id, user_name, by)


def _password(from_stdin: bool) -> str:
    """:raises click.UsageError: it is to be typed, and there is no terminal."""
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    with warnings.catch_warnings():
        warnings.simplefilter("error", GetPassWarning)
        try:
            return str(click.prompt("Password", hide_input=True, confirmation_prompt=True))
        except GetPassWarning as error:
            raise click.UsageError(
                "There is no terminal at which a password could be typed unseen; give it with --password-stdin."
            ) from error


COMMANDS = (user, assign, unassign)
