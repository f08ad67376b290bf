"""add, set, show, list: programmes and what is known of them."""

from __future__ import annotations

import dataclasses
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click
import msgspec
from sqlite_utils import Database

from media.catalogue import current_document, get_programme, list_programmes, recordings_of, set_facts
from media.errors import UnknownFact, UnknownLanguage, UnreadableFile
from media.language import parse_language
from media.records import KEPT
from media.text_file import read_text
from transcribe.transcripts import list_transcripts
from webapp.alike.found import alike_of
from webapp.cli.alike import offers
from webapp.cli.place import Place, pass_place
from webapp.cli.transcript_file import editor_of, open_file, require_one_who_says, said
from webapp.importing.store import doubts_of
from webapp.intake import Intake, take_in
from webapp.review import state

FILE = click.Path(path_type=Path)
ASKED_LANGUAGE = "What is spoken where no file beside a sound says so: kk, ru, en …, or auto for the machine to decide"


@click.command()
@click.argument("file", required=False, type=FILE)
@click.option("--to", "programme_id", help="Add the sound, summary or script to this programme instead of a new one.")
@click.option("--title", help="The programme's title.")
@click.option("--language", help="What is spoken: a BCP 47 tag such as kk, ru, en, or auto.")
@click.option("--summary", "summary_file", type=FILE, help="The written summary, a text file.")
@click.option("--summary-language", default="en", show_default=True, help="The summary's language.")
@click.option("--script", "script_file", type=FILE, help="The words as they were to be spoken, a text file.")
@click.option(
    "--transcript", "transcript_file", type=FILE, help="A transcript of it that another tool or a person made."
)
@click.option("--words", "words_by", type=click.Choice(["machine", "human"]), help="Who wrote the transcript’s words.")
@click.option("--as", "user_name", metavar="USER", help="Who brings it; needed with --words human.")
@click.option("--facts", "facts_file", type=FILE, help=f"A TOML file with any of: {', '.join(KEPT)}.")
@click.option("--dry-run", is_flag=True, help="Of a folder: look what would be added, and store nothing.")
@click.option("--report", "report_file", type=FILE, help="Of a folder: write what came of every sound into this file.")
@pass_place
def add(
    place: Place,
    file: Path | None,
    programme_id: str | None,
    title: str | None,
    language: str | None,
    summary_file: Path | None,
    summary_language: str,
    script_file: Path | None,
    transcript_file: Path | None,
    words_by: str | None,
    user_name: str | None,
    facts_file: Path | None,
    report_file: Path | None,
    *,
    dry_run: bool,
) -> None:
    """Add a programme: its sound FILE, its summary, or both. Prints the programme's id as the last line.

    FILE may be a folder: every sound in it becomes a programme, with the files beside it that have its name.
    """
    if file and file.is_dir():
        if any((title, summary_file, script_file, transcript_file, words_by, user_name, programme_id)):
            raise click.UsageError(
                "A folder has many programmes; put title, summary, script and transcript beside each sound."
            )
        _add_folder(place, file, language, summary_language, facts_file, report_file, dry_run=dry_run)
        return
    if report_file or dry_run:
        raise click.UsageError("--report and --dry-run are for a folder; name one.")
    require_one_who_says(transcript_file, words_by, user_name)
    facts = read_facts(facts_file) if facts_file else {}
    facts |= {name: value for name, value in (("title", title), ("language", language)) if value is not None}
    intake = Intake(
        facts=facts,
        sound=_there(file),
        summary=read_text(summary_file) if summary_file else None,
        summary_language=summary_language,
        script=read_text(script_file) if script_file else None,
    )
    with place.create() as db:
        replaced = list(_replaced(db, programme_id, intake)) if programme_id else []
        if transcript_file:
            who = editor_of(db, programme_id, user_name)
            intake = dataclasses.replace(intake, transcript=open_file(transcript_file, words_by, who))
        taken = take_in(place.archive, db, intake, programme_id)
        if taken.remark:
            click.echo(taken.remark, err=True)
        if taken.brought:
            for line in said(taken.programme_id, taken.brought):
                click.echo(line, err=True)
        for line in replaced:
            click.echo(line, err=True)
        for offer in offers(db, taken.programme_id) if file else ():
            click.echo(offer, err=True)
        click.echo(taken.programme_id)


def _there(file: Path | None) -> Path | None:
    """:raises UnreadableFile: a file is named and there is none; said before a title is asked for."""
    if file and not file.exists():
        raise UnreadableFile(f"There is no file {file}; check the name.")
    return file


def _replaced(db: Database, programme_id: str, intake: Intake) -> Iterator[str]:
    """Yield what is said of each text of a programme in whose place another one comes."""
    for kind, text in (("summary", intake.summary), ("script", intake.script)):
        before = current_document(db, programme_id, kind) if text is not None else None
        if before and before.text != text:
            day, words = before.created_at[:10], len(before.text.split())
            yield f"The {kind} of {day} ({words} words) stays in the archive; the new one counts from now on."


