"""bench review: how fast the editor is, and how long correcting takes in it."""

from __future__ import annotations

from pathlib import Path

import click
import msgspec

from webapp.bench_review.bench import Recorded, bench_review
from webapp.bench_review.report import as_json, as_table

RECORDING = Path("../shared/data/audio/en_azure_general_test.wav")


@click.command("review")
@click.option("--words", type=click.IntRange(200, 400_000), default=40_000, show_default=True)
@click.option("--rounds", type=click.IntRange(1, 100), default=5, show_default=True, help="How often it is opened.")
@click.option("--keys", type=click.IntRange(20, 10_000), default=240, show_default=True)
@click.option("--edits", type=click.IntRange(5, 1_000), default=60, show_default=True, help="Saved, then undone.")
@click.option(
    "--recording",
    type=click.Path(dir_okay=False, path_type=Path),
    default=RECORDING,
    show_default=True,
    help="English speech to be corrected; its words stand beside it, as x.txt beside x.wav.",
)
@click.option("--json", "as_record", is_flag=True, help="Print one JSON record.")
def bench_review_command(words: int, rounds: int, keys: int, edits: int, recording: Path, as_record: bool) -> None:
    """Make a programme, open its editor in Chromium, type, save, undo; correct a recording's transcript in it."""
    recorded = Recorded(recording, recording.with_suffix(".txt"))
    result = bench_review(words, rounds, keys, edits, recorded, lambda line: click.echo(line, err=True))
    click.echo(msgspec.json.encode(as_json(result)).decode() if as_record else as_table(result))
