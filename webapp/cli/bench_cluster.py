"""bench cluster: how fast many machines are."""

from __future__ import annotations

from pathlib import Path

import click
import msgspec

from transcribe.cluster.place import require_cluster
from webapp.cli.place import Place, pass_place

SIMULATED = (10, 50, 100, 200)


@click.command("cluster")
@click.argument("file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--simulated",
    multiple=True,
    type=click.IntRange(1, 1000),
    help="So many sleeping workers; may be given several times. Else 10, 50, 100 and 200.",
)
@click.option(
    "--sleep", "sleep_s", type=click.FloatRange(0.01), default=5.0, show_default=True, help="Over each batch."
)
@click.option(
    "--rounds", type=click.IntRange(1), default=4, show_default=True, help="Batches for each sleeping worker."
)
@click.option("--json", "as_record", is_flag=True, help="Print one JSON record.")
@pass_place
def bench_cluster_command(
    place: Place, file: Path | None, simulated: tuple[int, ...], sleep_s: float, rounds: int, as_record: bool
) -> None:
    """Hear FILE by one worker of one thread and by two, then give chunks to workers that only sleep; all of it here."""
    require_cluster()
    from transcribe.bench_cluster.bench import bench_cluster  # noqa: PLC0415 (Dask)

    place.archive.create()
    result = bench_cluster(
        file, simulated or SIMULATED, sleep_s, rounds, place.archive.models, lambda line: click.echo(line, err=True)
    )
    click.echo(msgspec.json.encode(result).decode() if as_record else result.table())
