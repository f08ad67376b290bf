"""worker, cluster: many machines that hear for one archive."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from transcribe.cluster.certificates import Role, make_all, make_one
from transcribe.cluster.place import PORT, cluster_at, require_cluster
from transcribe.engines.registry import is_installed, require_engine, require_gpu
from transcribe.errors import BadCluster
from transcribe.models import find_model, models_here

CERTS = click.option(
    "--certs",
    "certificates",
    type=click.Path(file_okay=False, path_type=Path),
    help="This machine's folder of those that “muragat cluster certs” made.",
)
PLAIN = click.option("--plain", is_flag=True, help="No encryption: tcp://, within this machine alone.")


@click.command()
@click.option("--scheduler", required=True, metavar="ADDRESS", help=f"tls://HOST:{PORT}")
@CERTS
@PLAIN
@click.option(
    "--models",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("models"),
    show_default=True,
    help="This machine's weights, as “muragat models add” keeps them in an archive.",
)
@click.option(
    "--model",
    "chosen",
    multiple=True,
    metavar="ENGINE=NAME|PATH",
    help="Hear with this one; may be given several times. Else with all that are here.",
)
@click.option("--threads", type=click.IntRange(1), help="Of an engine; one for each processor where it is not given.")
@click.option("--gpu", is_flag=True, help="Compute on this machine's graphics processor.")
def worker(
    scheduler: str,
    certificates: Path | None,
    plain: bool,
    models: Path,
    chosen: tuple[str, ...],
    threads: int | None,
    gpu: bool,
) -> None:
    """Hear for an archive on another machine, until stopped. Needs no archive, no database and no shared disk."""
    place = cluster_at(scheduler, certificates, plain=plain)
    require_cluster()
    from transcribe.cluster.answering import Loadable  # noqa: PLC0415 (Dask)
    from transcribe.cluster.worker import run_worker  # noqa: PLC0415 (Dask)

    pairs = list(map(_pair, chosen)) or list(_all_here(models))
    if not pairs:
        raise BadCluster(f"There is no model in {models}; add one with “muragat models add”, or name it with --model.")
    if gpu:
        for engine, _ in pairs:
            require_gpu(engine)
    loadable = [Loadable(engine, find_model(engine, name, models), gpu) for engine, name in pairs]
    run_worker(place, loadable, threads, lambda line: click.echo(line, err=True))


@click.group()
def cluster() -> None:
    """Certificates and the scheduler of a cluster; “muragat worker” is a machine that hears."""


@cluster.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--worker", "name", metavar="NAME", help="Add one for another worker, so that each has its own.")
def certs(folder: Path, name: str | None) -> None:
    """Make an authority in FOLDER and in it a folder for each role, to be copied to its machine. Prints the folders."""
    for made in [make_one(folder, Role.WORKER, name)] if name else make_all(folder):
        click.echo(str(made))


@cluster.command("scheduler")
@click.option("--host", default="127.0.0.1", show_default=True, help="To listen at; 0.0.0.0 for every machine.")
@click.option("--port", type=click.IntRange(1, 65_535), default=PORT, show_default=True)
@CERTS
@PLAIN
def scheduler_command(host: str, port: int, certificates: Path | None, plain: bool) -> None:
    """Pass questions and replies between the archive and its workers, until stopped."""
    if plain == bool(certificates):
        raise click.UsageError("Name the scheduler's folder with --certs, or give --plain within one machine.")
    require_cluster()
    from transcribe.cluster.scheduler import run_scheduler  # noqa: PLC0415 (Dask)

    run_scheduler(host, port, certificates, lambda line: click.echo(line, err=True))


def _pair(written: str) -> tuple[str, str]:
    engine, _, name = written.partition("=")
    if not name:
        raise click.UsageError(f"“{written}” names no model; write ENGINE=NAME, as faster-whisper=base.")
    require_engine(engine)
    return engine, name


def _all_here(models: Path) -> Iterator[tuple[str, str]]:
    """Yield each model with the engine that is best at loading it, of those that are installed."""
    for record in models_here(models):
        if engine := next(filter(is_installed, record.engines), None):
            yield engine, record.name


COMMANDS = (worker, cluster)
