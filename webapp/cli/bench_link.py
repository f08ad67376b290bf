"""bench link: how well linking works, and the figures it works with."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import click
import msgspec

from media.database import connect
from transcribe.bench_link.benchmark import bench_link
from transcribe.bench_link.report import as_json, as_table
from transcribe.bench_link.train import train, write
from transcribe.errors import EngineUnavailable
from transcribe.linking.embedders import AUTO, open_embedder
from transcribe.linking.kept_vectors import KeptVectors
from transcribe.schema import SCHEMAS
from webapp.cli.place import Place, pass_place

VECTORS = "bench-vectors.db"


@click.command("link")
@click.option(
    "--data",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path("../shared/data/linking"),
    show_default=True,
    help="A folder with meetings_*.jsonl.gz and kk_*.jsonl.gz.",
)
@click.option("--sample", type=click.IntRange(1), help="So many meetings and programmes at most.")
@click.option("--train", "is_training", is_flag=True, help="Learn the figures anew and write fusion.json here.")
@click.option("--json", "as_record", is_flag=True, help="Print one JSON record.")
@pass_place
def bench_link_command(place: Place, data: Path, sample: int | None, is_training: bool, as_record: bool) -> None:
    """Measure linking on meetings and on translated news, beside BM25 and plain e5 (T1–T6 of docs/linking.md)."""
    if is_training and (sample or as_record):
        raise click.UsageError("“--train” learns from all the data and writes a file; leave out --sample and --json.")
    place.archive.create()
    embedder, fresh = open_embedder(AUTO), open_embedder(AUTO)
    if embedder is None or fresh is None:
        raise EngineUnavailable("No embedder is installed; do “pip install 'muragat[embeddings]'”.")
    with embedder as remembered, fresh as forgetful, closing(connect(place.archive.root / VECTORS, SCHEMAS)) as db:
        vectors = KeptVectors(db, remembered)
        if is_training:
            click.echo(f"Written: {write(train(data, vectors), Path())}")
            return
        result = bench_link(data, vectors, forgetful, lambda line: click.echo(line, err=True), sample)
    click.echo(msgspec.json.encode(as_json(result)).decode() if as_record else as_table(result))
