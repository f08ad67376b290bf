"""token: what lets a script act for somebody at the write API."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime

import click
import msgspec

from webapp.accounts import get_user
from webapp.cli.place import Place, pass_place
from webapp.people.tokens import MOST_DAYS, USUAL_DAYS, Scope, Token, end_token, make_token, tokens_of

AS_USER = click.option("--as", "user_name", required=True, metavar="USER", help="Whose token it is.")


@click.group()
def token() -> None:
    """Tokens: by them a script acts for somebody at the write API, by less than they may do."""


@token.command("add")
@click.argument("name")
@AS_USER
@click.option(
    "--scope",
    "scopes",
    type=click.Choice([scope.value for scope in Scope]),
    multiple=True,
    required=True,
    help="What it may be used for; may be given several times.",
)
@click.option(
    "--days",
    type=click.IntRange(1, MOST_DAYS),
    default=USUAL_DAYS,
    show_default=True,
    help="After which it ends.",
)
@pass_place
def token_add(place: Place, name: str, user_name: str, scopes: tuple[str, ...], days: int) -> None:
    """Make a token called NAME. Prints it as the last line; nobody can show it again."""
    with place.open() as db:
        made, text = make_token(db, get_user(db, user_name), name, [Scope(each) for each in scopes], days)
    click.echo(f"{_line(made)}: keep it as you keep a password.", err=True)
    click.echo(text)


@token.command("list")
@AS_USER
@click.option("--json", "as_json", is_flag=True, help="Print a JSON array.")
@pass_place
def token_list(place: Place, user_name: str, as_json: bool) -> None:
    """List the tokens that somebody ever had, newest first: how each begins, not what it is."""
    with place.open() as db:
        found = tokens_of(db, get_user(db, user_name))
    if as_json:
        click.echo(msgspec.json.encode([dataclasses.asdict(each) for each in found]).decode())
        return
    for each in found:
        click.echo(_line(each))


@token.command("end")
@click.argument("token_id", metavar="ID")
@AS_USER
@pass_place
def token_end(place: Place, token_id: str, user_name: str) -> None:
    """End a token, from its next request on; “list” shows the ids."""
    with place.open() as db:
        end_token(db, get_user(db, user_name), token_id)


def _line(each: Token) -> str:
    until = datetime.fromtimestamp(each.expires_at_ms / 1000, UTC).date().isoformat()
    stands = f"until {until}" if each.is_live() else f"ended {(each.ended_at or until)[:10]}"
    return f"{each.token_id}  {each.prefix}…  {stands}  {', '.join(each.scopes)}  {each.name}"


COMMANDS = (token,)
