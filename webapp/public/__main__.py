"""`python -m webapp.public EDITION`: the public site's process. It imports nothing that knows the archive."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from media.errors import MuragatError
from webapp.listen import listen
from webapp.public.app import create_public


@click.command()
@click.argument("edition", type=click.Path(file_okay=False, path_type=Path))
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=click.IntRange(0, 65_535), default=8000, show_default=True)
def main(edition: Path, host: str, port: int) -> None:
    """Serve the public site of an EDITION."""
    try:
        listen(create_public(edition), "The public site", host, port)
    except MuragatError as error:
        click.echo(str(error), err=True)
        sys.exit(error.exit_code)


if __name__ == "__main__":
    main()
