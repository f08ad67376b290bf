"""user: the people who may sign in to the newsroom."""

from __future__ import annotations

import click

from webapp.accounts import ROLES, add_user
from webapp.cli.place import Place, pass_place


@click.group()
def user() -> None:
    """The people who may sign in to the newsroom."""


@user.command("add")
@click.argument("name")
@click.option("--role", type=click.Choice(list(ROLES)), required=True)
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input instead of asking for it.")
@pass_place
def user_add(place: Place, name: str, role: str, password_stdin: bool) -> None:
    """Make an account."""
    if password_stdin:
        password = click.get_text_stream("stdin").readline().rstrip("\r\n")
    else:
        password = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    with place.create() as db:
        add_user(db, name, role, password)


COMMANDS = (user,)
