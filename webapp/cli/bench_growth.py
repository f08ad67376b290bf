"""bench growth: what becomes of everything as an archive grows."""

from __future__ import annotations

import click
import msgspec

from webapp.bench_growth.bench import bench_growth
from webapp.bench_growth.report import as_json, as_table

PROGRAMMES, WORDS = (1, 10, 100, 1000), 6000


@click.command("growth")
@click.option(
    "--programmes",
    type=click.IntRange(1, 100_000),
    multiple=True,
    default=PROGRAMMES,
    show_default=True,
    help="A size; may be given several times.",
)
@click.option("--words", type=click.IntRange(100, 100_000), default=WORDS, show_default=True, help="Of each programme.")
@click.option("--json", "as_record", is_flag=True, help="Print one JSON record.")
def bench_growth_command(programmes: tuple[int, ...], words: int, as_record: bool) -> None:
    """Make archives of several sizes; measure search, lists, publishing, backup, fixity, memory, disk; remove them."""
    result = bench_growth(programmes, words, lambda line: click.echo(line, err=True))
    click.echo(msgspec.json.encode(as_json(result)).decode() if as_record else as_table(result))
