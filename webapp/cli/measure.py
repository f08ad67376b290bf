"""bench: how good and how fast, beside named peers."""

from __future__ import annotations

from pathlib import Path

import click
import msgspec

from media.language import parse_language
from media.text_file import read_text
from transcribe.bench_asr.bench import PEERS, bench_asr
from transcribe.bench_asr.calibrate import bench_calibrate, written
from transcribe.bench_asr.corpus import bench_corpus
from webapp.cli.bench_cluster import bench_cluster_command
from webapp.cli.bench_formats import bench_formats_command
from webapp.cli.bench_growth import bench_growth_command
from webapp.cli.bench_link import bench_link_command
from webapp.cli.bench_review import bench_review_command
from webapp.cli.bench_web import bench_web_command
from webapp.cli.engine_name import EngineName
from webapp.cli.place import Place, pass_place


@click.group()
def bench() -> None:
    """Measurements beside named peers, in one run on the same work."""


@bench.command("asr")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--rounds", type=click.IntRange(1), default=3, show_default=True)
@click.option(
    "--reference",
    type=click.Path(path_type=Path),
    help="The words of the FILES, in their order; else openai-whisper's count.",
)
@click.option("--beside", multiple=True, type=click.Choice(PEERS), help="Only this peer; may be given several times.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON record.")
@pass_place
def bench_asr_command(
    place: Place,
    files: tuple[Path, ...],
    rounds: int,
    reference: Path | None,
    beside: tuple[str, ...],
    as_json: bool,
) -> None:
    """Recognise FILES by ours and by its peers on the same weights, in turns."""
    place.archive.create()
    result = bench_asr(
        files,
        rounds,
        place.archive.models,
        lambda line: click.echo(line, err=True),
        reference=read_text(reference) if reference else None,
        beside=beside,
    )
    if as_json:
        click.echo(msgspec.json.encode(result).decode())
    else:
        click.echo(result.table())


@bench.command("corpus")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--engine", type=EngineName(), default="auto", show_default=True)
@click.option("--model", default="auto", show_default=True, help="A model's name, or the path of its weights.")
@click.option("--language", required=True, help="Of all sounds in it; a BCP 47 tag.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON record.")
@pass_place
def bench_corpus_command(place: Place, folder: Path, engine: str, model: str, language: str, as_json: bool) -> None:
    """Recognise the sounds of FOLDER, compare with the words beside them (x.wav, x.txt): WER, CER, speed."""
    place.archive.create()
    result = bench_corpus(
        folder, engine, model, parse_language(language), place.archive.models, lambda line: click.echo(line, err=True)
    )
    click.echo(msgspec.json.encode(result).decode() if as_json else result.table())


@bench.command("calibrate")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--engine", type=EngineName(), default="faster-whisper", show_default=True)
@click.option("--model", default="base", show_default=True, help="A model's name, or the path of its weights.")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write the curves here.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON record.")
@pass_place
def bench_calibrate_command(
    place: Place, folder: Path, engine: str, model: str, output: Path | None, as_json: bool
) -> None:
    """Say how well probabilities tell right words from wrong ones, in FOLDER/en, FOLDER/kk, … (x.wav, x.txt)."""
    place.archive.create()
    result = bench_calibrate(folder, engine, model, place.archive.models)
    if output:
        output.write_bytes(written(result.calibrations))
    click.echo(msgspec.json.encode(result).decode() if as_json else result.table())


COMMANDS = (bench,)


bench.add_command(bench_cluster_command)
bench.add_command(bench_formats_command)
bench.add_command(bench_growth_command)
bench.add_command(bench_link_command)
bench.add_command(bench_review_command)
bench.add_command(bench_web_command)
