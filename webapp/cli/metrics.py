"""metrics: numbers for whoever looks after the machine."""

from __future__ import annotations

import click

from webapp.cli.place import Place, pass_place
from webapp.metrics import metrics as numbers


@click.command()
@pass_place
def metrics(place: Place) -> None:
    """Print how the newsroom does, for Prometheus: write it into a file that the node exporter reads, once a minute."""
    with place.open() as db:
        click.echo(numbers(place.archive, db, place.edition), nl=False)


COMMANDS = (metrics,)
