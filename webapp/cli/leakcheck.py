"""leakcheck: are protected names in what is public?"""

from __future__ import annotations

import sys
from pathlib import Path

import click
import msgspec

from media.text_file import read_text
from webapp.cli.place import Place, pass_place
from webapp.leaks.look import Kind
from webapp.leaks.names import parse_names
from webapp.leaks.sweep import Leak, sweep

FOUND = 1
SAID = {
    Kind.NAME: "stands in",
    Kind.SPLIT: "is spread over the words of",
    Kind.BYTES: "stands among the bytes of",
    Kind.RESEMBLES: "resembles a word of",
    Kind.UNREAD: "may be in",
}


@click.command()
@click.option(
    "--edition", "directory", type=click.Path(path_type=Path), help="What to look through; else as of muragat itself."
)
@click.option(
    "--names",
    "names_file",
    required=True,
    type=click.Path(path_type=Path),
    help="A text file: a line for each person, all that they are called by with a semicolon between two.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON record.")
@pass_place
def leakcheck(place: Place, directory: Path | None, names_file: Path, as_json: bool) -> None:
    """Look for names in every file of a public edition, however they are written, packed or encoded.

    Ends with 1 where one is found. Words that only resemble a name are listed, and are no leak.
    """
    names = parse_names(read_text(names_file))
    leaks = sweep(directory or place.edition, names)
    certain = [leak for leak in leaks if leak.is_certain]
    if as_json:
        record = {"names": len(names), "leaks": [_record(leak) for leak in leaks]}
        click.echo(msgspec.json.encode(record).decode())
    else:
        for leak in sorted(leaks, key=lambda each: not each.is_certain):
            click.echo(_sentence(leak))
        click.echo(f"{len(names)} names looked for, {len({leak.found.name.text for leak in certain})} found.")
    if certain:
        sys.exit(FOUND)


def _sentence(leak: Leak) -> str:
    if leak.found.kind is Kind.UNREAD:
        return f"{leak.path}: more is packed in here than can be looked at ({' in '.join(reversed(leak.how))})."
    how = f" ({' in '.join(reversed(leak.how))})" if leak.how else ""
    return f"{leak.path}: “{leak.found.alias.text}” {SAID[leak.found.kind]} it{how}: {leak.found.around}"


def _record(leak: Leak) -> dict[str, object]:
    found = leak.found
    return {
        "path": leak.path,
        "name": found.name.text,
        "alias": found.alias.text,
        "kind": str(found.kind),
        "is_leak": leak.is_certain,
        "how": list(leak.how),
        "around": found.around,
    }


COMMANDS = (leakcheck,)
