"""link: where every sentence of a summary is heard, printed and written as a report."""

from __future__ import annotations

from pathlib import Path

import click

from transcribe.linking.decided.placed import PlacedLink
from transcribe.linking.embedders import AUTO, NONE, embedders
from transcribe.linking.reporting.report import FAILED, VERDICTS, Report, clock, make_report, part_sentence
from transcribe.linking.reporting.report_json import render as as_json_record
from transcribe.linking.reporting.reports import report_format
from transcribe.pipeline import do_job
from webapp.cli.place import Place, pass_place


@click.command()
@click.argument("programme_id", metavar="ID")
@click.option(
    "--report",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the links to this file; its ending says how: .json, .csv, .jsonld (Web Annotation) or .html.",
)
@click.option(
    "--embedder",
    default=AUTO,
    show_default=True,
    metavar="auto|none|NAME",
    help="What compares meanings; none for names, numbers and words alone.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the links as one JSON record.")
@pass_place
def link(place: Place, programme_id: str, report: Path | None, embedder: str, as_json: bool) -> None:
    """Link every sentence of the summary to the seconds that bear it out. What people decided stays."""
    write = report_format(report) if report else None
    known = (AUTO, NONE, *embedders())
    if embedder not in known:
        raise click.UsageError(
            f"There is no embedder “{embedder}”; choose {', '.join(known)}, or install the package that brings it."
        )
    # None for the default, so that a job of before is the same job.
    options = {} if embedder == AUTO else {"embedder": embedder}
    with place.open() as db:
        do_job(place.archive, db, "link", programme_id, options, None)
        made = make_report(db, programme_id)
    if report and write:
        report.write_bytes(write(made).encode())
        click.echo(f"{programme_id}: {len(made.links)} sentences in {report}.", err=True)
    if as_json:
        click.echo(as_json_record(made), nl=False)
    elif not report:
        _print(made)


def _print(made: Report) -> None:
    for placed in made.links:
        link = placed.link
        where = ", ".join(map(clock, placed.spans)) or "–"
        click.echo(f"{VERDICTS[link.verdict]:24} {where:10} {link.claim.text}")
        for remark in _remarks(placed):
            click.echo(f"{'':36}{remark}")
    if made.coverage.omitted:
        click.echo("The summary leaves out:")
    for omitted in made.coverage.omitted:
        click.echo(f"{'':25}{clock(omitted.span):10} {omitted.first_words}")


def _remarks(placed: PlacedLink) -> list[str]:
    link = placed.link
    remarks = [part_sentence(part) for part in link.parts if part.verdict in FAILED]
    if placed.is_stale:
        remarks.append("The words there have changed since.")
    if link.decided:
        remarks.append(f"Decided by {link.decided.user_name}: {link.decided.kind}.")
    return remarks


COMMANDS = (link,)
