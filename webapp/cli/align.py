"""align: known words, a script's or those that people corrected, put where they are spoken."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import click
import msgspec
from sqlite_utils import Database

from media.catalogue import add_document, get_programme
from media.records import Span
from media.text_file import read_text
from transcribe.alignment.coverage import Coverage, Skipped, cover
from transcribe.alignment.script import require_spoken
from transcribe.jobs import SEGMENT
from transcribe.pipeline import do_job
from transcribe.records import Segment, Transcript
from transcribe.revise import current_text
from transcribe.transcripts import get_transcript, no_segment
from webapp.cli.place import Place, pass_place
from webapp.cli.progress import job_progress
from webapp.cli.work import SPEAKERS, speakers_option
from webapp.interface import clock


@click.command()
@click.argument("programme_id", metavar="ID")
@click.argument("script", required=False, type=click.Path(path_type=Path))
@click.option("--current", is_flag=True, help="Time the words as people have corrected them; no word is changed.")
@click.option("--segment", "segment_id", metavar="SEGMENT", help="With --current: time only this segment.")
@click.option("--model", default="auto", show_default=True, help="A model's name, or the path of its weights.")
@SPEAKERS
@click.option("--json", "as_json", is_flag=True, help="Print what was heard and what was not as one JSON record.")
@pass_place
def align(
    place: Place,
    programme_id: str,
    script: Path | None,
    current: bool,
    segment_id: str | None,
    model: str,
    speakers: str,
    as_json: bool,
) -> None:
    """Find when each word of a known SCRIPT is spoken; without SCRIPT, of the programme's newest one."""
    if current and script:
        raise click.UsageError("Name a script, or give --current for the words as they stand.")
    if segment_id and not current:
        raise click.UsageError("--segment goes with --current: it times one segment of the words as they stand.")
    with place.open() as db:
        if current:
            _time_current(place, db, programme_id, model, segment_id, as_json)
            return
        programme = get_programme(db, programme_id)
        if script:
            text = read_text(script)
            require_spoken(text, programme.language)
            add_document(db, programme_id, "script", text, language=programme.language)
        _do(place, db, "align", programme_id, {"model": model} | speakers_option(speakers))
        run = get_transcript(db, programme_id)
    coverage = cover(run.segments)
    if as_json:
        click.echo(msgspec.json.encode(_found(run, coverage)).decode())
        return
    for line in _lines(run, coverage):
        click.echo(line)


def _do(place: Place, db: Database, kind: str, programme_id: str, options: dict[str, str]) -> None:
    with job_progress(f"aligning {programme_id}") as show:
        job = do_job(place.archive, db, kind, programme_id, options, show)
    if job.error:
        click.echo(job.error, err=True)


def _time_current(
    place: Place, db: Database, programme_id: str, model: str, segment_id: str | None, as_json: bool
) -> None:
    before = current_text(db, programme_id)
    if segment_id and all(each.segment_id != segment_id for each in before.segments):
        raise no_segment(programme_id, segment_id)
    _do(place, db, "retime", programme_id, {"model": model} | ({SEGMENT: segment_id} if segment_id else {}))
    after = current_text(db, programme_id)
    revision = after.revision.number if after.revision else 0
    moved = _Moved(programme_id, after.transcript.number, revision, _count_moved(before.segments, after.segments))
    if as_json:
        click.echo(msgspec.json.encode(moved).decode())
        return
    where = f"edit {revision}" if revision else f"run {moved.run}"
    click.echo(
        f"{programme_id}: {where}, {moved.words_moved} words moved to where they are spoken; no word was changed."
    )


def _count_moved(before: Sequence[Segment], after: Sequence[Segment]) -> int:
    words = (zip(old.words, new.words, strict=False) for old, new in zip(before, after, strict=False))
    return sum((old.start_ms, old.end_ms) != (new.start_ms, new.end_ms) for pairs in words for old, new in pairs)


@dataclass(frozen=True, slots=True)
class _Found:
    """What ``--json`` prints of a script."""

    programme_id: str
    run: int
    words: int
    heard: int
    not_heard: int
    coverage_percent: float
    skipped: tuple[Skipped, ...]
    extra: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class _Moved:
    """What ``--json`` prints of the words as they stand."""

    programme_id: str
    run: int
    revision: int
    """0 where nobody has edited: then the times are a run of their own."""
    words_moved: int


def _found(run: Transcript, coverage: Coverage) -> _Found:
    return _Found(
        run.programme_id,
        run.number,
        coverage.words,
        coverage.heard,
        coverage.not_heard,
        coverage.percent,
        coverage.skipped,
        coverage.extra,
    )


def _lines(run: Transcript, coverage: Coverage) -> Iterator[str]:
    yield (
        f"{run.programme_id}: run {run.number}, {coverage.heard} of {coverage.words} words heard "
        f"({coverage.percent} %), {coverage.not_heard} not heard"
    )
    for skipped in coverage.skipped:
        yield f"{clock(skipped.at_ms):>8}  skipped: “{skipped.quote}”, {skipped.words} words of the script"
    for span in coverage.extra:
        yield f"{clock(span.start_ms):>8}  not in the script: speech until {clock(span.end_ms)}"


COMMANDS = (align,)
