"""bench formats: how fast a long transcript becomes files."""

from __future__ import annotations

import click
import msgspec

from webapp.bench_formats.bench import bench_formats
from webapp.bench_formats.report import as_json, as_table


@click.command("formats")
@click.option("--words", type=click.IntRange(100, 1_000_000), default=40_000, show_default=True)
@click.option("--rounds", type=click.IntRange(1, 100), default=5, show_default=True)
@click.option("--json", "as_record", is_flag=True, help="Print one JSON record.")
def bench_formats_command(words: int, rounds: int, as_record: bool) -> None:
    """Write one transcript in every format, and in those that they know by openai-whisper and pysubs2."""
    result = bench_formats(words, rounds, lambda line: click.echo(line, err=True))
    click.echo(msgspec.json.encode(as_json(result)).decode() if as_record else as_table(result))
