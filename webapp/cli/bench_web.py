"""bench web: how fast the public site is."""

from __future__ import annotations

from pathlib import Path

import click
import msgspec

from webapp.bench_web.bench import PAGE_WORDS, bench_web
from webapp.bench_web.corpus import Plan
from webapp.bench_web.report import as_json, as_table

PROGRAMMES, WORDS = 1000, 6_000_000


@click.command("web")
@click.option("--programmes", type=click.IntRange(2, 100_000), default=PROGRAMMES, show_default=True)
@click.option(
    "--words",
    type=click.IntRange(100, 600_000_000),
    default=WORDS,
    show_default=True,
    help="Of all programmes together.",
)
@click.option(
    "--page-words", type=click.IntRange(100, 200_000), default=PAGE_WORDS, show_default=True, help="Of the long page."
)
@click.option("--rounds", type=click.IntRange(1, 100), default=3, show_default=True)
@click.option(
    "--hyperaudio",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A file of yours, hyperaudio-lite.js, to have the same words in its page beside ours.",
)
@click.option("--json", "as_record", is_flag=True, help="Print one JSON record.")
def bench_web_command(
    programmes: int, words: int, page_words: int, rounds: int, hyperaudio: Path | None, as_record: bool
) -> None:
    """Make an edition for it; measure search, publishing, a long page and parts of sound; remove it."""
    plan = Plan(programmes, max(1, words // programmes))
    result = bench_web(plan, page_words, rounds, hyperaudio, lambda line: click.echo(line, err=True))
    click.echo(msgspec.json.encode(as_json(result)).decode() if as_record else as_table(result))
