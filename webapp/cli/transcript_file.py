"""add --transcript: a transcript that another tool or a person made."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
from sqlite_utils import Database

from media.errors import UnreadableFile
from transcribe.incoming.file import MOST_BYTES
from transcribe.incoming.store import Brought, TranscriptFile, open_transcript
from transcribe.records import WordsBy
from webapp.accounts import get_user
from webapp.people.assignments import require_editor


def require_one_who_says(transcript: Path | None, words_by: str | None, user_name: str | None) -> None:
    """:raises click.UsageError: that people wrote the words is said by nobody, or of nothing."""
    if transcript is None and (words_by or user_name):
        raise click.UsageError("--words and --as are about a transcript; name its file with --transcript.")
    if words_by == WordsBy.HUMAN and user_name is None:
        raise click.UsageError("Give --as USER with --words human: somebody has to say that people wrote them.")


def editor_of(db: Database, programme_id: str | None, user_name: str | None) -> str | None:
    """Return the account's name of who brings it.

    :raises UnknownUser: nobody has this name. :raises NotAllowed: they may not change this programme.
    """
    if user_name is None:
        return None
    return require_editor(db, programme_id, user_name).name if programme_id else get_user(db, user_name).name


def open_file(path: Path, words_by: str | None, user_name: str | None) -> TranscriptFile:
    """Return a file, read.

    :raises UnreadableFile: it is missing, may not be read, or is too large.
    :raises BadTranscript, UnknownTranscript: as `open_transcript`.
    """
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except FileNotFoundError as error:
        raise UnreadableFile(f"There is no file {path}; check the name.") from error
    except OSError as error:
        raise UnreadableFile(f"{path} cannot be read ({error.strerror}); name a file that you may read.") from error
    return open_transcript(data, path.name, WordsBy(words_by) if words_by else None, user_name)


def said(programme_id: str, brought: Brought) -> Iterator[str]:
    """Yield what became of a file, a line each."""
    yield from brought.remarks
    if brought.run is None or brought.placed is None:
        yield f"The transcript says no times; “muragat align {programme_id}” finds when each word is spoken."
        return
    placed = brought.placed
    yield f"{programme_id}: run {brought.run.number}, {placed.words} words in {len(placed.segments)} segments."
    if placed.is_reordered:
        yield "The segments were not in the order of time; they are now."
    if placed.beyond:
        yield f"Segments that went on after the recording’s end: {placed.beyond}; they end there now."
    if placed.guessed:
        yield (
            f"Words without a time of their own in the file: {placed.guessed}; they share that of their segment. "
            f"“muragat align {programme_id} --current” finds when each is spoken."
        )
    if brought.is_offered:
        yield f"People have corrected the words that stand, so these are only offered: “muragat merge {programme_id}”."