def _add_folder(
    place: Place,
    folder: Path,
    language: str | None,
    summary_language: str,
    facts_file: Path | None,
    report_file: Path | None,
    *,
    dry_run: bool,
) -> None:
    from webapp.cli.many import bring_many  # noqa: PLC0415 (lxml, and more)
    from webapp.importing.lists.folder import Defaults, entries_of_folder  # noqa: PLC0415

    facts = read_facts(facts_file) if facts_file else {}
    if language is None and "language" not in facts and sys.stdin.isatty():
        language = click.prompt(ASKED_LANGUAGE, "auto", err=True, value_proc=_as_language)
    if language:
        facts["language"] = language
    entries = entries_of_folder(folder, Defaults(facts, summary_language), read_facts)
    bring_many(place, entries, dry_run=dry_run, report_file=report_file)


def _as_language(typed: str) -> str:
    try:
        parse_language(typed.strip())
    except UnknownLanguage as error:
        raise click.BadParameter(str(error)) from error
    return typed.strip()


def read_facts(path: Path) -> dict[str, str]:
    """Return the facts of a TOML file.

    :raises UnknownFact: it is not TOML, or a value is not a text or a date.
    """
    try:
        table = tomllib.loads(read_text(path))
    except tomllib.TOMLDecodeError as error:
        raise UnknownFact(f'{path.name} is not TOML ({error}); write lines like title = "…".') from error
    for name, value in table.items():
        if isinstance(value, dict | list | bool):
            raise UnknownFact(f"“{name}” in {path.name} is not a text; write it between quotes.")
    return {name: str(value) for name, value in table.items()}


@click.command("set")
@click.argument("programme_id", metavar="ID")
@click.argument("facts", nargs=-1, required=True, metavar="KEY=VALUE…")
@pass_place
def set_command(place: Place, programme_id: str, facts: tuple[str, ...]) -> None:
    """Change facts of a programme, such as publisher="Radio Qala"; an empty value takes a fact away."""
    pairs = {}
    for fact in facts:
        name, sign, value = fact.partition("=")
        if not sign:
            raise click.UsageError(f"“{fact}” is not of the form key=value.")
        pairs[name.strip()] = value
    with place.open() as db:
        set_facts(db, programme_id, pairs)


@click.command()
@click.argument("programme_id", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON record.")
@pass_place
def show(place: Place, programme_id: str, as_json: bool) -> None:
    """Show what the archive has of a programme."""
    with place.open() as db:
        programme = get_programme(db, programme_id)
        summary = current_document(db, programme_id, "summary")
        script = current_document(db, programme_id, "script")
        record = {
            "id": programme.programme_id,
            **{name: getattr(programme, name) for name in KEPT},
            "synthetic": programme.synthetic,
            "summary": summary.text if summary else None,
            "script": script.text if script else None,
            "unsure": [dataclasses.asdict(each.unsure) for each in doubts_of(db, programme_id)],
            "state": str(state(db, programme_id)),
            "recordings": [
                {
                    "file_name": recording.file_name,
                    "sha256": recording.sha256,
                    "size_bytes": recording.size_bytes,
                    "duration_ms": recording.duration_ms,
                    "loudness_lufs": recording.loudness_lufs,
                    "probe": dataclasses.asdict(recording.probe),
                }
                for recording in recordings_of(db, programme_id)
            ],
            "other_recordings": [
                {
                    "programme_id": each.other.programme.programme_id,
                    "file_name": each.other.recording.file_name,
                    "sha256": each.other.recording.sha256,
                    "duration_ms": each.other.recording.duration_ms,
                }
                for each in alike_of(db, programme_id, None)
                if each.has_the_other
            ],
            "runs": [
                {
                    "number": run.number,
                    "method": run.method,
                    "created_at": run.created_at,
                    "segments": len(run.segments),
                    "words": sum(len(segment.words) for segment in run.segments),
                    "provenance": dataclasses.asdict(run.provenance),
                }
                for run in list_transcripts(db, programme_id)
            ],
        }
    if as_json:
        click.echo(msgspec.json.format(msgspec.json.encode(record), indent=2).decode())
        return
    for name, value in record.items():
        if value not in (None, "", []):
            click.echo(f"{name:12} {_line(value)}")


def _line(value: object) -> str:
    if isinstance(value, list):
        return "; ".join(_line(item) for item in value)
    if isinstance(value, dict):
        return ", ".join(f"{name} {_line(item)}" for name, item in value.items() if item not in (None, {}, ""))
    return " ".join(str(value).split())


@click.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON array.")
@pass_place
def list_command(place: Place, as_json: bool) -> None:
    """List the programmes, newest first."""
    with place.open() as db:
        rows = [
            {
                "id": programme.programme_id,
                "state": str(state(db, programme.programme_id)),
                "language": programme.language,
                "title": programme.title,
            }
            for programme in list_programmes(db)
        ]
    if as_json:
        click.echo(msgspec.json.encode(rows).decode())
        return
    for row in rows:
        click.echo(f"{row['id']}  {row['state']:11}  {row['language']:5}  {row['title']}")
    if not rows:
        click.echo("The archive has no programmes yet; add one with “muragat add”.", err=True)


COMMANDS = (add, set_command, show, list_command)
